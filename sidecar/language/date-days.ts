/** Single days: today, weekdays, days of a month, feasts, figures. */
import { addDays, addMonths, daysInMonth, type IsoDate, isoDate, partsOf } from './calendar.ts';
import { atom, countAt, type DateItem, type Found, fixed, says, saysAny, word } from './date-atoms.ts';
import { type DateToken, MONTHS, WEEKDAYS } from './date-tokens.ts';

const FEASTS: Readonly<Record<string, readonly [month: number, day: number]>> = {
  'christmas eve': [12, 24],
  'christmas day': [12, 25],
  'boxing day': [12, 26],
  'new year eve': [12, 31],
  'new years eve': [12, 31],
  'new year day': [1, 1],
  'new years day': [1, 1],
  christmas: [12, 25],
  'new years': [1, 1],
  'new year': [1, 1],
};

export function exactAt(tokens: readonly DateToken[], at: number): Found | null {
  const token = tokens[at];
  if (token?.kind === 'iso') {
    const [year = 0, month = 0, day = 0] = token.text.split('-').map(Number);
    const date = isoDate(year, month, day);
    return date === null ? { item: { is: 'impossible', words: token.text }, length: 1 } : fixed(date, 1);
  }
  if (token?.kind !== 'figures') return null;
  if (token.text === '1/2' && /^(?:a|day)$/u.test(word(tokens, at + 1))) {
    return { item: { is: 'half', part: null }, length: word(tokens, at + 1) === 'a' ? 3 : 2 };
  }
  return atom({ is: 'figures', parts: token.parts, separator: token.separator }, 1);
}

export function relativeAt(tokens: readonly DateToken[], at: number, today: IsoDate): Found | null {
  const afterTomorrow = saysAny(tokens, at, ['the day after tomorrow', 'day after tomorrow', 'overmorrow']);
  if (afterTomorrow > 0) return fixed(addDays(today, 2), afterTomorrow);
  const beforeYesterday = saysAny(tokens, at, ['the day before yesterday', 'day before yesterday']);
  if (beforeYesterday > 0) return fixed(addDays(today, -2), beforeYesterday);
  if (says(tokens, at, 'today')) return fixed(today, 1);
  if (says(tokens, at, 'tomorrow')) return fixed(addDays(today, 1), 1);
  if (says(tokens, at, 'yesterday')) return fixed(addDays(today, -1), 1);

  const leading = says(tokens, at, 'in');
  const count = countAt(tokens, at + leading);
  if (count === null) return null;
  const unitAt = at + leading + count.length;
  const unit = /^(day|week|month)s?$/u.exec(word(tokens, unitAt))?.[1];
  if (unit === undefined || !Number.isInteger(count.value)) return null;
  const shift = (from: IsoDate, sign: number) =>
    unit === 'month'
      ? addMonths(from, sign * count.value)
      : addDays(from, sign * count.value * (unit === 'week' ? 7 : 1));
  const length = leading + count.length + 1;
  if (leading > 0 && word(tokens, unitAt + 1) !== 'off') {
    return fixed(shift(today, 1), length + says(tokens, unitAt + 1, 'time'));
  }
  if (unit === 'week' && count.value === 1 && leading === 0) {
    // "a week on Thursday": British for a week after the coming one.
    const after = saysAny(tokens, unitAt + 1, ['on this coming', 'on the coming', 'on this', 'on']);
    const weekday = after > 0 ? WEEKDAYS.get(word(tokens, unitAt + 1 + after)) : undefined;
    if (weekday !== undefined) {
      return atom({ is: 'weekday', day: weekday, which: 'coming', week: null, plus: 7 }, length + after + 1);
    }
  }
  if (says(tokens, unitAt + 1, 'ago')) return fixed(shift(today, -1), length + 1);
  if (says(tokens, unitAt + 1, 'from')) {
    const base = word(tokens, unitAt + 2);
    if (base === 'now' || (base === 'today' && unit !== 'day')) return fixed(shift(today, 1), length + 2);
    // "3 days from Monday" is a stretch; only weeks count on from a weekday.
    const day = WEEKDAYS.get(base);
    if (day !== undefined && unit === 'week' && count.value === 1 && word(tokens, at) === 'a') {
      return atom({ is: 'weekday', day, which: 'coming', week: null, plus: 7 }, length + 2);
    }
  }
  return null;
}

export function weekdayAt(tokens: readonly DateToken[], at: number): Found | null {
  const modifier = /^(?:this|next|last|following|coming|upcoming|past)$/u.test(word(tokens, at))
    ? word(tokens, at)
    : null;
  const here = at + (modifier === null ? 0 : says(tokens, at, 'this coming') > 0 ? 2 : 1);
  const day = WEEKDAYS.get(word(tokens, here));
  if (day === undefined) return null;
  // "i sat", "the sun", "sun is shining": only as a weekday where one can stand.
  if (/^(?:sat|sun)$/u.test(word(tokens, here)) && /^(?:i|we|he|she|they|you|the)$/u.test(word(tokens, here - 1)))
    return null;
  const which =
    modifier === 'next'
      ? 'next'
      : modifier === 'last' || modifier === 'past'
        ? 'last'
        : modifier === 'following'
          ? 'following'
          : modifier === null
            ? 'coming'
            : 'this';
  const length = here - at + 1;
  const tail = here + 1;
  const off = saysAny(tokens, tail, ['of', 'on', 'the']);
  const week = saysAny(tokens, tail + off, [
    'next week',
    'the week after next',
    'week after next',
    'this week',
    'last week',
    'in two weeks',
    'week',
  ]);
  if (modifier === null && week > 0) {
    const first = word(tokens, tail + off);
    const phrase = tokens
      .slice(tail + off, tail + off + week)
      .map((token) => token.text)
      .join(' ');
    if (phrase === 'week' && off === 0) return atom({ is: 'weekday', day, which, week: null, plus: 7 }, length + 1);
    if (phrase !== 'week') {
      const weeks = first === 'next' ? 1 : first === 'this' ? 0 : first === 'last' ? -1 : 2;
      return {
        item: { is: 'atom', atom: { is: 'weekday', day, which, week: weeks, plus: 0 }, week: weeks },
        length: length + off + week,
      };
    }
  }
  return atom({ is: 'weekday', day, which, week: null, plus: 0 }, length);
}

/** "Christmas", "the day before Christmas", "the day after New Year". */
export function feastAt(tokens: readonly DateToken[], at: number): Found | null {
  const eve = saysAny(tokens, at, ['the day before', 'day before']);
  const morrow = saysAny(tokens, at, ['the day after', 'day after']);
  const lead = eve + morrow;
  for (const [phrase, [month, day]] of Object.entries(FEASTS)) {
    const length = says(tokens, at + lead, phrase);
    if (length === 0) continue;
    // In no year does a leap day lie beside one of them.
    const beside = partsOf(addDays(isoDate(2025, month, day) ?? '', eve > 0 ? -1 : morrow > 0 ? 1 : 0));
    return atom({ is: 'day', day: beside.day, month: beside.month, year: null }, lead + length);
  }
  return null;
}

const yearAt = (
  tokens: readonly DateToken[],
  at: number,
): { readonly year: number | null; readonly length: number } => {
  const comma = word(tokens, at) === ',' ? 1 : 0;
  const token = tokens[at + comma];
  const is = token?.kind === 'number' && Number.isInteger(token.value) && token.value >= 1900 && token.value < 2200;
  return is ? { year: token.value, length: comma + 1 } : { year: null, length: 0 };
};

/** "the 3rd", "4 December", "December 4th, 2026", "4th of Dec"; a bare number only beside a month or inside a range of one. */
export function dayOfMonthAt(tokens: readonly DateToken[], at: number, before: readonly DateItem[]): Found | null {
  const skip = says(tokens, at, 'the');
  const here = at + skip;
  const token = tokens[here];
  const monthFirst = MONTHS.get(word(tokens, here));
  if (monthFirst !== undefined) {
    const the = says(tokens, here + 1, 'the');
    const day = tokens[here + 1 + the];
    if (day === undefined || (day.kind !== 'number' && day.kind !== 'ordinal' && day.kind !== 'figures')) return null;
    if (day.kind === 'figures') return null;
    if (!Number.isInteger(day.value) || day.value > 31) return null;
    const year = yearAt(tokens, here + 2 + the);
    return dayFound(day.value, monthFirst, year.year, skip + 2 + the + year.length, tokens, at);
  }
  if (token?.kind !== 'number' && token?.kind !== 'ordinal') return null;
  if (!Number.isInteger(token.value) || token.value < 1 || (token.value > 31 && token.kind === 'number')) return null;
  const of = says(tokens, here + 1, 'of');
  const month = MONTHS.get(word(tokens, here + 1 + of));
  if (month !== undefined) {
    const year = yearAt(tokens, here + 2 + of);
    return dayFound(token.value, month, year.year, skip + 2 + of + year.length, tokens, at);
  }
  if (token.kind === 'ordinal') {
    if (/^(?:one|ones|request|option|time|week|half|day|party|thing|choice|leave)$/u.test(word(tokens, here + 1)))
      return null;
    const spelled = !/^\d/u.test(token.text);
    if (spelled && skip === 0 && before.at(-1)?.is !== 'link') return null;
    if (spelled && token.value < 4 && !/^(?:on|from|to|until|by|and|starting|back)$/u.test(word(tokens, at - 1)))
      return null;
    return dayFound(token.value, null, null, skip + 1, tokens, at);
  }
  // "4 to 6 December", "December 4 and 5"
  const last = before.at(-1);
  const previous = before.at(-2);
  const follows = last?.is === 'link' && previous?.is === 'atom' && previous.atom.is === 'day';
  if (follows && !/^(?:days?|weeks?|months?|hours?|working)$/u.test(word(tokens, here + 1))) {
    return dayFound(token.value, null, null, skip + 1, tokens, at);
  }
  if (/^(?:to|until|through|and|or|-|,)$/u.test(word(tokens, here + 1)) && monthAhead(tokens, here + 2)) {
    return dayFound(token.value, null, null, skip + 1, tokens, at);
  }
  return null;
}

function monthAhead(tokens: readonly DateToken[], at: number): boolean {
  const the = says(tokens, at, 'the');
  const day = tokens[at + the];
  if (day?.kind !== 'number' && day?.kind !== 'ordinal') return false;
  return MONTHS.has(word(tokens, at + the + 1 + says(tokens, at + the + 1, 'of')));
}

function dayFound(
  day: number,
  month: number | null,
  year: number | null,
  length: number,
  tokens: readonly DateToken[],
  at: number,
): Found {
  // A leap year shows whether the month can have the day at all.
  const possible = day >= 1 && day <= (month === null ? 31 : daysInMonth(year ?? 2028, month));
  if (!possible) {
    const words = tokens
      .slice(at, at + length)
      .map((token) => token.text)
      .join(' ');
    return { item: { is: 'impossible', words: words.replace(/^the /u, '') }, length };
  }
  return atom({ is: 'day', day, month, year }, length);
}

/** The first such day on or after `from`; null when there is none within eight years (29 February is found). */
export function comingDay(
  day: number,
  month: number | null,
  year: number | null,
  from: IsoDate,
  today: IsoDate,
): IsoDate | null {
  if (month !== null && year !== null) return isoDate(year, month, day);
  const start = partsOf(from);
  if (year !== null) return isoDate(year, partsOf(today).month, day);
  if (month !== null) {
    for (let each = start.year; each <= start.year + 8; each++) {
      const date = isoDate(each, month, day);
      if (date !== null && date >= from) return date;
    }
    return null;
  }
  for (let step = 0; step < 14; step++) {
    const index = start.year * 12 + start.month - 1 + step;
    const date = isoDate(Math.floor(index / 12), (index % 12) + 1, day);
    if (date !== null && date >= from) return date;
  }
  return null;
}
