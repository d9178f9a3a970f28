import type { Embedder } from '../llm/providers/embeddings.ts';
import type { ChunkIndex, FoundDocument } from '../search/chunk-index.ts';
import { termsOf } from '../search/terms.ts';
import type { Wish } from './library.ts';
import { documentId, SOURCE_DOCTYPES } from './source.ts';
import { synonymsOf } from './synonyms.ts';

/** A document that may answer, and the places in it that fit; not yet checked whether the person may read it. */
export interface Candidate extends FoundDocument {
  /** Best first. */
  readonly places: readonly number[];
}

/** Candidates of each kind (open to all, restricted), so that neither crowds out the other. */
const DOCUMENTS = 20;
/** Pieces that are looked at for them. */
const PIECES = 60;
/** A company with no more documents than this has all of them looked at: nothing can be missed. */
export const FEW = 60;
const MOST_TERMS = 40;

/** Stems of texts, and those that may stand for them. */
export function wishedTerms(texts: readonly string[]): {
  readonly terms: readonly string[];
  readonly also: readonly string[];
} {
  const terms = [...new Set(texts.flatMap(termsOf))].slice(0, MOST_TERMS);
  const also = new Set(terms.flatMap((stem) => [...synonymsOf(stem)]));
  return { terms, also: [...also].filter((stem) => !terms.includes(stem)).slice(0, MOST_TERMS) };
}

/** What may answer, best first, and whether that is all there is. */
export async function findCandidates(
  index: ChunkIndex,
  wish: Wish,
  vector: Float32Array | null,
): Promise<{ readonly candidates: readonly Candidate[]; readonly isAll: boolean }> {
  const companies = companiesOf(wish.company);
  const [few, folders] = await Promise.all([
    index.documents(companies, { limit: FEW + 1 }),
    wish.among === undefined ? null : index.folders(companies),
  ]);
  const isAll = few.length <= FEW;
  const words = wishedTerms(wish.texts);
  const among = folders === null ? null : folders.filter((folder) => wish.among?.(folder));
  const look = (isPublic: boolean, within: readonly string[] | null) =>
    within?.length === 0 || (words.terms.length === 0 && vector === null)
      ? []
      : index.search({
          companies,
          isPublic,
          ...words,
          vector,
          limit: PIECES,
          ...(within === null ? {} : { folders: within }),
        });
  const named = wish.texts.flatMap((text) => idsOf(text, companies));
  const answers = await Promise.all([
    index.documents(companies, { ids: named, limit: named.length }),
    look(true, among),
    look(false, among),
    // What is called a policy may be kept in a folder that is not.
    ...(among === null ? [] : [look(true, null), look(false, null)]),
  ]);
  const [called = [], ...hits] = answers;
  const found = new Map<string, { readonly document: FoundDocument; readonly places: number[] }>();
  for (const document of called) found.set(document.documentId, { document, places: [] });
  for (const pieces of hits) {
    const before = new Set(found.keys());
    for (const hit of pieces as readonly (FoundDocument & { readonly chunkIndex: number })[]) {
      const known = found.get(hit.documentId);
      if (known !== undefined) known.places.push(hit.chunkIndex);
      else if (found.size - before.size < DOCUMENTS) {
        found.set(hit.documentId, { document: hit, places: [hit.chunkIndex] });
      }
    }
  }
  if (isAll)
    for (const document of few)
      if (!found.has(document.documentId)) found.set(document.documentId, { document, places: [] });
  return { candidates: [...found.values()].map(({ document, places }) => ({ ...document, places })), isAll };
}

/** The wish as a vector; null when there is no embedder, or it fails or takes too long: then words alone find. */
export async function vectorOf(
  text: string,
  embedder: Embedder | null,
  signal: AbortSignal,
): Promise<Float32Array | null> {
  if (embedder === null || text.trim() === '') return null;
  const [vector] = await embedder.embed([text], signal);
  return vector ?? null;
}

/** What belongs to a company, and what belongs to all. */
export function companiesOf(company: string): readonly string[] {
  return company === '' ? [''] : [company, ''];
}

/** A text that is the id of an article ("travel-policy", "File:a1b2c3"). */
function idsOf(text: string, companies: readonly string[]): readonly string[] {
  const id = text.trim();
  const other = SOURCE_DOCTYPES.find((doctype) => id.startsWith(`${doctype}:`));
  const [doctype, name] = other === undefined ? (['Help Article', id] as const) : [other, id.slice(other.length + 1)];
  return companies.map((company) => documentId(doctype, name, company));
}
