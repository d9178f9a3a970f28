/** What the site answers, checked before a tool believes it. */
import type { z } from 'zod';
import { isVaError, VaError } from '../lib/va-error.ts';

/** @throws VaError SITE_ERROR when the answer has another shape. */
export function parsedAnswer<T>(schema: z.ZodType<T>, answer: unknown): T {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  throw new VaError('SITE_ERROR', { cause: result.error });
}

/** The site says the same of what does not exist and of what one may not see; so do we. */
export function isOutOfSight(error: unknown): boolean {
  return isVaError(error) && (error.code === 'NOT_FOUND' || error.code === 'FORBIDDEN');
}
