import type { ReadResult } from '../../actions/tool.ts';
import type { Article } from '../../knowledge/article.ts';
import { searchArticles } from '../../knowledge/search.ts';
import { say } from './sentences.ts';
import { sourceOf } from './sources.ts';

/** For models; the person hears it in the manner of the assistant. */
const UNANSWERED =
  'Nothing that the user may read answers this. Say that you do not know; what is listed as nearest is no answer.';

/** What a question finds: passages with their sources, or that nothing answers it. */
export function answerFrom(
  query: string,
  articles: readonly Article[],
  options: { readonly limit: number; readonly more?: Readonly<Record<string, unknown>> },
): ReadResult {
  const { hits, nearest } = searchArticles(query, articles, options.limit);
  const common = { query, ...options.more };
  if (hits.length === 0) {
    const near = nearest.map(({ id, title }) => ({ id, title }));
    return { kind: 'data', data: { ...common, answered: false, note: UNANSWERED, results: [], nearest: near } };
  }
  const results = hits.map(({ article, passage, section }) => ({
    id: article.id,
    title: article.title,
    category: article.category,
    section,
    passage,
    steps: article.sentences.filter(({ isStep }) => isStep).map(({ text }) => text),
  }));
  return {
    kind: 'data',
    data: { ...common, answered: true, results, nearest: [] },
    citations: hits.map(({ article }) => sourceOf(article)),
    ...(hits.length < 2
      ? {}
      : {
          visual: {
            kind: 'list',
            title: say('resultsTitle', { query }),
            items: hits.map(({ article, passage }) => ({
              title: article.title,
              detail: passage,
              action: { label: 'Open', say: `open ${article.title}` },
            })),
          },
        }),
  };
}
