import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Chunk, ChunkIndex, IndexedDocument } from '../../sidecar/search/chunk-index.ts';
import { termsOf } from '../../sidecar/search/terms.ts';
import { seededRandom } from '../fakes/seeded-random.ts';

export interface OpenedIndex {
  readonly index: ChunkIndex;
  /** The same index opened anew, as after a restart. */
  reopen(): Promise<ChunkIndex>;
  close(): Promise<void>;
}

const piece = (at: number, title: string, text: string, embedding: Float32Array | null = null): Chunk => ({
  index: at,
  text,
  titleTerms: termsOf(title),
  terms: termsOf(text),
  metadata: { section: `Section ${at}`, blocks: [['text', text]] },
  embedding,
});
const document = (documentId: string, title: string, more: Partial<IndexedDocument> = {}): IndexedDocument => ({
  documentId,
  companyId: '',
  folderPath: 'Policies',
  title,
  isPublic: true,
  revision: '1',
  length: 5,
  createdAt: 1_000,
  updatedAt: 2_000,
  ...more,
});
const asking = (text: string, more: Partial<Parameters<ChunkIndex['search']>[0]> = {}) => ({
  companies: ['Acme', ''],
  isPublic: true,
  terms: termsOf(text),
  vector: null,
  limit: 10,
  ...more,
});

/** What every index has to do, whatever keeps it. */
export function chunkIndexSuite(name: string, open: () => Promise<OpenedIndex>): void {
  describe(name, () => {
    let opened: OpenedIndex;
    let index: ChunkIndex;
    beforeEach(async () => {
      opened = await open();
      ({ index } = opened);
      await index.useEmbedder(null);
    });
    afterEach(async () => {
      await opened.close();
    });

    const put = (id: string, title: string, texts: readonly string[], more: Partial<IndexedDocument> = {}) =>
      index.replace(
        document(id, title, more),
        texts.map((text, at) => piece(at, title, text)),
      );
    const found = async (text: string, more = {}) =>
      (await index.search(asking(text, more))).map((hit) => `${hit.documentId}#${hit.chunkIndex}`);

    test('words find pieces: those of the title before those of the text, rare before common', async () => {
      await put('travel', 'Travel policy', ['Hotels cost at most 180 USD.', 'Meals are paid by day.']);
      await put('hotels', 'Hotels of our choice', ['The list is kept by the travel desk.']);
      await put('leave', 'Leave', ['Days are paid.']);
      expect((await found('hotel'))[0]).toBe('hotels#0');
      expect((await found('meals paid'))[0]).toBe('travel#1');
      expect(await found('zebra')).toEqual([]);
      expect(await found('')).toEqual([]);
    });

    test('a misspelt word finds what is spelt like it, and one that is spelt right comes first', async () => {
      await put('expenses', 'Expense claims', ['Expenses are paid within ten days.']);
      await put('experts', 'Experts', ['Expertise of the house.']);
      expect(await found('expneses')).toEqual(['expenses#0']);
      expect((await found('expense'))[0]).toBe('expenses#0');
    });

    test('only what belongs to the companies asked for, and only of the kind asked for', async () => {
      await put('all', 'Parking', ['Parking spaces of all.']);
      await put('acme', 'Parking', ['Parking of Acme.'], { companyId: 'Acme' });
      await put('globex', 'Parking', ['Parking of Globex.'], { companyId: 'Globex' });
      await put('secret', 'Parking', ['Parking of the board.'], { companyId: 'Acme', isPublic: false });
      expect((await found('parking')).sort()).toEqual(['acme#0', 'all#0']);
      expect(await found('parking', { isPublic: false })).toEqual(['secret#0']);
      expect(await found('parking', { companies: ['Globex'] })).toEqual(['globex#0']);
    });

    test('folders narrow the search down', async () => {
      await put('a', 'Wifi', ['Wifi for guests.'], { folderPath: 'Office' });
      await put('b', 'Wifi', ['Wifi at home.'], { folderPath: 'Home/IT' });
      expect(await found('wifi', { folders: ['Home/IT'] })).toEqual(['b#0']);
      expect(await index.folders(['Acme', ''])).toEqual(['Home/IT', 'Office']);
    });

    test('a document that is put in again has its new pieces and none of the old', async () => {
      await put('a', 'Gifts', ['Gifts above fifty.', 'Second piece about zebras.']);
      await put('a', 'Gifts', ['Gifts above sixty.'], { revision: '2' });
      expect(await found('zebras')).toEqual([]);
      expect(await found('sixty')).toEqual(['a#0']);
      expect(await index.revisions()).toEqual(new Map([['a', '2']]));
      expect((await index.chunksOf([{ documentId: 'a' }])).get('a')).toHaveLength(1);
    });

    test('what is removed is gone from everything', async () => {
      await put('a', 'Gifts', ['Gifts.']);
      await put('b', 'Gifts', ['Gifts.']);
      await index.remove(['a', 'never there']);
      expect(await found('gifts')).toEqual(['b#0']);
      expect([...(await index.revisions()).keys()]).toEqual(['b']);
      await index.replace(document('b', 'Gifts'), []);
      expect(await index.revisions()).toEqual(new Map());
      expect((await index.statistics(['', 'Acme'], ['gift'])).documents).toBe(0);
    });

    test('pieces come back as they were given, all or some', async () => {
      await put('a', 'Guide', ['One.', 'Two.', 'Three.']);
      const all = (await index.chunksOf([{ documentId: 'a' }, { documentId: 'nothing' }])).get('a') ?? [];
      expect(all.map(({ text }) => text)).toEqual(['One.', 'Two.', 'Three.']);
      expect(all[1]?.metadata).toEqual({ section: 'Section 1', blocks: [['text', 'Two.']] });
      const some = await index.chunksOf([{ documentId: 'a', places: [0, 2, 9] }]);
      expect(some.get('a')?.map(({ index: at }) => at)).toEqual([0, 2]);
    });

    test('documents are listed latest first, or those of a name or folder', async () => {
      await put('old', 'Old', ['Old.'], { updatedAt: 1 });
      await put('new', 'New', ['New.', 'More.'], { updatedAt: 9, folderPath: 'FAQ', isPublic: false, revision: 'r' });
      const listed = await index.documents(['Acme', ''], { limit: 10 });
      expect(listed).toEqual([
        { documentId: 'new', isPublic: false, revision: 'r', pieces: 2 },
        { documentId: 'old', isPublic: true, revision: '1', pieces: 1 },
      ]);
      const ids = async (wanted: object) =>
        (await index.documents([''], { limit: 10, ...wanted })).map(({ documentId }) => documentId);
      expect(await ids({ limit: 1 })).toEqual(['new']);
      expect(await ids({ ids: ['old', 'x'] })).toEqual(['old']);
      expect(await ids({ folders: ['FAQ'] })).toEqual(['new']);
      expect(await ids({ ids: [] })).toEqual([]);
    });

    test('statistics count documents that everybody may read, and no others', async () => {
      await put('a', 'Leave', ['Leave is paid.', 'Leave again.'], { length: 10 });
      await put('b', 'Pay', ['Paid monthly.'], { length: 20 });
      await put('c', 'Leave', ['Secret leave.'], { isPublic: false });
      await put('d', 'Leave', ['Leave of others.'], { companyId: 'Globex' });
      const statistics = await index.statistics(['Acme', ''], ['leav', 'paid', 'secret']);
      expect(statistics).toEqual({
        documents: 2,
        averageLength: 15,
        frequency: new Map([
          ['leav', 1],
          ['paid', 2],
          ['secret', 0],
        ]),
      });
    });

    test('whatever stands in a question is words and nothing else', async () => {
      await put('a', 'Quotes', ['Words with "quotes" and NEAR things.']);
      for (const terms of [
        ['"'],
        ['a"b'],
        ['NEAR('],
        ['*'],
        ["'; DROP TABLE documents; --"],
        ['-quot'],
        ['title:quot'],
      ]) {
        await index.search(asking('', { terms }));
      }
      expect(await found('quotes')).toEqual(['a#0']);
    });

    test('what was put in is there after a restart', async () => {
      await put('a', 'Gifts', ['Gifts above fifty.']);
      const again = await opened.reopen();
      await again.useEmbedder(null);
      expect(await again.revisions()).toEqual(new Map([['a', '1']]));
      expect(await again.search(asking('gifts'))).toHaveLength(1);
      await again.ping();
      await again.close();
    });

    describe.each([384, 1536])('with vectors of %i dimensions', (dimensions) => {
      const random = seededRandom(dimensions);
      const vectorOf = () => Float32Array.from({ length: dimensions }, () => random() - 0.5);
      const close = (to: Float32Array, by: number) => to.map((value) => value + (random() - 0.5) * by);
      const subjects = Array.from({ length: 8 }, vectorOf);
      const subject = (at: number) => subjects[at] ?? new Float32Array(dimensions);

      beforeEach(async () => {
        await index.useEmbedder({ id: 'test', dimensions });
        for (const [at, vector] of subjects.entries()) {
          const more = {
            isPublic: at !== 5,
            companyId: at === 6 ? 'Globex' : 'Acme',
            folderPath: at < 4 ? 'Low' : 'High',
          };
          await index.replace(document(`d${at}`, `Title ${at}`, more), [
            piece(0, `Title ${at}`, `subject${at} one`, close(vector, 0.2)),
            piece(1, `Title ${at}`, `subject${at} two`, close(vector, 0.4)),
          ]);
        }
      });
      const meant = async (vector: Float32Array, more = {}) =>
        (await index.search(asking('', { vector, ...more }))).map((hit) => `${hit.documentId}#${hit.chunkIndex}`);

      test('the nearest by meaning come first, without a word in common', async () => {
        for (const at of [0, 3, 7]) {
          expect((await meant(close(subject(at), 0.1))).slice(0, 2)).toEqual([`d${at}#0`, `d${at}#1`]);
        }
      });

      test('nearness stays within company, kind and folder', async () => {
        expect((await meant(subject(5))).some((id) => id.startsWith('d5'))).toBe(false);
        expect((await meant(subject(5), { isPublic: false }))[0]).toBe('d5#0');
        expect((await meant(subject(6))).some((id) => id.startsWith('d6'))).toBe(false);
        expect((await meant(subject(6), { companies: ['Globex'] }))[0]).toBe('d6#0');
        const high = await meant(subject(1), { folders: ['High'] });
        expect(high.length).toBeGreaterThan(0);
        expect(high.every((id) => /^d[4-7]/u.test(id))).toBe(true);
      });

      test('what both words and meaning find comes before what one of them finds', async () => {
        const [first] = await index.search(asking('subject2 two', { vector: subject(2) }));
        expect(first?.documentId).toBe('d2');
        const mixed = await index.search(asking('subject4', { vector: subject(2), limit: 4 }));
        expect(new Set(mixed.map(({ documentId }) => documentId))).toEqual(new Set(['d2', 'd4']));
      });

      test('what is removed or put in without vectors is found by words alone', async () => {
        await index.remove(['d0']);
        await index.replace(document('d1', 'Title 1', { companyId: 'Acme' }), [piece(0, 'Title 1', 'subject1 anew')]);
        expect((await meant(subject(0))).some((id) => id.startsWith('d0'))).toBe(false);
        expect((await meant(subject(1))).some((id) => id.startsWith('d1'))).toBe(false);
        expect((await index.search(asking('anew', { vector: subject(1) })))[0]?.documentId).toBeDefined();
        expect((await index.search(asking('anew'))).map(({ documentId }) => documentId)).toEqual(['d1']);
      });

      test('another embedder leaves no vector of the first', async () => {
        const other = dimensions === 384 ? 1536 : 384;
        await index.useEmbedder({ id: 'other', dimensions: other });
        expect(await meant(new Float32Array(other).fill(1))).toEqual([]);
        const vector = new Float32Array(other).fill(1);
        await index.replace(document('n', 'New'), [piece(0, 'New', 'new words', vector)]);
        expect(await meant(vector)).toEqual(['n#0']);
        await index.useEmbedder(null);
        expect(await meant(vector)).toEqual([]);
      });
    });
  });
}
