import type { ReadResult } from '../../actions/tool.ts';
import type { Article } from '../../knowledge/article.ts';
import type { Related, Shelf } from '../../knowledge/library.ts';
import { searchArticles } from '../../knowledge/search.ts';
import { say } from './sentences.ts';
import { sourceOf } from './sources.ts';

/** For models; the person hears it in the manner of the assistant. */
const UNANSWERED =
  'Nothing that the user may read answers this. Say that you do not know; what is listed as nearest is no answer.';

const RELATED =
  'What is listed as related is near by meaning. It is an answer only where its passage really says it: then quote it with its title; else say that you do not know.';

/** What a question finds: passages with their sources, or that nothing answers it. */
export function answerFrom(
  query: string,
  articles: readonly Article[],
  options: {
    readonly limit: number;
    /** Where the articles are from. */
    readonly shelf: Shelf;
    readonly more?: Readonly<Record<string, unknown>>;
  },
): ReadResult {
  const { hits, nearest } = searchArticles(query, articles, options.limit, options.shelf.around);
  const { byMeaning } = options.shelf;
  const common = { query, searched: byMeaning ? 'words and meaning' : 'words', ...options.more };
  if (hits.length === 0) return unanswered(common, nearest, articles, options.shelf);
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
    // Beside a single answer too: a list says it in its title.
    citations: hits.map(({ article, section }) => ({
      ...sourceOf(article, section),
      ...(byMeaning ? {} : { found_by: 'words' as const }),
    })),
    ...(hits.length < 2
      ? {}
      : {
          visual: {
            kind: 'list',
            title: say(byMeaning ? 'resultsTitle' : 'resultsByWords', { query }),
            items: hits.map(({ article, passage }) => ({
              title: article.title,
              detail: passage,
              action: { label: 'Open', say: `open ${article.title}` },
            })),
          },
        }),
  };
}

const BY_WORDS = 'Only words were compared, not meanings: say so, and that other words for it may find it.';

/** That nothing answers, with what comes nearest; the page says by what it was looked for. */
function unanswered(
  common: Readonly<Record<string, unknown>>,
  nearest: readonly Article[],
  articles: readonly Article[],
  { byMeaning, related: near }: Shelf,
): ReadResult {
  const related = near.filter(({ article }) => articles.some(({ id }) => id === article.id));
  const close = new Map([...nearest, ...related.map(({ article }) => article)].map((article) => [article.id, article]));
  const named = [...close.values()].map(({ id, title }) => ({ id, title }));
  const data = {
    ...common,
    answered: false,
    note: [related.length === 0 ? UNANSWERED : RELATED, ...(byMeaning ? [] : [BY_WORDS])].join(' '),
    results: [],
    nearest: named,
  };
  const items = named.map(({ title }) => ({ title, action: { label: 'Open', say: `open ${title}` } }));
  const title = say(byMeaning ? 'nearestTitle' : 'nearestByWords');
  return {
    kind: 'data',
    data: related.length === 0 ? data : { ...data, related: related.map(relatedData) },
    ...(items.length === 0 ? {} : { visual: { kind: 'list', title, items } }),
    ...(related.length === 0 ? {} : { citations: related.map(({ article, section }) => sourceOf(article, section)) }),
  };
}

function relatedData({ article, section, passage }: Related) {
  return { id: article.id, title: article.title, section, passage };
}
