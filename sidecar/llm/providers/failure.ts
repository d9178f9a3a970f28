import { ModelError, type ModelFailure } from '../model-error.ts';
import { BOUNDS } from './bounds.ts';

/** What an SDK's error tells, read in one way. */
export interface Report {
  readonly status: number | null;
  /** The provider's own names for it: code, type, status word. */
  readonly codes: readonly string[];
  readonly message: string;
  readonly header: (name: string) => string | null;
}

/** Makes the ModelErrors of one model: the cause keeps name, status and words of the SDK's error, without what is secret. */
export type FailureMaker = (failure: ModelFailure, cause?: unknown, retryAfterMs?: number | null) => ModelError;

export function failureMaker(model: string, secrets: readonly string[]): FailureMaker {
  return (failure, cause, retryAfterMs = null) =>
    new ModelError(failure, model, {
      retryAfterMs,
      ...(cause === undefined ? {} : { cause: plainCause(cause, secrets) }),
    });
}

/** The secrets of a provider's options: its key, header values, a password in the address. */
export function secretsOf(options: {
  readonly apiKey: string | null;
  readonly baseUrl?: string;
  readonly headers?: Readonly<Record<string, string>>;
}): readonly string[] {
  const address = options.baseUrl !== undefined && URL.canParse(options.baseUrl) ? new URL(options.baseUrl) : null;
  const all = [options.apiKey, ...Object.values(options.headers ?? {}), address?.password, address?.search.slice(1)];
  return all.filter((secret): secret is string => typeof secret === 'string' && secret.length >= 4);
}

/** A copy that holds no request, no headers and no secret: an SDK's error carries all of them, and logs print it whole. */
export function plainCause(cause: unknown, secrets: readonly string[]): Error {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const deeper = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  const plain = new Error(masked(`${error.message}${deeper}`, secrets).slice(0, BOUNDS.cause));
  plain.name = error.constructor.name;
  delete plain.stack;
  return plain;
}

const LOOKS_SECRET = /\b(?:sk-[\w*-]{4,}|AIza[\w-]{10,}|Bearer\s+\S+)/g;

function masked(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, '***');
  return clean.replace(LOOKS_SECRET, '***');
}

/** An error that comes after words cut them off, whatever its reason: the caller has to go on from there. */
export function afterWords(failure: ModelFailure, said: boolean): ModelFailure {
  return said && (failure === 'overloaded' || failure === 'garbled') ? 'cut' : failure;
}

/** An error of OpenAI's or Anthropic's SDK in our words: both are made of the same classes. `said`: words came before it. */
export function sdkFailure(
  error: unknown,
  is: { readonly timeout: boolean; readonly connection: boolean; readonly told: Report | null },
  said: boolean,
  fail: FailureMaker,
  now: () => number,
): ModelError {
  if (is.timeout) return fail('timeout', error);
  if (is.connection) return fail(said ? 'cut' : 'unreachable', error);
  if (is.told !== null) return fail(afterWords(failureOf(is.told), said), error, retryAfter(is.told.header, now));
  return fail(brokeOff(error) ? (said ? 'cut' : 'unreachable') : 'garbled', error);
}

/** The error of fetch when a connection breaks under a stream, and not one of reading what came. */
export function brokeOff(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const cause = error.cause instanceof Error ? error.cause : error;
  return (
    /^(?:terminated|fetch failed|network error)$/i.test(error.message) || /^(?:E[A-Z]{3,}|UND_ERR_)/.test(codeOf(cause))
  );
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date; ms from now, null when neither is there. */
export function retryAfter(header: Report['header'], now: () => number): number | null {
  const ms = Number(header('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(ms) && ms >= 0) return Math.round(ms);
  const value = header('retry-after');
  if (value === null || value.trim() === '') return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return seconds >= 0 ? Math.round(seconds * 1000) : null;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now());
}

const TOO_LONG =
  /context[ _-]?(?:length|window|size)|maximum context|prompt is too long|too many (?:input )?tokens|token count .*exceeds|exceeds? the (?:available |maximum )?(?:context|number of tokens)|input is too long/i;
const NO_CREDIT = /insufficient[_ ]quota|exceeded your current quota|credit balance|billing|payment required/i;
const FILTERED =
  /content[_ ]?filter|content[_ ]?management policy|content[_ ]policy|usage polic|invalid_prompt|responsible ?ai/i;
const NO_MODEL = /model/i;
/** Of servers that say it with another status than 404. */
const NO_SUCH_MODEL =
  /invalid model (?:name|id)|unknown model|model\b.{0,80}(?:not found|does not exist|is not available)/i;

/** What a status and the words around it mean, for all providers; a provider's file knows first what is its own. */
export function failureOf(report: Report): ModelFailure {
  const { status, message } = report;
  const words = [...report.codes, message].join(' ');
  const has = (...codes: readonly string[]) => report.codes.some((code) => codes.includes(code));
  if (has('insufficient_quota', 'billing_error', 'billing_hard_limit_reached') || status === 402) return 'quota';
  if (has('rate_limit_exceeded', 'rate_limit_error')) return 'rate-limited';
  if (has('model_not_found')) return 'no-such-model';
  if (status === 408 || status === 504) return 'timeout';
  if (has('overloaded_error', 'server_error', 'api_error') && (status === null || status >= 500)) return 'overloaded';
  if (status === null) return FILTERED.test(words) ? 'refused' : 'garbled';
  if (status === 401 || status === 403) return 'key';
  if (status === 404) return NO_MODEL.test(message) ? 'no-such-model' : 'bad-request';
  if (status === 413) return 'context-too-long';
  if (status === 429) return NO_CREDIT.test(words) ? 'quota' : 'rate-limited';
  if (status >= 500) return 'overloaded';
  if (TOO_LONG.test(words)) return 'context-too-long';
  if (NO_CREDIT.test(words)) return 'quota';
  if (FILTERED.test(words)) return 'refused';
  return NO_SUCH_MODEL.test(message) ? 'no-such-model' : 'bad-request';
}
