import { stemmer } from 'stemmer';

/** Words that say nothing of what is looked for. */
const STOP = new Set(
  `a about above after again all also am an and any anybody anyone anything are as at be because been before being below but by can
  cannot could did do does doing done down during each else ever every everybody everyone for from get gets getting give go goes got
  had has have having he hello her here hers hey hi him his how however i if in into is it its just know let like long many may me
  might mine more most much must my need needs no nor not now of off on once one only or other our ours out over own per please really
  same say says she should so some somebody someone something such tell than that the their theirs them then there these they thing
  things this those through to too under until up upon us use used very via want was we well were what whatever when where whether
  which while who whom whose why will with within without would yes yet you your yours ain arent cant couldnt didnt doesnt dont hasnt
  havent im isnt ive shouldnt wasnt wont wouldnt thats theres whats wheres whos hows lets id youre were ok okay um uh`.split(
    /\s+/u,
  ),
);

/** Spellings and pairs of words that are one word. */
const AS_ONE: readonly (readonly [RegExp, string])[] = [
  [/\bwi-fi\b/gu, 'wifi'],
  [/\be-mail/gu, 'email'],
  [/\b(?:time|days?)[ -]off\b/gu, 'timeoff'],
];

/** Words of a text in order, lower case, without accents and apostrophes ("doctor's" is "doctor"). */
export function wordsIn(text: string): readonly string[] {
  let plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  for (const [spelling, word] of AS_ONE) plain = plain.replace(spelling, word);
  return plain.replace(/['’]s?\b/gu, (mark) => (mark.length > 1 ? ' ' : '')).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The stem that stands for a word: "policies" and "policy" are one. Numbers stay. */
export function stemOf(word: string): string {
  return /\d/u.test(word) ? word : stemmer(word);
}

export function isStopWord(word: string): boolean {
  return STOP.has(word);
}

/** The stems of the words that say something, in order. */
export function termsOf(text: string): readonly string[] {
  return wordsIn(text)
    .filter((word) => !STOP.has(word))
    .map(stemOf);
}
