/** BM25 over documents that are given with their term counts; the collection is whatever the asker may see. */

export interface Countable {
  /** How often each term occurs; occurrences in better places may count more. */
  readonly counts: ReadonlyMap<string, number>;
  /** Length in terms. */
  readonly length: number;
}

/** A wished term with the other terms that may stand for it, each worth 0 to 1. */
export interface QueryTerm {
  readonly variants: ReadonlyMap<string, number>;
  /** What it weighs beside the others, 0 to 1. Default 1. */
  readonly weight?: number;
}

const K1 = 1.2;
const B = 0.5;
const ELSEWHERE = 0.6;

export interface Collection {
  /** Rarity of a wished term: that of its most frequent variant; the highest for what no document has. */
  rarity(term: QueryTerm): number;
  /** How well a document fits, and the weight of the terms it has as a part of all, 0 to 1. */
  score(document: Countable, query: readonly QueryTerm[]): { readonly score: number; readonly coverage: number };
}

/** What a collection has beside the documents at hand. */
export interface Background {
  readonly documents: number;
  readonly averageLength: number;
  /** Of the terms that were counted. */
  readonly frequency: ReadonlyMap<string, number>;
}

/**
 * Statistics of a collection. `background`: the documents at hand are those of a larger collection that were found; `within` tells
 * which of them it has counted already.
 */
export function collectionOf<D extends Countable>(
  documents: readonly D[],
  background: Background | null = null,
  within: (document: D) => boolean = () => false,
): Collection {
  const own = background === null ? documents : documents.filter((document) => !within(document));
  const all = countOf(documents);
  const beside = background === null ? all : countOf(own);
  const frequency = (term: string): number => {
    const counted = background?.frequency.get(term);
    // What was not counted in the whole is known as far as it was found.
    return counted === undefined ? (all.get(term) ?? 0) : counted + (beside.get(term) ?? 0);
  };
  const length = own.reduce((sum, document) => sum + document.length, 0);
  const total = own.length + (background?.documents ?? 0);
  const lengths = length + (background === null ? 0 : background.documents * background.averageLength);
  const average = Math.max(1, lengths / Math.max(1, total));
  const idf = (found: number) => Math.log(1 + (Math.max(0, total - found) + 0.5) / (found + 0.5));
  const rarity = (term: QueryTerm) =>
    idf(Math.max(0, ...[...term.variants.keys()].map((variant) => frequency(variant))));
  const isKnown = (term: QueryTerm) => [...term.variants.keys()].some((variant) => frequency(variant) > 0);
  return {
    rarity,
    score(document, query) {
      let score = 0;
      let covered = 0;
      let asked = 0;
      for (const term of query) {
        const value = rarity(term) * (term.weight ?? 1);
        let count = 0;
        let worth = 0;
        for (const [variant, variantWorth] of term.variants) {
          const found = document.counts.get(variant) ?? 0;
          count += variantWorth * found;
          if (found > 0) worth = Math.max(worth, variantWorth);
        }
        // A word that others speak of is missed less than one that nobody knows: that one may be the whole question.
        asked += value * (worth === 0 && isKnown(term) ? ELSEWHERE : 1);
        covered += value * worth;
        const norm = K1 * (1 - B + (B * document.length) / average);
        score += (value * count * (K1 + 1)) / (count + norm);
      }
      return { score, coverage: asked === 0 ? 0 : covered / asked };
    },
  };
}

function countOf(documents: readonly Countable[]): ReadonlyMap<string, number> {
  const frequency = new Map<string, number>();
  for (const document of documents) {
    for (const term of document.counts.keys()) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  }
  return frequency;
}
