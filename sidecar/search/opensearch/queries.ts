import type { ChunkQuery } from '../chunk-index.ts';

type Body = Readonly<Record<string, unknown>>;

export const FOUND_FIELDS = ['document_id', 'is_public', 'revision', 'pieces', 'chunk_index'];
const TITLE = 'title_terms^3';
/** Terms that are short could be any other. */
const SHORTEST = 5;

/** Pieces with any of the terms; tells beside them which terms nothing had. */
export function textSearch(query: ChunkQuery, size: number): Body {
  const { terms, also = [] } = query;
  return textBody(query, size, [words([...terms, ...also])], countOf(terms));
}

/** The same once more with near spellings of the terms that nothing had. */
export function nearTextSearch(query: ChunkQuery, size: number, unknown: readonly string[]): Body {
  const { terms, also = [] } = query;
  const near = { ...words(unknown), fuzziness: 'AUTO:5,8', prefix_length: 1 };
  return textBody(query, size, [words([...terms, ...also]), near], {});
}

/** Of the terms of a `textSearch` those that nothing had and that may be misspelt. */
export function unknownTerms(terms: readonly string[], counts: readonly number[]): readonly string[] {
  return terms.filter((term, at) => counts[at] === 0 && term.length >= SHORTEST);
}

function words(terms: readonly string[]): Body {
  return { query: terms.join(' '), fields: [TITLE, 'terms'], type: 'most_fields' };
}

function textBody(query: ChunkQuery, size: number, matches: readonly Body[], more: Body): Body {
  const should = matches.map((match) => ({ multi_match: match }));
  return {
    size,
    _source: FOUND_FIELDS,
    sort: ['_score', { chunk_id: 'asc' }],
    query: { bool: { filter: whose(query), should, minimum_should_match: 1 } },
    ...more,
  };
}

function countOf(terms: readonly string[]): Body {
  return terms.length === 0 ? {} : { aggs: { words: { filters: { filters: filtersOf(terms) } } } };
}

/** One bucket a term. */
function filtersOf(terms: readonly string[]): Body {
  return Object.fromEntries(
    terms.map((term, at) => [
      `t${at}`,
      { bool: { should: [{ term: { title_terms: term } }, { term: { terms: term } }], minimum_should_match: 1 } },
    ]),
  );
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
  return {
    size: 0,
    query: { bool: { filter: [{ terms: { company_id: companies } }, { term: { is_public: true } }] } },
    aggs: {
      first: { filter: { term: { chunk_index: 0 } }, aggs: { length: { avg: { field: 'length' } } } },
      ...(terms.length === 0
        ? {}
        : {
            words: {
              filters: { filters: filtersOf(terms) },
              aggs: { documents: { cardinality: { field: 'document_id', precision_threshold: 10_000 } } },
            },
          }),
    },
  };
}
