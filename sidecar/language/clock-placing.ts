/** Puts clock times as said into a half of the day: by what was said, else by the custom of an office. */
import type { Clock } from './clock-words.ts';
import type { TimeChoice } from './time-reading.ts';
import { timeOf } from './zone-time.ts';

/** Words that tell the half of the day of the hours beside them. */
export type DayHint = 'morning' | 'afternoon' | 'evening' | 'night';

const WINDOWS: Readonly<Record<DayHint, (minutes: number) => boolean>> = {
  morning: (minutes) => minutes < 12 * 60,
  afternoon: (minutes) => minutes >= 12 * 60 && minutes < 19 * 60,
  evening: (minutes) => minutes >= 16 * 60,
  night: (minutes) => minutes >= 18 * 60 || minutes < 5 * 60,
};

export interface PlacedTimes {
  readonly choices: readonly TimeChoice[];
  readonly assumed: boolean;
}

/** Minutes since midnight that the clock may mean. */
function candidates(clock: Clock): readonly number[] {
  if (clock.exact) return [clock.hour * 60 + clock.minute];
  const twelve = (clock.hour % 12) * 60 + clock.minute;
  if (clock.half !== null) return [twelve + (clock.half === 'pm' ? 720 : 0)];
  return [twelve, twelve + 720];
}

const settled = (clock: Clock) => clock.exact || clock.half !== null;

function hinted(minutes: readonly number[], hint: DayHint | null): readonly number[] {
  if (hint === null || minutes.length < 2) return minutes;
  const fitting = minutes.filter(WINDOWS[hint]);
  return fitting.length === 0 ? minutes : fitting;
}

/** Office talk: 8 to 11 in the morning, 12 noon, 1 to 6 in the afternoon; 7 may be either. */
function byCustom(hour: number): 'am' | 'pm' | null {
  return hour === 7 ? null : hour >= 8 && hour <= 11 ? 'am' : 'pm';
}

/** One clock time. */
export function placeTime(clock: Clock, hint: DayHint | null): PlacedTimes {
  const possible = hinted(candidates(clock), hint);
  const time = (minutes: number): TimeChoice => ({ kind: 'time', at: timeOf(minutes) });
  const [first = 0, second] = possible;
  if (second === undefined) return { choices: [time(first)], assumed: clock.custom };
  const half = byCustom(clock.hour);
  if (half === null) return { choices: [time(first), time(second)], assumed: false };
  return { choices: [time(half === 'am' ? first : second)], assumed: true };
}

const LONGEST_GUESS = 12 * 60;

/** Two clock times with "to" between them. */
export function placeRange(from: Clock, to: Clock, hint: DayHint | null): PlacedTimes {
  const starts = hinted(candidates(from), hint);
  const ends = hinted(candidates(to), hint);
  const range = (start: number, end: number): TimeChoice => ({ kind: 'range', from: timeOf(start), to: timeOf(end) });
  const length = (start: number, end: number) => (end - start + 1440) % 1440 || 1440;
  const pairs = starts.flatMap((start) => ends.map((end) => ({ start, end, length: length(start, end) })));
  const [only] = pairs;
  const custom = from.custom || to.custom;
  if (pairs.length === 1 && only !== undefined) return { choices: [range(only.start, only.end)], assumed: custom };
  if (settled(from) || settled(to) || pairs.length === 2) {
    // The other end lies as near as it can: "2-3pm", "10 to 2pm", "9am to 5".
    const sameDay = pairs.filter((pair) => pair.end > pair.start);
    const best = (sameDay.length > 0 ? sameDay : pairs).reduce((a, b) => (b.length < a.length ? b : a));
    return { choices: [range(best.start, best.end)], assumed: custom };
  }
  const early = byCustom(from.hour) === 'am' || from.hour === 12;
  const start = early && from.hour !== 12 ? Math.min(...starts) : Math.max(...starts);
  const afternoon = nearest(start, ends);
  if (early && length(start, afternoon) <= LONGEST_GUESS) return { choices: [range(start, afternoon)], assumed: true };
  const other = start >= 720 ? start - 720 : start + 720;
  const inDaytime = [start, other]
    .map((begin) => ({ begin, end: nearest(begin, ends) }))
    .filter(({ begin, end }) => end > begin);
  const [single] = inDaytime;
  if (inDaytime.length === 1 && single !== undefined)
    return { choices: [range(single.begin, single.end)], assumed: true };
  return { choices: inDaytime.map(({ begin, end }) => range(begin, end)), assumed: false };
}

/** The end that comes first after a start. */
function nearest(start: number, ends: readonly number[]): number {
  return ends.reduce((a, b) => ((b - start + 1440) % 1440 < (a - start + 1440) % 1440 ? b : a));
}
