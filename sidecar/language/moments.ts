/** A day and a time of day together, in the employee's zone: "tomorrow at 2pm", "Friday 10-11", "in 20 minutes". */
import { addDays, type IsoDate } from './calendar.ts';
import type { DateContext, DateNote, DateReading } from './date-reading.ts';
import { findDateWords } from './date-words.ts';
import { readDates } from './dates.ts';
import { splitMove } from './moves.ts';
import { normaliseText } from './normalise.ts';
import { blankOut, joinTextSpans, type TextSpan } from './spans.ts';
import type { PartOfDay, TimeChoice, TimeReading } from './time-reading.ts';
import { readTimes } from './times.ts';
import { type ClockTime, instantOf, isBefore, type LocalTime, localTimeAt, minutesOf, timeOf } from './zone-time.ts';

export interface MomentContext extends DateContext {
  /** The question was "when?": a bare number is an hour. Default false. */
  readonly asked?: boolean;
}

export type MomentNote =
  | DateNote
  /** The clocks jump over the time said; `time` is what they show then. */
  | { readonly is: 'clock-change'; readonly said: ClockTime; readonly time: ClockTime }
  /** No day was said and the time has passed today: the next (or, of the past, the last) day was taken. */
  | { readonly is: 'other-day'; readonly date: IsoDate };

export interface Moment {
  readonly date: IsoDate;
  /** The last day, when several in a row were said. */
  readonly lastDate?: IsoDate;
  readonly time?: ClockTime;
  readonly end?: ClockTime;
  /** When the end lies on the next day. */
  readonly endDate?: IsoDate;
  /** Epoch ms of `date` and `time`. */
  readonly at?: number;
  /** Only a part of the day was named; `time` and `end` are its limits. */
  readonly part?: PartOfDay;
  /** "until 4", "by Friday" / "after 3", "from Monday". */
  readonly open?: 'until' | 'from';
  /** "in 20 minutes" */
  readonly inMinutes?: number;
  readonly notes: readonly MomentNote[];
  /** The half of the day (or what "end of day" is) was taken by custom. */
  readonly assumed: boolean;
  /** No day was said: today, or the nearest day on which the time lies ahead. */
  readonly dayAssumed: boolean;
  /** All of it lies before now. */
  readonly past: boolean;
}

export type MomentReading =
  | { readonly kind: 'none'; readonly problem?: { readonly is: 'no-such-date'; readonly words: string } }
  | ({ readonly kind: 'moment'; readonly spans: readonly TextSpan[] } & Moment)
  | {
      readonly kind: 'ambiguous';
      readonly why: 'half-of-day' | 'alternatives' | 'which-day';
      readonly readings: readonly Moment[];
      readonly spans: readonly TextSpan[];
    };

type Days = {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly notes: readonly DateNote[];
  readonly said: boolean;
  readonly open?: 'until' | 'from';
};

/** Reads day and time of an utterance; of a move ("from Thursday to Friday at 2") its target. Never throws on words; @throws RangeError for an unknown zone. */
export function readMoment(text: string, context: MomentContext): MomentReading {
  const plain = normaliseText(text);
  const move = splitMove(plain);
  if (move !== null) {
    const target = readPlain(plain.slice(move.to), { ...context, asked: true });
    if (target.kind !== 'none') {
      return { ...target, spans: target.spans.map(([from, to]): TextSpan => [from + move.to, to + move.to]) };
    }
  }
  return readPlain(plain, context);
}

function readPlain(plain: string, context: MomentContext): MomentReading {
  const time = readTimes(plain, context);
  const timeSpans = time.kind === 'none' ? [] : time.spans;
  const rest = blankOut(plain, timeSpans);
  const dates = readDates(rest, context);
  const dateSpans = findDateWords(rest, context);
  const spans = joinTextSpans([...timeSpans, ...dateSpans], plain.length);
  if (dates.kind === 'none' && dates.problem !== undefined) return { kind: 'none', problem: dates.problem };
  if (time.kind === 'none' && dates.kind === 'none') return { kind: 'none' };
  const now = localTimeAt(context.now, context.timeZone);
  if (time.kind === 'time' && time.inMinutes !== undefined)
    return { kind: 'moment', spans, ...counted(time.inMinutes, context) };
  const today = /\bthis (?:\w+ )?(?:morning|afternoon|evening)\b|\btonight\b/u.test(plain);
  const days = daysOf(dates, today ? now.date : null, openOf(rest, dateSpans));
  const times: readonly (TimeChoice | null)[] =
    time.kind === 'ambiguous' ? time.readings : [time.kind === 'none' ? null : choiceOf(time)];
  const readings = days.flatMap((day) => times.map((choice) => momentOf(day, choice, time, now, context)));
  const open = readings.filter((reading) => !reading.past);
  // "Today at 7", said at nine: only the evening is left.
  const left =
    readings.length > 1 && days.length === 1 && context.direction !== 'past' && open.length > 0 ? open : readings;
  const [only] = left;
  if (left.length === 1 && only !== undefined) {
    return { kind: 'moment', spans, ...only, assumed: only.assumed || (readings.length > 1 && days.length === 1) };
  }
  const why = days.length > 1 ? 'which-day' : time.kind === 'ambiguous' ? time.why : 'alternatives';
  return { kind: 'ambiguous', why, readings: left, spans };
}

function counted(minutes: number, context: MomentContext): Moment {
  const at = context.now + minutes * 60_000;
  const local = localTimeAt(at, context.timeZone);
  return { ...local, at, inMinutes: minutes, notes: [], assumed: false, dayAssumed: false, past: false };
}

const choiceOf = (time: Extract<TimeReading, { kind: 'time' | 'range' }>): TimeChoice =>
  time.kind === 'time' ? { kind: 'time', at: time.at } : { kind: 'range', from: time.from, to: time.to };

/** "by Friday", "after Monday": the end that is left open. */
function openOf(rest: string, [first]: readonly TextSpan[]): 'until' | 'from' | null {
  const lead = first === undefined ? '' : rest.slice(first[0], first[1]);
  if (/^(?:due )?(?:by|before|no later than)\b/u.test(lead)) return 'until';
  return /^(?:after|since)\b/u.test(lead) ? 'from' : null;
}

function daysOf(dates: DateReading, today: IsoDate | null, led: 'until' | 'from' | null): readonly (Days | null)[] {
  switch (dates.kind) {
    case 'none':
      return [today === null ? null : { from: today, to: today, notes: [], said: true }];
    case 'range': {
      const { from, to, notes } = dates;
      const open = led ?? dates.open;
      return [{ from, to, notes, said: true, ...(open === undefined ? {} : { open }) }];
    }
    case 'several':
      return dates.ranges.map(({ from, to }) => ({ from, to, notes: dates.notes, said: true }));
    case 'ambiguous':
      return dates.readings.map(({ from, to }) => ({ from, to, notes: [], said: true }));
  }
}

function momentOf(
  days: Days | null,
  choice: TimeChoice | null,
  time: TimeReading,
  now: LocalTime,
  context: MomentContext,
): Moment {
  const notes: MomentNote[] = [...(days?.notes ?? [])];
  const isAssumed = (time.kind === 'time' || time.kind === 'range') && time.assumed;
  const open = (time.kind === 'time' ? time.open : undefined) ?? days?.open;
  const extra = {
    ...(open === undefined ? {} : { open }),
    ...(time.kind === 'range' && time.part !== undefined ? { part: time.part } : {}),
  };
  const lastDate = days !== null && days.to !== days.from ? { lastDate: days.to } : {};
  const date = days?.from ?? now.date;
  if (choice === null) {
    return {
      date,
      ...lastDate,
      ...extra,
      notes,
      assumed: false,
      dayAssumed: false,
      past: (days?.to ?? date) < now.date,
    };
  }
  let start = choice.kind === 'time' ? choice.at : choice.from;
  let end = choice.kind === 'range' ? choice.to : null;
  if (days !== null && isAssumed && date === now.date && context.direction !== 'past') {
    const later = laterHalf(start, end, now.time);
    start = later.start;
    end = later.end;
  }
  const day = days === null ? nearestDay(start, end, now, context, notes) : date;
  return {
    ...placed(day, start, end, now, context, notes),
    ...lastDate,
    ...extra,
    assumed: isAssumed,
    dayAssumed: days === null,
  };
}

/** "Today at 8", said at nine in the morning: the evening. */
function laterHalf(
  start: ClockTime,
  end: ClockTime | null,
  now: ClockTime,
): { readonly start: ClockTime; readonly end: ClockTime | null } {
  const passed = (end ?? start) < now && minutesOf(start) < 720;
  const moved = timeOf(minutesOf(start) + 720);
  if (!passed || moved < now) return { start, end };
  return { start: moved, end: end === null ? null : timeOf(minutesOf(end) + 720) };
}

function nearestDay(
  start: ClockTime,
  end: ClockTime | null,
  now: LocalTime,
  context: MomentContext,
  notes: MomentNote[],
): IsoDate {
  const last = end !== null && end > start ? end : start;
  const step = context.direction === 'past' ? (start > now.time ? -1 : 0) : last < now.time ? 1 : 0;
  if (step === 0) return now.date;
  const date = addDays(now.date, step);
  notes.push({ is: 'other-day', date });
  return date;
}

function placed(
  date: IsoDate,
  start: ClockTime,
  end: ClockTime | null,
  now: LocalTime,
  context: MomentContext,
  notes: MomentNote[],
) {
  const begin = instantOf(date, start, context.timeZone);
  if (begin.skipped) notes.push({ is: 'clock-change', said: start, time: begin.local.time });
  const from = { date: begin.local.date, time: begin.local.time, at: begin.at, notes };
  if (end === null) return { ...from, past: isBefore(begin.local, now) };
  const finish = instantOf(end <= start ? addDays(date, 1) : date, end, context.timeZone);
  const { local } = finish;
  const endDate = local.date === begin.local.date ? {} : { endDate: local.date };
  return { ...from, end: local.time, ...endDate, past: isBefore(local, now) };
}
