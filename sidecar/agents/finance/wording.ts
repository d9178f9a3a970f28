/** Dates and amounts as this person reads them. */
import { addMonths, partsOf, todayIn } from '../../language/calendar.ts';
import { formatDate, formatMoney, formatMonth, formatSpan, localeOf } from '../../language/format.ts';
import type { Person } from '../../people/person.ts';

export interface Wording {
  readonly locale: string;
  date(date: string): string;
  span(from: string, to: string): string;
  /** In the company's currency unless another is named. */
  money(amount: number, currency?: string): string;
}

/** `today` decides which dates need their year; null writes it always. */
export function wordingFor(person: Person, today: string | null): Wording {
  const locale = localeOf(person.language, person.dateFormat);
  const thisYear = today === null ? null : partsOf(today).year;
  return {
    locale,
    date: (date) => formatDate(date, locale, { thisYear }),
    span: (from, to) => wholeSpan(from, to, locale, thisYear) ?? formatSpan(from, to, locale, { thisYear }),
    money: (amount, currency = person.company.currency) => formatMoney(amount, currency, locale),
  };
}

export function todayOf(person: Person, now: number): string {
  return todayIn(now, person.timeZone);
}

/** "March", "2026": a month or a year reads better than its ends. */
function wholeSpan(from: string, to: string, locale: string, thisYear: number | null): string | null {
  if (from.endsWith('-01') && to === lastDayBefore(addMonths(from, 1))) return formatMonth(from, locale, thisYear ?? 0);
  const { year } = partsOf(from);
  return from === `${year}-01-01` && to === `${year}-12-31` ? String(year) : null;
}

function lastDayBefore(first: string): string {
  return new Date(Date.parse(`${first}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

/** Two decimals, as HRMS keeps amounts. */
export function rounded(amount: number): number {
  return Math.round(amount * 100) / 100;
}
