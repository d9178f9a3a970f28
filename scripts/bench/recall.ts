import { searchArticles } from '../../sidecar/knowledge/search.ts';
import { collectionOf } from '../../sidecar/search/bm25.ts';
import { termsOf } from '../../sidecar/search/terms.ts';
import { type HandbookArticle, readHandbook } from './_handbook.ts';
import { openKnowledgeStand } from './_knowledge-stand.ts';
import { atLeast, atMost, type Bench, type Figure } from './bench.ts';

/** How often the article that answers a question is found, beside plain BM25 over the same articles and stems. */
export const recallBench: Bench = {
  name: 'recall',
  about: 'questions about a handbook: is the right article first, and among five; beside plain BM25',
  async run({ tell }) {
    const { articles, unanswerable } = readHandbook();
    const pairs = articles.flatMap(({ title, questions }) => questions.map((question) => ({ question, title })));
    tell(`${pairs.length} questions to ${articles.length} articles, ${unanswerable.length} that none answers`);
    const stand = await openKnowledgeStand(null);
    try {
      for (const [at, { title, category, text }] of articles.entries()) {
        await stand.add({ name: `a${at}`, title, category, text });
      }
      const plain = plainBm25(articles);
      const ours = async (question: string) => {
        const shelf = await stand.library.shelfOf(stand.reads, { texts: [question], company: '' });
        const { hits, nearest } = searchArticles(question, shelf.articles, 5, shelf.around);
        return { answers: hits.map(({ article }) => article.title), nearest: nearest.map(({ title }) => title) };
      };
      const ranks = { shown: [] as number[], plain: [] as number[] };
      let answered = 0;
      let right = 0;
      for (const { question, title } of pairs) {
        const { answers, nearest } = await ours(question);
        const shown = [...answers, ...nearest];
        ranks.shown.push(shown.indexOf(title));
        ranks.plain.push(plain(question).indexOf(title));
        if (answers.length > 0) answered += 1;
        if (answers[0] === title) right += 1;
        if (answers[0] !== title) {
          tell(`"${question}": ${title} is ${placeOf(shown.indexOf(title))}, the answer ${answers[0] ?? 'none'}`);
        }
      }
      let invented = 0;
      for (const question of unanswerable) {
        const [first] = (await ours(question)).answers;
        if (first === undefined) continue;
        invented += 1;
        tell(`"${question}" is answered from ${first}`);
      }
      const share = (found: readonly number[], most: number) =>
        (100 * found.filter((rank) => rank >= 0 && rank < most).length) / found.length;
      const figures: Figure[] = [
        { name: 'recall.bm25.at-1', value: share(ranks.plain, 1), unit: '%', note: 'plain, for comparison' },
        { name: 'recall.bm25.at-5', value: share(ranks.plain, 5), unit: '%', note: 'it has an answer to everything' },
        { name: 'recall.at-1', value: share(ranks.shown, 1), unit: '%', budget: atLeast(share(ranks.plain, 1)) },
        {
          name: 'recall.at-5',
          value: share(ranks.shown, 5),
          unit: '%',
          note: 'answers, else the nearest articles that are named: at most three',
        },
        {
          name: 'recall.answered',
          value: (100 * answered) / pairs.length,
          unit: '%',
          note: 'the others: "I do not know"',
        },
        {
          name: 'recall.answered-right',
          value: (100 * right) / answered,
          unit: '%',
          note: 'of those that were answered',
        },
        {
          name: 'recall.invented',
          value: (100 * invented) / unanswerable.length,
          unit: '%',
          budget: atMost(20),
          note: `of ${unanswerable.length} questions that no article answers, answered all the same`,
        },
      ];
      return figures;
    } finally {
      await stand.close();
    }
  },
};

function placeOf(rank: number): string {
  return rank < 0 ? 'not found' : `number ${rank + 1}`;
}

/** Titles by BM25 over title and text as one, each stem worth the same. */
function plainBm25(articles: readonly HandbookArticle[]): (question: string) => readonly string[] {
  const documents = articles.map(({ title, text }) => {
    const counts = new Map<string, number>();
    const terms = termsOf(`${title}\n${text}`);
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    return { title, counts, length: terms.length };
  });
  const collection = collectionOf(documents);
  return (question) => {
    const query = termsOf(question).map((term) => ({ variants: new Map([[term, 1]]) }));
    return documents
      .map((document) => ({ title: document.title, score: collection.score(document, query).score }))
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score)
      .slice(0, 5)
      .map(({ title }) => title);
  };
}
