import type { VectorKind } from '../chunk-index.ts';

/** Counts up with every change of the mapping. */
export const MAPPING_VERSION = 1;

/** The fields of architecture.md 2.7.3 and those by which we search: stems, who may see it, which version it is. */
export function indexBody(vectors: VectorKind | null): Record<string, unknown> {
  const keyword = { type: 'keyword' };
  const stems = { type: 'text', analyzer: 'whitespace' };
  return {
    settings: {
      index: { number_of_shards: 1, auto_expand_replicas: '0-1', ...(vectors === null ? {} : { knn: true }) },
    },
    mappings: {
      dynamic: 'strict',
      properties: {
        chunk_id: keyword,
        document_id: keyword,
        company_id: keyword,
        folder_path: keyword,
        document_title: { type: 'text' },
        chunk_text: { type: 'text' },
        chunk_index: { type: 'integer' },
        // Read back as it was given; nothing in it is searched.
        metadata: { type: 'object', enabled: false },
        created_at: { type: 'date' },
        updated_at: { type: 'date' },
        is_public: { type: 'boolean' },
        revision: { type: 'keyword', index: false },
        length: { type: 'integer' },
        pieces: { type: 'integer' },
        title_terms: stems,
        terms: stems,
        ...(vectors === null
          ? {}
          : {
              embedding: {
                type: 'knn_vector',
                dimension: vectors.dimensions,
                method: {
                  name: 'hnsw',
                  engine: 'lucene',
                  space_type: 'cosinesimil',
                  parameters: { m: 24, ef_construction: 128 },
                },
              },
            }),
      },
    },
  };
}
