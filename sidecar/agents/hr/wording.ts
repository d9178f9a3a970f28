/** Dates and days as this person reads them. */
import { partsOf, todayIn } from '../../language/calendar.ts';
import { formatDate, formatDays, formatSpan, localeOf } from '../../language/format.ts';
import type { Person } from '../../people/person.ts';

export interface Wording {
  readonly locale: string;
  date(date: string): string;
  span(from: string, to: string): string;
  days(days: number): string;
}

/** `today` decides which dates need their year; null writes it always. */
export function wordingFor(person: Person, today: string | null): Wording {
  const locale = localeOf(person.language, person.dateFormat);
  const style = { thisYear: today === null ? null : partsOf(today).year };
  return {
    locale,
    date: (date) => formatDate(date, locale, style),
    span: (from, to) => formatSpan(from, to, locale, style),
    days: (days) => formatDays(days, locale),
  };
}

export function todayOf(person: Person, now: number): string {
  return todayIn(now, person.timeZone);
}
