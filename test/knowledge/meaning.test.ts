import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Embedder } from '../../sidecar/llm/providers/embeddings.ts';
import { termsOf } from '../../sidecar/search/terms.ts';
import { type CompanyKnowledge, openCompanyKnowledge } from './company-knowledge.ts';

/** Meanings that this embedder knows: words of one line are one direction. */
const MEANINGS = ['hotel lodging accommodation motel', 'maternity newborn baby', 'password login credential'].map(
  (line) => termsOf(line),
);
let broken = false;
/** What an embedder outside would have read. */
const seen: string[] = [];
let asked = 0;
const embedder: Embedder = {
  id: 'meanings',
  dimensions: 8,
  isOutside: true,
  async embed(texts) {
    if (broken) throw new Error('no embeddings today');
    asked += texts.length;
    seen.push(...texts);
    return texts.map((text) => {
      const terms = termsOf(text);
      const vector = new Float32Array(8).fill(0.01);
      for (const [at, meaning] of MEANINGS.entries()) {
        vector[at] = (vector[at] ?? 0) + terms.filter((term) => meaning.includes(term)).length;
      }
      return vector;
    });
  },
};

let knowledge: CompanyKnowledge;
beforeAll(async () => {
  knowledge = await openCompanyKnowledge(embedder);
  await knowledge.indexer.sweep();
});
afterAll(() => knowledge?.close());
const search = (query: string) => knowledge.ask('priya@acme.test', 'search_knowledge_base', { query });

test('what shares a meaning and no word is told as related, with its passage and source, and never as an answer', async () => {
  const answer = await search('which motels are we allowed');
  expect(answer).toMatchObject({
    data: { answered: false, searched: 'words and meaning', results: [] },
    citations: expect.arrayContaining([expect.objectContaining({ title: 'Travel policy' })]),
  });
  const { related } = answer['data'] as { related: { title: string; passage: string }[] };
  expect(related[0]).toMatchObject({ title: 'Travel policy', passage: expect.stringMatching(/hotel/iu) });
});

test('an answer by words is as it was', async () => {
  expect(await search('how much may a hotel cost')).toMatchObject({
    data: { answered: true, results: [{ title: 'Travel policy' }] },
  });
});

test('when the embedder fails, words alone find, and that is said; what was put in without vectors gets them later', async () => {
  broken = true;
  const name = knowledge.insert({
    doctype: 'Help Article',
    title: 'Nursery',
    category: 'FAQ',
    published: 1,
    content: '<p>A place for every newborn.</p>',
  });
  await knowledge.follow('Help Article', name);
  expect(await search('motels')).toMatchObject({ data: { answered: false, searched: 'words' } });
  expect(await search('newborn')).toMatchObject({ data: { answered: true, results: [{ title: 'Nursery' }] } });
  broken = false;
  const before = asked;
  expect(await knowledge.indexer.sweep()).toEqual({ indexed: 1, removed: 0, failed: 0 });
  expect(asked).toBeGreaterThan(before);
  expect(JSON.stringify(await search('our baby'))).toContain('Nursery');
});

test('a question that is to stay inside is found by its words alone: no embedder outside reads it', async () => {
  const shelf = async (keepInside: boolean) => {
    const { reads, person } = await knowledge.demo.context('priya@acme.test');
    const wish = { texts: ['motels for the marmalade deal'], company: person.company.name };
    return await knowledge.library.shelfOf(reads, keepInside ? { ...wish, keepInside } : wish);
  };
  seen.length = 0;
  expect((await shelf(true)).byMeaning).toBe(false);
  expect(seen).toEqual([]);
  expect((await shelf(false)).byMeaning).toBe(true);
  expect(seen).toEqual(['motels for the marmalade deal']);
});
