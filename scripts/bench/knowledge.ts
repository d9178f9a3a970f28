import { searchArticles } from '../../sidecar/knowledge/search.ts';
import { seededRandom } from '../../test/fakes/seeded-random.ts';
import { openKnowledgeStand } from './_knowledge-stand.ts';
import { atMost, type Bench, type Figure, quantile } from './bench.ts';

const DOCUMENTS = 2_500;
/** Paragraphs under a heading of their own: a piece each. */
const SECTIONS = 4;
const WORDS = 60;
const VOCABULARY = 20_000;
const QUESTIONS = 300;

/** What a look into the index costs at 10 000 pieces, with and without vectors, and a question with all that is ours around it. */
export const knowledgeBench: Bench = {
  name: 'knowledge',
  about: 'a search over 10 000 pieces of documents, embedded: words alone, and with vectors of 384 and 1536 dimensions',
  async run({ tell }) {
    const figures: Figure[] = [];
    for (const dimensions of [0, 384, 1536]) {
      const label = dimensions === 0 ? 'words' : String(dimensions);
      tell(`${DOCUMENTS * SECTIONS} pieces, ${dimensions === 0 ? 'words alone' : `${dimensions} dimensions`}`);
      const random = seededRandom(7 + dimensions);
      const vector = () => Float32Array.from({ length: dimensions }, () => random() - 0.5);
      const embedder =
        dimensions === 0
          ? null
          : { id: 'bench', dimensions, embed: async (texts: readonly string[]) => texts.map(() => vector()) };
      const stand = await openKnowledgeStand(embedder);
      try {
        for (let at = 0; at < DOCUMENTS; at++) {
          const sections = Array.from(
            { length: SECTIONS },
            () => `<h3>${words(random, 2)}</h3><p>${words(random, WORDS)}.</p>`,
          );
          await stand.add({ name: `a${at}`, title: words(random, 4), category: 'Handbook', text: sections.join('') });
        }
        const looks: number[] = [];
        const cpu: number[] = [];
        const whole: number[] = [];
        for (let question = 0; question < QUESTIONS; question++) {
          const text = words(random, 5);
          const query = { companies: ['Acme', ''], isPublic: true, terms: text.split(' '), limit: 60 };
          const asked = dimensions === 0 ? null : vector();
          const before = process.cpuUsage();
          let start = performance.now();
          await stand.index.search({ ...query, vector: asked });
          looks.push(performance.now() - start);
          const { user, system } = process.cpuUsage(before);
          cpu.push((user + system) / 1_000);
          start = performance.now();
          const shelf = await stand.library.shelfOf(stand.reads, { texts: [text], company: 'Acme' });
          searchArticles(text, shelf.articles, 5, shelf.around);
          whole.push(performance.now() - start);
        }
        figures.push(
          { name: `knowledge.${label}.p50`, value: quantile(looks, 0.5), unit: 'ms' },
          { name: `knowledge.${label}.p95`, value: quantile(looks, 0.95), unit: 'ms', budget: atMost(20) },
          { name: `knowledge.${label}.cpu.p95`, value: quantile(cpu, 0.95), unit: 'ms', note: 'of processor time' },
          {
            name: `knowledge.${label}.answer.p95`,
            value: quantile(whole, 0.95),
            unit: 'ms',
            note: 'with ranking and passages, without the site',
          },
        );
      } finally {
        await stand.close();
      }
    }
    return figures;
  },
};

/** Words as often as words are: the n-th most frequent one n times as rare as the first. */
function words(random: () => number, count: number): string {
  return Array.from({ length: count }, () => `w${Math.floor(VOCABULARY ** random())}x`).join(' ');
}
