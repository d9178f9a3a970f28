import type { Row } from '../../engine/types.ts';
import { addDays, daysOf, weekday } from '../dates.ts';
import { checked, text, textOrNull } from '../values.ts';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
/** Of an event without an end, as Desk draws it. */
const HOUR_MS = 3_600_000;

/** One meeting of a series, or the only one; naive site time `YYYY-MM-DD HH:MM:SS`. */
export interface Occurrence {
  readonly from: string;
  readonly to: string;
}

/** When an Event takes place between two moments: repeated ones by Frappe's rules (get_events), all-day ones as whole days. */
export function occurrencesOf(event: Row, from: string, to: string): readonly Occurrence[] {
  const first = wholeOf(event);
  const inside = (one: Occurrence) => one.from < to && one.to > from;
  if (!checked(event['repeat_this_event'])) return [first].filter(inside);
  const start = first.from.slice(0, 10);
  const lasts = millis(first.to) - millis(first.from);
  const until = textOrNull(event['repeat_till'])?.slice(0, 10) ?? '3000-01-01';
  const last = to.slice(0, 10) < until ? to.slice(0, 10) : until;
  // One that began the day before may reach into the span.
  const begin = addDays(from.slice(0, 10), -Math.ceil(lasts / 86_400_000));
  if (last < start) return [];
  return daysOf(begin < start ? start : begin, last)
    .filter((date) => takesPlace(event, start, date))
    .map((date) => {
      const at = `${date} ${first.from.slice(11)}`;
      return { from: at, to: naive(millis(at) + lasts) };
    })
    .filter(inside);
}

function takesPlace(event: Row, start: string, date: string): boolean {
  switch (text(event['repeat_on'])) {
    case 'Daily':
      return true;
    case 'Weekly':
      return checked(event[WEEKDAYS[weekday(date) - 1] ?? '']);
    case 'Monthly':
      return date.slice(8) === start.slice(8);
    case 'Yearly':
      return date.slice(5) === start.slice(5);
    default:
      return false;
  }
}

function wholeOf(event: Row): Occurrence {
  const start = text(event['starts_on']).slice(0, 19);
  const end = textOrNull(event['ends_on'])?.slice(0, 19) ?? naive(millis(start) + HOUR_MS);
  if (!checked(event['all_day'])) return { from: start, to: end };
  return { from: `${start.slice(0, 10)} 00:00:00`, to: `${addDays(end.slice(0, 10), 1)} 00:00:00` };
}

/** Wall clock arithmetic: as far apart as the clock says. */
const millis = (at: string): number => Date.parse(`${at.replace(' ', 'T')}Z`);
const naive = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

// Touching intervals become one, so that the number of meetings does not show.
export function merged(intervals: readonly Occurrence[]): Occurrence[] {
  const result: Occurrence[] = [];
  for (const next of [...intervals].sort((a, b) => a.from.localeCompare(b.from))) {
    const last = result.at(-1);
    if (last === undefined || next.from > last.to) result.push(next);
    // A meeting within the last one adds nothing.
    else if (next.to > last.to) result[result.length - 1] = { from: last.from, to: next.to };
  }
  return result;
}

/** The parts of intervals that lie between two moments. */
export function clipped(intervals: readonly Occurrence[], from: string, to: string): Occurrence[] {
  return intervals
    .map((one) => ({ from: one.from < from ? from : one.from, to: one.to > to ? to : one.to }))
    .filter((one) => one.from < one.to);
}
