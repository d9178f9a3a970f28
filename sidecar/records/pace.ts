import { backoff } from '../lib/async.ts';
import { isVaError } from '../lib/va-error.ts';

/**
 * What to do after a request failed as a whole: wait and send the same again, or send less of it. A record that makes
 * the site fail whatever comes with it is found by halving; alone and failing for good it becomes a dead letter, so
 * that it cannot hold up everybody's records for ever.
 */
export interface Pace {
  /** Records of the next request. */
  readonly limit: number;
  succeeded(): void;
  failed(error: unknown, sent: number): Verdict;
}
export type Verdict =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'dead'; readonly type: string; readonly message: string };

/** A single record that the site could not even answer properly so many times in a row is set aside. */
const PATIENCE = 8;
/** Whole requests answered with an error of the site before it is asked whether a single record is the cause. */
const BEFORE_HALVING = 3;

export function pace(options: {
  readonly maxRecords: number;
  readonly retryMaxMs: number;
  readonly random: () => number;
}): Pace {
  const pause = backoff({ baseMs: 200, maxMs: options.retryMaxMs, random: options.random });
  let limit = options.maxRecords;
  let failures = 0;
  let faults = 0;
  return {
    get limit() {
      return limit;
    },
    succeeded() {
      failures = 0;
      faults = 0;
      limit = Math.min(options.maxRecords, limit * 2);
    },
    failed(error, sent) {
      failures += 1;
      const kind = kindOf(error);
      if (kind === 'away') return { kind: 'wait', ms: Math.max(pause(failures), askedToWait(error)) };
      faults = kind === 'refused' ? faults + BEFORE_HALVING : faults + 1;
      if (sent > 1) {
        if (faults >= BEFORE_HALVING) {
          limit = Math.max(1, Math.floor(sent / 2));
          faults = 0;
        }
        return { kind: 'wait', ms: kind === 'refused' ? 0 : pause(failures) };
      }
      if (kind === 'refused' || faults >= PATIENCE) {
        faults = 0;
        return { kind: 'dead', type: typeOf(error), message: isVaError(error) ? error.message : 'The site failed.' };
      }
      return { kind: 'wait', ms: pause(failures) };
    },
  };
}

/**
 * `away`: the site is not there, busy, or does not know us: no fault of a record. `refused`: it will say the same next
 * time. `fault`: it broke over the request, once or for good.
 */
function kindOf(error: unknown): 'away' | 'refused' | 'fault' {
  if (!isVaError(error)) return 'away';
  switch (error.code) {
    case 'PAYLOAD_TOO_LARGE':
    case 'UNPROCESSABLE_ENTITY':
    case 'VALIDATION_ERROR':
      return 'refused';
    case 'SITE_ERROR':
      return factOf(error, 'httpStatus') === 500 && factOf(error, 'excType') !== null ? 'fault' : 'away';
    default:
      return 'away';
  }
}

function askedToWait(error: unknown): number {
  const wait = isVaError(error) ? factOf(error, 'retryAfterMs') : null;
  return typeof wait === 'number' ? wait : 0;
}

function typeOf(error: unknown): string {
  const type = isVaError(error) ? (factOf(error, 'excType') ?? error.code) : null;
  return typeof type === 'string' ? type : 'Unknown';
}

function factOf(error: object, fact: string): unknown {
  const site: unknown = Reflect.get(error, 'site');
  return typeof site === 'object' && site !== null ? (Reflect.get(site, fact) ?? null) : null;
}
