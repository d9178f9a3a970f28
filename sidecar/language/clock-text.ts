/** Times of day as people in a locale read them. */
import { type IsoDate, partsOf } from './calendar.ts';
import { formatDate } from './format.ts';
import { type ClockTime, minutesOf } from './zone-time.ts';

/** A wall clock moment: `YYYY-MM-DD HH:MM`. */
export type LocalMoment = string;

const NO_BREAK = '\u00a0';

/** "2 PM", "9:30 AM" in en-US; "14:00" in en-GB. */
export function formatTime(time: ClockTime, locale: string): string {
  const minutes = minutesOf(time);
  if (locale !== 'en-US') return time;
  const hour = Math.floor(minutes / 60);
  const rest = minutes % 60 === 0 ? '' : `:${String(minutes % 60).padStart(2, '0')}`;
  return `${hour % 12 === 0 ? 12 : hour % 12}${rest}${NO_BREAK}${hour < 12 ? 'AM' : 'PM'}`;
}

/** "2 to 3:30 PM", "11 AM to 1 PM". */
export function formatTimes(from: ClockTime, to: ClockTime, locale: string): string {
  const [first, last] = [formatTime(from, locale), formatTime(to, locale)];
  const half = first.slice(-3);
  return locale === 'en-US' && last.endsWith(half) ? `${first.slice(0, -3)} to ${last}` : `${first} to ${last}`;
}

/** "Wednesday, June 10 at 2 PM", with the year when it is not that of `today`; null writes it always. */
export function formatMoment(at: LocalMoment, locale: string, today: IsoDate | null): string {
  return `${formatDay(at.slice(0, 10), locale, today)} at ${formatTime(at.slice(11, 16), locale)}`;
}

/** "Wednesday, June 10", with the year when it is not that of `today`; null writes it always. */
export function formatDay(date: IsoDate, locale: string, today: IsoDate | null): string {
  return formatDate(date, locale, { thisYear: today === null ? null : partsOf(today).year });
}

/** "45 minutes", "an hour", "an hour and a half", "2 hours and 15 minutes". */
export function formatDuration(minutes: number): string {
  if (minutes === 60) return 'an hour';
  if (minutes === 90) return 'an hour and a half';
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const short = rest === 0 ? '' : `${rest} ${rest === 1 ? 'minute' : 'minutes'}`;
  if (hours === 0) return short === '' ? '0 minutes' : short;
  const long = hours === 1 ? '1 hour' : `${hours} hours`;
  return short === '' ? long : `${long} and ${short}`;
}
