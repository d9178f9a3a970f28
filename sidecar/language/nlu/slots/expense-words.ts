/** What words say of an expense: amounts, what each was for, when, on whose project. */
import { type MoneyReading, readMoney } from '../../money.ts';
import { normaliseText } from '../../normalise.ts';
import { categoryOf, saidCategory } from './expense-categories.ts';
import { DAY, dateIn } from './expense-days.ts';
import { descriptionOf } from './expense-descriptions.ts';
import type { SlotContext } from './slot-reader.ts';

export interface SaidExpense {
  readonly amount?: number;
  /** ISO code; only when one was named. */
  readonly currency?: string;
  readonly category?: string;
  /** Lower case, as said. */
  readonly description?: string;
  readonly date?: string;
}

export interface SaidExpenses {
  /** In order; one at least, which may be empty. */
  readonly lines: readonly SaidExpense[];
  /** Of all of them, when it was said once. */
  readonly date: string | null;
  readonly project: string | null;
  readonly hasReceipt: boolean | null;
  readonly receiptUrl: string | null;
}

const URL = /(?:https:\/\/|\/(?:private\/)?files\/)\S+/u;
const NAME_WORD = String.raw`(?!(?:to|on|onto|for|against|under|of|the|with|from|at|in) )[\p{L}\p{N}&'-]+`;
const PROJECT = [
  new RegExp(
    String.raw`\b(?:(?:to|on|onto|for|against|under|of) )?(?:the )?project (?<name>${NAME_WORD}(?: ${NAME_WORD}){0,2})`,
    'u',
  ),
  new RegExp(
    String.raw`\b(?:to|on|onto|for|against|under|of) (?:the )?(?<name>${NAME_WORD}(?: ${NAME_WORD}){0,3}?) project\b`,
    'u',
  ),
];

/** All that an utterance says of expenses. Several amounts with words of their own are several lines. */
export function saidExpenses(text: string, context: SlotContext): SaidExpenses {
  const url = URL.exec(text)?.[0].replace(/[.,;)]+$/u, '') ?? null;
  let plain = withSpokenCents(normaliseText(url === null ? text : text.replace(url, ' ')).replace(/ -+ /gu, ', '));
  const project = projectIn(plain);
  if (project !== null) plain = plain.replace(project.words, ' ').replace(/\s+/gu, ' ').trim();
  const whole = dateIn(plain, context);
  const parts = partsOf(plain, context);
  const lines = parts.map((part) => lineOf(part, context));
  return {
    lines,
    date: whole,
    project: project?.name ?? null,
    hasReceipt: receiptIn(plain),
    receiptUrl: url,
  };
}

const TENS: Readonly<Record<string, number>> = {
  ...{
    ten: 10,
    eleven: 11,
    twelve: 12,
    fifteen: 15,
    twenty: 20,
    'twenty five': 25,
    thirty: 30,
    'thirty five': 35,
    forty: 40,
  },
  ...{ 'forty five': 45, fifty: 50, sixty: 60, seventy: 70, 'seventy five': 75, eighty: 80, ninety: 90 },
  ...{ 'ninety five': 95, 'ninety nine': 99 },
};
const CENTS = new RegExp(
  `(?<![\\d.,])(?<whole>\\d{1,4}) (?<cents>${Object.keys(TENS)
    .sort((a, b) => b.length - a.length)
    .join('|')})(?=$|[,.;!?]| (?:for|on|at|yesterday|today|please|from)\\b)`,
  'u',
);

const APART =
  /(?<![\d.,:/$€£-]|\d )(?<whole>[1-9]\d{0,3}) (?<cents>\d0|\d5|\d9)(?=$|[,;!?]|\.(?!\d)| (?:for|on|at|yesterday|today|please|pls|from|last|this|dollars|bucks|euros?)(?!\p{L}))/u;

/** "38 fifty" is 38.50, and so is "38 50". */
function withSpokenCents(plain: string): string {
  return plain
    .replace(CENTS, (_all, whole: string, cents: string) => `${whole}.${TENS[cents] ?? ''}`)
    .replace(APART, '$<whole>.$<cents>');
}

function lineOf(plain: string, context: SlotContext): SaidExpense {
  const amounts = amountsIn(plain, context);
  const amount = amounts.find(({ currency }) => currency !== null) ?? amounts[0];
  const description = descriptionOf(plain, amounts);
  const category = saidCategory(plain) ?? (description === null ? null : categoryOf(description));
  const date = dateIn(plain, context);
  return {
    ...(amount === undefined ? {} : { amount: amount.amount }),
    ...(amount?.currency == null ? {} : { currency: amount.currency }),
    ...(category === null ? {} : { category }),
    ...(description === null ? {} : { description }),
    ...(date === null ? {} : { date }),
  };
}

/** Amounts, and none of the figures that stand in a date. */
function amountsIn(plain: string, context: SlotContext): readonly MoneyReading[] {
  const taken = [...plain.matchAll(DAY)].map((match) => [match.index, match.index + match[0].length] as const);
  const read = readMoney(plain, { locale: context.locale, currency: context.currency, taken });
  // "2 taxis, 41 dollars": a count beside an amount is none.
  const isCount = ({ currency, span }: MoneyReading) =>
    currency === null && /^ \p{L}{3,}s(?!\p{L})/u.test(plain.slice(span[1]));
  const named = read.some(({ currency }) => currency !== null) ? read.filter((each) => !isCount(each)) : read;
  if (named.length > 0) return named;
  // "Train ticket 58": beside an expense a number is an amount, whatever it may count elsewhere.
  const bare = [...plain.matchAll(/(?<![\p{L}\d.,:/#-])\d{1,7}(?:\.\d{1,2})?(?![\p{L}\d:/%-]|[.,]\d)/gu)].find(
    ({ index }) => !taken.some(([from, to]) => index >= from && index < to),
  );
  return bare === undefined
    ? []
    : [{ amount: Number(bare[0]), currency: null, span: [bare.index, bare.index + bare[0].length] }];
}

/** "taxi 23 and lunch 18": one part an amount, where each has words of its own. */
function partsOf(plain: string, context: SlotContext): readonly string[] {
  const amounts = amountsIn(plain, context);
  if (amounts.length < 2) return [plain];
  const cuts = [...plain.matchAll(/(?:,? (?:and|plus|then|&) (?:also )?|[,;] ?(?:and )?|\. )/gu)].filter(
    ({ index }) => !amounts.some(({ span }) => index >= span[0] && index < span[1]),
  );
  const parts: string[] = [];
  let start = 0;
  for (const cut of [
    ...cuts.map(({ index, 0: words }) => ({ index, end: index + words.length })),
    { index: plain.length, end: plain.length },
  ]) {
    const part = plain.slice(start, cut.index);
    const rest = plain.slice(cut.end);
    const isWhole = amountsIn(part, context).length === 1 && descriptionOf(part, amountsIn(part, context)) !== null;
    const restIsWhole = rest === '' || amountsIn(rest, context).length > 0;
    if (!isWhole || !restIsWhole) continue;
    parts.push(part);
    start = cut.end;
  }
  const left = plain.slice(start).trim();
  if (left !== '' && parts.length > 0) parts[parts.length - 1] += ` ${left}`;
  return parts.length > 1 ? parts : [plain];
}

function projectIn(plain: string): { readonly name: string; readonly words: string } | null {
  for (const pattern of PROJECT) {
    const match = pattern.exec(plain);
    const name = match?.groups?.['name'];
    if (match === null || name === undefined || /^(?:the|my|our|a|this|that|which|new)$/u.test(name)) continue;
    return { name: name.replace(/^(?:the|our|my) /u, ''), words: match[0] };
  }
  return null;
}

function receiptIn(plain: string): boolean | null {
  if (/\b(?:no|without(?: a| any)?|lost (?:the|my)|(?:do not|don't|dont) have (?:a|the|any)) receipts?\b/u.test(plain))
    return false;
  return /\b(?:with (?:a |the )?|have (?:a |the )?|got (?:a |the )?|here's (?:a |the )?|here is (?:a |the )?|upload (?:a |the )?|attach(?:ed)? (?:a |the )?)receipts?\b/u.test(
    plain,
  )
    ? true
    : null;
}
