import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Doc, type Query, scoreOf } from './query.ts';

/**
 * A small OpenSearch on loopback that speaks the wire protocol which the real client uses: indices, bulk, search, multi search,
 * delete by query, aggregations. It refuses what OpenSearch refuses: unknown fields of a strict mapping, an unknown index, a vector of
 * another length.
 */
export interface FakeOpenSearch {
  readonly url: string;
  /** `POST /va_knowledge-x/_search`, in order. */
  readonly requests: readonly string[];
  readonly indices: ReadonlyMap<string, FakeIndex>;
  /** An empty one of somebody else. */
  addIndex(name: string): void;
  /** The next requests are answered with 503. */
  failNext(times: number): void;
  close(): Promise<void>;
}

export interface FakeIndex {
  readonly body: { readonly mappings: { readonly properties: Readonly<Record<string, Record<string, unknown>>> } };
  readonly docs: Map<string, Doc>;
}

class Refused extends Error {
  readonly status: number;
  readonly type: string;
  constructor(status: number, type: string) {
    super(type);
    this.status = status;
    this.type = type;
  }
}

export async function openFakeOpenSearch(): Promise<FakeOpenSearch> {
  const indices = new Map<string, FakeIndex>();
  const requests: string[] = [];
  let failing = 0;
  const server = createServer((request, response) => {
    void read(request).then((text) => {
      const url = new URL(request.url ?? '/', 'http://fake');
      const path = decodeURIComponent(url.pathname);
      requests.push(`${request.method} ${path}`);
      const send = (status: number, body: unknown) => {
        response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' });
        response.end(request.method === 'HEAD' ? undefined : JSON.stringify(body));
      };
      if (failing > 0) {
        failing -= 1;
        return send(503, { error: { type: 'cluster_block_exception', reason: 'failing to order' }, status: 503 });
      }
      try {
        send(200, answer(indices, request.method ?? 'GET', path, text));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        send(error.status, { error: { type: error.type, reason: error.type }, status: error.status });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    indices,
    addIndex(name) {
      indices.set(name, { body: { mappings: { properties: {} } }, docs: new Map() });
    },
    failNext(times) {
      failing = times;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function answer(indices: Map<string, FakeIndex>, method: string, path: string, text: string): unknown {
  const [, name = '', action = ''] = path.split('/');
  const named = (): FakeIndex => {
    const index = indices.get(name);
    if (index === undefined) throw new Refused(404, 'index_not_found_exception');
    return index;
  };
  if (name === '') return { version: { distribution: 'opensearch', number: '2.19.1' } };
  if (action === '') {
    if (method === 'PUT') {
      if (indices.has(name)) throw new Refused(400, 'resource_already_exists_exception');
      indices.set(name, { body: JSON.parse(text) as FakeIndex['body'], docs: new Map() });
      return { acknowledged: true, index: name };
    }
    if (method === 'DELETE') return { acknowledged: indices.delete(name) };
    const found = name.endsWith('*') ? [...indices.keys()].filter((one) => one.startsWith(name.slice(0, -1))) : [name];
    return Object.fromEntries(found.map((one) => [one, indices.get(one)?.body ?? {}]));
  }
  if (action === '_bulk') return bulk(named(), text);
  if (action === '_search') return search(named(), JSON.parse(text) as SearchBody);
  if (action === '_msearch') {
    const lines = linesOf(text);
    const bodies = lines.filter((_, at) => at % 2 === 1) as SearchBody[];
    return { responses: bodies.map((body) => ({ ...search(named(), body), status: 200 })) };
  }
  if (action === '_delete_by_query') {
    const { docs } = named();
    const { query } = JSON.parse(text) as { query: Query };
    const gone = [...docs].filter(([, doc]) => scoreOf(query, doc, [...docs.values()]) !== null);
    for (const [id] of gone) docs.delete(id);
    return { deleted: gone.length, failures: [] };
  }
  throw new Refused(400, `no ${method} ${path} here`);
}

function linesOf(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): unknown => JSON.parse(line));
}

function bulk({ body, docs }: FakeIndex, text: string): unknown {
  const lines = linesOf(text) as Record<string, unknown>[];
  const { properties } = body.mappings;
  const items: unknown[] = [];
  for (let at = 0; at < lines.length; at += 2) {
    const id = (lines[at]?.['index'] as { readonly _id: string } | undefined)?._id ?? '';
    const doc = lines[at + 1] as Doc;
    const error = Object.keys(doc).some((field) => properties[field] === undefined)
      ? 'strict_dynamic_mapping_exception'
      : isWrongVector(doc, properties['embedding'])
        ? 'mapper_parsing_exception'
        : null;
    if (error === null) docs.set(id, doc);
    items.push({
      index: { _id: id, status: error === null ? 201 : 400, ...(error === null ? {} : { error: { type: error } }) },
    });
  }
  return { took: 1, errors: items.some((item) => 'error' in (item as { index: object }).index), items };
}

function isWrongVector(doc: Doc, field: Record<string, unknown> | undefined): boolean {
  const vector = doc['embedding'];
  return Array.isArray(vector) && vector.length !== field?.['dimension'];
}

interface SearchBody {
  readonly size?: number;
  readonly query: Query;
  readonly sort?: readonly (string | Readonly<Record<string, string>>)[];
  readonly search_after?: readonly unknown[];
  readonly aggs?: Readonly<Record<string, Agg>>;
}
interface Agg {
  readonly filter?: Query;
  readonly filters?: { readonly filters: Readonly<Record<string, Query>> };
  readonly terms?: { readonly field: string };
  readonly avg?: { readonly field: string };
  readonly cardinality?: { readonly field: string };
  readonly aggs?: Readonly<Record<string, Agg>>;
}

function search({ docs }: FakeIndex, body: SearchBody) {
  const all = [...docs.values()];
  const scored = [...docs].flatMap(([id, doc]) => {
    const score = scoreOf(body.query, doc, all);
    return score === null ? [] : [{ _id: id, _source: doc, _score: score }];
  });
  scored.sort((one, other) => {
    for (const key of body.sort ?? ['_score']) {
      const [field, way] = typeof key === 'string' ? [key, 'desc'] : (Object.entries(key)[0] ?? ['_score', 'desc']);
      const [left, right] =
        field === '_score' ? [one._score, other._score] : [one._source[field], other._source[field]];
      if (left !== right) return ((left as number) < (right as number) ? -1 : 1) * (way === 'asc' ? 1 : -1);
    }
    return 0;
  });
  const [first] = Object.keys((body.sort?.[0] ?? {}) as object);
  const after = body.search_after?.[0];
  const from = after === undefined ? 0 : scored.findIndex((hit) => hit._source[String(first)] === after) + 1;
  const limit = neighbours(body.query) ?? body.size ?? 10;
  return {
    took: 1,
    timed_out: false,
    hits: { total: { value: scored.length }, hits: scored.slice(from, from + Math.min(limit, body.size ?? 10)) },
    ...(body.aggs === undefined
      ? {}
      : {
          aggregations: aggregated(
            body.aggs,
            scored.map(({ _source }) => _source),
            all,
          ),
        }),
  };
}

function neighbours(query: Query): number | null {
  const field = query.knn === undefined ? undefined : Object.values(query.knn)[0];
  return field?.k ?? null;
}

function aggregated(
  aggs: Readonly<Record<string, Agg>>,
  docs: readonly Doc[],
  all: readonly Doc[],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(aggs).map(([name, agg]) => {
      const within = (query: Query) => docs.filter((doc) => scoreOf(query, doc, all) !== null);
      const below = (rows: readonly Doc[]) => ({ doc_count: rows.length, ...aggregated(agg.aggs ?? {}, rows, all) });
      if (agg.filter !== undefined) return [name, below(within(agg.filter))];
      if (agg.filters !== undefined) {
        const buckets = Object.entries(agg.filters.filters).map(([key, query]) => [key, below(within(query))]);
        return [name, { buckets: Object.fromEntries(buckets) as unknown }];
      }
      if (agg.terms !== undefined) {
        const { field } = agg.terms;
        const keys = [...new Set(docs.map((doc) => String(doc[field])))].sort();
        return [name, { buckets: keys.map((key) => ({ key })) }];
      }
      const field = agg.avg?.field ?? agg.cardinality?.field ?? '';
      const values = docs.map((doc) => doc[field]);
      if (agg.cardinality !== undefined) return [name, { value: new Set(values).size }];
      const sum = values.reduce((total: number, value) => total + Number(value), 0);
      return [name, { value: values.length === 0 ? null : sum / values.length }];
    }),
  );
}
