import { z } from 'zod';
import type { Source } from './source.ts';

/** Another way of cutting, or of counting terms, makes every document new. */
const CHUNKER = 1;
const parts = z.tuple([z.string()]).rest(z.unknown());

/** Changes with whatever would make other pieces of a document; `vectors`: the embedder's id, '' for words alone. */
export function revisionOf(source: Source, vectors: string): string {
  return JSON.stringify([source.modified, CHUNKER, vectors, source.title, source.folder, source.public]);
}

/** When the site changed what the index has. */
export function revisionParts(revision: string): { readonly modified: string } {
  return { modified: parts.parse(JSON.parse(revision))[0] };
}
