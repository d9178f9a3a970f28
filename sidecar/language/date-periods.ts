/** Stretches that words name: weeks, weekends, months, years. */
import {
  addDays,
  addMonths,
  daysInMonth,
  earlierOf,
  type IsoDate,
  isoDate,
  laterOf,
  mondayOf,
  partsOf,
  weekdayOf,
} from './calendar.ts';
import { atom, countAt, type Found, fixed, says, saysAny, word } from './date-atoms.ts';
import { comingDay, dayOfMonthAt, exactAt, weekdayAt } from './date-days.ts';
import { type DateToken, MONTHS } from './date-tokens.ts';

const workWeek = (monday: IsoDate): readonly [IsoDate, IsoDate] => [monday, addDays(monday, 4)];

export function weekAt(tokens: readonly DateToken[], at: number, today: IsoDate): Found | null {
  const skip = says(tokens, at, 'the');
  const here = at + skip;
  const thisMonday = mondayOf(today);
  const span = (weeks: number, length: number): Found => {
    const [from, to] = workWeek(addDays(thisMonday, 7 * weeks));
    // "This week" said on Wednesday is what is left of it.
    const left = weeks === 0 && weekdayOf(today) <= 5 ? today : from;
    return { item: { is: 'atom', atom: { is: 'fixed', from: left, to }, week: weeks }, length: skip + length };
  };
  const ends = saysAny(tokens, here, ['end of next week', 'end of this week', 'end of the week', 'end of week']);
  if (ends > 0) return fixed(addDays(thisMonday, word(tokens, here + 2) === 'next' ? 11 : 4), skip + ends);
  const starts = saysAny(tokens, here, ['start of next week', 'beginning of next week']);
  if (starts > 0) return fixed(addDays(thisMonday, 7), skip + starts);
  const afterNext = says(tokens, here, 'week after next');
  if (afterNext > 0) return span(2, afterNext);
  const rest = saysAny(tokens, here, ['rest of the week', 'rest of this week', 'remainder of the week']);
  if (rest > 0 && weekdayOf(today) < 5) return fixed(addDays(today, 1), skip + rest, addDays(thisMonday, 4));
  const weekend = saysAny(tokens, here, ['this weekend', 'next weekend', 'weekend']);
  if (weekend > 0) {
    const from = addDays(thisMonday, word(tokens, here) === 'next' ? 12 : 5);
    return fixed(from, skip + weekend, addDays(from, 1));
  }
  for (const [phrase, weeks] of [
    ['all of next week', 1],
    ['next week', 1],
    ['following week', 1],
    ['coming week', 1],
    ['all of this week', 0],
    ['this week', 0],
    ['last week', -1],
  ] as const) {
    const length = says(tokens, here, phrase);
    if (length > 0 && word(tokens, here + length) !== 'of') return span(weeks, length);
  }
  const run = /^(?:next|coming)$/u.test(word(tokens, here)) ? countAt(tokens, here + 1) : null;
  if (run !== null && run.value >= 1) {
    const unit = word(tokens, here + 1 + run.length);
    const first = addDays(today, weekdayOf(today) >= 5 ? 8 - weekdayOf(today) : 1);
    if (/^(?:days?|working)$/u.test(unit) && run.value > 1) {
      let end = first;
      for (let left = Math.ceil(run.value) - 1; left > 0; left--)
        end = addDays(end, weekdayOf(end) >= 5 ? 8 - weekdayOf(end) : 1);
      return fixed(first, skip + 2 + run.length + (unit === 'working' ? 1 : 0), end);
    }
    if (unit === 'weeks')
      return fixed(addDays(thisMonday, 7), skip + 2 + run.length, addDays(thisMonday, 7 * run.value + 4));
  }
  return weekOfAt(tokens, at, skip, today);
}

/** "the week of the 7th", "the first week of December". */
function weekOfAt(tokens: readonly DateToken[], at: number, skip: number, today: IsoDate): Found | null {
  const here = at + skip;
  const of = saysAny(tokens, here, ['week of', 'week commencing', 'week starting', 'week beginning', 'week from']);
  if (of > 0) {
    const the = says(tokens, here + of, 'the');
    const inner =
      exactAt(tokens, here + of + the) ?? weekdayAt(tokens, here + of + the) ?? dayOfMonthAt(tokens, here + of, []);
    if (inner?.item.is === 'atom' && inner.item.atom.is === 'day') {
      const { day, month, year } = inner.item.atom;
      const date = comingDay(day, month, year, today, today);
      if (date !== null) {
        const [from, to] = workWeek(mondayOf(date));
        return fixed(from, skip + of + inner.length, to);
      }
    }
    return null;
  }
  const token = tokens[here];
  const place = token?.kind === 'ordinal' ? token.value : token?.text === 'last' ? -1 : null;
  if (place === null || place > 5 || word(tokens, here + 1) !== 'week' || !/^(?:of|in)$/u.test(word(tokens, here + 2)))
    return null;
  const the = says(tokens, here + 3, 'the');
  const named = MONTHS.get(word(tokens, here + 3 + the));
  const base = partsOf(today);
  let month = named ?? null;
  let year = base.year;
  let length = 4 + the;
  if (named === undefined) {
    const relative = saysAny(tokens, here + 3, ['next month', 'this month', 'the month']);
    if (relative === 0) return null;
    const moved = partsOf(addMonths(today, word(tokens, here + 3) === 'next' ? 1 : 0));
    month = moved.month;
    year = moved.year;
    length = 3 + relative;
  } else {
    const said = Number(word(tokens, here + 4 + the));
    if (said >= 1900 && said < 2200) {
      year = said;
      length++;
    } else if (named < base.month) year++;
  }
  if (month === null) return null;
  return weekOfMonth(year, month, place, skip + length);
}

/** Weeks of a month are counted by its working days: the first holds the first one, the last the last; cut to the month. */
function weekOfMonth(year: number, month: number, place: number, length: number): Found | null {
  const first = isoDate(year, month, 1);
  const last = isoDate(year, month, daysInMonth(year, month));
  if (first === null || last === null) return null;
  const firstWorking = weekdayOf(first) > 5 ? addDays(first, 8 - weekdayOf(first)) : first;
  const monday =
    place === -1
      ? mondayOf(weekdayOf(last) > 5 ? addDays(last, 5 - weekdayOf(last)) : last)
      : addDays(mondayOf(firstWorking), 7 * (place - 1));
  const [start, end] = workWeek(monday);
  if (start > last) return null;
  return atom({ is: 'fixed', from: laterOf(start, first), to: earlierOf(end, last), vague: 'week-of-month' }, length);
}

export function monthAt(tokens: readonly DateToken[], at: number, today: IsoDate): Found | null {
  const skip = says(tokens, at, 'the');
  const here = at + skip;
  const { year, month } = partsOf(today);
  const lastOf = (date: IsoDate) => {
    const parts = partsOf(date);
    return isoDate(parts.year, parts.month, daysInMonth(parts.year, parts.month)) ?? date;
  };
  const ends = saysAny(tokens, here, [
    'end of the month',
    'end of this month',
    'end of month',
    'month end',
    'end of next month',
    'last day of the month',
  ]);
  if (ends > 0) return fixed(lastOf(addMonths(today, word(tokens, here + 2) === 'next' ? 1 : 0)), skip + ends);
  if (says(tokens, here, 'this month')) return fixed(today, skip + 2, lastOf(today));
  for (const [phrase, months] of [
    ['next month', 1],
    ['last month', -1],
  ] as const) {
    const first = addMonths(`${today.slice(0, 8)}01`, months);
    if (says(tokens, here, phrase)) return fixed(first, skip + 2, lastOf(first));
  }
  for (const [phrase, years] of [
    ['this year', 0],
    ['next year', 1],
    ['last year', -1],
  ] as const) {
    if (says(tokens, here, phrase)) return fixed(`${year + years}-01-01`, skip + 2, `${year + years}-12-31`);
  }
  // A month on its own: only after a word that makes it one ("may" and "march" are verbs too).
  const named = MONTHS.get(word(tokens, here));
  const next = tokens[here + 1];
  if (named === undefined || next?.kind === 'ordinal' || (next?.kind === 'number' && next.value <= 31)) return null;
  if (
    (word(tokens, here).length < 5 || named === 3) &&
    !/^(?:in|of|for|during|next|this|until|since|all)$/u.test(word(tokens, at - 1))
  )
    return null;
  if (/^(?:of)$/u.test(word(tokens, at - 1)) && tokens[at - 2]?.kind === 'ordinal') return null;
  const said = next?.kind === 'number' && next.value >= 1900 && next.value < 2200 ? next.value : null;
  const first = isoDate(said ?? (named < month ? year + 1 : year), named, 1);
  if (first === null) return null;
  const from = first < today && lastOf(first) >= today ? today : first;
  return fixed(from, skip + (said === null ? 1 : 2), lastOf(first));
}
