import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from 'cockatiel';
import { backoff, withDeadline } from '../lib/async.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Metrics } from '../lib/metrics.ts';
import { currentTrace } from '../lib/trace.ts';
import { isVaError, VaError } from '../lib/va-error.ts';
import type { Delegations } from './delegation.ts';
import type { Caller, CallOptions, ListRequest, SiteClient, SiteRow } from './site-client.ts';
import { rolledBack, SiteFailure, siteFailure } from './site-failure.ts';
import { openWire, WireFailure } from './wire.ts';

export interface SiteClientOptions {
  /** Address of the site, without a slash at its end. */
  readonly url: string;
  readonly siteName: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** Longest time of a call with all its repetitions, ms. */
  readonly timeoutMs: number;
  readonly maxSockets?: number;
  readonly maxResponseBytes?: number;
  readonly breaker: { readonly failures: number; readonly halfOpenAfterMs: number };
  readonly delegations: Delegations;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly metrics?: Metrics;
}

interface Call<T> {
  readonly method: 'GET' | 'POST';
  /** For metrics and the log: a method's name, or `resource`. */
  readonly label: string;
  readonly caller: Caller | null;
  readonly options: CallOptions;
  readonly send: (app: ReturnType<typeof openWire>['app']) => Promise<T>;
}

/** Repetitions of what is safe to repeat. */
const MOST_REPETITIONS = 2;
/** A site that asks for a longer pause gets it from the caller, not from us. */
const LONGEST_PAUSE_MS = 2000;

/** `SiteClient` over frappe-js-sdk, with time limits, safe repetitions and a breaker. `close` lets its connections go. */
export function openSiteClient(options: SiteClientOptions): SiteClient & { close(): void } {
  const { siteName, clock } = options;
  const wire = openWire({
    url: options.url,
    siteName,
    maxSockets: options.maxSockets ?? 50,
    ...(options.maxResponseBytes === undefined ? {} : { maxResponseBytes: options.maxResponseBytes }),
  });
  const breaker = siteBreaker(options);
  const pause = backoff({ baseMs: 100, maxMs: 1000, random: options.random });
  const seconds = options.metrics?.histogram('site_request_seconds', 'Time of a request to the Frappe site.', {
    labels: ['call', 'outcome'],
  });

  async function authorization(caller: Caller | null): Promise<Record<string, string>> {
    if (caller === null) return {};
    if (caller.kind === 'service') return { Authorization: `token ${options.apiKey}:${options.apiSecret}` };
    if (caller.kind === 'own_key') return { Authorization: `token ${caller.key}:${caller.secret}` };
    const token = await options.delegations.token(caller.user, caller.doctypes, caller.turnId, caller.methods);
    return { Authorization: `Dartwing ${token}` };
  }

  async function attempt<T>(call: Call<T>, signal: AbortSignal): Promise<T> {
    const requestId = currentTrace().request_id;
    const headers = {
      ...(await authorization(call.caller)),
      ...(requestId === undefined ? {} : { 'X-Request-Id': requestId }),
    };
    try {
      return await breaker.execute(() =>
        wire.send({ headers, signal }, call.send).catch((error: unknown) => {
          throw error instanceof WireFailure ? failureOf(error, call, signal) : error;
        }),
      );
    } catch (error) {
      if (error instanceof BrokenCircuitError) throw new SiteFailure('SITE_UNAVAILABLE', { transport: 'breaker_open' });
      throw error;
    }
  }

  function failureOf<T>(error: WireFailure, call: Call<T>, signal: AbortSignal): VaError {
    if (!signal.aborted) return siteFailure(error.answer, call.caller);
    const gone = call.options.signal;
    if (!gone?.aborted) return new SiteFailure('TIMEOUT', { transport: 'timeout' });
    const reason: unknown = gone.reason;
    if (isVaError(reason)) return reason;
    const late = reason instanceof DOMException && reason.name === 'TimeoutError';
    return new VaError(late ? 'TIMEOUT' : 'CANCELLED', { cause: reason });
  }

  async function run<T>(call: Call<T>): Promise<T> {
    using deadline = withDeadline(call.options.signal, call.options.timeoutMs ?? options.timeoutMs);
    const start = performance.now();
    const observe = (outcome: string) =>
      seconds?.observe({ call: call.label, outcome }, (performance.now() - start) / 1000);
    for (let repetition = 1; ; repetition += 1) {
      try {
        const result = await attempt(call, deadline.signal);
        observe('ok');
        return result;
      } catch (error) {
        const wait = error instanceof SiteFailure ? pauseBefore(error, call, repetition) : null;
        if (wait === null) {
          observe(isVaError(error) ? error.code : 'fault');
          throw error;
        }
        options.log.debug('repeating a request to the site', { call: call.label, repetition, wait_ms: wait });
        await clock.sleep(wait, deadline.signal).catch(() => undefined);
        if (deadline.signal.aborted) throw error;
      }
    }
  }

  /** Ms to wait before the same request goes out again; null when it must not. */
  function pauseBefore<T>(failure: SiteFailure, call: Call<T>, repetition: number): number | null {
    if (repetition > MOST_REPETITIONS) return null;
    const repeatable = call.method === 'GET' || call.options.idempotent === true;
    const { transport, retryAfterMs } = failure.site;
    if (rolledBack(failure)) return pause(repetition);
    if (!repeatable || transport === 'breaker_open') return null;
    if (failure.code === 'RATE_LIMITED') {
      return retryAfterMs !== null && retryAfterMs <= LONGEST_PAUSE_MS ? retryAfterMs : null;
    }
    return failure.code === 'SITE_UNAVAILABLE' ? pause(repetition) : null;
  }

  const asService = (caller: Caller): void => {
    // The site refuses it too: a delegation reads (docs/site-api.md).
    if (caller.kind === 'employee') throw new VaError('FORBIDDEN', { cause: new Error('POST under a delegation') });
  };

  return {
    siteName,
    async post(method, args, caller, callOptions = {}) {
      asService(caller);
      const path = methodPath(method);
      return run({
        method: 'POST',
        label: method,
        caller,
        options: callOptions,
        send: async (app) => message(await app.call().post(path, args)),
      });
    },
    read: (method, args, caller, callOptions = {}) =>
      run({
        method: 'GET',
        label: method,
        caller,
        options: callOptions,
        send: async (app) => message(await app.call().get(methodPath(method), args)),
      }),
    list: <T extends SiteRow>(doctype: string, request: ListRequest, caller: Caller, callOptions: CallOptions = {}) =>
      run({
        method: 'GET',
        label: 'resource',
        caller,
        options: callOptions,
        send: async (app) => rows<T>(await app.db().getDocList(segment(doctype), listArguments(request))),
      }),
    get: <T extends SiteRow>(doctype: string, name: string, caller: Caller, callOptions: CallOptions = {}) =>
      run({
        method: 'GET',
        label: 'resource',
        caller,
        options: callOptions,
        send: async (app) => row<T>(await app.db().getDoc(segment(doctype), name)),
      }),
    postAnonymous: (method, args, callOptions = {}) =>
      run({
        method: 'POST',
        label: method,
        caller: null,
        options: callOptions,
        send: async (app) => message(await app.call().post(methodPath(method), args)),
      }),
    readAnonymous: (method, callOptions = {}) =>
      run({
        method: 'GET',
        label: method,
        caller: null,
        options: callOptions,
        send: async (app) => message(await app.call().get(methodPath(method))),
      }),
    close: wire.close,
  };
}

/** Opens after failures that say the site is not there; a refusal or a deadlock is the work of a healthy site. */
function siteBreaker({ breaker, log }: SiteClientOptions): CircuitBreakerPolicy {
  const policy = circuitBreaker(handleWhen(unhealthy), {
    halfOpenAfter: breaker.halfOpenAfterMs,
    breaker: new ConsecutiveBreaker(breaker.failures),
  });
  policy.onBreak(() => log.warn('the site does not answer; requests are refused for a while'));
  policy.onReset(() => log.info('the site answers again'));
  return policy;
}

function unhealthy(error: unknown): boolean {
  if (!(error instanceof SiteFailure) || rolledBack(error)) return false;
  const { httpStatus, transport } = error.site;
  return transport !== 'too_large' && (httpStatus === 0 || httpStatus >= 500);
}

function methodPath(method: string): string {
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(method)) throw new TypeError('not the name of a method');
  return method;
}

/** The SDK encodes names but not DocTypes. */
function segment(doctype: string): string {
  return encodeURIComponent(doctype);
}

/** `{message}`; Frappe leaves it out when a method returned nothing. */
function message<T>(body: unknown): T {
  const value = typeof body === 'object' && body !== null ? (Reflect.get(body, 'message') ?? null) : null;
  // The caller names the type; what it must not trust it checks with zod.
  return value as T;
}

function rows<T>(data: unknown): T[] {
  if (!Array.isArray(data)) throw noData();
  return data;
}

function row<T>(data: unknown): T {
  if (typeof data !== 'object' || data === null) throw noData();
  return data as T;
}

function noData(): SiteFailure {
  return new SiteFailure('SITE_ERROR', { httpStatus: 200, transport: 'no_data' });
}

function listArguments(request: ListRequest) {
  const [, field = request.orderBy, order] = /^(.*\S)\s+(asc|desc)$/i.exec(request.orderBy.trim()) ?? [];
  const direction: 'asc' | 'desc' = order?.toLowerCase() === 'desc' ? 'desc' : 'asc';
  return {
    fields: [...request.fields],
    orderBy: { field, order: direction },
    limit: request.limit,
    ...(request.start === undefined ? {} : { limit_start: request.start }),
    ...(request.filters === undefined ? {} : { filters: toSdk(request.filters) }),
    ...(request.orFilters === undefined ? {} : { orFilters: toSdk(request.orFilters) }),
  };
}

/** The SDK's type knows fewer operators than Frappe; it sends whatever it is given. */
function toSdk(filters: ListRequest['filters']): [string, '=', string][] {
  return (filters ?? []).map((filter) => [...filter]) as unknown as [string, '=', string][];
}
