/** Stretches of time by name: `current_month`, `last_quarter`, `q1`, `march`, `2025`, `2026-03`. */
import { addDays, addMonths, type IsoDate, mondayOf, partsOf } from '../../language/calendar.ts';
import type { DateSpan } from '../../language/date-reading.ts';
import { MONTHS } from '../../language/date-tokens.ts';

/** Null for a name that is none. A month without its year is the last one that has begun. */
export function spanOfPeriod(period: string, today: IsoDate): DateSpan | null {
  const name = period
    .toLowerCase()
    .trim()
    .replace(/[\s-]+/gu, (gap) => (/\d-\d/u.test(period) ? gap : '_'));
  const { year, month } = partsOf(today);
  const months = (first: IsoDate, count: number): DateSpan => ({
    from: first,
    to: addDays(addMonths(first, count), -1),
  });
  const thisMonth: IsoDate = `${today.slice(0, 7)}-01`;
  const thisQuarter: IsoDate = `${year}-${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`;
  const monday = mondayOf(today);
  switch (name.replace(/^this_/u, 'current_').replace(/^previous_/u, 'last_')) {
    case 'current_week':
      return { from: monday, to: addDays(monday, 6) };
    case 'last_week':
      return { from: addDays(monday, -7), to: addDays(monday, -1) };
    case 'current_month':
    case 'month':
      return months(thisMonth, 1);
    case 'last_month':
      return months(addMonths(thisMonth, -1), 1);
    case 'current_quarter':
    case 'quarter':
      return months(thisQuarter, 3);
    case 'last_quarter':
      return months(addMonths(thisQuarter, -3), 3);
    case 'current_year':
    case 'year':
    case 'year_to_date':
    case 'ytd':
      return months(`${year}-01-01`, 12);
    case 'last_year':
      return months(`${year - 1}-01-01`, 12);
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) };
  }
  const quarter = /^q(?<n>[1-4])(?:_(?<year>20\d\d))?$/u.exec(name)?.groups;
  if (quarter) {
    const first = String(Number(quarter['n']) * 3 - 2).padStart(2, '0');
    return months(`${quarter['year'] ?? year}-${first}-01`, 3);
  }
  if (/^20\d\d$/u.test(name)) return months(`${name}-01-01`, 12);
  if (/^20\d\d-(?:0[1-9]|1[0-2])$/u.test(name)) return months(`${name}-01`, 1);
  const named = /^(?<month>[a-z]+)(?:_(?<year>20\d\d))?$/u.exec(name)?.groups;
  const number = named?.['month'] === undefined ? undefined : MONTHS.get(named['month']);
  if (number === undefined) return null;
  const which = named?.['year'] ?? (number > month ? year - 1 : year);
  return months(`${which}-${String(number).padStart(2, '0')}-01`, 1);
}
