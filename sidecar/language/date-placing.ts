/** Puts a date as said onto the calendar. */
import { addDays, addMonths, type IsoDate, isoDate, laterOf, mondayOf, partsOf, weekdayOf } from './calendar.ts';
import type { DateAtom, DateItem, DayPart, Link } from './date-atoms.ts';
import { comingDay } from './date-days.ts';
import type { DateContext, DateNote, DateSpan } from './date-reading.ts';
import { dayWithin } from './date-spans.ts';

/** A date on the calendar and how it hangs together with the one before. */
export interface Placed {
  readonly span: DateSpan;
  readonly atom: DateAtom;
  /** How it hangs on the one before: `none` for the first. */
  readonly link: 'none' | 'to' | 'and' | 'or';
  half: DayPart | 'half' | null;
}

/** Places dates one by one; notes and double readings gather on the way. */
export class DatePlacing {
  readonly notes: DateNote[] = [];
  ambiguous: { readonly why: 'day-or-month' | 'weekday-differs'; readonly readings: readonly IsoDate[] } | null = null;
  readonly #items: readonly DateItem[];
  readonly #today: IsoDate;
  readonly #context: DateContext;

  constructor(items: readonly DateItem[], today: IsoDate, context: DateContext) {
    this.#items = items;
    this.#today = today;
    this.#context = context;
  }

  /** A weekday and a date that differ are two readings; a weekday can settle which way round 05/12 is. */
  agree(day: number, span: DateSpan): DateSpan {
    if (weekdayOf(span.from) === day) return span;
    if (this.ambiguous?.why === 'day-or-month') {
      const fitting = this.ambiguous.readings.filter((date) => weekdayOf(date) === day);
      const [only] = fitting;
      if (fitting.length === 1 && only !== undefined) {
        this.ambiguous = null;
        return { from: only, to: only };
      }
    }
    const weekday = this.#firstAfter(day, this.#today);
    this.ambiguous = { why: 'weekday-differs', readings: [span.from, weekday].sort() };
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

  /** Where an atom lies, given the date before it and the link between; null when the calendar has no such day. */
  resolve(atom: DateAtom, previous: Placed | undefined, link: Link | null): DateSpan | null {
    const date = this.#resolveDay(atom, previous, link);
    if (atom.is === 'fixed') {
      if (atom.vague === 'week-of-month') this.notes.push({ is: 'week-of-month', from: atom.from, to: atom.to });
      return { from: atom.from, to: atom.to };
    }
    return date === null ? null : { from: date, to: date };
  }

  /** "Monday to Friday except Wednesday": the Wednesday among the days just said. */
  resolveExcluded(atom: DateAtom, first: Placed | undefined, last: Placed | undefined): DateSpan | null {
    if (first !== undefined && last !== undefined && atom.is === 'weekday' && atom.week === null) {
      const date = dayWithin({ from: first.span.from, to: last.span.to }, (day) => weekdayOf(day) === atom.day);
      if (date !== null) return { from: date, to: date };
    }
    return this.resolve(atom, undefined, null);
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
      if (nearer > this.#today) this.notes.push({ is: 'next-weekday', date, nearer });
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
        const wraps = atom.day > ahead.day && this.#monthBeforeIsAhead(atom.day, ahead);
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

  /** "from the 28th to the 2nd of January" begins in December; were that over, "20th to 10th December" is a mistake to point out. */
  #monthBeforeIsAhead(
    day: number,
    end: { readonly day: number; readonly month: number; readonly year: number | null },
  ) {
    const to = comingDay(end.day, end.month, end.year, this.#today, this.#today);
    if (to === null || this.#context.direction === 'past') return true;
    const { year, month } = partsOf(addMonths(`${to.slice(0, 8)}01`, -1));
    const from = isoDate(year, month, day);
    return from === null || from >= this.#today;
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

  /** "20/12 to 10/12": one date that can be read only one way round says how the others are meant. */
  #orderSaid(): 'dmy' | 'mdy' | null {
    const orders = this.#items.flatMap((item) => {
      if (item.is !== 'atom' || item.atom.is !== 'figures') return [];
      const [a = 0, b = 0] = item.atom.parts;
      if (a > 12 && a <= 31 && b <= 12) return ['dmy' as const];
      return b > 12 && b <= 31 && a <= 12 ? ['mdy' as const] : [];
    });
    const [first] = orders;
    return first !== undefined && orders.every((order) => order === first) ? first : null;
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
    const order = orderOf(this.#context.dateFormat) ?? this.#orderSaid();
    if (order === 'dmy') return dayFirst ?? monthFirst;
    if (order === 'mdy') return monthFirst ?? dayFirst;
    if (dayFirst !== null && monthFirst !== null && dayFirst !== monthFirst) {
      this.ambiguous = { why: 'day-or-month', readings: [dayFirst, monthFirst].sort() };
    }
    return dayFirst ?? monthFirst;
  }
}

/** Order of day and month in a Frappe date format; year first says nothing about 05/12. */
function orderOf(dateFormat: string | null): 'dmy' | 'mdy' | null {
  const first = dateFormat?.toLowerCase()[0];
  return first === 'd' ? 'dmy' : first === 'm' ? 'mdy' : null;
}
