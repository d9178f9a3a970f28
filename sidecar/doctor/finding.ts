import { SiteFailure } from '../frappe/site-failure.ts';
import { isVaError } from '../lib/va-error.ts';

export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  /** What was seen, or what to do. */
  readonly detail: string;
}

/** An error as an operator reads it. */
export function reason(error: unknown): string {
  if (isVaError(error))
    return `${error.code}${error instanceof SiteFailure && error.site.httpStatus ? ` (HTTP ${error.site.httpStatus})` : ''}`;
  return error instanceof Error ? error.message : String(error);
}
