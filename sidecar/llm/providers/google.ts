import { ApiError, GoogleGenAI } from '@google/genai';
import type { Model } from '../model.ts';
import type { ModelError, ModelFailure } from '../model-error.ts';
import {
  afterWords,
  brokeOff,
  type FailureMaker,
  failureMaker,
  failureOf,
  type Report,
  retryAfter,
  secretsOf,
} from './failure.ts';
import { googleRefusals, googleRequest } from './google-request.ts';
import { googleCounts, googlePieces } from './google-stream.ts';
import type { ProviderOptions } from './options.ts';
import { roundEvents } from './round.ts';
import { toolNames } from './tool-names.ts';
import { watched } from './watch.ts';

const ADDRESS = 'https://generativelanguage.googleapis.com';

/** Gemini by its own API, which tells blocks, cached tokens and signatures of thoughts that the compatible one does not. */
export function createGoogleModel(options: ProviderOptions): Model {
  const id = `google:${options.model}`;
  const fail = failureMaker(id, secretsOf(options));
  const refused = googleRefusals();
  const client = new GoogleGenAI({
    apiKey: options.apiKey ?? 'none',
    vertexai: false,
    apiVersion: 'v1beta',
    httpOptions: { baseUrl: options.baseUrl ?? ADDRESS, headers: { ...options.headers } },
  });
  return {
    id,
    async *stream(request, signal) {
      const names = toolNames(request.tools);
      const kept = headerKeeper();
      const open = async (inner: AbortSignal) => {
        while (true) {
          try {
            const { config, ...rest } = googleRequest(request, options.model, names, refused);
            const own = { ...config, abortSignal: inner, httpOptions: { fetch: kept.fetch } };
            return await client.models.generateContentStream({ ...rest, config: own });
          } catch (error) {
            if (!(error instanceof ApiError) || !refused.learn(report(error, kept))) throw error;
          }
        }
      };
      const pieces = googlePieces(watched(open, signal, options.timeouts, googleCounts), fail);
      const failure = (error: unknown, said: boolean) =>
        googleFailure(error, said, fail, kept, options.now ?? Date.now);
      yield* roundEvents(pieces, { request, names, fail, failure, signal });
    },
  };
}

interface HeaderKeeper {
  readonly fetch: typeof fetch;
  get(name: string): string | null;
  /** Status of the last answer, when it was none of success. */
  failedWith(): number | null;
}

/** The SDK's error has no headers, of which one says when to come back, and no status when the body is not what it says. */
function headerKeeper(): HeaderKeeper {
  let last: Response | null = null;
  return {
    async fetch(input, init) {
      last = await fetch(input, init);
      return last;
    },
    get: (name) => last?.headers.get(name) ?? null,
    failedWith: () => (last === null || last.ok ? null : last.status),
  };
}

function googleFailure(
  error: unknown,
  said: boolean,
  fail: FailureMaker,
  kept: HeaderKeeper,
  now: () => number,
): ModelError {
  if (error instanceof ApiError) {
    const told = report(error, kept);
    return fail(afterWords(kindOf(told), said), error, retryAfter(told.header, now) ?? told.delayMs);
  }
  if (brokeOff(error)) return fail(said ? 'cut' : 'unreachable', error);
  const status = kept.failedWith();
  if (status !== null) {
    const told = { status, codes: [], message: '', header: kept.get };
    return fail(failureOf(told), error, retryAfter(kept.get, now));
  }
  // The SDK's own words for a body that ends within an event.
  const halfEvent = error instanceof Error && error.message.startsWith('Incomplete JSON segment');
  return fail(halfEvent && said ? 'cut' : 'garbled', error);
}

/** "You exceeded your current quota" is said of a minute's limit too: which one it is stands in the details. */
function kindOf(told: Report & { readonly limits: readonly string[] }): ModelFailure {
  if (told.codes.includes('API_KEY_INVALID') || told.codes.includes('UNAUTHENTICATED')) return 'key';
  if (told.status !== 429) return failureOf(told);
  const spent = told.limits.some((limit) => /PerDay|PerMonth/i.test(limit));
  return spent || /credits? (?:are|is) depleted|prepay|spending cap/i.test(told.message) ? 'quota' : 'rate-limited';
}

interface GoogleReport extends Report {
  readonly limits: readonly string[];
  readonly delayMs: number | null;
}

/** The SDK puts the body of the answer into the error's message. */
function report(error: ApiError, kept: HeaderKeeper): GoogleReport {
  const body = bodyOf(error.message);
  const details = list(body['details']).map(record);
  const texts = (values: readonly unknown[]) => values.filter((value): value is string => typeof value === 'string');
  const delay = /^(\d+(?:\.\d+)?)s$/.exec(String(details.find((detail) => detail['retryDelay'])?.['retryDelay'] ?? ''));
  return {
    status: error.status,
    codes: texts([body['status'], ...details.map((detail) => detail['reason'])]),
    message: typeof body['message'] === 'string' ? body['message'] : error.message,
    header: (name) => kept.get(name),
    limits: texts(details.flatMap((detail) => list(detail['violations']).map((one) => record(one)['quotaId']))),
    delayMs: delay ? Math.round(Number(delay[1]) * 1000) : null,
  };
}

function bodyOf(message: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(message.slice(Math.max(0, message.indexOf('{'))));
    return record(record(Array.isArray(parsed) ? parsed[0] : parsed)['error']);
  } catch {
    return {};
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
