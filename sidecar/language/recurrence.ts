/** Rhythms in words: "every Monday", "every other week", "weekdays", "monthly on the 1st", "every day until June". */
import { addDays, addMonths, type IsoDate, todayIn } from './calendar.ts';
import type { DateContext } from './date-reading.ts';
import { dateTokens, WEEKDAYS } from './date-tokens.ts';
import { findDateWords } from './date-words.ts';
import { readDates } from './dates.ts';
import { normaliseText } from './normalise.ts';
import { joinTextSpans, type TextSpan } from './spans.ts';

export type Frequency = 'daily' | 'weekly' | 'monthly' | 'yearly';

export interface Recurrence {
  readonly freq: Frequency;
  /** 1 = every one, 2 = every other. */
  readonly interval: number;
  /** 1 = Monday .. 7 = Sunday, in order; with `weekly`, and with `place` under `monthly`. */
  readonly weekdays?: readonly number[];
  /** 1 to 31; -1 is the last day of the month. */
  readonly monthDay?: number;
  /** "the first Monday of every month": 1 to 4, -1 = last; with `monthly` and one weekday. */
  readonly place?: number;
  /** The last day on which it may happen. */
  readonly until?: IsoDate;
  /** "five times" */
  readonly count?: number;
  readonly spans: readonly TextSpan[];
}

const DAY = `(?:${[...WEEKDAYS.keys()].join('|')})`;
const DAY_LIST = `${DAY}(?:(?:,? and |, ?| ?\\/ ?| ?& ?| or ?)${DAY})*`;
const NUMBER = '\\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve';
const EACH = '(?:every|each)(?: single)?';
const END = '(?![a-z\\d])';
const pattern = (source: string) => new RegExp(`(?<![a-z\\d])${source}${END}`, 'u');

const EVERY_DAYS = pattern(
  `(?:on )?${EACH} (?<other>other |second |2nd |third |3rd |fourth |4th )?(?<days>${DAY_LIST})`,
);
const PLURAL_DAYS = pattern(
  `(?:on )?(?<days>(?:mon|tues|wednes|thurs|fri|satur|sun)days(?:(?:,? and |, ?| ?& ?)(?:mon|tues|wednes|thurs|fri|satur|sun)days)*)`,
);
const WORKDAYS = pattern(
  `(?:on )?(?:${EACH} (?:weekday|work(?:ing)?[ -]?day|business day)|weekdays|workdays|(?:on )?working days|monday (?:to|through|thru|-) friday (?=every|each)${EACH} week)`,
);
const WEEKENDS = pattern(`(?:on )?(?:${EACH} weekend|weekends)`);
const PLACE = pattern(
  `(?:on )?(?:the |every )?(?<place>first|1st|second|2nd|third|3rd|fourth|4th|last) (?<day>${DAY}|day) (?:of|in) (?:every|each|the) (?<other>other )?month`,
);
const DAY_OF_MONTH = pattern(
  `(?:on |by )?(?:the |every )?(?:(?<day>\\d{1,2})(?:st|nd|rd|th)?|(?<word>first|second|third|fifth|tenth|fifteenth|twentieth|last)(?: day)?) of (?:every|each|the) (?<other>other )?month`,
);
const EVERY_UNIT = pattern(
  `${EACH} (?:(?<other>other |second |2nd |alternate )|(?<count>${NUMBER})(?:rd|th)? )?(?<unit>day|morning|afternoon|evening|night|week|fortnight|month|quarter|year)s?`,
);
const ADVERB = pattern(
  `(?<word>everyday|daily|weekly|bi-?weekly|fortnightly|monthly|bi-?monthly|quarterly|yearly|annually|once an? (?:day|week|month|year))`,
);
const ON_DAYS = new RegExp(`^,? (?:on )?(?:(?:every|each) )?(?<days>${DAY_LIST})${END}`, 'u');
const ON_DATE =
  /^,? (?:on )?(?:the )?(?:(?<day>\d{1,2})(?:st|nd|rd|th)|(?<word>first|fifteenth|last)(?: day)?)(?![a-z\d])/u;
const UNTIL = /(?<![a-z])(?<way>until|till|til|up to|ending|ends|through|thru)(?: on)? (?<what>.+)$/u;
const FOR_SPAN = new RegExp(
  `(?<![a-z])for (?:the next )?(?<count>${NUMBER}|a|one) (?<unit>day|week|month|year)s?${END}`,
  'u',
);
const TIMES = new RegExp(`(?<![a-z])(?:for )?(?<count>${NUMBER}) (?:times|occurrences)${END}`, 'u');

const COUNTS: Readonly<Record<string, number>> = {
  a: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
};
const PLACES: Readonly<Record<string, number>> = {
  first: 1,
  '1st': 1,
  second: 2,
  '2nd': 2,
  third: 3,
  '3rd': 3,
  fourth: 4,
  '4th': 4,
  fifth: 5,
  tenth: 10,
  fifteenth: 15,
  twentieth: 20,
  last: -1,
};

type Rule = Omit<Recurrence, 'spans' | 'until' | 'count'>;
interface Found {
  readonly rule: Rule;
  readonly start: number;
  readonly end: number;
}

const countOf = (word: string | undefined): number => (word === undefined ? 1 : (COUNTS[word] ?? Number(word)));
const otherOf = (word: string | undefined): number => {
  const said = word?.trim();
  return said === undefined ? 1 : said === 'third' || said === '3rd' ? 3 : said === 'fourth' || said === '4th' ? 4 : 2;
};

function daysIn(list: string): readonly number[] {
  const days = dateTokens(list).flatMap((token) => WEEKDAYS.get(token.text) ?? []);
  return [...new Set(days)].sort((a, b) => a - b);
}

/** How often something happens; null when nothing says so. The time of day is another reader's. @throws RangeError for an unknown zone. */
export function readRecurrence(text: string, context: DateContext): Recurrence | null {
  const plain = normaliseText(text);
  const found = ruleIn(plain);
  if (found === null) return null;
  const end = endIn(plain, context);
  const spans = joinTextSpans([[found.start, found.end], ...end.spans], plain.length);
  return { ...found.rule, ...end.ends, spans };
}

function ruleIn(plain: string): Found | null {
  const at = (match: RegExpExecArray, rule: Rule): Found => ({
    rule,
    start: match.index,
    end: match.index + match[0].length,
  });
  const place = PLACE.exec(plain);
  if (place !== null) {
    const { place: which = '', day = '', other } = place.groups ?? {};
    const interval = otherOf(other);
    if (day === 'day') return at(place, { freq: 'monthly', interval, monthDay: PLACES[which] ?? 1 });
    return at(place, { freq: 'monthly', interval, weekdays: daysIn(day), place: PLACES[which] ?? 1 });
  }
  const dayOfMonth = DAY_OF_MONTH.exec(plain);
  const monthDay = dayOfMonth === null ? null : monthDayOf(dayOfMonth);
  if (dayOfMonth !== null && monthDay !== null) {
    return at(dayOfMonth, { freq: 'monthly', interval: otherOf(dayOfMonth.groups?.['other']), monthDay });
  }
  const workdays = WORKDAYS.exec(plain);
  if (workdays !== null) return at(workdays, { freq: 'weekly', interval: 1, weekdays: [1, 2, 3, 4, 5] });
  const weekends = WEEKENDS.exec(plain);
  if (weekends !== null) return at(weekends, { freq: 'weekly', interval: 1, weekdays: [6, 7] });
  const every = EVERY_DAYS.exec(plain);
  if (every !== null) {
    const weekdays = daysIn(every.groups?.['days'] ?? '');
    return at(every, { freq: 'weekly', interval: otherOf(every.groups?.['other']), weekdays });
  }
  const unit = EVERY_UNIT.exec(plain) ?? ADVERB.exec(plain);
  if (unit !== null) return withDetail(plain, unit, unitRule(unit));
  const plural = PLURAL_DAYS.exec(plain);
  if (plural !== null) return at(plural, { freq: 'weekly', interval: 1, weekdays: daysIn(plural[0]) });
  return null;
}

function monthDayOf(match: RegExpExecArray): number | null {
  const { day, word } = match.groups ?? {};
  const value = day === undefined ? (PLACES[word ?? ''] ?? 0) : Number(day);
  return value === -1 || (value >= 1 && value <= 31) ? value : null;
}

function unitRule(match: RegExpExecArray): Rule {
  const { other, count, unit, word } = match.groups ?? {};
  if (word !== undefined) {
    const said = word.replace('-', '');
    if (said === 'everyday' || said === 'daily' || said.endsWith('a day')) return { freq: 'daily', interval: 1 };
    if (said === 'biweekly' || said === 'fortnightly') return { freq: 'weekly', interval: 2 };
    if (said === 'weekly' || said.endsWith('a week')) return { freq: 'weekly', interval: 1 };
    if (said === 'quarterly') return { freq: 'monthly', interval: 3 };
    if (said === 'bimonthly') return { freq: 'monthly', interval: 2 };
    return said === 'monthly' || said.endsWith('a month')
      ? { freq: 'monthly', interval: 1 }
      : { freq: 'yearly', interval: 1 };
  }
  const interval = Math.max(1, other === undefined ? countOf(count) : 2);
  if (unit === 'week') return { freq: 'weekly', interval };
  if (unit === 'fortnight') return { freq: 'weekly', interval: 2 * interval };
  if (unit === 'month') return { freq: 'monthly', interval };
  if (unit === 'quarter') return { freq: 'monthly', interval: 3 * interval };
  return unit === 'year' ? { freq: 'yearly', interval } : { freq: 'daily', interval };
}

/** "weekly | on Tuesday and Thursday", "monthly | on the 1st", also when the days come before: "Tuesdays, every other week". */
function withDetail(plain: string, match: RegExpExecArray, rule: Rule): Found {
  const start = match.index;
  const end = start + match[0].length;
  const rest = plain.slice(end);
  if (rule.freq === 'weekly') {
    const on = ON_DAYS.exec(rest);
    if (on !== null)
      return { rule: { ...rule, weekdays: daysIn(on.groups?.['days'] ?? '') }, start, end: end + on[0].length };
    const before = new RegExp(`(?<![a-z\\d])(?:on )?(?<days>${DAY_LIST}),? $`, 'u').exec(
      plain.slice(Math.max(0, start - 64), start),
    );
    if (before !== null)
      return {
        rule: { ...rule, weekdays: daysIn(before.groups?.['days'] ?? '') },
        start: start - before[0].length,
        end,
      };
  }
  if (rule.freq === 'monthly') {
    const on = ON_DATE.exec(rest);
    const monthDay = on === null ? null : monthDayOf(on);
    if (on !== null && monthDay !== null) return { rule: { ...rule, monthDay }, start, end: end + on[0].length };
  }
  return { rule, start, end };
}

function endIn(
  plain: string,
  context: DateContext,
): { readonly ends: { readonly until?: IsoDate; readonly count?: number }; readonly spans: readonly TextSpan[] } {
  const today = todayIn(context.now, context.timeZone);
  const times = TIMES.exec(plain);
  if (times !== null) {
    return { ends: { count: countOf(times.groups?.['count']) }, spans: [[times.index, times.index + times[0].length]] };
  }
  const length = FOR_SPAN.exec(plain);
  if (length !== null) {
    const count = countOf(length.groups?.['count']);
    const unit = length.groups?.['unit'];
    const after =
      unit === 'day'
        ? addDays(today, count)
        : unit === 'week'
          ? addDays(today, 7 * count)
          : addMonths(today, unit === 'year' ? 12 * count : count);
    return { ends: { until: addDays(after, -1) }, spans: [[length.index, length.index + length[0].length]] };
  }
  const until = UNTIL.exec(plain);
  if (until === null) return { ends: {}, spans: [] };
  const what = until.groups?.['what'] ?? '';
  const dates = readDates(
    /^(?:the )?end of (?:the |this )?year/u.test(what) ? `31 december ${today.slice(0, 4)}` : `until ${what}`,
    context,
  );
  if (dates.kind !== 'range') return { ends: {}, spans: [] };
  // "Until June" ends when June comes, "through June" with its last day.
  const through = /^th/u.test(until.groups?.['way'] ?? '');
  const from = until.index + until[0].length - what.length;
  const words = findDateWords(plain, context).find(([start, end]) => start <= from + 4 && end > from);
  const year = /^(?:the )?end of (?:the |this )?year/u.exec(what)?.[0].length ?? 0;
  return {
    ends: { until: through ? dates.to : dates.from },
    spans: [[until.index, Math.max(words?.[1] ?? 0, from + year)]],
  };
}
