/** What a text says of dates before it is placed on the calendar, and how its tokens are matched. */
import type { IsoDate } from './calendar.ts';
import type { DateToken } from './date-tokens.ts';

export type DayPart = 'morning' | 'afternoon';

/** A date as said, not yet placed on the calendar. */
export type DateAtom =
  | { readonly is: 'fixed'; readonly from: IsoDate; readonly to: IsoDate; readonly vague?: 'week-of-month' }
  | {
      readonly is: 'weekday';
      readonly day: number;
      readonly which: 'coming' | 'this' | 'next' | 'last' | 'following';
      /** Weeks from this one when a week was named ("Thursday next week" = 1). */
      readonly week: number | null;
      /** Days added afterwards ("a week from Friday" = 7). */
      readonly plus: number;
    }
  | { readonly is: 'day'; readonly day: number; readonly month: number | null; readonly year: number | null }
  | { readonly is: 'figures'; readonly parts: readonly number[]; readonly separator: string };

export type Link = 'to' | 'and' | 'comma' | 'or' | 'from' | 'until' | 'back' | 'mended';

export type DateItem =
  | { readonly is: 'atom'; readonly atom: DateAtom; readonly week?: number }
  | { readonly is: 'link'; readonly link: Link }
  | { readonly is: 'not' }
  | { readonly is: 'half'; readonly part: DayPart | null }
  | { readonly is: 'whole' }
  | {
      readonly is: 'length';
      readonly days: number | null;
      readonly weeks: number | null;
      /** "The two days before" a date: they end where it begins. */
      readonly before?: true;
    }
  | { readonly is: 'impossible'; readonly words: string }
  /** A word that stands between dates without joining them. */
  | { readonly is: 'other' };

/** What was recognised at a place, and how many tokens it took. */
export interface Found {
  readonly item: DateItem;
  readonly length: number;
}

export const word = (tokens: readonly DateToken[], at: number): string => tokens[at]?.text ?? '';
/** The phrases that are looked for, cut once: a hundred of them are tried at every word. */
const cut = new Map<string, readonly string[]>();

export const says = (tokens: readonly DateToken[], at: number, phrase: string): number => {
  let wanted = cut.get(phrase);
  if (wanted === undefined) {
    wanted = phrase.split(' ');
    cut.set(phrase, wanted);
  }
  return wanted.every((each, index) => word(tokens, at + index) === each) ? wanted.length : 0;
};
export const saysAny = (tokens: readonly DateToken[], at: number, phrases: readonly string[]): number => {
  for (const phrase of phrases) {
    const length = says(tokens, at, phrase);
    if (length > 0) return length;
  }
  return 0;
};
export const atom = (value: DateAtom, length: number): Found => ({ item: { is: 'atom', atom: value }, length });
export const fixed = (from: IsoDate, length: number, to: IsoDate = from): Found =>
  atom({ is: 'fixed', from, to }, length);

/** A count: figures, words, "a", "a couple of". */
export function countAt(
  tokens: readonly DateToken[],
  at: number,
): { readonly value: number; readonly length: number } | null {
  const couple = saysAny(tokens, at, ['a couple of', 'a couple', 'couple of']);
  if (couple > 0) return { value: 2, length: couple };
  const halves = saysAny(tokens, at, ['one and a half', 'a day and a half']);
  if (halves > 0) return { value: 1.5, length: halves };
  const token = tokens[at];
  if (token?.kind === 'number') {
    const half = says(tokens, at + 1, 'and a half');
    return { value: token.value + (half > 0 ? 0.5 : 0), length: 1 + half };
  }
  return token?.text === 'a' || token?.text === 'an' || token?.text === 'another' ? { value: 1, length: 1 } : null;
}
