/** Clock times in a zone: what the wall clock shows at a moment, and the moment at which it shows something. */
import { dayNumber, type IsoDate } from './calendar.ts';

/** `HH:MM`, 00:00 to 23:59. */
export type ClockTime = string;

export interface LocalTime {
  readonly date: IsoDate;
  readonly time: ClockTime;
}

const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** What the wall clock shows at `now` (epoch ms), seconds cut off. @throws RangeError for an unknown zone. */
export function localTimeAt(now: number, timeZone: string): LocalTime {
  const local = new Date(now + offsetAt(now, timeZone));
  return { date: local.toISOString().slice(0, 10), time: local.toISOString().slice(11, 16) };
}

/** Milliseconds that the zone is ahead of UTC at a moment, whole minutes. */
function offsetAt(now: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(now)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(now / MS_PER_MINUTE) * MS_PER_MINUTE;
}

export interface Instant {
  /** Epoch ms. */
  readonly at: number;
  /** What the wall clock really shows then: an hour later than asked in the gap of a clock change, else as asked. */
  readonly local: LocalTime;
  /** The clocks jump over the time asked for. */
  readonly skipped: boolean;
}

/** The first moment at which the wall clock shows a time; where the clocks jump over it, as much later as they jump. */
export function instantOf(date: IsoDate, time: ClockTime, timeZone: string): Instant {
  const asUtc = dayNumber(date) * MS_PER_DAY + minutesOf(time) * MS_PER_MINUTE;
  const before = asUtc - offsetAt(asUtc - MS_PER_DAY, timeZone);
  const after = asUtc - offsetAt(asUtc + MS_PER_DAY, timeZone);
  const shows = (at: number) => {
    const local = localTimeAt(at, timeZone);
    return local.date === date && local.time === time;
  };
  const fitting = [before, after].filter(shows).sort((a, b) => a - b)[0];
  if (fitting !== undefined) return { at: fitting, local: { date, time }, skipped: false };
  return { at: before, local: localTimeAt(before, timeZone), skipped: true };
}

/** Minutes since midnight. */
export function minutesOf(time: ClockTime): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** `HH:MM` of minutes since midnight, wrapped into one day. */
export function timeOf(minutes: number): ClockTime {
  const inDay = ((Math.round(minutes) % 1440) + 1440) % 1440;
  return `${String(Math.floor(inDay / 60)).padStart(2, '0')}:${String(inDay % 60).padStart(2, '0')}`;
}

/** Whether one wall clock time comes before another of the same zone. */
export function isBefore(one: LocalTime, other: LocalTime): boolean {
  return `${one.date}T${one.time}` < `${other.date}T${other.time}`;
}
