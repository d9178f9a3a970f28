import { ERRORS, type ErrorBody, type ErrorCode, type ErrorDetail } from '@dartwing-va/contract/errors.ts';

const BRAND = Symbol.for('dartwing-va.error');

export interface VaErrorOptions {
  /** Replaces the catalogue's sentence; must be fit for a person to read. */
  readonly message?: string;
  readonly details?: readonly ErrorDetail[];
  readonly meta?: Readonly<Record<string, unknown>>;
  /** What really happened, for the log only. */
  readonly cause?: unknown;
}

/** The one error class: a code of the catalogue, a sentence for a person, and the cause for the log. */
export class VaError extends Error {
  readonly [BRAND] = true;
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryable: boolean;
  readonly details: readonly ErrorDetail[];
  readonly meta: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, options: VaErrorOptions = {}) {
    super(options.message ?? ERRORS[code].sentence, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'VaError';
    this.code = code;
    this.status = ERRORS[code].status;
    this.retryable = ERRORS[code].retryable;
    this.details = options.details ?? [];
    this.meta = options.meta ?? {};
  }

  /** The wire shape of decisions.md 2. */
  toBody(requestId: string): ErrorBody {
    return {
      code: this.code,
      reference: ERRORS[this.code].reference,
      message: this.message,
      retryable: this.retryable,
      details: this.details,
      meta: this.meta,
      request_id: requestId,
    };
  }
}

/** Recognises our error even across duplicate copies of the module. */
export function isVaError(error: unknown): error is VaError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** Any thrown thing as a VaError; what is unknown becomes INTERNAL_ERROR with the original as cause. */
export function asVaError(error: unknown): VaError {
  if (isVaError(error)) return error;
  if (error instanceof DOMException && (error.name === 'AbortError' || error.name === 'TimeoutError')) {
    return new VaError(error.name === 'AbortError' ? 'CANCELLED' : 'TIMEOUT', { cause: error });
  }
  return new VaError('INTERNAL_ERROR', { cause: error });
}
