/**
 * Dates in words, as decisions.md 16 reads them. Pure: the moment, the zone and the date format come in; what comes out
 * is days of the calendar in that zone.
 */
import {
  addDays,
  daysBetween,
  endOfWorkingDays,
  type IsoDate,
  isoDate,
  isWeekend,
  laterOf,
  mondayOf,
  partsOf,
  todayIn,
  weekdayOf,
  workingDays,
} from './calendar.ts';
import type { DateAtom, DateItem, DayPart, Link } from './date-atoms.ts';
import { comingDay } from './date-days.ts';
import { dateItems } from './date-items.ts';
import { dateTokens } from './date-tokens.ts';

export interface DateContext {
  /** Epoch ms. */
  readonly now: number;
  /** IANA zone of the employee. */
  readonly timeZone: string;
  /** Frappe date format such as `dd-mm-yyyy`; null when the user has none: then 05/12 has two readings. */
  readonly dateFormat: string | null;
  /** Where a bare weekday or "the 3rd" lies. Default `future`. */
  readonly direction?: 'future' | 'past';
  /** A stretch on the table: a bare weekday or day of the month inside it means that one ("make it just Friday"). */
  readonly within?: DateSpan | null;
  /** Bare weekdays and days of the month lie after this day and not after today: "until Wednesday" of leave that starts in May. */
  readonly after?: IsoDate | null;
}

export interface DateSpan {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** What the person should be told about how the words were taken. */
export type DateNote =
  /** "next Thursday" while this week's is still to come. */
  | { readonly is: 'next-weekday'; readonly date: IsoDate; readonly nearer: IsoDate }
  /** "the first week of December" */
  | { readonly is: 'week-of-month'; readonly from: IsoDate; readonly to: IsoDate }
  /** "3 days, Monday and Tuesday": the days named win. */
  | { readonly is: 'length-differs'; readonly said: number; readonly found: number }
  /** More than one half day; one leave request holds one. */
  | { readonly is: 'several-halves' };

export interface HalfDay {
  /** Null when the words do not say which day of several. */
  readonly date: IsoDate | null;
  readonly part: DayPart | null;
}

export type DateReading =
  | {
      readonly kind: 'range';
      /** `to` is earlier than `from` when that is what was said. */
      readonly from: IsoDate;
      readonly to: IsoDate;
      readonly halfDay?: HalfDay;
      readonly notes: readonly DateNote[];
      /** All of it lies before today. */
      readonly past: boolean;
      /** Only one end was said: "until Friday", "from Monday". */
      readonly open?: 'until' | 'from';
      /** "not Thursday", "instead of Thursday". */
      readonly excluded: readonly DateSpan[];
    }
  /** Days that do not hang together, in order. A weekend between two days is no gap. */
  | { readonly kind: 'several'; readonly ranges: readonly DateSpan[]; readonly notes: readonly DateNote[] }
  | {
      readonly kind: 'ambiguous';
      readonly why: 'day-or-month' | 'alternatives' | 'which-days' | 'weekday-differs';
      readonly readings: readonly DateSpan[];
      readonly halfDay?: HalfDay;
    }
  | {
      readonly kind: 'none';
      /** "only the afternoon", "half a day": no date, but half of one. */
      readonly half?: { readonly part: DayPart | null };
      /** "the whole day" */
      readonly whole?: true;
      /** "three days", without saying which. */
      readonly days?: number;
      readonly excluded: readonly DateSpan[];
      readonly problem?: { readonly is: 'no-such-date'; readonly words: string };
    };

interface Placed {
  readonly span: DateSpan;
  readonly atom: DateAtom;
  /** How it hangs on the one before: `none` for the first. */
  readonly link: 'none' | 'to' | 'and' | 'or';
  half: DayPart | 'half' | null;
}

/** How one date of figures can be read: one or two calendar days. */
type Readings = readonly IsoDate[];

/** Reads all the dates of an utterance together. Never throws on words; @throws RangeError for an unknown zone. */
export function readDates(text: string, context: DateContext): DateReading {
  const today = todayIn(context.now, context.timeZone);
  return new Reader(dateItems(dateTokens(targetOfMove(text)), today), today, context).read();
}

/** "move it from Thursday to Friday": what counts is where it goes. */
function targetOfMove(text: string): string {
  const moved = /\b(?:move|shift|switch|change|swap|push|reschedule|postpone)\b/iu.exec(text);
  if (moved === null) return text;
  const tail = text.slice(moved.index);
  const fromTo = /\bfrom\b(.*?)\bto\b(.*)/isu.exec(tail);
  const to = fromTo?.[2] ?? /\bto\b(.*)/isu.exec(tail)?.[1];
  return to === undefined || to.trim() === '' ? text : to;
}

/** One pass over the items; state is what was said so far. */
class Reader {
  readonly #items: readonly DateItem[];
  readonly #today: IsoDate;
  readonly #context: DateContext;
  #placed: Placed[] = [];
  readonly #excluded: DateSpan[] = [];
  readonly #notes: DateNote[] = [];
  #ambiguous: { readonly why: 'day-or-month' | 'weekday-differs'; readonly readings: Readings } | null = null;
  #length: { readonly days: number | null; readonly weeks: number | null } | null = null;
  #looseHalf: DayPart | 'half' | null = null;
  #whole = false;
  #impossible: string | null = null;
  #open: 'until' | 'from' | null = null;

  constructor(items: readonly DateItem[], today: IsoDate, context: DateContext) {
    this.#items = items;
    this.#today = today;
    this.#context = context;
  }

  read(): DateReading {
    this.#place();
    if (this.#impossible !== null && this.#placed.length === 0) {
      return { kind: 'none', excluded: this.#excluded, problem: { is: 'no-such-date', words: this.#impossible } };
    }
    if (this.#ambiguous !== null && this.#ambiguous.readings.length > 1) {
      return {
        kind: 'ambiguous',
        why: this.#ambiguous.why,
        readings: this.#ambiguous.readings.map((date) => ({ from: date, to: date })),
      };
    }
    return this.#combine();
  }

  #place(): void {
    let link: Link | null = null;
    let excluding = false;
    let linkSinceOther = true;
    let half: DayPart | 'half' | null = null;
    let week: number | null = null;
    for (const [index, item] of this.#items.entries()) {
      switch (item.is) {
        case 'link':
          if (item.link === 'mended') {
            if (this.#atomFollows(index)) this.#placed = [];
            link = null;
          } else if (link === null || link === 'comma' || (item.link !== 'and' && item.link !== 'comma'))
            link = item.link;
          if (item.link === 'comma') excluding = false;
          linkSinceOther = true;
          if (item.link === 'and' && !this.#nextIsAtom(index)) excluding = false;
          break;
        case 'not':
          excluding = this.#nextIsAtom(index);
          break;
        case 'half': {
          const part = item.part ?? 'half';
          const last = this.#placed.at(-1);
          if (this.#items[index - 1]?.is === 'atom' && last !== undefined && !excluding)
            last.half = betterHalf(last.half, part);
          else if (this.#atomAhead(index)) half = betterHalf(half, part);
          else if (last !== undefined && this.#placed.length === 1) last.half = betterHalf(last.half, part);
          else this.#looseHalf = betterHalf(this.#looseHalf, part);
          break;
        }
        case 'whole':
          this.#whole = true;
          break;
        case 'length':
          this.#length ??= { days: item.days, weeks: item.weeks };
          break;
        case 'impossible':
          this.#impossible = item.words;
          break;
        case 'other':
          linkSinceOther = false;
          excluding = false;
          if (link === 'to' || link === 'and' || link === 'comma' || link === 'or') link = null;
          break;
        case 'atom': {
          const previous = this.#placed.at(-1);
          if (!excluding && this.#foldsIntoPrevious(item.atom, previous, link)) break;
          if (item.week !== undefined && item.atom.is === 'fixed' && this.#weekdayFollows(index)) {
            week = item.week;
            break;
          }
          const span = excluding
            ? this.#resolveExcluded(item.atom)
            : this.#resolve(withWeek(item.atom, week), previous, link);
          if (span === null) {
            this.#impossible = 'that day';
          } else if (excluding) {
            this.#excluded.push(span);
          } else if (link === 'back') {
            this.#endBefore(span.from);
          } else {
            this.#append(span, item, link, previous, linkSinceOther, half);
          }
          half = null;
          link = null;
          break;
        }
      }
    }
    if (half !== null) this.#looseHalf = betterHalf(this.#looseHalf, half);
  }

  #append(
    span: DateSpan,
    item: Extract<DateItem, { is: 'atom' }>,
    link: Link | null,
    previous: Placed | undefined,
    joined: boolean,
    half: DayPart | 'half' | null,
  ): void {
    if (previous === undefined) {
      if (link === 'until') this.#open = 'until';
      if (link === 'from') this.#open = 'from';
      this.#placed.push({ span, atom: item.atom, link: 'none', half });
      return;
    }
    const how = link === 'to' || link === 'until' ? 'to' : link === 'or' ? 'or' : 'and';
    // "between Monday and Wednesday"
    const between = how === 'and' && this.#open === 'from' && this.#placed.length === 1 && this.#saidBetween();
    if (how === 'and' && !joined && link === null) return;
    if (item.week !== undefined && previous.atom.is === 'weekday' && item.atom.is === 'weekday')
      this.#inheritWeek(item.week, how);
    this.#placed.push({ span, atom: item.atom, link: between ? 'to' : how, half });
    if (how === 'to' || between) this.#open = null;
  }

  #saidBetween(): boolean {
    return this.#items.some((item) => item.is === 'link' && item.link === 'from');
  }

  /** "Thursday and Friday next week": the week holds for all weekdays that named none. */
  #inheritWeek(week: number, how: 'to' | 'and' | 'or'): void {
    const moved = this.#placed.map((placed) => {
      if (placed.atom.is !== 'weekday' || placed.atom.which !== 'coming' || placed.atom.week !== null) return placed;
      const date = addDays(mondayOf(this.#today), 7 * week + placed.atom.day - 1);
      return { ...placed, span: { from: date, to: date } };
    });
    const last = moved.at(-1);
    if (how === 'to' && last?.atom.is === 'weekday' && weekdayOf(last.span.from) > 5 && week > 0) return;
    this.#placed = moved;
  }

  #nextIsAtom(index: number): boolean {
    return this.#items[index + 1]?.is === 'atom';
  }

  /** A date comes next, whatever commas stand before it: a correction ("Thursday, no, Friday"). */
  #atomFollows(index: number): boolean {
    return this.#items.slice(index + 1).find((item) => item.is !== 'link')?.is === 'atom';
  }

  #atomAhead(index: number): boolean {
    for (const item of this.#items.slice(index + 1)) {
      if (item.is === 'atom') return true;
      if (item.is === 'link' && item.link !== 'from') return false;
    }
    return false;
  }

  #weekdayFollows(index: number): boolean {
    for (const item of this.#items.slice(index + 1)) {
      if (item.is === 'atom')
        return item.atom.is === 'weekday' && item.atom.which === 'coming' && item.atom.week === null;
      if (item.is === 'link' && item.link !== 'from' && item.link !== 'comma') return false;
    }
    return false;
  }

  /** "Friday 4 December", "Friday the 4th", "4 December, Friday" name one day; true when the second folds into the first. */
  #foldsIntoPrevious(atom: DateAtom, previous: Placed | undefined, link: Link | null): boolean {
    if (previous === undefined || (link !== null && link !== 'comma')) return false;
    const last = this.#items.indexOf(
      this.#items.find((item) => item.is === 'atom' && item.atom === previous.atom) ?? { is: 'other' },
    );
    const between = this.#items.slice(
      last + 1,
      this.#items.findIndex((item) => item.is === 'atom' && item.atom === atom),
    );
    if (between.length > 1 || between.some((item) => item.is !== 'link')) return false;
    const said = previous.atom;
    const isDay = (each: DateAtom) =>
      each.is === 'day' || each.is === 'figures' || (each.is === 'fixed' && each.from === each.to);
    if (said.is === 'weekday' && said.which !== 'next' && isDay(atom)) {
      const span = this.#resolve(atom, undefined, null);
      if (span === null) return false;
      this.#placed.pop();
      const agreed = this.#agree(said.day, span);
      this.#placed.push({ ...previous, atom, span: agreed });
      return true;
    }
    if (atom.is === 'weekday' && atom.which === 'coming' && isDay(said) && said.is !== 'fixed') {
      if (weekdayOf(previous.span.from) !== atom.day) return false;
      return true;
    }
    return false;
  }

  /** A weekday and a date that differ are two readings; a weekday can settle which way round 05/12 is. */
  #agree(day: number, span: DateSpan): DateSpan {
    if (weekdayOf(span.from) === day) return span;
    if (this.#ambiguous?.why === 'day-or-month') {
      const fitting = this.#ambiguous.readings.filter((date) => weekdayOf(date) === day);
      const [only] = fitting;
      if (fitting.length === 1 && only !== undefined) {
        this.#ambiguous = null;
        return { from: only, to: only };
      }
    }
    const weekday = this.#firstAfter(day, this.#today);
    this.#ambiguous = { why: 'weekday-differs', readings: [span.from, weekday].sort() };
    return span;
  }

  #firstAfter(day: number, date: IsoDate): IsoDate {
    const step = (day - weekdayOf(date) + 7) % 7;
    return addDays(date, step === 0 ? 7 : step);
  }

  #lastBefore(day: number, date: IsoDate): IsoDate {
    const step = (weekdayOf(date) - day + 7) % 7;
    return addDays(date, step === 0 ? -7 : -step);
  }

  #resolve(atom: DateAtom, previous: Placed | undefined, link: Link | null): DateSpan | null {
    const date = this.#resolveDay(atom, previous, link);
    if (atom.is === 'fixed') {
      if (atom.vague === 'week-of-month') this.#notes.push({ is: 'week-of-month', from: atom.from, to: atom.to });
      return { from: atom.from, to: atom.to };
    }
    return date === null ? null : { from: date, to: date };
  }

  /** "Monday to Friday except Wednesday": the Wednesday among the days just said. */
  #resolveExcluded(atom: DateAtom): DateSpan | null {
    const first = this.#placed[0];
    const last = this.#placed.at(-1);
    if (first !== undefined && last !== undefined && atom.is === 'weekday' && atom.week === null) {
      const date = dayWithin({ from: first.span.from, to: last.span.to }, (day) => weekdayOf(day) === atom.day);
      if (date !== null) return { from: date, to: date };
    }
    return this.#resolve(atom, undefined, null);
  }

  #resolveDay(atom: DateAtom, previous: Placed | undefined, link: Link | null): IsoDate | null {
    switch (atom.is) {
      case 'fixed':
        return atom.from;
      case 'weekday':
        return addDays(this.#weekday(atom, previous, link), atom.plus);
      case 'day':
        return this.#dayOfMonth(atom, previous, link);
      case 'figures':
        return this.#figures(atom);
    }
  }

  #weekday(atom: Extract<DateAtom, { is: 'weekday' }>, previous: Placed | undefined, link: Link | null): IsoDate {
    const monday = mondayOf(this.#today);
    if (atom.week !== null) return addDays(monday, 7 * atom.week + atom.day - 1);
    if (atom.which === 'next') {
      const date = addDays(monday, 7 + atom.day - 1);
      const nearer = addDays(monday, atom.day - 1);
      if (nearer > this.#today) this.#notes.push({ is: 'next-weekday', date, nearer });
      return date;
    }
    if (atom.which === 'last') return this.#lastBefore(atom.day, this.#today);
    if (atom.which === 'this') return this.#firstAfter(atom.day, this.#today);
    if (previous !== undefined && link !== 'or') {
      const after = previous.span.to;
      // "next Friday and Thursday": the list inherits the week of its "next".
      const inherits =
        previous.atom.is === 'weekday' && previous.atom.which === 'next' && link !== 'to' && link !== 'until';
      return inherits && link !== 'back' ? addDays(mondayOf(after), atom.day - 1) : this.#firstAfter(atom.day, after);
    }
    const inside = this.#inside((date) => weekdayOf(date) === atom.day);
    if (inside !== null) return inside;
    if (this.#context.direction === 'past') return this.#lastBefore(atom.day, this.#today);
    return this.#firstAfter(atom.day, this.#base(link));
  }

  /** The day after which a bare weekday or day of the month is looked for. */
  #base(link: Link | null): IsoDate {
    const after = this.#context.after ?? (link === 'until' ? this.#context.within?.from : null);
    return laterOf(this.#today, after ?? this.#today);
  }

  /** The one day of the stretch on the table that fits, if it is the only one. */
  #inside(fits: (date: IsoDate) => boolean): IsoDate | null {
    const within = this.#context.within;
    if (within === undefined || within === null) return null;
    return dayWithin(within, fits);
  }

  #dayOfMonth(atom: Extract<DateAtom, { is: 'day' }>, previous: Placed | undefined, link: Link | null): IsoDate | null {
    let { month, year } = atom;
    if (previous === undefined) {
      const ahead = this.#monthAhead(atom);
      if (month === null && ahead !== null) {
        // "from the 28th to the 2nd of January" begins in December.
        const wraps = atom.day > ahead.day;
        month = wraps ? ((ahead.month + 10) % 12) + 1 : ahead.month;
        year = ahead.year === null ? null : wraps && ahead.month === 1 ? ahead.year - 1 : ahead.year;
      } else if (month !== null && year === null && ahead !== null && ahead.year !== null) {
        year = month > ahead.month ? ahead.year - 1 : ahead.year;
      }
    }
    if (month !== null && year !== null) return isoDate(year, month, atom.day);
    if (previous !== undefined && link !== 'or') {
      const start = partsOf(previous.span.from);
      // The same month with an earlier day is a mistake to point out, not a stretch of a year.
      if (month === start.month && atom.day < start.day && previous.atom.is === 'day')
        return isoDate(start.year, month, atom.day);
      return comingDay(atom.day, month, null, previous.span.to, this.#today);
    }
    if (month === null) {
      const inside = this.#inside((date) => partsOf(date).day === atom.day);
      if (inside !== null) return inside;
    }
    const coming = comingDay(atom.day, month, null, this.#base(link), this.#today);
    if (this.#context.direction !== 'past' || coming === null || coming === this.#today) return coming;
    return this.#dayBefore(atom.day, month);
  }

  #dayBefore(day: number, month: number | null): IsoDate | null {
    const { year, month: thisMonth } = partsOf(this.#today);
    for (let back = 0; back < 96; back++) {
      const index = year * 12 + thisMonth - 1 - back;
      const candidate = { year: Math.floor(index / 12), month: (index % 12) + 1 };
      if (month !== null && candidate.month !== month) continue;
      const date = isoDate(candidate.year, candidate.month, day);
      if (date !== null && date < this.#today) return date;
    }
    return null;
  }

  /** The month named later in the same stretch. */
  #monthAhead(atom: DateAtom): { readonly day: number; readonly month: number; readonly year: number | null } | null {
    const start = this.#items.findIndex((item) => item.is === 'atom' && item.atom === atom);
    for (const item of this.#items.slice(start + 1)) {
      if (item.is === 'link' || item.is === 'half') continue;
      if (item.is !== 'atom' || item.atom.is !== 'day') return null;
      if (item.atom.month !== null) return { day: item.atom.day, month: item.atom.month, year: item.atom.year };
    }
    return null;
  }

  #figures(atom: Extract<DateAtom, { is: 'figures' }>): IsoDate | null {
    const [a = 0, b = 0, c] = atom.parts;
    if (a > 31) return isoDate(a, b, c ?? 1);
    const year = c === undefined ? null : c < 100 ? 2000 + c : c;
    const place = (day: number, month: number) => {
      if (month < 1 || month > 12 || day < 1 || day > 31) return null;
      if (year !== null) return isoDate(year, month, day);
      if (this.#context.direction === 'past') return this.#dayBefore(day, month);
      return comingDay(day, month, null, this.#today, this.#today);
    };
    const dayFirst = place(a, b);
    const monthFirst = place(b, a);
    if (atom.separator === '.') return dayFirst;
    const order = orderOf(this.#context.dateFormat);
    if (order === 'dmy') return dayFirst ?? monthFirst;
    if (order === 'mdy') return monthFirst ?? dayFirst;
    if (dayFirst !== null && monthFirst !== null && dayFirst !== monthFirst) {
      this.#ambiguous = { why: 'day-or-month', readings: [dayFirst, monthFirst].sort() };
    }
    return dayFirst ?? monthFirst;
  }

  /** "back on Monday": the last day off is the working day before. */
  #endBefore(back: IsoDate): void {
    const last = this.#placed.at(-1);
    if (last === undefined) return;
    let end = addDays(back, -1);
    while (isWeekend(end) && end > last.span.from) end = addDays(end, -1);
    this.#placed[this.#placed.length - 1] = { ...last, span: { from: last.span.from, to: end } };
    this.#open = null;
  }

  #combine(): DateReading {
    if (this.#placed.length === 0) return this.#nothing();
    const ranges: DateSpan[] = [];
    for (const placed of this.#placed) {
      const last = ranges.at(-1);
      if (placed.link === 'to' && last !== undefined)
        ranges[ranges.length - 1] = { from: last.from, to: placed.span.to };
      else ranges.push(placed.span);
    }
    if (this.#placed.some((placed) => placed.link === 'or')) {
      return { kind: 'ambiguous', why: 'alternatives', readings: ranges };
    }
    const merged = subtract(mergeSpans(ranges), this.#excluded);
    const [only] = merged;
    if (only === undefined) return this.#nothing();
    if (merged.length > 1) return { kind: 'several', ranges: merged, notes: this.#notes };
    return this.#withLength(only);
  }

  #withLength(range: DateSpan): DateReading {
    const length = this.#length;
    const single = range.from === range.to;
    if (length !== null && (length.weeks !== null || length.days !== null)) {
      if (single) this.#open = null;
      if (length.weeks !== null && single)
        return this.#range({ from: range.from, to: endOfWeeks(range.from, length.weeks) }, null);
      const days = length.days ?? (length.weeks ?? 0) * 5;
      const whole = Math.ceil(days);
      if (single && whole > 1) {
        const end = endOfWorkingDays(range.from, whole);
        const half = days % 1 === 0 ? null : { date: end, part: null };
        return this.#range({ from: range.from, to: end }, half);
      }
      const found = workingDays(range.from, range.to);
      const stretch = this.#placed.length === 1 && this.#placed[0]?.atom.is === 'fixed';
      if (stretch && whole < found) return this.#whichDays(range, whole);
      if (!single && days !== found && Math.abs(daysBetween(range.from, range.to) + 1 - days) > 0 && whole !== found) {
        this.#notes.push({ is: 'length-differs', said: days, found });
      }
    }
    return this.#range(range, null);
  }

  /** "two days next week": every run of that many days is a reading. */
  #whichDays(range: DateSpan, days: number): DateReading {
    const readings: DateSpan[] = [];
    for (let from = range.from; from <= range.to && readings.length < 5; from = addDays(from, 1)) {
      if (isWeekend(from)) continue;
      const to = endOfWorkingDays(from, days);
      if (to <= range.to) readings.push({ from, to });
    }
    return { kind: 'ambiguous', why: 'which-days', readings };
  }

  #range(range: DateSpan, fromLength: HalfDay | null): DateReading {
    const half = fromLength ?? this.#half(range);
    return {
      kind: 'range',
      from: range.from,
      to: range.to,
      ...(half === null ? {} : { halfDay: half }),
      notes: this.#notes,
      past: range.to < this.#today && range.from < this.#today,
      ...(this.#open === null ? {} : { open: this.#open }),
      excluded: this.#excluded,
    };
  }

  #half(range: DateSpan): HalfDay | null {
    const halves = this.#placed.filter((placed) => placed.half !== null && placed.span.from === placed.span.to);
    if (halves.length > 1) this.#notes.push({ is: 'several-halves' });
    const [first] = halves;
    const part = (half: DayPart | 'half' | null): DayPart | null => (half === 'half' ? null : half);
    if (first !== undefined) return { date: first.span.from, part: part(first.half) };
    const loose = this.#looseHalf ?? this.#placed.find((placed) => placed.half !== null)?.half ?? null;
    if (loose === null) return null;
    return { date: range.from === range.to ? range.from : null, part: part(loose) };
  }

  #nothing(): DateReading {
    const length = this.#length;
    const days = length === null ? null : (length.days ?? (length.weeks ?? 0) * 5);
    return {
      kind: 'none',
      ...(this.#looseHalf === null ? {} : { half: { part: this.#looseHalf === 'half' ? null : this.#looseHalf } }),
      ...(this.#whole ? { whole: true as const } : {}),
      ...(days === null ? {} : { days }),
      excluded: this.#excluded,
    };
  }
}

function dayWithin(span: DateSpan, fits: (date: IsoDate) => boolean): IsoDate | null {
  const found: IsoDate[] = [];
  for (let date = span.from; date <= span.to && found.length < 2; date = addDays(date, 1))
    if (fits(date)) found.push(date);
  return found.length === 1 ? (found[0] ?? null) : null;
}

function betterHalf(known: DayPart | 'half' | null, said: DayPart | 'half'): DayPart | 'half' {
  return said === 'half' ? (known ?? 'half') : said;
}

function withWeek(atom: DateAtom, week: number | null): DateAtom {
  return week !== null && atom.is === 'weekday' && atom.week === null && atom.which === 'coming'
    ? { ...atom, week }
    : atom;
}

function endOfWeeks(from: IsoDate, weeks: number): IsoDate {
  let end = addDays(from, Math.round(weeks * 7) - 1);
  while (isWeekend(end) && end > from) end = addDays(end, -1);
  return end;
}

/** Sorted; spans that touch, overlap or have nothing but a weekend between them become one. A reversed span stays as said. */
function mergeSpans(spans: readonly DateSpan[]): readonly DateSpan[] {
  const [first] = spans;
  if (spans.length === 1 && first !== undefined) return [first];
  const merged: DateSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.from.localeCompare(b.from))) {
    const last = merged.at(-1);
    const near =
      last !== undefined &&
      (span.from <= addDays(last.to, 1) || workingDays(addDays(last.to, 1), addDays(span.from, -1)) === 0);
    if (last !== undefined && near) merged[merged.length - 1] = { from: last.from, to: laterOf(span.to, last.to) };
    else merged.push(span);
  }
  return merged;
}

/** What is left of the spans without the excluded days. */
export function subtract(spans: readonly DateSpan[], excluded: readonly DateSpan[]): readonly DateSpan[] {
  return excluded.reduce<readonly DateSpan[]>(
    (left, gap) =>
      left.flatMap((span) => {
        if (gap.to < span.from || gap.from > span.to) return [span];
        const before = gap.from > span.from ? [{ from: span.from, to: addDays(gap.from, -1) }] : [];
        const after = gap.to < span.to ? [{ from: addDays(gap.to, 1), to: span.to }] : [];
        return [...before, ...after];
      }),
    spans,
  );
}

/** Order of day and month in a Frappe date format; year first says nothing about 05/12. */
function orderOf(dateFormat: string | null): 'dmy' | 'mdy' | null {
  const first = dateFormat?.toLowerCase()[0];
  return first === 'd' ? 'dmy' : first === 'm' ? 'mdy' : null;
}
