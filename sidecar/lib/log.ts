import { type DestinationStream, type LevelWithSilent, type Logger, pino, stdTimeFunctions } from 'pino';
import { currentTrace } from './trace.ts';
import { isVaError } from './va-error.ts';

/** What may stand in a log line: ids, codes, counts and times. Never what a person wrote, said or is told. */
export type Facts = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** JSON lines. `error` takes anything that was thrown and writes what is safe of it. */
export interface Log {
  debug(message: string, facts?: Facts): void;
  info(message: string, facts?: Facts): void;
  warn(message: string, facts?: Facts, error?: unknown): void;
  error(message: string, facts?: Facts, error?: unknown): void;
  child(facts: Facts): Log;
}

export interface LogOptions {
  /** Default `info`. */
  readonly level?: LevelWithSilent;
  /** Default: standard output. */
  readonly destination?: DestinationStream;
}

// Names whose values are secret or somebody's words, wherever a careless caller puts them.
const HIDDEN = [
  'authorization',
  'cookie',
  'token',
  'access_token',
  'refresh_token',
  'jwt',
  'password',
  'pwd',
  'secret',
  'api_key',
  'api_secret',
  'key',
  'content',
  'text',
  'body',
  'message_text',
  'email',
  'phone',
];

/** The process's log. Lines carry `request_id`, `turn_id` and `conversation_id` of the work in hand by themselves. */
export function createLog(options: LogOptions = {}): Log {
  const settings = {
    level: options.level ?? 'info',
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: HIDDEN, censor: '[hidden]' },
    mixin: () => ({ ...currentTrace() }),
  };
  return wrap(options.destination ? pino(settings, options.destination) : pino(settings));
}

/** For tests and for callers that want none. */
export const silentLog: Log = createLog({ level: 'silent' });

function wrap(logger: Logger): Log {
  return {
    debug: (message, facts) => logger.debug(clean(facts), message),
    info: (message, facts) => logger.info(clean(facts), message),
    warn: (message, facts, error) => logger.warn({ ...clean(facts), ...describe(error) }, message),
    error: (message, facts, error) => logger.error({ ...clean(facts), ...describe(error) }, message),
    child: (facts) => wrap(logger.child(clean(facts))),
  };
}

function clean(facts: Facts | undefined): Record<string, unknown> {
  if (!facts) return {};
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(facts)) out[name] = typeof value === 'string' ? scrub(value) : value;
  return out;
}

function describe(error: unknown): Record<string, unknown> {
  return error === undefined ? {} : { error: describeError(error, 0) };
}

/**
 * The safe part of an error. Our own errors give their code but not their sentence, which may name a person; a JSON
 * syntax error quotes the text it could not read, so its message is left out.
 */
export function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const facts: Record<string, unknown> = { type: error.name };
  if (isVaError(error)) {
    facts['code'] = error.code;
    const site: unknown = Reflect.get(error, 'site');
    if (typeof site === 'object' && site !== null) facts['site'] = site;
  } else {
    if (!(error instanceof SyntaxError)) facts['message'] = scrub(error.message);
    const code: unknown = Reflect.get(error, 'code');
    if (typeof code === 'string') facts['code'] = code;
    const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
    facts['stack'] = frames.slice(0, 8).map((line) => line.trim());
  }
  if (error.cause !== undefined && depth < 3) facts['cause'] = describeError(error.cause, depth + 1);
  return facts;
}

const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]'],
  [/\b(Bearer|Dartwing|Basic)\s+[\w.~+/=-]+/gi, '$1 [hidden]'],
  [/\btoken\s+\w+:\w+/gi, 'token [hidden]'],
  [/(\w+:\/\/)[^\s/@]*@/g, '$1[hidden]@'],
];

/** Takes tokens, keys and passwords in addresses out of a text that goes to the log. */
export function scrub(text: string): string {
  let out = text;
  for (const [pattern, replacement] of SECRETS) out = out.replace(pattern, replacement);
  return out;
}
