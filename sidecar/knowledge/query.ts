import type { QueryTerm } from '../search/bm25.ts';
import { isNear, slipsAllowed } from '../search/near-words.ts';
import { isStopWord, stemOf, wordsIn } from '../search/terms.ts';
import type { Article } from './article.ts';
import { synonymsOf } from './synonyms.ts';

/** Name the kind of text that is looked for, or come with every question: they find little by themselves. */
const WEAK = new Set(
  'policy policies procedure process rule rules regulation guideline guide article document documentation faq info information question handbook manual step steps company work employee people day days year time allowed allow possible happen exactly actually currently new way best general whole next open find look show explain search read spend cost take accept bring use make far ahead limit mean become start available'
    .split(' ')
    .map(stemOf),
);
const WEAK_WEIGHT = 0.2;
const SYNONYM = 0.85;
const SLIP = 0.8;

export interface Query {
  readonly terms: readonly QueryTerm[];
  /** Stems as asked for, those that name nothing of their own left out. */
  readonly strong: readonly string[];
}

/** What a question looks for, with the other words that may stand for its own in these articles. */
export function queryOf(text: string, articles: readonly Article[]): Query {
  const stems = [
    ...new Set(
      wordsIn(text)
        .filter((word) => !isStopWord(word))
        .map(stemOf),
    ),
  ].slice(0, 24);
  const vocabulary = new Set(articles.flatMap((article) => [...article.counts.keys()]));
  const terms = stems.map((stem): QueryTerm => {
    const variants = new Map([[stem, 1]]);
    for (const synonym of synonymsOf(stem)) variants.set(synonym, SYNONYM);
    const isKnown = [...variants.keys()].some((variant) => vocabulary.has(variant));
    if (!isKnown) {
      const most = slipsAllowed(stem.length);
      if (most > 0) for (const word of vocabulary) if (isSlip(stem, word, most)) variants.set(word, SLIP);
    }
    return { variants, ...(WEAK.has(stem) ? { weight: WEAK_WEIGHT } : {}) };
  });
  return { terms, strong: stems.filter((stem) => !WEAK.has(stem)) };
}

/** Nobody mistypes the first letter; another word that begins like it is another word. */
function isSlip(stem: string, word: string, most: number): boolean {
  return word.length >= 4 && stem[0] === word[0] && isNear(stem, word, most);
}
