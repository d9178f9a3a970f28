import { type Background, type Collection, collectionOf, type QueryTerm } from '../search/bm25.ts';
import { termsOf } from '../search/terms.ts';
import type { Article, Sentence } from './article.ts';
import { type Query, queryOf } from './query.ts';

export interface Hit {
  readonly article: Article;
  /** The sentences that answer, as they stand in the article. */
  readonly passage: string;
  readonly section: string | null;
}

export interface Found {
  /** Best first; empty when nothing answers. */
  readonly hits: readonly Hit[];
  /** When nothing answers: what comes nearest, which is no answer. */
  readonly nearest: readonly Article[];
}

/** The part of what was asked, by weight, that an article must have to count as an answer; tested on questions without one. */
const ANSWERS = 0.5;
const NEAR = 0.3;
/** Articles this much worse than the best are not shown. */
const BESIDE_BEST = 0.4;
/** An article as short as this answers as a whole. */
const WHOLE_CHARS = 180;
const PASSAGE_CHARS = 300;
/** A sentence shorter than this says too little by itself. */
const SHORT_CHARS = 40;
const MOST_NEAREST = 3;

/** What is known of the collection that the articles at hand were found in; null: they are all of it. */
export interface Surroundings {
  readonly statistics: Background;
  isCounted(article: Article): boolean;
}

/** The articles that answer a question, best first, with the sentences that do. */
export function searchArticles(
  text: string,
  articles: readonly Article[],
  limit: number,
  around: Surroundings | null = null,
): Found {
  const query = queryOf(text, articles);
  if (query.terms.length === 0) return { hits: [], nearest: [] };
  const collection = collectionOf(
    articles,
    around?.statistics ?? null,
    (article) => around?.isCounted(article) ?? false,
  );
  const ranked = articles
    .map((article) => {
      const { score, coverage } = collection.score(article, query.terms);
      return { article, score: score * titleWorth(article, query), coverage };
    })
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || one.article.id.localeCompare(other.article.id));
  const answering = ranked.filter(
    ({ coverage, article }) => (coverage >= ANSWERS || holdsTitle(article, query)) && hasWhatCounts(article, query),
  );
  const best = answering[0]?.score ?? 0;
  const hits = answering
    .filter(({ score }) => score >= best * BESIDE_BEST)
    .slice(0, limit)
    .map(({ article }) => ({ article, ...passageOf(article, query, collection) }));
  const nearest = hits.length > 0 ? [] : ranked.filter(({ coverage }) => coverage >= NEAR).slice(0, MOST_NEAREST);
  return { hits, nearest: nearest.map(({ article }) => article) };
}

/** What is called by its name is meant: "expense policy" is the Expense policy. */
function titleWorth(article: Article, query: Query): number {
  const title = new Set(termsOf(article.title));
  const named = [...title].reduce(
    (sum, term) => sum + Math.max(0, ...query.terms.map(({ variants }) => variants.get(term) ?? 0)),
    0,
  );
  return 1 + (named / Math.max(1, title.size)) * Math.min(1, named / query.terms.length);
}

/** "Can I work from home on Mondays?" asks of Working from home, though nothing is said of Mondays there. */
function holdsTitle(article: Article, query: Query): boolean {
  const title = new Set(termsOf(article.title));
  if (title.size < 2 || title.size * 2 < query.terms.length) return false;
  return [...title].every((term) => query.terms.some(({ variants }) => variants.has(term)));
}

/** One of the words that name the matter, not only "policy" and "days". */
function hasWhatCounts(article: Article, query: Query): boolean {
  if (query.strong.length === 0) return true;
  return query.terms.some(
    (term) => term.weight === undefined && [...term.variants.keys()].some((variant) => article.counts.has(variant)),
  );
}

/** The sentence that has most of what was asked, with its neighbours of the same section while they add to it or there is room. */
function passageOf(article: Article, query: Query, collection: Collection): Pick<Hit, 'passage' | 'section'> {
  const { sentences } = article;
  const whole = sentences.map(({ text }) => text).join(' ');
  if (whole.length <= WHOLE_CHARS && sentences.every(({ section, isStep }) => section === null && !isStep)) {
    return { passage: whole, section: null };
  }
  // Nothing asked but what the article is called: its beginning.
  if (isNamed(article, query)) return grown(sentences, 0, () => true);
  const value = (terms: readonly QueryTerm[], sentence: Sentence) =>
    terms.reduce((sum, term) => sum + worth(term, sentence) * collection.rarity(term) * (term.weight ?? 1), 0);
  // What the title has is asked of every sentence alike.
  const open = query.terms.map((term) => ({ term, value: (sentence: Sentence) => value([term], sentence) }));
  let best = 0;
  let most = -1;
  for (const [index, sentence] of sentences.entries()) {
    const total = open.reduce((sum, one) => sum + one.value(sentence), 0) + headingValue(sentence, query, collection);
    if (total > most) [best, most] = [index, total];
  }
  return grown(sentences, best, (sentence) =>
    query.terms.some((term) => term.weight === undefined && worth(term, sentence) > 0),
  );
}

function isNamed(article: Article, query: Query): boolean {
  const title = new Set(termsOf(article.title));
  const strong = query.terms.filter((term) => term.weight === undefined);
  return strong.length > 0 && strong.every((term) => [...term.variants.keys()].some((variant) => title.has(variant)));
}

function worth(term: QueryTerm, sentence: Sentence): number {
  let best = 0;
  for (const [variant, value] of term.variants) if (sentence.terms.has(variant)) best = Math.max(best, value);
  return best;
}

function headingValue(sentence: Sentence, query: Query, collection: Collection): number {
  if (sentence.section === null) return 0;
  const heading = sentence.section.toLowerCase();
  const named = query.terms.filter((term) => [...term.variants.keys()].some((variant) => heading.includes(variant)));
  return named.reduce((sum, term) => sum + 0.5 * collection.rarity(term) * (term.weight ?? 1), 0);
}

/** Sentences that go on from the one before. */
const REFERS_BACK = /^(?:it|they|this|that|these|those|then|otherwise|also|but|however|if not|in that case)\b/iu;

/** A sentence and what stands next to it under the same heading while it speaks of the same; steps stay together. */
function grown(
  sentences: readonly Sentence[],
  at: number,
  isRelevant: (sentence: Sentence) => boolean,
): Pick<Hit, 'passage' | 'section'> {
  const centre = sentences[at];
  if (centre === undefined) return { passage: '', section: null };
  let [first, last] = [at, at];
  let length = centre.text.length;
  const fits = (sentence: Sentence | undefined): sentence is Sentence =>
    sentence !== undefined &&
    sentence.section === centre.section &&
    sentence.isStep === centre.isStep &&
    (sentence.isStep || isRelevant(sentence) || length < SHORT_CHARS || REFERS_BACK.test(sentence.text));
  for (;;) {
    const after = sentences[last + 1];
    const before = sentences[first - 1];
    if (fits(after) && length + after.text.length < PASSAGE_CHARS) {
      last += 1;
      length += after.text.length + 1;
    } else if (fits(before) && length + before.text.length < PASSAGE_CHARS) {
      first -= 1;
      length += before.text.length + 1;
    } else break;
  }
  const passage = sentences
    .slice(first, last + 1)
    .map(({ text, isStep }) => (isStep && !/[.!?…]$/u.test(text) ? `${text}.` : text))
    .join(' ');
  return { passage: passage.slice(0, 600).toWellFormed(), section: centre.section };
}
