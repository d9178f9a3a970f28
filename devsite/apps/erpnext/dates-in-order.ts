import type { Doc } from '../../engine/types.ts';
import { day } from '../dates.ts';
import { refuse, textOrNull } from '../values.ts';

/** @throws SiteError when the second day lies before the first. */
export function checkOrder(doc: Doc, first: string, second: string): void {
  if (textOrNull(doc[first]) === null || textOrNull(doc[second]) === null) return;
  if (day(doc[first]) > day(doc[second])) refuse(`${label(second)} cannot be before ${label(first)}`);
}

function label(field: string): string {
  return field.replace(/_/g, ' ').replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}
