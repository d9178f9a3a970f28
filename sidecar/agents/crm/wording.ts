/** Dates, moments and money as this person reads them. */
import { type IsoDate, todayIn } from '../../language/calendar.ts';
import { formatDay } from '../../language/clock-text.ts';
import { formatMoney, localeOf } from '../../language/format.ts';
import type { Person } from '../../people/person.ts';

export interface Wording {
  readonly locale: string;
  /** "Wednesday, June 10", with the year when it is not this one. */
  day(date: IsoDate): string;
  /** "$48,000" */
  money(amount: number, currency?: string | null): string;
}

/** `now` decides which days need their year; null writes it always. */
export function wordingOf(person: Person, now: number | null): Wording {
  const locale = localeOf(person.language, person.dateFormat);
  const today = now === null ? null : todayIn(now, person.timeZone);
  return {
    locale,
    day: (date) => formatDay(date, locale, today),
    money: (amount, currency) => formatMoney(amount, currency || person.company.currency, locale),
  };
}

export function todayOf(person: Person, now: number): IsoDate {
  return todayIn(now, person.timeZone);
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
