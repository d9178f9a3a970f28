/** Second pass: the items of an utterance become one reading. */
import { addDays, type IsoDate, isWeekend, mondayOf, weekdayOf } from './calendar.ts';
import type { DateAtom, DateItem, DayPart, Link } from './date-atoms.ts';
import { combine } from './date-combining.ts';
import { DatePlacing, type Placed } from './date-placing.ts';
import type { DateContext, DateReading, DateSpan } from './date-reading.ts';

/** One pass over the items; state is what was said so far. */
export class DateReader {
  readonly #items: readonly DateItem[];
  readonly #today: IsoDate;
  readonly #placing: DatePlacing;
  #placed: Placed[] = [];
  readonly #excluded: DateSpan[] = [];
  #length: Extract<DateItem, { is: 'length' }> | null = null;
  #looseHalf: DayPart | 'half' | null = null;
  #whole = false;
  #impossible: string | null = null;
  #open: 'until' | 'from' | null = null;

  constructor(items: readonly DateItem[], today: IsoDate, context: DateContext) {
    this.#items = items;
    this.#today = today;
    this.#placing = new DatePlacing(items, today, context);
  }

  read(): DateReading {
    this.#place();
    if (this.#impossible !== null && this.#placed.length === 0) {
      return { kind: 'none', excluded: this.#excluded, problem: { is: 'no-such-date', words: this.#impossible } };
    }
    if (this.#placing.ambiguous !== null && this.#placing.ambiguous.readings.length > 1) {
      return {
        kind: 'ambiguous',
        why: this.#placing.ambiguous.why,
        readings: this.#placing.ambiguous.readings.map((date) => ({ from: date, to: date })),
      };
    }
    return combine({
      today: this.#today,
      placed: this.#placed,
      excluded: this.#excluded,
      length: this.#length,
      looseHalf: this.#looseHalf,
      whole: this.#whole,
      open: this.#open,
      notes: this.#placing.notes,
    });
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
          this.#length ??= item;
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
            ? this.#placing.resolveExcluded(item.atom, this.#placed[0], previous)
            : this.#placing.resolve(withWeek(item.atom, week), previous, link);
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
      if (item.is === 'not' || (item.is === 'link' && item.link !== 'from' && item.link !== 'comma')) return false;
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
      const span = this.#placing.resolve(atom, undefined, null);
      if (span === null) return false;
      this.#placed.pop();
      const agreed = this.#placing.agree(said.day, span);
      this.#placed.push({ ...previous, atom, span: agreed });
      return true;
    }
    if (atom.is === 'weekday' && atom.which === 'coming' && isDay(said) && said.is !== 'fixed') {
      if (weekdayOf(previous.span.from) !== atom.day) return false;
      return true;
    }
    return false;
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
}

function betterHalf(known: DayPart | 'half' | null, said: DayPart | 'half'): DayPart | 'half' {
  return said === 'half' ? (known ?? 'half') : said;
}

function withWeek(atom: DateAtom, week: number | null): DateAtom {
  return week !== null && atom.is === 'weekday' && atom.week === null && atom.which === 'coming'
    ? { ...atom, week }
    : atom;
}
