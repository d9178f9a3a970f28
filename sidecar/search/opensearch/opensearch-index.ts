import { createHash } from 'node:crypto';
import { Client } from '@opensearch-project/opensearch';
import { z } from 'zod';
import {
  type Chunk,
  type ChunkIndex,
  chunkId,
  type FoundDocument,
  type IndexedDocument,
  type VectorKind,
} from '../chunk-index.ts';
import { fuseRanks } from '../rank-fusion.ts';
import { SearchRefused } from '../search-refused.ts';
import { indexBody, MAPPING_VERSION } from './mapping.ts';
import {
  FOUND_FIELDS,
  firstPieces,
  nearTextSearch,
  termCounts,
  textSearch,
  unknownTerms,
  vectorSearch,
} from './queries.ts';

/** How many each way of searching contributes for each hit that is wanted. */
const DEPTH = 3;
const REQUEST_MS = 10_000;
/** OpenSearch gives no more in one answer. */
const MOST_ROWS = 10_000;
const PAGE = 1_000;

const found = z.object({
  document_id: z.string(),
  is_public: z.boolean(),
  revision: z.string(),
  pieces: z.number(),
  chunk_index: z.number(),
});
const stored = z.object({
  document_id: z.string(),
  chunk_index: z.number(),
  chunk_text: z.string(),
  title_terms: z.string(),
  terms: z.string(),
  metadata: z.record(z.string(), z.unknown()),
  embedding: z.array(z.number()).nullish(),
});
const hitsOf = <T extends z.ZodType>(source: T) =>
  z.object({ hits: z.object({ hits: z.array(z.object({ _id: z.string(), _source: source })) }) });
const answered = hitsOf(found).extend({
  aggregations: z
    .object({ words: z.object({ buckets: z.record(z.string(), z.object({ doc_count: z.number() })) }) })
    .optional(),
});
const counted = z.object({
  aggregations: z.object({
    first: z.object({ doc_count: z.number(), length: z.object({ value: z.number().nullable() }) }),
    words: z
      .object({ buckets: z.record(z.string(), z.object({ documents: z.object({ value: z.number() }) })) })
      .optional(),
  }),
});
const grouped = z.object({
  aggregations: z.object({ folders: z.object({ buckets: z.array(z.object({ key: z.string() })) }) }),
});
type Body = Readonly<Record<string, unknown>>;

/**
 * The index in OpenSearch. Words and vectors are searched in one request and their ranks fused here, as in the embedded index: that
 * needs the k-NN plugin for vectors and nothing else. Nothing is asked of the server before the first use.
 * @throws SearchRefused from its first use when a newer version of the sidecar wrote the index
 */
export function openOpenSearchIndex(options: { readonly url: string; readonly siteName: string }): ChunkIndex {
  const client = new Client({ node: options.url, requestTimeout: REQUEST_MS, maxRetries: 1 });
  const site = createHash('sha256').update(options.siteName).digest('hex').slice(0, 8);
  const prefix = `va_knowledge-${site}`;
  let vectors: VectorKind | null = null;
  let opened: Promise<string> | null = null;
  let closed: Promise<void> | null = null;

  /** Name of the index with these vectors, made when it is not there; those with others go. */
  async function open(): Promise<string> {
    const kind = vectors === null ? 'words' : nameOf(vectors);
    const name = `${prefix}-${MAPPING_VERSION}-${kind}`;
    const { body } = await client.indices.get({ index: `${prefix}-*`, allow_no_indices: true });
    const present = Object.keys(body);
    const newer = present.find((one) => Number(one.slice(prefix.length + 1).split('-')[0]) > MAPPING_VERSION);
    if (newer !== undefined) {
      throw new SearchRefused(
        `The index ${newer} in OpenSearch was written by a newer version of the sidecar. Start the newer version again, or delete the index: it is filled again from the site.`,
      );
    }
    if (!present.includes(name)) await client.indices.create({ index: name, body: indexBody(vectors) as never });
    for (const one of present) if (one !== name) await client.indices.delete({ index: one, ignore_unavailable: true });
    return name;
  }

  async function index(): Promise<string> {
    opened ??= open().catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return await opened;
  }

  async function search<T extends z.ZodType>(schema: T, body: Body): Promise<z.infer<T>> {
    const answer = await client.search({ index: await index(), body: body as never });
    return schema.parse(answer.body);
  }

  async function drop(documentIds: readonly string[]): Promise<void> {
    if (documentIds.length === 0) return;
    await client.deleteByQuery({
      index: await index(),
      refresh: true,
      conflicts: 'proceed',
      body: { query: { terms: { document_id: [...documentIds] } } },
    });
  }

  return {
    async useEmbedder(embedder) {
      vectors = embedder;
      opened = null;
      await index();
    },
    async replace(document, chunks) {
      await drop([document.documentId]);
      if (chunks.length === 0) return;
      const operations = chunks.flatMap((chunk) => [
        { index: { _id: chunkId(document.documentId, chunk.index) } },
        rowOf(document, chunk, chunks.length, vectors !== null),
      ]);
      const { body } = await client.bulk({ index: await index(), refresh: true, body: operations as never });
      if (body.errors !== true) return;
      await drop([document.documentId]);
      throw new Error(`OpenSearch did not take a document: ${JSON.stringify(body.items).slice(0, 300)}`);
    },
    remove: drop,
    async revisions() {
      const all = new Map<string, string>();
      let after: readonly string[] | null = null;
      for (;;) {
        const body: Body = {
          size: PAGE,
          _source: FOUND_FIELDS,
          query: { term: { chunk_index: 0 } },
          sort: [{ document_id: 'asc' }],
          ...(after === null ? {} : { search_after: after }),
        };
        const { hits } = await search(hitsOf(found), body);
        for (const { _source } of hits.hits) all.set(_source.document_id, _source.revision);
        const last = hits.hits.at(-1);
        if (hits.hits.length < PAGE || last === undefined) return all;
        after = [last._source.document_id];
      }
    },
    async search(query) {
      const depth = query.limit * DEPTH;
      const hasWords = query.terms.length + (query.also?.length ?? 0) > 0;
      const wanted = [
        ...(hasWords ? [textSearch(query, depth)] : []),
        ...(vectors === null || query.vector === null ? [] : [vectorSearch(query, query.vector, depth)]),
      ];
      if (wanted.length === 0) return [];
      const body = wanted.flatMap((one) => [{}, one]);
      const answer = await client.msearch({ index: await index(), body: body as never });
      const responses = z.object({ responses: z.array(answered) }).parse(answer.body).responses;
      const counts = responses[0]?.aggregations?.words.buckets ?? {};
      const unknown = unknownTerms(
        query.terms,
        query.terms.map((_, at) => counts[`t${at}`]?.doc_count ?? 1),
      );
      if (hasWords && unknown.length > 0) {
        responses[0] = await search(answered, nearTextSearch(query, depth, unknown));
      }
      const lists = responses.map(({ hits }) => hits.hits);
      const rows = new Map(lists.flat().map((hit) => [hit._id, hit._source]));
      return fuseRanks(lists.map((hits) => hits.map(({ _id }) => _id)))
        .slice(0, query.limit)
        .flatMap(({ key, score }) => {
          const row = rows.get(key);
          return row === undefined ? [] : [{ ...documentOf(row), chunkIndex: row.chunk_index, score }];
        });
    },
    async documents(companies, { ids, folders, limit }) {
      if (limit === 0) return [];
      const more = [
        ...(ids === undefined ? [] : [{ terms: { document_id: ids } }]),
        ...(folders === undefined ? [] : [{ terms: { folder_path: folders } }]),
      ];
      const { hits } = await search(hitsOf(found), {
        size: Math.min(limit, MOST_ROWS),
        _source: FOUND_FIELDS,
        query: firstPieces(companies, more),
        sort: [{ updated_at: 'desc' }, { document_id: 'asc' }],
      });
      return hits.hits.map(({ _source }) => documentOf(_source));
    },
    async folders(companies) {
      const { aggregations } = await search(grouped, {
        size: 0,
        query: firstPieces(companies, []),
        aggs: { folders: { terms: { field: 'folder_path', size: PAGE, order: { _key: 'asc' } } } },
      });
      return aggregations.folders.buckets.map(({ key }) => key);
    },
    async chunksOf(documents) {
      const chunks = new Map<string, Chunk[]>();
      if (documents.length === 0) return chunks;
      const should = documents.map(({ documentId, places }) => ({
        bool: {
          filter: [
            { term: { document_id: documentId } },
            ...(places === undefined ? [] : [{ terms: { chunk_index: places } }]),
          ],
        },
      }));
      const { hits } = await search(hitsOf(stored), {
        size: MOST_ROWS,
        query: { bool: { should, minimum_should_match: 1 } },
        sort: [{ document_id: 'asc' }, { chunk_index: 'asc' }],
      });
      for (const { _source } of hits.hits) {
        const own = chunks.get(_source.document_id) ?? [];
        own.push(chunkOf(_source));
        chunks.set(_source.document_id, own);
      }
      return chunks;
    },
    async statistics(companies, terms) {
      const { aggregations } = await search(counted, termCounts(companies, terms));
      const { first, words } = aggregations;
      return {
        documents: first.doc_count,
        averageLength: first.length.value ?? 0,
        frequency: new Map(terms.map((term, at) => [term, words?.buckets[`t${at}`]?.documents.value ?? 0])),
      };
    },
    async ping() {
      await client.ping();
    },
    async close() {
      // The client never answers a second time.
      closed ??= client.close();
      await closed;
    },
  };
}

function nameOf({ id, dimensions }: VectorKind): string {
  return `${createHash('sha256').update(id).digest('hex').slice(0, 12)}-${dimensions}`;
}

function rowOf(document: IndexedDocument, chunk: Chunk, pieces: number, withVectors: boolean): Body {
  return {
    chunk_id: chunkId(document.documentId, chunk.index),
    document_id: document.documentId,
    company_id: document.companyId,
    folder_path: document.folderPath,
    document_title: document.title,
    chunk_text: chunk.text,
    chunk_index: chunk.index,
    metadata: chunk.metadata,
    created_at: document.createdAt,
    updated_at: document.updatedAt,
    is_public: document.isPublic,
    revision: document.revision,
    length: document.length,
    pieces,
    title_terms: chunk.titleTerms.join(' '),
    terms: chunk.terms.join(' '),
    ...(withVectors && chunk.embedding !== null ? { embedding: [...chunk.embedding] } : {}),
  };
}

function documentOf(row: z.infer<typeof found>): FoundDocument {
  return { documentId: row.document_id, isPublic: row.is_public, revision: row.revision, pieces: row.pieces };
}

function chunkOf(row: z.infer<typeof stored>): Chunk {
  const words = (text: string) => (text === '' ? [] : text.split(' '));
  return {
    index: row.chunk_index,
    text: row.chunk_text,
    titleTerms: words(row.title_terms),
    terms: words(row.terms),
    metadata: row.metadata,
    embedding: row.embedding == null ? null : Float32Array.from(row.embedding),
  };
}
