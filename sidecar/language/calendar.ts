/** Days of the calendar as `YYYY-MM-DD`. No time of day, no zone, so no daylight saving: only `todayIn` knows a zone. */

export type IsoDate = string;

const MS_PER_DAY = 86_400_000;

/** Days since 1970-01-01. */
export function dayNumber(date: IsoDate): number {
  const [year, month, day] = date.split('-').map(Number);
  return Date.UTC(year ?? Number.NaN, (month ?? Number.NaN) - 1, day ?? Number.NaN) / MS_PER_DAY;
}

export function isoOfDayNumber(days: number): IsoDate {
  return new Date(days * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The date, or null when the calendar has no such day (31 November, 29 February 2027). Years 1900 to 2199. */
export function isoDate(year: number, month: number, day: number): IsoDate | null {
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

export function isIsoDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text);
  return match !== null && isoDate(Number(match[1]), Number(match[2]), Number(match[3])) !== null;
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export function addDays(date: IsoDate, days: number): IsoDate {
  return isoOfDayNumber(dayNumber(date) + days);
}

/** Same day of a later (or earlier) month, or that month's last day. */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const { year, month, day } = partsOf(date);
  const index = year * 12 + (month - 1) + months;
  const toYear = Math.floor(index / 12);
  const toMonth = (index % 12) + 1;
  return isoDate(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth))) ?? date;
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** 1 = Monday .. 7 = Sunday. */
export function weekdayOf(date: IsoDate): number {
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}

/** The Monday of the date's week (decisions.md 16: the week starts on Monday). */
export function mondayOf(date: IsoDate): IsoDate {
  return addDays(date, 1 - weekdayOf(date));
}

export function earlierOf(one: IsoDate, other: IsoDate): IsoDate {
  return one < other ? one : other;
}

export function laterOf(one: IsoDate, other: IsoDate): IsoDate {
  return one > other ? one : other;
}

export function isWeekend(date: IsoDate): boolean {
  return weekdayOf(date) > 5;
}

export function partsOf(date: IsoDate): { readonly year: number; readonly month: number; readonly day: number } {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return { year, month, day };
}

/** Making a formatter costs a hundred times what using one does; there are as many as zones in use. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The day last asked for: one utterance asks a dozen times. */
let latest: { readonly now: number; readonly timeZone: string; readonly today: IsoDate } | null = null;

/** The calendar day it is at `now` (epoch ms) in an IANA zone. @throws RangeError for an unknown zone. */
export function todayIn(now: number, timeZone: string): IsoDate {
  if (latest?.now === now && latest.timeZone === timeZone) return latest.today;
  const known = dayFormats.get(timeZone);
  const format =
    known ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      calendar: 'gregory',
    });
  if (known === undefined) dayFormats.set(timeZone, format);
  const parts = format.formatToParts(now);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  const today = `${part('year')}-${part('month')}-${part('day')}`;
  latest = { now, timeZone, today };
  return today;
}

/** The last of `days` working days (Monday to Friday) that begin on `start`; a start on a weekend counts as one. */
export function endOfWorkingDays(start: IsoDate, days: number): IsoDate {
  let end = start;
  for (let left = Math.ceil(days) - 1; left > 0; left--) {
    do end = addDays(end, 1);
    while (isWeekend(end));
  }
  return end;
}

/** Monday-to-Friday days in a range, both ends included. */
export function workingDays(from: IsoDate, to: IsoDate): number {
  let count = 0;
  for (let date = from; date <= to && count < 1000; date = addDays(date, 1)) if (!isWeekend(date)) count++;
  return count;
}
