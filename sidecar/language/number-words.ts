/** Numbers as words: "forty five", "two hundred and fifty", "a hundred", "one point two million". */
import { NUMBER_WORDS } from './date-tokens.ts';

const TENS: ReadonlyMap<string, number> = new Map([
  ['forty', 40],
  ['fourty', 40],
  ['fifty', 50],
  ['sixty', 60],
  ['seventy', 70],
  ['eighty', 80],
  ['ninety', 90],
]);
const SCALES: ReadonlyMap<string, number> = new Map([
  ['thousand', 1e3],
  ['lakh', 1e5],
  ['million', 1e6],
  ['crore', 1e7],
  ['billion', 1e9],
  ['trillion', 1e12],
]);

/** Words that can begin, or be, a number: for whoever builds a pattern. */
export const SMALL_NUMBER_WORDS: readonly string[] = ['zero', ...NUMBER_WORDS.keys(), ...TENS.keys()];

const STARTS = new Set([...SMALL_NUMBER_WORDS, 'a', 'hundred']);

/** Whether a number or one of the other words begins at a place: a cheap look before patterns are tried there. */
export function mayBeginAt(text: string, at: number, others: ReadonlySet<string>): boolean {
  const code = text.charCodeAt(at);
  if (code >= 48 && code <= 57) return true;
  let end = at;
  while (end < at + 12 && text.charCodeAt(end) >= 97 && text.charCodeAt(end) <= 122) end++;
  const word = text.slice(at, end);
  return STARTS.has(word) || others.has(word);
}

/** The value of one word below a hundred; undefined for another word. */
export function smallNumber(word: string): number | undefined {
  return word === 'zero' ? 0 : (NUMBER_WORDS.get(word) ?? TENS.get(word));
}

export interface NumberFound {
  readonly value: number;
  readonly end: number;
  /** How many words it took. */
  readonly words: number;
}

interface Word {
  readonly text: string;
  readonly end: number;
}

const WORD = /[ -]?([a-z]+)(?![a-z'\d])/y;

function wordAt(text: string, at: number, first: boolean): Word | null {
  WORD.lastIndex = at;
  const match = WORD.exec(text);
  if (match === null || (first ? /^[ -]/u.test(match[0]) : !/^[ -]/u.test(match[0]))) return null;
  return { text: match[1] ?? '', end: WORD.lastIndex };
}

/** The number in words that begins at `at` of a normalised text; the longest that makes one. */
export function numberWordsAt(text: string, at: number): NumberFound | null {
  let total = 0;
  let current = 0;
  let room = 1;
  let lastScale = Number.POSITIVE_INFINITY;
  let found: NumberFound | null = null;
  let position = at;
  let words = 0;
  const take = (word: Word) => {
    words++;
    position = word.end;
    found = { value: total + current, end: position, words };
  };
  for (;;) {
    const word = wordAt(text, position, words === 0);
    if (word === null) return found;
    const small = smallNumber(word.text);
    const scale = SCALES.get(word.text);
    if (small !== undefined) {
      // `room` is how much may still be added: 100 after "hundred", 10 after "twenty", 1 after "seven".
      const fits = words === 0 || (small > 0 && small < room);
      if (!fits) return found;
      current += small;
      room = small >= 20 && small % 10 === 0 ? 10 : 1;
      take(word);
    } else if (word.text === 'hundred' && (words === 0 || (current > 0 && current < 100))) {
      current = 100 * (words === 0 ? 1 : current);
      room = 100;
      take(word);
    } else if (scale !== undefined && current > 0 && scale < lastScale) {
      total += current * scale;
      current = 0;
      room = 1000;
      lastScale = scale;
      take(word);
    } else if (word.text === 'a' && words === 0) {
      const next = wordAt(text, word.end, false);
      if (next === null || (next.text !== 'hundred' && !SCALES.has(next.text))) return null;
      current = 1;
      words++;
      position = word.end;
    } else if (word.text === 'and' && room >= 100 && words > 0) {
      const next = wordAt(text, word.end, false);
      const value = next === null ? undefined : smallNumber(next.text);
      if (value === undefined || value === 0) return found;
      words++;
      position = word.end;
    } else if (word.text === 'point' && words > 0 && lastScale === Number.POSITIVE_INFINITY) {
      const decimals = decimalsAt(text, word.end);
      if (decimals === null) return found;
      current += decimals.value;
      room = 0;
      words += decimals.words;
      take({ text: '', end: decimals.end });
    } else return found;
  }
}

/** "two five" after "point". */
function decimalsAt(text: string, at: number): NumberFound | null {
  let digits = '';
  let position = at;
  for (let word = wordAt(text, position, false); word !== null && digits.length < 6; ) {
    const value = word.text === 'oh' ? 0 : smallNumber(word.text);
    if (value === undefined || value > 9) break;
    digits += value;
    position = word.end;
    word = wordAt(text, position, false);
  }
  return digits === '' ? null : { value: Number(`0.${digits}`), end: position, words: digits.length };
}
