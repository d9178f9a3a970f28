import { isNear } from '../../../sidecar/search/near-words.ts';

export type Doc = Readonly<Record<string, unknown>>;
/** As much of the query language as the index speaks. */
export interface Query {
  readonly bool?: {
    readonly filter?: readonly Query[];
    readonly should?: readonly Query[];
    readonly minimum_should_match?: number;
  };
  readonly term?: Readonly<Record<string, unknown>>;
  readonly terms?: Readonly<Record<string, readonly unknown[]>>;
  readonly multi_match?: {
    readonly query: string;
    readonly fields: readonly string[];
    readonly fuzziness?: string;
    readonly boost?: number;
  };
  readonly knn?: Readonly<
    Record<string, { readonly vector: readonly number[]; readonly k: number; readonly filter?: Query }>
  >;
}

/** How well a document fits; null when it does not. */
export function scoreOf(query: Query, doc: Doc, all: readonly Doc[]): number | null {
  if (query.term !== undefined) {
    const [[field, value] = ['', null]] = Object.entries(query.term);
    return doc[field] === value || (isText(field) && words(doc[field]).includes(String(value))) ? 1 : null;
  }
  if (query.terms !== undefined) {
    const [[field, values] = ['', []]] = Object.entries(query.terms);
    return values.includes(doc[field]) ? 1 : null;
  }
  if (query.multi_match !== undefined) return matched(query.multi_match, doc, all);
  if (query.knn !== undefined) return near(query.knn, doc, all);
  const { filter = [], should = [], minimum_should_match: least = filter.length > 0 ? 0 : 1 } = query.bool ?? {};
  if (filter.some((one) => scoreOf(one, doc, all) === null)) return null;
  const scores = should.flatMap((one) => scoreOf(one, doc, all) ?? []);
  if (should.length > 0 && scores.length < least) return null;
  return scores.reduce((sum, score) => sum + score, 0);
}

const isText = (field: string) => field === 'terms' || field === 'title_terms';

function words(value: unknown): readonly string[] {
  return String(value ?? '')
    .split(' ')
    .filter((word) => word !== '');
}

/** Rarer words and more of them count for more; that is all the ranking that is needed here. */
function matched(match: NonNullable<Query['multi_match']>, doc: Doc, all: readonly Doc[]): number | null {
  let score = 0;
  for (const weighted of match.fields) {
    const [field = '', weight = '1'] = weighted.split('^');
    const own = words(doc[field]);
    for (const asked of words(match.query)) {
      const fits = (word: string) =>
        word === asked ||
        (match.fuzziness !== undefined &&
          word[0] === asked[0] &&
          isNear(asked, word, asked.length < 5 ? 0 : asked.length < 8 ? 1 : 2));
      const count = own.filter(fits).length;
      if (count === 0) continue;
      const having = all.filter((other) => words(other[field]).includes(asked)).length;
      const rarity = Math.log(1 + (all.length - having + 0.5) / (having + 0.5));
      score += (Number(weight) * rarity * count * 2.2) / (count + 1.2);
    }
  }
  return score === 0 ? null : score * (match.boost ?? 1);
}

function near(knn: NonNullable<Query['knn']>, doc: Doc, all: readonly Doc[]): number | null {
  const [only] = Object.entries(knn);
  if (only === undefined) return null;
  const [field, { vector, filter }] = only;
  const own = doc[field];
  if (!Array.isArray(own) || (filter !== undefined && scoreOf(filter, doc, all) === null)) return null;
  const dot = (one: readonly number[], other: readonly number[]) =>
    one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
  return (
    (1 + dot(vector, own as number[]) / Math.sqrt(dot(vector, vector) * dot(own as number[], own as number[]))) / 2
  );
}
