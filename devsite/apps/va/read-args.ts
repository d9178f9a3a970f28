import type { Row } from '../../engine/types.ts';
import { addDays, day } from '../dates.ts';
import { vaError } from './errors.ts';
import { optionalArg } from './identity.ts';

const MAX_SPAN_DAYS = 366;

/** `from_date` and `to_date` of a read, `YYYY-MM-DD`; a year at most. */
export function spanArgs(args: Row): { readonly from: string; readonly to: string } {
  const from = dateArg(args, 'from_date');
  const to = dateArg(args, 'to_date');
  if (from === null || to === null) throw vaError('MISSING_FIELD');
  if (to < from || to > addDays(from, MAX_SPAN_DAYS)) throw vaError('OUT_OF_RANGE');
  return { from, to };
}

/** A day, `YYYY-MM-DD`; null when it was left out. */
export function dateArg(args: Row, key: string): string | null {
  const value = optionalArg(args, key);
  if (value === null) return null;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) throw vaError('INVALID_FORMAT');
  return day(value, key);
}
