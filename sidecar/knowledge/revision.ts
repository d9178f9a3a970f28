import { z } from 'zod';
import type { Embedder } from '../llm/providers/embeddings.ts';
import type { Source } from './source.ts';

/** Another way of cutting, or of counting terms, makes every document new. */
const CHUNKER = 1;
const parts = z.tuple([z.string()]).rest(z.unknown());

/** Changes with whatever would make other pieces or vectors of a document; no embedder: it has words alone. */
export function revisionOf(source: Source, embedder: Embedder | null): string {
  const vectors = embedder === null ? '' : `${embedder.id} ${embedder.dimensions}`;
  return JSON.stringify([source.modified, CHUNKER, vectors, source.title, source.folder, source.public]);
}

/** When the site changed what the index has. */
export function revisionParts(revision: string): { readonly modified: string } {
  return { modified: parts.parse(JSON.parse(revision))[0] };
}
