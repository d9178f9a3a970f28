/** First pass over a text: dates, links between them, half days and lengths, in the order they were said. */
import type { IsoDate } from './calendar.ts';
import {
  countAt,
  type DateItem,
  type DayPart,
  type Found,
  fixed,
  type Link,
  says,
  saysAny,
  word,
} from './date-atoms.ts';
import { dayOfMonthAt, exactAt, feastAt, relativeAt, weekdayAt } from './date-days.ts';
import { monthAt, weekAt } from './date-periods.ts';
import type { DateToken } from './date-tokens.ts';

const NOISE = new Set(
  `the on off of in at a an for please day days date also as well too leave vacation holiday about around by just only my that this is be time both
   either it all whole entire all request sick annual work working um uh then`.split(/\s+/u),
);
const LINKS: Readonly<Record<string, Link>> = {
  to: 'to',
  until: 'until',
  through: 'to',
  and: 'and',
  plus: 'and',
  or: 'or',
  from: 'from',
  starting: 'from',
  start: 'from',
  beginning: 'from',
  since: 'from',
  between: 'from',
  back: 'back',
  returning: 'back',
  sorry: 'mended',
  mean: 'mended',
  no: 'mended',
};
const PARTS: Readonly<Record<string, DayPart>> = {
  morning: 'morning',
  mornings: 'morning',
  am: 'morning',
  afternoon: 'afternoon',
  afternoons: 'afternoon',
  pm: 'afternoon',
};
/** Where an item stands in the normalised text. */
export interface ItemPlace {
  readonly item: DateItem;
  readonly start: number;
  readonly end: number;
}

export function dateItems(tokens: readonly DateToken[], today: IsoDate): readonly DateItem[] {
  return placedItems(tokens, today).map((place) => place.item);
}

export function placedItems(tokens: readonly DateToken[], today: IsoDate): readonly ItemPlace[] {
  const items: DateItem[] = [];
  const places: ItemPlace[] = [];
  const push = (item: DateItem, first: number, count: number) => {
    items.push(item);
    places.push({ item, start: tokens[first]?.start ?? 0, end: tokens[first + count - 1]?.end ?? 0 });
  };
  let at = 0;
  while (at < tokens.length) {
    const found = itemAt(tokens, at, today, items);
    if (found === null) {
      const token = tokens[at];
      if (token?.kind === 'mark') {
        if (token.text !== '-' || isAtom(items.at(-1)))
          push({ is: 'link', link: token.text === '-' ? 'to' : 'comma' }, at, 1);
      } else if (token !== undefined && !NOISE.has(token.text)) push({ is: 'other' }, at, 1);
      at++;
    } else {
      push(found.item, at, found.length);
      at += found.length;
    }
  }
  return places;
}

function isAtom(item: DateItem | undefined): boolean {
  return item?.is === 'atom';
}

function itemAt(tokens: readonly DateToken[], at: number, today: IsoDate, before: readonly DateItem[]): Found | null {
  const token = tokens[at];
  if (token === undefined) return null;
  return (
    exactAt(tokens, at) ??
    halfAt(tokens, at, today) ??
    relativeAt(tokens, at, today) ??
    weekAt(tokens, at, today) ??
    monthAt(tokens, at, today) ??
    weekdayAt(tokens, at) ??
    feastAt(tokens, at) ??
    dayOfMonthAt(tokens, at, before) ??
    lengthAt(tokens, at) ??
    linkAt(tokens, at)
  );
}

function halfAt(tokens: readonly DateToken[], at: number, today: IsoDate): Found | null {
  const whole = saysAny(tokens, at, ['whole day', 'full day', 'entire day', 'all day']);
  if (whole > 0) return { item: { is: 'whole' }, length: whole };
  const half = saysAny(tokens, at, [
    'half a day',
    'half of the day',
    'half the day',
    'half day',
    'half days',
    'half - day',
    'half of',
    'halfday',
    'half',
  ]);
  if (half > 0) return { item: { is: 'half', part: null }, length: half };
  if (says(tokens, at, 'this') && PARTS[word(tokens, at + 1)] !== undefined) return fixed(today, 1);
  const inThe = saysAny(tokens, at, ['in the', 'the']);
  const part = PARTS[word(tokens, at + inThe)];
  if (part === undefined) return null;
  // "I am off on Friday": am is a verb here.
  if (word(tokens, at + inThe) === 'am' && /^(?:i|)$/u.test(word(tokens, at - 1))) return null;
  return { item: { is: 'half', part }, length: inThe + 1 };
}

function lengthAt(tokens: readonly DateToken[], at: number): Found | null {
  const count = countAt(tokens, at);
  if (count === null) return null;
  const working = saysAny(tokens, at + count.length, [
    'working',
    'business',
    'full',
    'whole',
    'more',
    'sick',
    'personal',
    'vacation',
    'annual leave',
    'of leave',
  ]);
  const unit = word(tokens, at + count.length + working);
  const length = count.length + working + 1;
  if (/^days?$/u.test(unit)) {
    if (word(tokens, at) === 'a' && count.value === 1) {
      return says(tokens, at + length, 'and a half') > 0
        ? { item: { is: 'length', days: 1.5, weeks: null }, length: length + 3 }
        : { item: { is: 'length', days: 1, weeks: null }, length };
    }
    const before = saysAny(tokens, at + length, ['before', 'prior to', 'leading up to', 'ahead of']);
    return before > 0 && Number.isInteger(count.value)
      ? { item: { is: 'length', days: count.value, weeks: null, before: true }, length: length + before }
      : { item: { is: 'length', days: count.value, weeks: null }, length };
  }
  if (/^weeks?$/u.test(unit)) return { item: { is: 'length', days: null, weeks: count.value }, length };
  if (unit === 'fortnight') return { item: { is: 'length', days: null, weeks: 2 * count.value }, length };
  return null;
}

function linkAt(tokens: readonly DateToken[], at: number): Found | null {
  const not = saysAny(tokens, at, [
    'instead of',
    'rather than',
    'other than',
    'but not',
    'except for',
    'except',
    'excluding',
    'without',
    'leave out',
    'drop',
    'skip',
    'remove',
    'not',
  ]);
  if (not > 0) return { item: { is: 'not' }, length: not };
  const upTo = saysAny(tokens, at, ['up to', 'up until', 'all the way to']);
  if (upTo > 0) return { item: { is: 'link', link: 'until' }, length: upTo };
  const token = tokens[at];
  const link = token?.kind === 'word' ? LINKS[token.text] : undefined;
  return link === undefined ? null : { item: { is: 'link', link }, length: 1 };
}
