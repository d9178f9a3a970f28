/** Amounts of money in words and figures: "$48.50", "48,50 €", "USD 1.2k", "twelve dollars fifty", "a hundred bucks". */
import { currencyAfter, currencyBefore, dollarsAre } from './currencies.ts';
import { MONTHS } from './date-tokens.ts';
import { figureAt } from './figures.ts';
import { normaliseText } from './normalise.ts';
import { mayBeginAt, numberWordsAt } from './number-words.ts';
import { overlaps, type TextSpan } from './spans.ts';

export interface MoneyContext {
  /** For "1.200" and "1,200"; default en-US. */
  readonly locale?: string;
  /** Of the company: which dollars "$" and "bucks" are, which crowns "kr". ISO code. */
  readonly currency?: string | null;
  /** Places that other readers have taken (dates, times, ids): no amounts there. */
  readonly taken?: readonly TextSpan[];
}

export interface MoneyReading {
  /** May be negative or zero. */
  readonly amount: number;
  /** ISO code; null when none was said. */
  readonly currency: string | null;
  readonly span: TextSpan;
}

const START = /(?<![\p{L}\p{N}_.,:/#^-])(?=[\p{L}\d$€£¥₹(+.-])|(?<=[\p{L}\d] ?)(?=[$€£¥₹])/gu;
const SIGN = /(?:minus |negative |-\s?|\+)?/uy;
const BUCKS_WORDS =
  /(?:an? |one )?(?<grand>grand)(?![a-z])|a couple (?:of )?(?<couple>hundred|thousand|grand|bucks|dollars|euros|pounds|quid)(?![a-z])|half an? (?<half>million|grand|billion)(?![a-z])|a (?<few>buck|dollar|euro|pound|quid|fiver|tenner)(?![a-z])/uy;
const SCALE =
  /(?:(?<k>(?<= ?)k|thousand|grand)|(?<m>m|mn|mio|mln|million)|(?<b>b|bn|billion)|(?<t>trillion)|(?<lakh>lakhs?)|(?<crore>crores?))(?![a-z\d])/uy;
const UNIT_AFTER = new RegExp(
  ` ?(?:%|percent|per cent)|:\\d|\\/\\d|[./-]\\d|(?:st|nd|rd|th|h|am|pm|min|mins|m|km|kg|x|d|w)(?![a-z])|(?:[ -](?:am|pm|a\\.m|p\\.m|o'?clock|days?|nights?|weeks?|months?|years?|hours?|hrs?|minutes?|mins?|seconds?|people|persons?|guests?|attendees|folks|km|kms|kilometers?|miles?|kg|pages?|points?|items?|pieces?|units?|tickets?|licen[cs]es|seats?|copies|tasks?|meetings?|calls?|times|percent|of (?:them|us|these|those)|more|others?|(?:of )?(?:${[...MONTHS.keys()].join('|')}))(?![a-z]))`,
  'uy',
);
const NOT_BEFORE = new RegExp(
  `(?:\\b(?:(?:${[...MONTHS.keys()].join('|')})\\.?(?: the)?|q|version|room|floor|gate|flight|page|section|no\\.?|nr\\.?|number|task|ticket|step|week|day|form|iso|top|last|past|next|in|on the|since|until)|\\d[:/.-]) ?$`,
  'u',
);

/** All amounts in order; a number alone counts unless it is plainly something else. Never throws on words. */
export function readMoney(text: string, context: MoneyContext = {}): readonly MoneyReading[] {
  const plain = normaliseText(text);
  const readings: MoneyReading[] = [];
  let past = 0;
  for (const { index } of plain.matchAll(START)) {
    if (index < past) continue;
    const found = amountAt(plain, index, context);
    if (found === null || (context.taken ?? []).some((span) => overlaps(span, found.span))) continue;
    readings.push(found);
    past = found.span[1];
  }
  return readings;
}

/** The amount that is meant when there should be one: the first with a currency, else the first. */
export function mainAmount(readings: readonly MoneyReading[]): MoneyReading | null {
  return readings.find(({ currency }) => currency !== null) ?? readings[0] ?? null;
}

interface Value {
  readonly value: number;
  readonly end: number;
  /** Written with a grouping, decimals or a scale: more than a count. */
  readonly figure: boolean;
  /** Plain words such as "two": an amount only beside a currency. */
  readonly weak: boolean;
}

function amountAt(plain: string, start: number, context: MoneyContext): MoneyReading | null {
  SIGN.lastIndex = start;
  const sign = SIGN.exec(plain)?.[0] ?? '';
  const before = currencyBefore(plain, start + sign.length, context.currency ?? null);
  let at = before?.end ?? start + sign.length;
  // "$-5", "usd minus 5"
  SIGN.lastIndex = at;
  const inner = before === null ? '' : (SIGN.exec(plain)?.[0] ?? '');
  at += inner.length;
  const negative = /-|minus|negative/u.test(sign + inner);
  const special = before === null ? specialAt(plain, at, context) : null;
  if (special !== null) return signed(special, negative, start);
  const value = valueAt(plain, at, context.locale ?? 'en-US', before !== null);
  if (value === null) return null;
  const after = before === null ? currencyAfter(plain, value.end, context.currency ?? null) : null;
  const currency = before?.currency ?? after?.currency ?? null;
  if (currency === null && !standsAlone(plain, start, value, sign)) return null;
  // "100 usd 20 ..." has one currency; "12 dollars fifty" goes on.
  let amount = after?.cents === true ? value.value / 100 : value.value;
  let end = after?.end ?? value.end;
  if (after !== null && after.cents !== true) {
    const cents = centsAt(plain, end);
    if (cents !== null) {
      amount += cents.value / 100;
      end = cents.end;
    }
  }
  return signed({ amount, currency, span: [start, end] }, negative, start);
}

function signed(reading: MoneyReading, negative: boolean, start: number): MoneyReading {
  const amount = Number(reading.amount.toFixed(4));
  return {
    amount: negative && amount !== 0 ? -amount : amount,
    currency: reading.currency,
    span: [start, reading.span[1]],
  };
}

function valueAt(plain: string, at: number, locale: string, led: boolean): Value | null {
  const figure = figureAt(plain, at, locale);
  const words = figure === null && mayBeginAt(plain, at, new Set()) ? numberWordsAt(plain, at) : null;
  const base = figure ?? words;
  if (base === null) return null;
  let { value, end } = base;
  let isFigure = figure?.formatted === true;
  const half = / and a half/uy;
  half.lastIndex = end;
  if (figure !== null && !isFigure && half.test(plain))
    return { value: value + 0.5, end: half.lastIndex, figure: true, weak: false };
  half.lastIndex = end;
  if (words !== null && half.test(plain)) {
    const scaled = scaleAt(plain, half.lastIndex, true);
    if (scaled !== null) return { value: (value + 0.5) * scaled.factor, end: scaled.end, figure: true, weak: false };
  }
  const scale = scaleAt(plain, end, led || isFigure);
  if (scale !== null) {
    value *= scale.factor;
    end = scale.end;
    isFigure = true;
  }
  // "twelve fifty", "three ninety nine": dollars and cents as spoken.
  if (words !== null && scale === null && value >= 1 && value < 1000) {
    const cents = spokenCents(plain, end);
    if (cents !== null) return { value: value + cents.value / 100, end: cents.end, figure: true, weak: false };
  }
  return { value, end, figure: isFigure, weak: words !== null && value < 13 && !isFigure };
}

/** "k" always; "m" and "b" only where no minutes or grades can be meant. */
function scaleAt(
  plain: string,
  end: number,
  certain: boolean,
): { readonly factor: number; readonly end: number } | null {
  const gap = plain[end] === ' ' ? 1 : 0;
  SCALE.lastIndex = end + gap;
  const match = SCALE.exec(plain);
  if (match === null) return null;
  const { k, m, b, t, lakh } = match.groups ?? {};
  const short = match[0].length === 1;
  if (short && gap === 1) return null;
  if (short && k === undefined && !certain) return null;
  const factor =
    k !== undefined
      ? 1e3
      : m !== undefined
        ? 1e6
        : b !== undefined
          ? 1e9
          : t !== undefined
            ? 1e12
            : lakh !== undefined
              ? 1e5
              : 1e7;
  return { factor, end: end + gap + match[0].length };
}

function spokenCents(plain: string, end: number): { readonly value: number; readonly end: number } | null {
  if (plain[end] !== ' ') return null;
  const cents =
    mayBeginAt(plain, end + 1, new Set()) && !/\d/u.test(plain[end + 1] ?? '') ? numberWordsAt(plain, end + 1) : null;
  return cents !== null && cents.value >= 10 && cents.value < 100 ? cents : null;
}

/** After "12 dollars": "fifty", "50", "and 50 cents". */
function centsAt(plain: string, end: number): { readonly value: number; readonly end: number } | null {
  const gap = /^(?: and)? /u.exec(plain.slice(end, end + 6))?.[0] ?? '';
  if (gap === '') return null;
  const figure = /^\d{1,2}(?![\d.,:/%-]|[ ]?[a-z]*\d)/u.exec(plain.slice(end + gap.length, end + gap.length + 8));
  const words = figure === null ? numberWordsAt(plain, end + gap.length) : null;
  const value = figure === null ? words?.value : Number(figure[0]);
  const valueEnd = figure === null ? (words?.end ?? end) : end + gap.length + figure[0].length;
  if (value === undefined || value < 1 || value > 99) return null;
  const unit = /^ (?:cents?|pence|p|ct)(?![a-z])/u.exec(plain.slice(valueEnd, valueEnd + 8));
  if (unit !== null) return { value, end: valueEnd + unit[0].length };
  const alone =
    gap === ' ' &&
    value >= 5 &&
    /^(?:$|[.,;!?)](?!\d)| (?:for|on|at|in|to|from|please|yesterday|today|as|by|with|and|spent|the)(?![a-z]))/u.test(
      plain.slice(valueEnd),
    );
  return alone ? { value, end: valueEnd } : null;
}

/** "a grand", "a couple hundred dollars", "half a million", "a buck fifty". */
function specialAt(plain: string, at: number, context: MoneyContext): MoneyReading | null {
  BUCKS_WORDS.lastIndex = at;
  const match = BUCKS_WORDS.exec(plain);
  if (match === null) return null;
  const { grand, couple, half, few } = match.groups ?? {};
  const end = at + match[0].length;
  if (few !== undefined) {
    const currency =
      few === 'pound' || few === 'quid' || few === 'fiver' || few === 'tenner'
        ? 'GBP'
        : few === 'euro'
          ? 'EUR'
          : dollarsAre(context.currency ?? null);
    const cents = few === 'fiver' || few === 'tenner' ? null : centsAt(plain, end);
    const whole = few === 'fiver' ? 5 : few === 'tenner' ? 10 : 1;
    return { amount: whole + (cents?.value ?? 0) / 100, currency, span: [at, cents?.end ?? end] };
  }
  if (couple !== undefined && !/hundred|thousand|grand/u.test(couple)) {
    return {
      amount: 2,
      currency: currencyAfter(plain, end - couple.length - 1, context.currency ?? null)?.currency ?? null,
      span: [at, end],
    };
  }
  const amount =
    grand !== undefined
      ? 1000
      : couple !== undefined
        ? couple === 'hundred'
          ? 200
          : 2000
        : half === 'grand'
          ? 500
          : half === 'million'
            ? 5e5
            : 5e8;
  const after = currencyAfter(plain, end, context.currency ?? null);
  return { amount, currency: after?.currency ?? null, span: [at, after?.end ?? end] };
}

/** A number without a currency is an amount unless a word beside it makes it something else. */
function standsAlone(plain: string, start: number, value: Value, sign: string): boolean {
  UNIT_AFTER.lastIndex = value.end;
  if (UNIT_AFTER.test(plain)) return false;
  const before = plain.slice(Math.max(0, start - 24), start);
  const whole = /^\W*$/u.test(before) && /^(?: please|\W)*$/u.test(plain.slice(value.end));
  if (value.weak) return whole;
  if (/^[\p{L}\d_-]/u.test(plain.slice(value.end)) || /[\p{L}\d]$/u.test(before)) return false;
  if (/\bversion $/u.test(before)) return false;
  if (NOT_BEFORE.test(before) && !value.figure && sign.trim() === '') return false;
  const year = !value.figure && value.value >= 1990 && value.value < 2100 && Number.isInteger(value.value);
  return !(year && /\b(?:in|of|for|since|year|fy|until|from|to|by|this|q[1-4]) $/u.test(before));
}
