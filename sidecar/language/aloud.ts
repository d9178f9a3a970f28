/**
 * Figures as people say them: "$1,250.50" as "1,250 dollars and 50 cents", "2026-12-04" as "December 4th, 2026",
 * "HR-EXP-2026-00003" as "number 3". Voices read the rest well by themselves. English.
 */
export function aloud(text: string): string {
  return STEPS.reduce((said, [pattern, words]) => said.replace(pattern, words), text);
}

type Step = readonly [RegExp, (...found: string[]) => string];

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const MONTH = `(${MONTHS.join('|')}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)`;
const NUMBER = '(\\d{1,3}(?:,\\d{2,3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?)';

interface Coins {
  readonly one: string;
  readonly many: string;
  /** Null: it has none, or nobody names them. */
  readonly part: readonly [one: string, many: string] | null;
}
const coins = (one: string, part: Coins['part'] = ['cent', 'cents'], many = `${one}s`): Coins => ({ one, many, part });
const DOLLAR = coins('dollar');
const EURO = coins('euro');
const POUND = coins('pound', ['penny', 'pence']);
const RUPEE = coins('rupee', ['paisa', 'paise']);
const CURRENCIES: Readonly<Record<string, Coins>> = {
  $: DOLLAR,
  US$: DOLLAR,
  USD: DOLLAR,
  '€': EURO,
  EUR: EURO,
  '£': POUND,
  GBP: POUND,
  '₹': RUPEE,
  INR: RUPEE,
  A$: coins('Australian dollar'),
  AUD: coins('Australian dollar'),
  CA$: coins('Canadian dollar'),
  C$: coins('Canadian dollar'),
  CAD: coins('Canadian dollar'),
  CHF: coins('Swiss franc', ['rappen', 'rappen']),
  '¥': coins('yen', null, 'yen'),
  JPY: coins('yen', null, 'yen'),
};
const CURRENCY = Object.keys(CURRENCIES)
  .sort((a, b) => b.length - a.length)
  .map((sign) => sign.replace('$', '\\$'))
  .join('|');
const SCALES: Readonly<Record<string, string>> = { k: 'thousand', m: 'million', bn: 'billion', b: 'billion' };
const LETTERS: Readonly<Record<string, string>> = { '.': 'dot', '-': 'dash', _: 'underscore', '+': 'plus' };

const STEPS: readonly Step[] = [
  [
    /\b([\w.+-]{1,64})@([\w-]{1,63}(?:\.[\w-]{1,63}){1,4})\b/gu,
    (_, name, host) => `${spelled(name)} at ${spelled(host)}`,
  ],
  [/(?<![\w-])(\+\d{1,3}(?:[\s().-]{1,2}\d{2,5}){2,5}|\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4})(?![\w-])/gu, digits],
  [/\b[A-Z]{2,}(?:-[A-Z0-9]{2,}){0,4}-(?=\d{3})0*(\d{1,9})\b/gu, (_, number) => `number ${number}`],
  [/#0*(\d{1,9})\b/gu, (_, number) => `number ${number}`],
  [/\b(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2})?)?\b/gu, isoDate],
  [
    new RegExp(`([-−]?)(${CURRENCY})\\s?${NUMBER}\\s?(k|m|bn|b)?(?![\\w.,]?\\d|\\p{L})`, 'giu'),
    (_, minus, sign, number, scale) => money(minus, sign, number, scale),
  ],
  [
    new RegExp(`(?<![\\w.,])([-−]?)${NUMBER}\\s?(${CURRENCY})(?![\\w$])`, 'gu'),
    (_, minus, number, sign) => money(minus, sign, number),
  ],
  [/\b([01]\d|2[0-3]):([0-5]\d)(?!:?\d)(?!\s?[ap]\.?m\b)/giu, (_, hour, minute) => clock(Number(hour), minute)],
  [/\b(\d{1,2})(?::(\d{2}))?\s?([ap])\.?m\b\.?(?!\w)/giu, (_, hour, minute, half) => twelve(hour, minute, half)],
  [
    new RegExp(`\\b(the )?(\\d{1,2})\\s?(?:–|-|\\bto\\b)\\s?(\\d{1,2}) ${MONTH}\\b\\.?`, 'gu'),
    (_, __, from, to, month) => `the ${ordinal(from)} to the ${ordinal(to)} of ${monthOf(month)}`,
  ],
  [
    new RegExp(`\\b(the )?(\\d{1,2}) ${MONTH}\\b\\.?`, 'gu'),
    (_, __, day, month) => `the ${ordinal(day)} of ${monthOf(month)}`,
  ],
  [
    new RegExp(`\\b${MONTH}\\.? (\\d{1,2})\\s?(?:–|-)\\s?(\\d{1,2})\\b(?![:\\d])`, 'gu'),
    (_, month, from, to) => `${monthOf(month)} ${ordinal(from)} to ${ordinal(to)}`,
  ],
  [
    new RegExp(`\\b${MONTH}\\.? (\\d{1,2})\\b(?![:\\d]|(?:st|nd|rd|th)\\b)`, 'gu'),
    (_, month, day) => `${monthOf(month)} ${ordinal(day)}`,
  ],
  [/\b0\.5 (day|hour|year|month|week)s?\b/gu, (_, unit) => `half ${unit === 'hour' ? 'an' : 'a'} ${unit}`],
  [/\b(\d+)\.5 (days|hours|years|months|weeks)\b/gu, (_, whole, unit) => `${whole} and a half ${unit}`],
  [/(\d)\s?%/gu, (_, digit) => `${digit} percent`],
  [/(?<=[\p{L}\d])\s?–\s?(?=[\p{L}\d])/gu, (found) => (/\s/u.test(found) ? ', ' : ' to ')],
  [/(?<![\w-])(\d{1,2})-(\d{1,2})(?![\w-])/gu, (_, from, to) => `${from} to ${to}`],
  [/\s?→\s?/gu, () => ' to '],
  [/\s?&\s?/gu, () => ' and '],
  [/\be\.g\.,?/gu, () => 'for example'],
  [/\bi\.e\.,?/gu, () => 'that is'],
  [/\bvs\./gu, () => 'versus'],
  [/\bapprox\./gu, () => 'about'],
];

function money(minus = '', sign = '', number = '', scale: string | undefined = undefined): string {
  const { one, many, part } = CURRENCIES[sign.toUpperCase()] ?? DOLLAR;
  const before = minus === '' ? '' : 'minus ';
  const [whole = '0', cents = ''] = number.split('.');
  if (scale !== undefined && scale !== '') return `${before}${number} ${SCALES[scale.toLowerCase()]} ${many}`;
  // What is finer than a coin is no price, but a rate.
  if (cents.length > 2 || (part === null && Number(cents) > 0)) return `${before}${number} ${many}`;
  const rest = Number(cents.padEnd(2, '0'));
  const named = whole === '1' ? `1 ${one}` : `${whole} ${many}`;
  if (rest === 0 || part === null) return before + named;
  const small = `${rest} ${rest === 1 ? part[0] : part[1]}`;
  return before + (Number(whole) === 0 ? small : `${named} and ${small}`);
}

function isoDate(...[found = '', year = '', month = '', day = '', time]: string[]): string {
  const name = MONTHS[Number(month) - 1];
  if (name === undefined || Number(day) < 1 || Number(day) > 31) return found;
  const moment = time === undefined ? '' : ` at ${clock(Number(time.slice(0, 2)), time.slice(3))}`;
  return `${name} ${ordinal(day)}, ${year}${moment}`;
}

function clock(hour: number, minute = '00'): string {
  if (minute === '00' && hour === 0) return 'midnight';
  if (minute === '00' && hour === 12) return 'noon';
  return twelve(String(hour % 12 || 12), minute, hour < 12 ? 'a' : 'p');
}

function twelve(hour = '', minute: string | undefined = undefined, half = ''): string {
  return `${Number(hour)}${minute === undefined || minute === '00' ? '' : `:${minute}`} ${half.toLowerCase()}m`;
}

function ordinal(day = ''): string {
  const number = Number(day);
  const isTeen = number >= 11 && number <= 13;
  return `${number}${(isTeen ? undefined : ['st', 'nd', 'rd'][(number % 10) - 1]) ?? 'th'}`;
}

function monthOf(name = ''): string {
  return MONTHS.find((month) => month.startsWith(name.slice(0, 3))) ?? name;
}

/** A phone number figure by figure, with a rest where it is written with a gap. */
function digits(found = ''): string {
  return found
    .split(/[\s().-]+/u)
    .filter((group) => group !== '')
    .map((group) => [...group.replace('+', '')].join(' ').replace(/^/u, group.startsWith('+') ? 'plus ' : ''))
    .join(', ');
}

function spelled(part = ''): string {
  return part.replace(/[.+_-]/gu, (mark) => ` ${LETTERS[mark]} `);
}
