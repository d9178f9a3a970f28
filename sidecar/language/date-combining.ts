/** Third pass: dates on the calendar become one stretch, several, a choice between readings, or nothing. */
import { addDays, daysBetween, endOfWorkingDays, type IsoDate, isWeekend, workingDays } from './calendar.ts';
import type { DayPart } from './date-atoms.ts';
import type { Placed } from './date-placing.ts';
import type { DateNote, DateReading, DateSpan, HalfDay } from './date-reading.ts';
import { endOfWeeks, mergeSpans, subtract } from './date-spans.ts';

/** All that an utterance said of dates. */
export interface SaidDates {
  readonly today: IsoDate;
  readonly placed: readonly Placed[];
  readonly excluded: readonly DateSpan[];
  readonly length: { readonly days: number | null; readonly weeks: number | null; readonly before?: true } | null;
  /** Half of a day that no date was said with. */
  readonly looseHalf: DayPart | 'half' | null;
  readonly whole: boolean;
  readonly open: 'until' | 'from' | null;
  /** What is to be told of it; grows here. */
  readonly notes: DateNote[];
}

export function combine(said: SaidDates): DateReading {
  if (said.placed.length === 0) return nothing(said);
  const ranges: DateSpan[] = [];
  for (const placed of said.placed) {
    const last = ranges.at(-1);
    if (placed.link === 'to' && last !== undefined) ranges[ranges.length - 1] = { from: last.from, to: placed.span.to };
    else ranges.push(placed.span);
  }
  if (said.placed.some((placed) => placed.link === 'or')) {
    return { kind: 'ambiguous', why: 'alternatives', readings: ranges };
  }
  const merged = subtract(mergeSpans(ranges), said.excluded);
  const [only] = merged;
  if (only === undefined) return nothing(said);
  if (merged.length > 1) return { kind: 'several', ranges: merged, notes: said.notes };
  return withLength(said, only);
}

function withLength(heard: SaidDates, range: DateSpan): DateReading {
  const length = heard.length;
  // "From Monday, three days" is open no more.
  const said = length !== null && range.from === range.to ? { ...heard, open: null } : heard;
  const single = range.from === range.to;
  if (length?.before === true && length.days !== null && single) {
    const to = lastWorkingDay(addDays(range.from, -1));
    return rangeOf(said, { from: startOfWorkingDays(to, length.days), to }, null);
  }
  if (length !== null && (length.weeks !== null || length.days !== null)) {
    if (length.weeks !== null && single)
      return rangeOf(said, { from: range.from, to: endOfWeeks(range.from, length.weeks) }, null);
    const days = length.days ?? (length.weeks ?? 0) * 5;
    const whole = Math.ceil(days);
    if (single && whole > 1) {
      const end = endOfWorkingDays(range.from, whole);
      const half = days % 1 === 0 ? null : { date: end, part: null };
      return { ...rangeOf(said, { from: range.from, to: end }, half), ...(length.days === null ? {} : { days }) };
    }
    const found = workingDays(range.from, range.to);
    const stretch = said.placed.length === 1 && said.placed[0]?.atom.is === 'fixed';
    if (stretch && whole < found) return whichDays(range, whole);
    if (!single && days !== found && Math.abs(daysBetween(range.from, range.to) + 1 - days) > 0 && whole !== found) {
      said.notes.push({ is: 'length-differs', said: days, found });
    }
  }
  return rangeOf(said, range, null);
}

function lastWorkingDay(date: IsoDate): IsoDate {
  return isWeekend(date) ? lastWorkingDay(addDays(date, -1)) : date;
}

/** Where so many working days begin that end with `last`. */
function startOfWorkingDays(last: IsoDate, days: number): IsoDate {
  let from = last;
  for (let left = days - 1; left > 0; left--) from = lastWorkingDay(addDays(from, -1));
  return from;
}

/** "two days next week": every run of that many days is a reading. */
function whichDays(range: DateSpan, days: number): DateReading {
  const readings: DateSpan[] = [];
  for (let from = range.from; from <= range.to && readings.length < 5; from = addDays(from, 1)) {
    if (isWeekend(from)) continue;
    const to = endOfWorkingDays(from, days);
    if (to <= range.to) readings.push({ from, to });
  }
  return { kind: 'ambiguous', why: 'which-days', readings };
}

function rangeOf(
  said: SaidDates,
  range: DateSpan,
  fromLength: HalfDay | null,
): Extract<DateReading, { kind: 'range' }> {
  const half = fromLength ?? halfOf(said, range);
  return {
    kind: 'range',
    from: range.from,
    to: range.to,
    ...(half === null ? {} : { halfDay: half }),
    notes: said.notes,
    past: range.to < said.today && range.from < said.today,
    ...(said.open === null ? {} : { open: said.open }),
    excluded: said.excluded,
  };
}

function halfOf(said: SaidDates, range: DateSpan): HalfDay | null {
  const halves = said.placed.filter((placed) => placed.half !== null && placed.span.from === placed.span.to);
  if (halves.length > 1) said.notes.push({ is: 'several-halves' });
  const [first] = halves;
  const part = (half: DayPart | 'half' | null): DayPart | null => (half === 'half' ? null : half);
  if (first !== undefined) return { date: first.span.from, part: part(first.half) };
  const loose = said.looseHalf ?? said.placed.find((placed) => placed.half !== null)?.half ?? null;
  if (loose === null) return null;
  return { date: range.from === range.to ? range.from : null, part: part(loose) };
}

function nothing(said: SaidDates): DateReading {
  const length = said.length;
  const days = length === null ? null : (length.days ?? (length.weeks ?? 0) * 5);
  return {
    kind: 'none',
    ...(said.looseHalf === null ? {} : { half: { part: said.looseHalf === 'half' ? null : said.looseHalf } }),
    ...(said.whole ? { whole: true as const } : {}),
    ...(days === null ? {} : { days }),
    excluded: said.excluded,
  };
}
