import type { Question, Refusal } from '../../actions/tool.ts';
import type { Article } from '../../knowledge/article.ts';
import type { Shelf } from '../../knowledge/library.ts';
import { searchArticles } from '../../knowledge/search.ts';
import { matching } from '../find-document.ts';
import { say } from './sentences.ts';

const MOST_CHOICES = 5;
/** "the expense policy document" is called "Expense policy". */
const KIND = /^(?:the |our |my )|(?: (?:articles?|documents?|docs?|pages?|files?))+$/giu;

/**
 * The one article meant by its id, its title or words of it; else the one that a search for these words finds. Several of that
 * title: the question which.
 */
export function findArticle(
  said: string,
  { articles, around }: Pick<Shelf, 'articles' | 'around'>,
  slot: string,
): { readonly article: Article } | { readonly answer: Refusal | Question } {
  const name =
    said
      .trim()
      .replace(KIND, '')
      .replace(/[?.!"“”]+/gu, '')
      .trim() || said.trim();
  const called = matching(name, articles);
  const [only, ...more] = called;
  if (only !== undefined && more.length === 0) return { article: only };
  if (only !== undefined) {
    const choices = called.slice(0, MOST_CHOICES).map(({ title }) => title);
    return { answer: { kind: 'question', slot, sentence: say('whichArticle'), choices } };
  }
  const [best] = searchArticles(name, articles, 1, around).hits;
  if (best !== undefined) return { article: best.article };
  return {
    answer: { kind: 'refusal', code: 'NOT_FOUND', sentence: say('noSuchArticle', { name: `"${said.trim()}"` }) },
  };
}
