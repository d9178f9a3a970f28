import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openOpenSearchIndex } from '../../sidecar/search/opensearch/opensearch-index.ts';
import { type FakeOpenSearch, openFakeOpenSearch } from '../fakes/opensearch/server.ts';
import { chunkIndexSuite } from './chunk-index-suite.ts';

/** A real server instead of the fake, such as http://127.0.0.1:9200: the same suite, over the same client. */
const real = process.env['VA_TEST_OPENSEARCH'];
let fake: FakeOpenSearch | null = null;
let url = real ?? '';
let sites = 0;

beforeAll(async () => {
  if (real !== undefined) return;
  fake = await openFakeOpenSearch();
  url = fake.url;
});
afterAll(async () => {
  await fake?.close();
});

const siteName = () => `site-${process.pid}-${++sites}`;

chunkIndexSuite(
  real === undefined ? 'the index in OpenSearch, on the wire' : 'the index in a real OpenSearch',
  async () => {
    const site = siteName();
    const index = openOpenSearchIndex({ url, siteName: site });
    return {
      index,
      async reopen() {
        await index.close();
        return openOpenSearchIndex({ url, siteName: site });
      },
      close: () => index.close(),
    };
  },
);

describe.skipIf(real !== undefined)('on the wire', () => {
  test('the mapping has the fields of the data model with the lucene engine, and no vectors without an embedder', async () => {
    const index = openOpenSearchIndex({ url, siteName: siteName() });
    await index.useEmbedder(null);
    const words = [...(fake?.indices ?? [])].at(-1);
    expect(words?.[0]).toMatch(/^va_knowledge-[0-9a-f]{8}-1-words$/u);
    expect(words?.[1].body.mappings.properties['embedding']).toBeUndefined();
    await index.useEmbedder({ id: 'openai/x', dimensions: 1536 });
    const vectors = [...(fake?.indices ?? [])].at(-1);
    const properties = vectors?.[1].body.mappings.properties ?? {};
    expect(vectors?.[0]).toMatch(/-1536$/u);
    expect(fake?.indices.has(words?.[0] ?? '')).toBe(false);
    expect(Object.keys(properties)).toEqual(
      expect.arrayContaining(
        'chunk_id document_id company_id folder_path document_title chunk_text chunk_index embedding metadata created_at updated_at'.split(
          ' ',
        ),
      ),
    );
    expect(properties['embedding']).toMatchObject({
      type: 'knn_vector',
      dimension: 1536,
      method: { name: 'hnsw', engine: 'lucene', space_type: 'cosinesimil' },
    });
    await index.close();
  });

  test('two sites share a server and see nothing of each other', async () => {
    const [one, other] = [siteName(), siteName()].map((site) => openOpenSearchIndex({ url, siteName: site }));
    const document = {
      documentId: 'd',
      companyId: '',
      folderPath: 'x',
      title: 'x',
      isPublic: true,
      revision: '1',
      length: 1,
      createdAt: 0,
      updatedAt: 0,
    };
    const chunk = { index: 0, text: 'x', titleTerms: ['x'], terms: ['x'], metadata: {}, embedding: null };
    await one?.replace(document, [chunk]);
    expect((await one?.revisions())?.size).toBe(1);
    expect((await other?.revisions())?.size).toBe(0);
    await Promise.all([one?.close(), other?.close()]);
  });

  test('words and vectors are one request', async () => {
    const index = openOpenSearchIndex({ url, siteName: siteName() });
    await index.useEmbedder({ id: 'x', dimensions: 8 });
    const before = fake?.requests.length ?? 0;
    const vector = new Float32Array(8).fill(1);
    await index.search({ companies: [''], isPublic: true, terms: ['x'], vector, limit: 5 });
    expect(fake?.requests.slice(before)).toEqual([expect.stringMatching(/^POST .*\/_msearch$/u)]);
    await index.close();
  });

  test('an index that a newer version wrote is refused, and a server that fails is an error, not an empty answer', async () => {
    const site = siteName();
    const index = openOpenSearchIndex({ url, siteName: site });
    await index.useEmbedder(null);
    const name = [...(fake?.indices.keys() ?? [])].at(-1) ?? '';
    fake?.addIndex(name.replace('-1-', '-9-'));
    const again = openOpenSearchIndex({ url, siteName: site });
    await expect(again.useEmbedder(null)).rejects.toThrow(/newer version/u);
    fake?.failNext(10);
    await expect(index.revisions()).rejects.toThrow();
    fake?.failNext(0);
    await Promise.all([index.close(), again.close()]);
  });
});
