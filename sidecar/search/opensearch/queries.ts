import type { ChunkQuery } from '../chunk-index.ts';

type Body = Readonly<Record<string, unknown>>;

export const FOUND_FIELDS = ['document_id', 'is_public', 'revision', 'pieces', 'chunk_index'];
const TITLE = 'title_terms^3';
/** A misspelt word finds, but never before one that is spelt right. */
const NEAR_BOOST = 0.05;

export function textSearch(query: ChunkQuery, size: number): Body {
  const words = { query: query.terms.join(' '), fields: [TITLE, 'terms'], type: 'most_fields' };
  const near = { ...words, fuzziness: 'AUTO:5,8', prefix_length: 1, boost: NEAR_BOOST };
  return {
    size,
    _source: FOUND_FIELDS,
    sort: ['_score', { chunk_id: 'asc' }],
    query: {
      bool: { filter: whose(query), should: [{ multi_match: words }, { multi_match: near }], minimum_should_match: 1 },
    },
  };
}

/** The filter is a part of the search for neighbours: what it leaves out takes nobody's place. */
export function vectorSearch(query: ChunkQuery, vector: Float32Array, size: number): Body {
  const filter = { bool: { filter: whose(query) } };
  return { size, _source: FOUND_FIELDS, query: { knn: { embedding: { vector: [...vector], k: size, filter } } } };
}

function whose({ companies, isPublic, folders }: ChunkQuery): readonly Body[] {
  return [
    { terms: { company_id: companies } },
    { term: { is_public: isPublic } },
    ...(folders === undefined ? [] : [{ terms: { folder_path: folders } }]),
  ];
}

/** The first pieces: one for each document. */
export function firstPieces(companies: readonly string[], more: readonly Body[]): Body {
  return { bool: { filter: [{ terms: { company_id: companies } }, { term: { chunk_index: 0 } }, ...more] } };
}

export function termCounts(companies: readonly string[], terms: readonly string[]): Body {
  const filters = Object.fromEntries(
    terms.map((term, at) => [
      `t${at}`,
      { bool: { should: [{ term: { title_terms: term } }, { term: { terms: term } }], minimum_should_match: 1 } },
    ]),
  );
  return {
    size: 0,
    query: { bool: { filter: [{ terms: { company_id: companies } }, { term: { is_public: true } }] } },
    aggs: {
      first: { filter: { term: { chunk_index: 0 } }, aggs: { length: { avg: { field: 'length' } } } },
      ...(terms.length === 0
        ? {}
        : {
            words: {
              filters: { filters },
              aggs: { documents: { cardinality: { field: 'document_id', precision_threshold: 10_000 } } },
            },
          }),
    },
  };
}
