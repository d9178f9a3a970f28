/** Stretches that a report is about: "this month", "last quarter", "Q3", "2025", "since January", "last 30 days". */
import { addDays, addMonths, daysInMonth, type IsoDate, isoDate, mondayOf, partsOf, todayIn } from './calendar.ts';
import { MONTHS } from './date-tokens.ts';
import { normaliseText } from './normalise.ts';
import { numberWordsAt } from './number-words.ts';
import type { TextSpan } from './spans.ts';

export interface PeriodContext {
  /** Epoch ms. */
  readonly now: number;
  /** IANA zone of the employee. */
  readonly timeZone: string;
  /** Where "October" and "Q3" without a year lie. Default `past`, as reports do. */
  readonly direction?: 'past' | 'future';
  /** First month of the fiscal year, for "this fiscal year". Default 1. */
  readonly fiscalYearStart?: number;
}

export interface Period {
  /** First and last day, both included. */
  readonly from: IsoDate;
  readonly to: IsoDate;
  /**
   * `current_month`, `last_quarter`, `year_to_date`, `last_30_days` ... where words name it from today; else `2025`,
   * `2025-10`, `2025-Q3` or `from..to`. `periodOfKey` reads them all back.
   */
  readonly key: string;
}

export interface PeriodReading extends Period {
  readonly span: TextSpan;
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

const lastOfMonth = (year: number, month: number): IsoDate =>
  isoDate(year, month, daysInMonth(year, month)) ?? `${year}-${String(month).padStart(2, '0')}-28`;
const firstOfMonth = (date: IsoDate): IsoDate => `${date.slice(0, 8)}01`;
const safeYear = (year: number) => year >= 1900 && year < 2200;

/** The calendar unit so many units from today's. */
function unitPeriod(unit: Unit, step: number, today: IsoDate): { readonly from: IsoDate; readonly to: IsoDate } {
  const { year, month } = partsOf(today);
  if (unit === 'day') return { from: addDays(today, step), to: addDays(today, step) };
  if (unit === 'week') {
    const from = addDays(mondayOf(today), 7 * step);
    return { from, to: addDays(from, 6) };
  }
  if (unit === 'year') return { from: `${year + step}-01-01`, to: `${year + step}-12-31` };
  const first =
    unit === 'month'
      ? firstOfMonth(today)
      : `${year}-${String(Math.floor((month - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
  const from = addMonths(first, unit === 'month' ? step : 3 * step);
  return { from, to: addDays(addMonths(from, unit === 'month' ? 1 : 3), -1) };
}

const STEPS: Readonly<Record<string, number>> = {
  current: 0,
  this: 0,
  last: -1,
  previous: -1,
  prior: -1,
  past: -1,
  next: 1,
  coming: 1,
};
const NAMES: Readonly<Record<number, string>> = { 0: 'current', [-1]: 'last', 1: 'next' };

/** The period of a key as `Period.key` describes; null for another text. */
export function periodOfKey(key: string, context: PeriodContext): Period | null {
  const today = todayIn(context.now, context.timeZone);
  const named = /^(?<step>current|this|last|previous|next)_(?<unit>week|month|quarter|year)$/u.exec(key);
  if (named !== null)
    return { ...unitPeriod(named.groups?.['unit'] as Unit, STEPS[named.groups?.['step'] ?? ''] ?? 0, today), key };
  if (key === 'today') return { ...unitPeriod('day', 0, today), key };
  if (key === 'yesterday') return { ...unitPeriod('day', -1, today), key };
  const toDate = /^(?<unit>year|quarter|month|week)_to_date$/u.exec(key);
  if (toDate !== null) return { from: unitPeriod(toDate.groups?.['unit'] as Unit, 0, today).from, to: today, key };
  const run = /^(?<way>last|next)_(?<count>\d{1,3})_(?<unit>day|week|month|quarter|year)s$/u.exec(key);
  if (run !== null)
    return runPeriod(
      run.groups?.['way'] === 'next',
      Number(run.groups?.['count']),
      run.groups?.['unit'] as Unit,
      today,
    );
  const quarter = /^(?<year>\d{4})-Q(?<quarter>[1-4])$/u.exec(key);
  if (quarter !== null) return quarterPeriod(Number(quarter.groups?.['year']), Number(quarter.groups?.['quarter']));
  const month = /^(\d{4})-(\d{2})$/u.exec(key);
  if (month !== null) return monthPeriod(Number(month[1]), Number(month[2]));
  if (/^\d{4}$/u.test(key) && safeYear(Number(key))) return { from: `${key}-01-01`, to: `${key}-12-31`, key };
  const range = /^(\d{4})-(\d{2})-(\d{2})\.\.(\d{4})-(\d{2})-(\d{2})$/u.exec(key)?.slice(1).map(Number) ?? [];
  const from = isoDate(range[0] ?? 0, range[1] ?? 0, range[2] ?? 0);
  const to = isoDate(range[3] ?? 0, range[4] ?? 0, range[5] ?? 0);
  return from === null || to === null || to < from ? null : { from, to, key };
}

function quarterPeriod(year: number, quarter: number): Period | null {
  if (!safeYear(year)) return null;
  const month = 3 * quarter - 2;
  return {
    from: `${year}-${String(month).padStart(2, '0')}-01`,
    to: lastOfMonth(year, month + 2),
    key: `${year}-Q${quarter}`,
  };
}

function monthPeriod(year: number, month: number): Period | null {
  const from = isoDate(year, month, 1);
  return from === null ? null : { from, to: lastOfMonth(year, month), key: from.slice(0, 7) };
}

/** "last 30 days" end today, "last 3 months" with the last whole one. */
function runPeriod(next: boolean, count: number, unit: Unit, today: IsoDate): Period | null {
  if (count < 1 || count > 999 || (unit === 'year' && count > 100)) return null;
  const key = `${next ? 'next' : 'last'}_${count}_${unit}s`;
  if (unit === 'day')
    return next
      ? { from: addDays(today, 1), to: addDays(today, count), key }
      : { from: addDays(today, 1 - count), to: today, key };
  const nearest = unitPeriod(unit, next ? 1 : -1, today);
  const farthest = unitPeriod(unit, next ? count : -count, today);
  return next ? { from: nearest.from, to: farthest.to, key } : { from: farthest.from, to: nearest.to, key };
}

const MONTH = [...MONTHS.keys()].join('|');
const LEAD = '(?:(?:in|for|of|during|over|from|on|within) )?(?:the )?';
const pattern = (source: string) => new RegExp(`(?<![a-z\\d.,$€£/:-])${source}(?![a-z\\d]|[.,/:-]\\d)`, 'u');
const QUARTER = '(?:q ?(?<q>[1-4])|(?<qw>first|second|third|fourth|last|1st|2nd|3rd|4th) quarter)';
const ORDINALS: Readonly<Record<string, number>> = {
  first: 1,
  '1st': 1,
  second: 2,
  '2nd': 2,
  third: 3,
  '3rd': 3,
  fourth: 4,
  '4th': 4,
  last: 4,
};

type Maker = (
  groups: Readonly<Record<string, string | undefined>>,
  today: IsoDate,
  context: PeriodContext,
) => Period | null;

const keyed = (key: string, context: PeriodContext) => periodOfKey(key, context);
const number = (word = ''): number =>
  /^\d/u.test(word)
    ? Number(word)
    : word === 'couple of' || word === 'couple'
      ? 2
      : (numberWordsAt(word, 0)?.value ?? 0);
const monthOf = (word: string | undefined): number => MONTHS.get(word ?? '') ?? 0;
const range = (from: IsoDate, to: IsoDate): Period => ({ from, to, key: `${from}..${to}` });

/** The year of a month or quarter that named none: the last one that has begun, or of the future the next to end. */
function yearFor(month: number, length: number, today: IsoDate, context: PeriodContext): number {
  const { year, month: now } = partsOf(today);
  if (context.direction === 'future') return month + length - 1 < now ? year + 1 : year;
  return month > now ? year - 1 : year;
}

const READERS: readonly (readonly [RegExp, Maker])[] = [
  [
    pattern(
      `${LEAD}(?:(?<unit>year|quarter|month|week)[ -]to[ -]date|(?<ytd>ytd|qtd|mtd)|so far this (?<far>year|quarter|month|week)|this (?<far2>year|quarter|month|week) so far)`,
    ),
    (groups, _today, context) => {
      const short: Readonly<Record<string, string>> = { ytd: 'year', qtd: 'quarter', mtd: 'month' };
      return keyed(
        `${groups['unit'] ?? groups['far'] ?? groups['far2'] ?? short[groups['ytd'] ?? ''] ?? 'year'}_to_date`,
        context,
      );
    },
  ],
  [
    pattern(`${LEAD}(?<step>this|last|previous|next|current)? ?(?:fiscal|financial) year`),
    (groups, today, context) => {
      const start = context.fiscalYearStart ?? 1;
      const { year, month } = partsOf(today);
      const first = isoDate((month < start ? year - 1 : year) + (STEPS[groups['step'] ?? 'this'] ?? 0), start, 1);
      return first === null ? null : range(first, addDays(addMonths(first, 12), -1));
    },
  ],
  [
    pattern(
      `${LEAD}(?<way>last|past|previous|next|coming) (?<count>\\d{1,3}|[a-z]+(?: of)?) (?<unit>day|week|month|quarter|year)s`,
    ),
    (groups, today) =>
      runPeriod(/next|coming/u.test(groups['way'] ?? ''), number(groups['count']), groups['unit'] as Unit, today),
  ],
  [
    pattern(
      `${LEAD}(?<q>${QUARTER.replaceAll('?<q>', '?<qn>')})(?: (?:of )?(?:fy ?)?(?<year>20\\d\\d|19\\d\\d)| (?:of )?(?<step>this|last|next) year)?`,
    ),
    (groups, today, context) => {
      const quarter = groups['qn'] === undefined ? (ORDINALS[groups['qw'] ?? ''] ?? 1) : Number(groups['qn']);
      if (groups['qw'] === 'last' && groups['year'] === undefined && groups['step'] === undefined)
        return keyed('last_quarter', context);
      const year =
        groups['year'] !== undefined
          ? Number(groups['year'])
          : groups['step'] !== undefined
            ? partsOf(today).year + (STEPS[groups['step']] ?? 0)
            : yearFor(3 * quarter - 2, 3, today, context);
      return quarterPeriod(year, quarter);
    },
  ],
  [
    pattern(
      `${LEAD}(?<half>first|second|1st|2nd) half(?: of (?:the |this )?(?:year|(?<year>20\\d\\d)))?|h(?<h>[12])(?: (?<hy>20\\d\\d))?`,
    ),
    (groups, today) => {
      const second = groups['h'] === '2' || /^(?:second|2nd)$/u.test(groups['half'] ?? '');
      const year = Number(groups['year'] ?? groups['hy'] ?? partsOf(today).year);
      return second ? range(`${year}-07-01`, `${year}-12-31`) : range(`${year}-01-01`, `${year}-06-30`);
    },
  ],
  [
    pattern(
      `(?:since|from(?=.* (?:until|till|to) (?:now|today|date))) (?:the )?(?:(?<start>start|beginning) of (?:the |this )?(?<unit>year|quarter|month|week)|(?<last>last|this) (?<lunit>year|quarter|month|week)|(?<month>${MONTH})(?: (?<year>20\\d\\d))?|(?<y>20\\d\\d))(?: (?:until|till|to) (?:now|today|date))?`,
    ),
    (groups, today, context) => {
      if (groups['start'] !== undefined) return keyed(`${groups['unit'] ?? 'year'}_to_date`, context);
      if (groups['last'] !== undefined)
        return range(unitPeriod(groups['lunit'] as Unit, STEPS[groups['last']] ?? 0, today).from, today);
      const month = groups['month'] === undefined ? 1 : monthOf(groups['month']);
      const year = Number(groups['year'] ?? groups['y'] ?? yearFor(month, 1, today, { ...context, direction: 'past' }));
      const from = isoDate(year, month, 1);
      return from === null || from > today ? null : range(from, today);
    },
  ],
  [
    pattern(
      `(?:from |between )?(?<a>${MONTH})(?: (?<ay>20\\d\\d))? (?:to|until|through|till|and|-) (?<b>${MONTH})(?: (?<by>20\\d\\d))?`,
    ),
    (groups, today, context) => {
      const [first, last] = [monthOf(groups['a']), monthOf(groups['b'])];
      const year = Number(groups['by'] ?? groups['ay'] ?? yearFor(first, 1, today, context));
      const begin = Number(groups['ay'] ?? (first > last && groups['by'] !== undefined ? year - 1 : year));
      const end = groups['by'] === undefined && first > last ? begin + 1 : Math.max(year, begin);
      const from = isoDate(begin, first, 1);
      const to = isoDate(end, last, 1) === null ? null : lastOfMonth(end, last);
      return from === null || to === null || to < from ? null : range(from, to);
    },
  ],
  [
    pattern(
      `${LEAD}(?:month of )?(?<month>${MONTH})(?!\\.? \\d{1,2}(?!\\d))(?:,? (?:of )?(?:(?<year>20\\d\\d|19\\d\\d)|(?<step>this|last|next) year))?`,
    ),
    (groups, today, context) => {
      const month = monthOf(groups['month']);
      const year =
        groups['year'] !== undefined
          ? Number(groups['year'])
          : groups['step'] !== undefined
            ? partsOf(today).year + (STEPS[groups['step']] ?? 0)
            : yearFor(month, 1, today, context);
      return monthPeriod(year, month);
    },
  ],
  [
    pattern(
      `${LEAD}(?<step>this|last|previous|prior|past|next|coming|current)(?: (?:calendar|whole|entire|full))? (?<unit>week|month|quarter|year)(?:'s)?`,
    ),
    (groups, _today, context) =>
      keyed(`${NAMES[STEPS[groups['step'] ?? ''] ?? 0] ?? 'current'}_${groups['unit']}`, context),
  ],
  [pattern(`(?<day>today|yesterday)(?:'s)?`), (groups, _today, context) => keyed(groups['day'] ?? 'today', context)],
  [
    pattern(`${LEAD}(?:year |fy ?)?(?<year>20\\d\\d|19\\d\\d)`),
    (groups, _today, context) => keyed(groups['year'] ?? '', context),
  ],
  [
    pattern(`(?:(?<once>monthly|weekly|quarterly|yearly|annual)) (?:report|summary|expenses?|budget|overview)`),
    (groups, _today, context) => {
      const unit = { monthly: 'month', weekly: 'week', quarterly: 'quarter', yearly: 'year', annual: 'year' }[
        groups['once'] ?? 'monthly'
      ];
      return keyed(`current_${unit ?? 'month'}`, context);
    },
  ],
];
/** Verbs and names, too: months only where something says so. */
const MONTH_WORD = /^(?:may|march|mar|jun|sept?|dec|jan|apr|feb|jul|aug|oct|nov)$/u;

/** The period an utterance names; null when it names none. @throws RangeError for an unknown zone. */
export function readPeriod(text: string, context: PeriodContext): PeriodReading | null {
  const plain = normaliseText(text);
  const today = todayIn(context.now, context.timeZone);
  for (const [reader, make] of READERS) {
    const match = reader.exec(plain);
    if (match === null || (MONTH_WORD.test(match[0]) && match[0] !== plain)) continue;
    const period = make(match.groups ?? {}, today, context);
    if (period !== null) return { ...period, span: [match.index, match.index + match[0].length] };
  }
  return null;
}
