/** Stretches of time that money is asked for, by name or by their days. */
import { addDays, addMonths, todayIn } from '../../calendar.ts';
import type { DateSpan } from '../../date-reading.ts';
import { MONTHS, NUMBER_WORDS } from '../../date-tokens.ts';
import { readDates } from '../../dates.ts';
import { normaliseText } from '../../normalise.ts';
import type { SlotContext } from './slot-reader.ts';

/** The days that were named, behind rather than ahead; null for none. */
export function saidDays(text: string, context: SlotContext): DateSpan | null {
  const plain = normaliseText(text);
  const year = / (?<which>this|last|current|previous) year\b/u.exec(` ${plain}`)?.groups?.['which'];
  const now = Number(
    new Intl.DateTimeFormat('en-US', { year: 'numeric', timeZone: context.timeZone }).format(context.now),
  );
  if (year !== undefined) {
    const number = year === 'last' || year === 'previous' ? now - 1 : now;
    return { from: `${number}-01-01`, to: `${number}-12-31` };
  }
  const quarter = / (?<which>this|last|current|previous|past) quarter\b/u.exec(` ${plain}`)?.groups?.['which'];
  if (quarter !== undefined) {
    const today = todayIn(context.now, context.timeZone);
    const begins = `${now}-${String(3 * Math.floor((Number(today.slice(5, 7)) - 1) / 3) + 1).padStart(2, '0')}-01`;
    const from = /this|current/u.test(quarter) ? begins : addMonths(begins, -3);
    return { from, to: addDays(addMonths(from, 3), -1) };
  }
  // "In the last two weeks": as many days back as that is.
  const back =
    /(?<![a-z])(?:last|past|previous) (?<count>\d{1,2}|two|three|four|five|six|eight|ten|twelve|couple of|few) (?<unit>day|week|month)s(?![a-z])/u.exec(
      plain,
    )?.groups;
  const count =
    NUMBER_WORDS.get(back?.['count'] ?? '') ??
    (back?.['count'] === 'couple of' ? 2 : back?.['count'] === 'few' ? 3 : Number(back?.['count']));
  if (back !== undefined && count > 0) {
    const today = todayIn(context.now, context.timeZone);
    const from =
      back['unit'] === 'month' ? addMonths(today, -count) : addDays(today, -count * (back['unit'] === 'week' ? 7 : 1));
    return { from, to: today };
  }
  const month = / (?:this|the current) month\b/u.test(` ${plain}`);
  if (month) {
    const first = `${todayIn(context.now, context.timeZone).slice(0, 7)}-01`;
    return { from: first, to: addDays(addMonths(first, 1), -1) };
  }
  const reading = readDates(plain, { ...context, direction: 'past' });
  if (reading.kind !== 'range') return null;
  // A month by its name knows no direction, and money that was spent lies behind.
  const today = todayIn(context.now, context.timeZone);
  const ahead = reading.from > today;
  if (/(?<![a-z])since(?![a-z])/u.test(plain))
    return { from: ahead ? addMonths(reading.from, -12) : reading.from, to: today };
  return ahead
    ? { from: addMonths(reading.from, -12), to: addMonths(reading.to, -12) }
    : { from: reading.from, to: reading.to };
}

/** `current_month`, `last_quarter`, `q1`, `march`, `2025`; null when no such stretch was named. */
export function saidPeriod(text: string, _context: SlotContext): string | null {
  const words = ` ${normaliseText(text)
    .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    .replace(/ (?:fiscal|financial|calendar|budget) (?=year|quarter)/gu, ' ')
    .replace(/\bytd\b/gu, 'year to date')
    .replace(/\s+/gu, ' ')} `;
  const named =
    / (?<which>this|current|last|previous|past|next|the last) (?<unit>month|quarter|year|week)(?:'?s)? /u.exec(
      words,
    )?.groups;
  if (named) {
    const which = named['which'] ?? '';
    // The days of last week are told by the days themselves.
    if (named['unit'] === 'week' && !/this|current/u.test(which)) return null;
    const lead = /this|current/u.test(which) ? 'current' : which === 'next' ? 'next' : 'last';
    return `${lead}_${named['unit']}`;
  }
  if (/ (?:annual|annually|yearly|for the year|year to date|the whole year) /u.test(words)) return 'current_year';
  if (/ (?:quarterly|for the quarter) /u.test(words)) return 'current_quarter';
  if (/ for the month /u.test(words)) return 'current_month';
  const quarter = / q(?<n>[1-4]) | (?<word>first|second|third|fourth) quarter /u.exec(words)?.groups;
  if (quarter) return `q${quarter['n'] ?? { first: 1, second: 2, third: 3, fourth: 4 }[quarter['word'] ?? ''] ?? 1}`;
  const year = / (?<year>20\d\d) /u.exec(words)?.groups?.['year'];
  // "from January 1 to February 15" are days and no month.
  const months = words
    .trim()
    .split(' ')
    .filter((word, at, all) => MONTHS.has(word) && !isOfDay(all, at) && !(word === 'may' && all[at + 1] === 'i'));
  const [month, ...more] = months;
  if (month !== undefined && more.length === 0) return fullName(month);
  if (months.length > 1 || hasDayOfMonth(words)) return null;
  return year ?? null;
}

/** Whether a span is nothing but a day that was misread. */
export function isSavedPeriod({ from, to }: DateSpan): boolean {
  return to < from;
}

function isOfDay(words: readonly string[], at: number): boolean {
  const beside = [words[at - 1] ?? '', words[at + 1] ?? '', words[at - 2] ?? ''];
  return (
    beside.slice(0, 2).some((word) => /^\d{1,2}(?:st|nd|rd|th)?$/u.test(word)) ||
    (beside[0] === 'of' && /^\d{1,2}/u.test(beside[2] ?? ''))
  );
}

function hasDayOfMonth(words: string): boolean {
  return words
    .trim()
    .split(' ')
    .some((word, at, all) => MONTHS.has(word) && isOfDay(all, at));
}

function fullName(month: string): string {
  const number = MONTHS.get(month);
  const full = [...MONTHS].filter(([, each]) => each === number).map(([name]) => name);
  return full.sort((a, b) => b.length - a.length)[0] ?? month;
}
