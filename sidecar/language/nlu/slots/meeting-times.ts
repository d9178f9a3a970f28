/** When a meeting is, as words about calendars say it: hours beside days, lengths, rhythms. */
import { findDurations } from '../../durations.ts';
import { type Moment, type MomentReading, readMoment } from '../../moments.ts';
import { normaliseText } from '../../normalise.ts';
import { readRecurrence } from '../../recurrence.ts';
import { minutesOf } from '../../zone-time.ts';
import type { SlotContext } from './slot-reader.ts';

type Slots = Readonly<Record<string, unknown>>;

/** The first of several readings is what custom takes it for ("at 3" is the afternoon). */
export function momentIn(
  text: string,
  context: SlotContext & {
    readonly asked?: boolean;
    readonly within?: { readonly from: string; readonly to: string } | null;
  },
): Moment | null {
  return likely(readMoment(text, context));
}

/** Of several readings the one of a working day: a meeting "from 1 to 3" is not at night. */
export function likely(reading: MomentReading): Moment | null {
  if (reading.kind === 'moment') return reading;
  if (reading.kind !== 'ambiguous') return null;
  const byDay = reading.readings.filter(({ time }) => time !== undefined && time >= '07:00' && time < '19:00');
  return byDay.length === 1 ? (byDay[0] ?? null) : (reading.readings[0] ?? null);
}

const DAY =
  '(?:mon|tues?|wed|weds|thu|thur|thurs|fri|sat|sun)|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|tmrw|tmr';
const HOUR = '(?:1[0-2]|[1-9])';
const AFTER_HOUR =
  '(?:$|[.,!?;]| (?:please|pls|with|w|for|about|re|regarding|in|instead|sharp|reminder|at|to)(?![a-z]))';
const DAY_HOUR = new RegExp(
  `(?<![\\p{L}\\p{N}])(?<day>${DAY}) (?=${HOUR}(?::[0-5]\\d)?(?: ?- ?${HOUR}(?::[0-5]\\d)?)?${AFTER_HOUR})`,
  'giu',
);
const HOUR_DAY = new RegExp(
  `(?<=(?:^|(?<![\\p{L}])(?:would|does|will|is|do|can)) )(?=${HOUR} (?:on )?(?:${DAY})(?![\\p{L}]))`,
  'giu',
);

/** "Friday 12", "tomorrow 9", "thurs 1-3", "would 3 tomorrow work": an hour, where a number can be no day of the month. */
export function withHour(text: string): string {
  return text.replace(DAY_HOUR, '$<day> at ').replace(HOUR_DAY, 'at ');
}

/** "half an hour", "get 30 with Raj": how long it is to be. */
export function saidLength(text: string): number | null {
  const said = findDurations(text)[0]?.minutes;
  if (said !== undefined) return said;
  const bare =
    /(?<![a-z])(?:get|grab|book|need|find|block|take|hold|schedule|want) (?:a |me |us )?(?<minutes>10|15|20|25|30|40|45|50|60|90) (?:w|with|w\/)(?![a-z])/u.exec(
      normaliseText(text),
    )?.groups?.['minutes'];
  return bare === undefined ? null : Number(bare);
}

/** Minutes between the ends of a stretch that was said. */
export function lengthOf(moment: Moment | null): number | null {
  if (moment?.time === undefined || moment.end === undefined || moment.part !== undefined) return null;
  const minutes = minutesOf(moment.end) - minutesOf(moment.time);
  return minutes > 0 ? minutes : minutes + 1440;
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** How it repeats, in the words of the tool; nothing for what Frappe cannot repeat. */
export function repeatOf(text: string, context: SlotContext): Slots {
  const rhythm = readRecurrence(text, context);
  if (rhythm === null || rhythm.interval !== 1 || rhythm.place !== undefined) return {};
  const days = (rhythm.weekdays ?? []).map((day) => WEEKDAYS[day - 1] ?? 'monday');
  return {
    repeat: rhythm.freq,
    ...(rhythm.freq === 'weekly' && days.length > 0 ? { repeat_days: days } : {}),
    ...(rhythm.until === undefined ? {} : { repeat_until: rhythm.until }),
  };
}
