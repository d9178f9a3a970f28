import { ERRORS, type ErrorCode, isErrorCode } from '@dartwing-va/contract/errors.ts';
import { SiteError } from '../../engine/site-error.ts';

// The classes that the Python app raises, so that both answer with the same `exc_type`.
const EXCEPTIONS: Readonly<Record<number, string>> = {
  400: 'BadRequestError',
  401: 'AuthenticationError',
  403: 'PermissionError',
  404: 'DoesNotExistError',
  409: 'ConflictError',
  413: 'PayloadTooLargeError',
  422: 'UnprocessableError',
  429: 'TooManyRequestsError',
  500: 'UnexpectedError',
};

/** An error of the assistant's catalogue, with its status and, unless another is given, its sentence. */
export function vaError(code: ErrorCode, meta: Readonly<Record<string, unknown>> = {}, message?: string): SiteError {
  const entry = ERRORS[code];
  const sentence = message ?? (typeof meta['sentence'] === 'string' ? meta['sentence'] : entry.sentence);
  return new SiteError(EXCEPTIONS[entry.status] ?? 'ValidationError', sentence, {
    status: entry.status,
    va: { code, message: sentence, meta: { ...meta } },
  });
}

/** The same for a code that comes from the rules; what the catalogue does not know is an internal error. */
export function ruleError(code: string, meta: Readonly<Record<string, unknown>> = {}): SiteError {
  return vaError(isErrorCode(code) ? code : 'INTERNAL_ERROR', meta);
}

/** The code that a failure of Frappe's own gets: refused rights or a refused value. */
export function asVaError(error: SiteError): SiteError {
  if (error.va !== null) return error;
  const refused = error.excType === 'PermissionError' || error.status === 403;
  return vaError(refused ? 'FORBIDDEN' : 'UNPROCESSABLE_ENTITY', { exc_type: error.excType }, error.message);
}

/** Refused and non-existing look the same: 404 `Not found`, byte for byte. */
export function notFound(): SiteError {
  return vaError('NOT_FOUND', {}, 'Not found');
}
