import { addDays, addMonths, partsOf } from '../../../language/calendar.ts';
import type { DateSpan } from '../../../language/date-reading.ts';
import { formatMoney, formatMonth } from '../../../language/format.ts';
import type { Situation } from '../../model.ts';
import { spanText, today } from '../step.ts';

export function money(amount: number, currency: string, situation: Situation): string {
  return formatMoney(amount, currency, situation.locale);
}

/** "March", "2026", "March 3 to 9": a whole month or year by its name. */
export function spanName(span: DateSpan, situation: Situation): string {
  const { year } = partsOf(span.from);
  if (span.from === `${year}-01-01` && span.to === `${year}-12-31`) return String(year);
  if (span.from.endsWith('-01') && span.to === addDays(addMonths(span.from, 1), -1))
    return formatMonth(span.from, situation.locale, partsOf(today(situation)).year);
  return spanText(span, situation);
}
