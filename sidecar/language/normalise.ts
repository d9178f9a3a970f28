/** Bringing what people type or say into one form. Pure; knows English (decisions.md 12). */

const INVISIBLE = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/gu;
const APOSTROPHES = /[\u2018\u2019\u201a\u201b\u02bc\u02b9\u00b4\u0060\uff07]/gu;
const DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/gu;

/**
 * Unicode NFKC, lower case, one kind of apostrophe and dash, nothing invisible, single spaces. Punctuation stays, since
 * dates and questions need it.
 */
export function normaliseText(text: string): string {
  return text
    .replace(APOSTROPHES, "'")
    .normalize('NFKC')
    .replace(APOSTROPHES, "'")
    .replace(DASHES, '-')
    .replace(INVISIBLE, '')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .trim();
}

const CONTRACTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "won't": 'will not',
    wont: 'will not',
    "can't": 'can not',
    cant: 'can not',
    cannot: 'can not',
    "shan't": 'shall not',
    "ain't": 'is not',
    dont: 'do not',
    doesnt: 'does not',
    didnt: 'did not',
    isnt: 'is not',
    arent: 'are not',
    wasnt: 'was not',
    havent: 'have not',
    hasnt: 'has not',
    shouldnt: 'should not',
    wouldnt: 'would not',
    couldnt: 'could not',
    im: 'i am',
    ive: 'i have',
    id: 'i would',
    "let's": 'let us',
    lets: 'let us',
    thats: 'that is',
    whats: 'what is',
    wheres: 'where is',
    whos: 'who is',
    gonna: 'going to',
    wanna: 'want to',
    gotta: 'have to',
    lemme: 'let me',
    gimme: 'give me',
    dunno: 'do not know',
    pls: 'please',
    plz: 'please',
    thx: 'thanks',
    ty: 'thanks',
    u: 'you',
    ur: 'your',
  }),
);
const PRONOUNS_WITH_IS = new Set(['that', 'what', 'it', 'who', 'where', 'when', 'how', 'there', 'here', 'he', 'she']);

/** "don't" -> do not, "that's" -> that is; a possessive ("priya's") stays as it is. */
function expand(word: string): readonly string[] {
  const known = CONTRACTIONS.get(word);
  if (known !== undefined) return known.split(' ');
  if (!word.includes("'")) return [word];
  if (word.endsWith("n't")) return [word.slice(0, -3), 'not'];
  if (word.endsWith("'m")) return [word.slice(0, -2), 'am'];
  if (word.endsWith("'re")) return [word.slice(0, -3), 'are'];
  if (word.endsWith("'ve")) return [word.slice(0, -3), 'have'];
  if (word.endsWith("'ll")) return [word.slice(0, -3), 'will'];
  if (word.endsWith("'d")) return [word.slice(0, -2), 'would'];
  if (word.endsWith("'s") && PRONOUNS_WITH_IS.has(word.slice(0, -2))) return [word.slice(0, -2), 'is'];
  return [word];
}

/** Letters and digits with inner apostrophes; a pictograph is a word of its own, so that none is overlooked. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}\p{N}]+)*|\p{Extended_Pictographic}/gu;

/** The words of an utterance, normalised, contractions written out, punctuation gone. */
export function wordsOf(text: string): readonly string[] {
  return (normaliseText(text).match(WORD) ?? []).flatMap(expand);
}

/** Edits between two words: insert, delete, replace, or swap of neighbours (optimal string alignment); stops above `limit`. */
export function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        cost = Math.min(cost, (beforePrevious[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length] ?? limit + 1;
}

interface Vocabulary {
  readonly words: ReadonlySet<string>;
  readonly byLetter: ReadonlyMap<string, readonly string[]>;
}

/** Vocabularies by first letter: every word of every utterance is looked up in them. */
const sorted = new WeakMap<readonly string[], Vocabulary>();

function sortedVocabulary(vocabulary: readonly string[]): Vocabulary {
  const known = sorted.get(vocabulary);
  if (known !== undefined) return known;
  const made: Vocabulary = { words: new Set(vocabulary), byLetter: Map.groupBy(vocabulary, ([letter = '']) => letter) };
  sorted.set(vocabulary, made);
  return made;
}

/**
 * The word of `vocabulary` that `word` was probably meant to be, or `word` itself. Mild on purpose: same first letter,
 * one edit from five letters on, two from eight letters on, and only when a single candidate is nearest.
 */
export function mendTypo(word: string, vocabulary: readonly string[]): string {
  if (word.length < 5) return word;
  const { words, byLetter } = sortedVocabulary(vocabulary);
  if (words.has(word)) return word;
  let best: string[] = [];
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of byLetter.get(word[0] ?? '') ?? []) {
    const limit = Math.min(candidate.length, word.length) >= 8 ? 2 : 1;
    const distance = editDistance(word, candidate, limit);
    if (distance > limit || distance > bestDistance) continue;
    best = distance < bestDistance ? [candidate] : [...best, candidate];
    bestDistance = distance;
  }
  const [only] = best;
  return best.length === 1 && only !== undefined ? only : word;
}
