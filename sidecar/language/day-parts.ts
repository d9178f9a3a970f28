/** Parts of a day in words ("in the morning", "tonight") and times counted from now ("in 20 minutes"). */
import type { DayHint } from './clock-placing.ts';
import { durationAt } from './durations.ts';
import type { PartOfDay, TimeAt, TimeContext, TimeRange } from './time-reading.ts';
import { type ClockTime, localTimeAt } from './zone-time.ts';

export interface DayPartFound {
  readonly start: number;
  readonly end: number;
  readonly hint: DayHint;
  /** The stretch it means on its own; null for a hint alone ("at night"). */
  readonly range: readonly [from: ClockTime, to: ClockTime] | null;
  readonly part: PartOfDay | null;
}

const PARTS =
  /(?<!good )(?<!\bmorning'?s )\b(?:(?:(?:early |late |mid )?(?:in|during|for|by|over) the |the |this )?(?<when>early |late |mid-?)?(?:in the )?(?<part>morning|afternoon|evening)s?|(?:later )?(?<tonight>tonight)|at (?<night>night))(?![a-z'])/gu;
const RANGES: Readonly<Record<PartOfDay, readonly [ClockTime, ClockTime]>> = {
  morning: ['09:00', '12:00'],
  afternoon: ['12:00', '17:00'],
  evening: ['17:00', '20:00'],
};
const NARROWER: Readonly<Record<string, readonly [ClockTime, ClockTime]>> = {
  'early morning': ['08:00', '10:00'],
  'late morning': ['10:30', '12:00'],
  'mid morning': ['10:00', '11:00'],
  'early afternoon': ['12:00', '14:00'],
  'late afternoon': ['15:00', '17:00'],
  'mid afternoon': ['14:00', '15:30'],
  'early evening': ['17:00', '18:30'],
  'late evening': ['19:00', '21:00'],
};
const LUNCH =
  /\b(?<way>at|around|about|over|during|after|before|by) (?:the )?lunch(?:time|[ -]hour|[ -]break)?(?![a-z])/gu;

/** All parts of the day that are named, in order. */
export function findDayParts(plain: string): readonly DayPartFound[] {
  const found: DayPartFound[] = [];
  for (const match of plain.matchAll(PARTS)) {
    const { when, part, tonight, night } = match.groups ?? {};
    const place = { start: match.index, end: match.index + match[0].length };
    if (night !== undefined) found.push({ ...place, hint: 'night', range: null, part: null });
    else if (tonight !== undefined) found.push({ ...place, hint: 'evening', range: RANGES.evening, part: 'evening' });
    else if (part === 'morning' || part === 'afternoon' || part === 'evening') {
      const early = /\b(early|late|mid)\b/u.exec(when ?? match[0])?.[1];
      const narrower = early === undefined ? undefined : NARROWER[`${early} ${part}`];
      found.push({ ...place, hint: part, range: narrower ?? RANGES[part], part: narrower === undefined ? part : null });
    }
  }
  for (const match of plain.matchAll(LUNCH)) {
    const way = match.groups?.['way'];
    const range: readonly [ClockTime, ClockTime] =
      way === 'after' ? ['13:00', '17:00'] : way === 'before' || way === 'by' ? ['09:00', '12:00'] : ['12:00', '13:00'];
    found.push({ start: match.index, end: match.index + match[0].length, hint: 'afternoon', range, part: null });
  }
  return found.sort((a, b) => a.start - b.start);
}

const SOON = /(?:(?:with)?in) (?<next>the next |the coming )?(?:about |around |another |exactly )?/uy;
const RIGHT_NOW = /right now|right away|immediately|straight away/uy;

/** "in 20 minutes", "an hour from now", "right now", "in the next two hours" at a place of the text. */
export function relativeTimeAt(plain: string, index: number, context: TimeContext): TimeAt | TimeRange | null {
  const now = localTimeAt(context.now, context.timeZone);
  const later = (minutes: number) => localTimeAt(context.now + minutes * 60_000, context.timeZone).time;
  const time = (minutes: number, end: number): TimeAt => ({
    kind: 'time',
    at: later(minutes),
    assumed: false,
    inMinutes: minutes,
    span: [index, end],
    spans: [[index, end]],
  });
  RIGHT_NOW.lastIndex = index;
  const rightNow = RIGHT_NOW.exec(plain);
  if (rightNow !== null) return time(0, index + rightNow[0].length);
  SOON.lastIndex = index;
  const soon = SOON.exec(plain);
  if (soon !== null) {
    const length =
      durationAt(plain, index + soon[0].length) ?? bareHour(plain, index + soon[0].length, soon.groups?.['next']);
    if (length === null) return null;
    const end =
      length.end + (/^(?:['’]?s?)? (?:time|from now)(?![a-z])/u.exec(plain.slice(length.end))?.[0].length ?? 0);
    if (soon.groups?.['next'] === undefined) return time(length.minutes, end);
    const span = [index, end] as const;
    return { kind: 'range', from: now.time, to: later(length.minutes), assumed: false, span, spans: [span] };
  }
  const length = durationAt(plain, index);
  const fromNow = length === null ? null : /^ from (?:right )?now(?![a-z])/u.exec(plain.slice(length.end));
  return length === null || fromNow === null ? null : time(length.minutes, length.end + fromNow[0].length);
}

/** "in the next hour" */
function bareHour(
  plain: string,
  at: number,
  next: string | undefined,
): { readonly minutes: number; readonly end: number } | null {
  const hour = next === undefined ? null : /^(?:half )?hour(?![a-z])/u.exec(plain.slice(at));
  return hour === null ? null : { minutes: hour[0].startsWith('half') ? 30 : 60, end: at + hour[0].length };
}
