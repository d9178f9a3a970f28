import { stemOf, wordsIn } from '../search/terms.ts';
import type { Article } from './article.ts';

/** Kinds of articles that the document names, and the words by which companies call such categories. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  policies: ['policy', 'policies', 'guideline', 'rule', 'regulation', 'compliance'],
  procedures: ['procedure', 'process', 'howto', 'instruction', 'sop', 'workflow'],
  faq: ['faq', 'faqs', 'question', 'help', 'answer'],
  guides: ['guide', 'tutorial', 'handbook', 'manual', 'training', 'onboarding'],
};

export type ArticleKind = 'policies' | 'procedures' | 'faq' | 'guides';

/** Whether a category of the site is of a kind, by its name. */
export function isOfKind(category: string, kind: ArticleKind): boolean {
  const stems = new Set(wordsIn(category).map(stemOf));
  return (KINDS[kind] ?? []).some((word) => stems.has(stemOf(word)));
}

/** Whether words name a category of the site: every word of them is in its name. */
export function isCalled(category: string, said: string): boolean {
  const own = new Set(wordsIn(category).map(stemOf));
  const words = wordsIn(said).map(stemOf);
  return words.length > 0 && words.every((word) => own.has(word));
}

/** A policy is official; a guide is not. */
export function isPolicy(article: Article): boolean {
  return (
    isOfKind(article.category, 'policies') || wordsIn(article.title).some((word) => stemOf(word) === stemOf('policy'))
  );
}

export function isFaq(article: Article): boolean {
  return isOfKind(article.category, 'faq') || article.title.endsWith('?');
}
