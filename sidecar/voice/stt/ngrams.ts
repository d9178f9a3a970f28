/** Taken off each count and given to what was never seen. */
const DISCOUNT = 0.6;
const BEGIN = '<s>';
const END = '</s>';

interface Followers {
  total: number;
  readonly counts: Map<string, number>;
}

/**
 * A trigram model in ARPA form: absolute discounting, each order interpolated with the one below. Sentences are lists of words;
 * one that is said often stands in the list often.
 */
export function arpaModel(sentences: Iterable<readonly string[]>): string {
  const orders = [new Map<string, Followers>(), new Map<string, Followers>(), new Map<string, Followers>()];
  for (const sentence of sentences) {
    const words = [BEGIN, ...sentence, END];
    for (let at = 1; at < words.length; at += 1) {
      for (const [order, histories] of orders.entries()) {
        if (at - order < 0) continue;
        count(histories, words.slice(at - order, at).join(' '), words[at] ?? END);
      }
    }
  }
  const [ones, twos, threes] = orders as [Histories, Histories, Histories];
  const vocabulary = [...(ones.get('')?.counts.keys() ?? [])];
  const one = (word: string) => (ones.get('')?.counts.get(word) ?? 0) / (ones.get('')?.total ?? 1);
  const two = (before: string, word: string) => interpolated(twos.get(before), word, one(word));
  const three = (before: string, last: string, word: string) =>
    interpolated(threes.get(`${before} ${last}`), word, two(last, word));

  const unigrams = [
    `-99 ${BEGIN} ${log(backoff(twos.get(BEGIN)))}`,
    ...vocabulary.map((word) => `${log(one(word))} ${word}${word === END ? '' : ` ${log(backoff(twos.get(word)))}`}`),
  ];
  const bigrams: string[] = [];
  const trigrams: string[] = [];
  for (const [before, { counts }] of twos) {
    for (const word of counts.keys()) {
      const history = `${before} ${word}`;
      const tail = word === END ? '' : ` ${log(backoff(threes.get(history)))}`;
      bigrams.push(`${log(two(before, word))} ${history}${tail}`);
    }
  }
  for (const [history, { counts }] of threes) {
    const [before = '', last = ''] = history.split(' ');
    for (const word of counts.keys()) trigrams.push(`${log(three(before, last, word))} ${history} ${word}`);
  }
  const grams = [unigrams, bigrams, trigrams];
  return [
    '\\data\\',
    ...grams.map((lines, index) => `ngram ${index + 1}=${lines.length}`),
    ...grams.flatMap((lines, index) => ['', `\\${index + 1}-grams:`, ...lines]),
    '',
    '\\end\\',
    '',
  ].join('\n');
}

type Histories = Map<string, Followers>;

function count(histories: Histories, history: string, word: string): void {
  const followers = histories.get(history) ?? { total: 0, counts: new Map() };
  followers.total += 1;
  followers.counts.set(word, (followers.counts.get(word) ?? 0) + 1);
  histories.set(history, followers);
}
/** The weight of the order below. */
function backoff(followers: Followers | undefined): number {
  return followers === undefined ? 1 : (DISCOUNT * followers.counts.size) / followers.total;
}
function interpolated(followers: Followers | undefined, word: string, below: number): number {
  if (followers === undefined) return below;
  const seen = Math.max(0, (followers.counts.get(word) ?? 0) - DISCOUNT) / followers.total;
  return seen + backoff(followers) * below;
}
function log(probability: number): string {
  return Math.log10(Math.max(probability, 1e-12)).toFixed(4);
}
