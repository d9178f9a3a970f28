import { type ErrorCode, isErrorCode } from '@dartwing-va/contract/errors.ts';
import { VaError } from '../lib/va-error.ts';
import { thrownSentence } from './server-messages.ts';
import type { Caller } from './site-client.ts';

/** What happened on the wire, fit for a log. */
export interface SiteFacts {
  /** 0 when there was no answer. */
  readonly httpStatus: number;
  /** Class name of Frappe's exception. */
  readonly excType: string | null;
  /** Why there was no usable answer, such as `ECONNREFUSED`, `html`, `breaker_open`. */
  readonly transport: string | null;
  /** What the site asked us to wait, ms. */
  readonly retryAfterMs: number | null;
}

/** A request to the site that did not succeed. `message` is the site's own sentence where it gave one. */
export class SiteFailure extends VaError {
  readonly site: SiteFacts;

  constructor(
    code: ErrorCode,
    site: Partial<SiteFacts>,
    options: { readonly message?: string; readonly meta?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(code, options);
    this.name = 'SiteFailure';
    this.site = { httpStatus: 0, excType: null, transport: null, retryAfterMs: null, ...site };
  }
}

/** An answer that was not a success, as far as it could be read. */
export interface FailedAnswer {
  readonly httpStatus: number;
  /** Fields of the JSON body; empty when it was none. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly transport: string | null;
  readonly retryAfterMs: number | null;
}

// Frappe reports these as 500; the transaction was rolled back whole, so the same request may be sent again (pitfall 13).
const ROLLED_BACK = new Set(['QueryDeadlockError', 'QueryTimeoutError']);
/** Answers of a proxy or of Frappe in maintenance: nobody worked on the request. */
const AWAY = new Set([502, 503, 504]);

/** True when Frappe rolled the whole request back and asks for another try. */
export function rolledBack(failure: SiteFailure): boolean {
  return failure.site.excType !== null && ROLLED_BACK.has(failure.site.excType);
}

/** What an unsuccessful answer means; the rules are those of `SiteClient`. */
export function siteFailure(answer: FailedAnswer, caller: Caller | null): SiteFailure {
  const { httpStatus, body, transport, retryAfterMs } = answer;
  const excType = typeof body['exc_type'] === 'string' ? body['exc_type'] : null;
  const site: SiteFacts = { httpStatus, excType, transport, retryAfterMs };
  const own = ownError(body['va_error']);
  if (own) return new SiteFailure(own.code, site, own);
  const code = codeOf(site, caller);
  const sentence = SPEAKS.has(code) ? thrownSentence(body['_server_messages']) : null;
  const meta = retryAfterMs === null ? {} : { retry_after_ms: retryAfterMs };
  return new SiteFailure(code, site, sentence === null ? { meta } : { message: sentence, meta });
}

/** Codes whose sentence may come from Frappe: it says why this person may not do this thing. */
const SPEAKS: ReadonlySet<ErrorCode> = new Set([
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'DOCUMENT_CHANGED',
  'UNPROCESSABLE_ENTITY',
]);

function ownError(
  value: unknown,
): { code: ErrorCode; message: string; meta: Readonly<Record<string, unknown>> } | null {
  if (typeof value !== 'object' || value === null) return null;
  const { code, message, meta } = value as Readonly<Record<string, unknown>>;
  if (!isErrorCode(code) || typeof message !== 'string') return null;
  const facts = typeof meta === 'object' && meta !== null ? (meta as Readonly<Record<string, unknown>>) : {};
  return { code, message, meta: facts };
}

function codeOf({ httpStatus, excType, transport }: SiteFacts, caller: Caller | null): ErrorCode {
  if (httpStatus === 0) return transport === 'too_large' ? 'SITE_ERROR' : 'SITE_UNAVAILABLE';
  if (AWAY.has(httpStatus)) return 'SITE_UNAVAILABLE';
  if (httpStatus === 429) return 'RATE_LIMITED';
  if (httpStatus === 413) return 'PAYLOAD_TOO_LARGE';
  if (excType !== null && ROLLED_BACK.has(excType)) return 'CONFLICT';
  // Without an exception's name it was not Frappe that answered, or not in words that we know.
  if (transport !== null || (httpStatus !== 403 && httpStatus !== 404 && excType === null)) return 'SITE_ERROR';
  switch (httpStatus) {
    case 401:
      // A refused service key or delegation is for the operator; nobody who signs in again would mend it.
      return caller === null || caller.kind === 'own_key' ? 'UNAUTHORIZED' : 'SITE_ERROR';
    case 403:
      return 'FORBIDDEN';
    case 404:
    case 410:
      return 'NOT_FOUND';
    case 409:
      return 'CONFLICT';
    case 417:
    case 422:
      return excType === 'TimestampMismatchError' ? 'DOCUMENT_CHANGED' : 'UNPROCESSABLE_ENTITY';
    default:
      return 'SITE_ERROR';
  }
}
