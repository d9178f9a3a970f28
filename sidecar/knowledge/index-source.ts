import type { Log } from '../lib/log.ts';
import type { Embedder } from '../llm/providers/embeddings.ts';
import type { Chunk, IndexedDocument } from '../search/chunk-index.ts';
import { articleOfBlocks } from './article.ts';
import { chunksOf, textToEmbed } from './chunks.ts';
import { ExtractFailure, extractBlocks, type FileFormat } from './extract/extract.ts';
import { type Block, blocksOf } from './html-text.ts';
import { revisionOf } from './revision.ts';
import { articleFactsOf, documentId, type SourceDocType, type SourceText } from './source.ts';

interface Entry {
  readonly document: IndexedDocument;
  readonly chunks: readonly Chunk[];
}

const EMBED_AT_ONCE = 64;

/** What goes into the index of a document, once for each company that has it; not whole: its text or its vectors are missing. */
export async function indexSource(options: {
  readonly doctype: SourceDocType;
  readonly source: SourceText;
  readonly embedder: Embedder | null;
  readonly signal: AbortSignal;
  readonly log: Log;
}): Promise<{ readonly entries: readonly Entry[]; readonly isWhole: boolean }> {
  const { doctype, source, embedder, signal, log } = options;
  const { blocks, isRead } = await blocksOfSource(doctype, source, log);
  // A file whose text cannot be had is still found by its name.
  const cut = chunksOf(source.title, blocks);
  const pieces = cut.length > 0 ? cut : chunksOf(source.title, [{ kind: 'heading', text: source.title }]);
  const { chunks, isEmbedded } = await withVectors(source.title, pieces, embedder, signal, log);
  const article = articleOfBlocks(articleFactsOf({ ...source, doctype }), blocks);
  const document = {
    folderPath: source.folder,
    title: source.title,
    isPublic: source.public,
    // Without its vectors it is not what the embedder would make of it: the next sweep tries again.
    revision: revisionOf(source, isEmbedded ? embedder : null),
    length: article.length,
    createdAt: timeOf(source.created),
    updatedAt: timeOf(source.modified),
  };
  const companies = source.companies.length === 0 ? [''] : source.companies;
  return {
    entries: companies.map((companyId) => ({
      document: { ...document, companyId, documentId: documentId(doctype, source.name, companyId) },
      chunks,
    })),
    isWhole: isRead && isEmbedded,
  };
}

async function blocksOfSource(
  doctype: SourceDocType,
  source: SourceText,
  log: Log,
): Promise<{ readonly blocks: readonly Block[]; readonly isRead: boolean }> {
  if (doctype !== 'File') return { blocks: blocksOf(source.content ?? ''), isRead: true };
  try {
    const data = Buffer.from(source.data ?? '', 'base64');
    const format: FileFormat = source.format;
    return { blocks: data.length === 0 ? [] : await extractBlocks(data, format), isRead: true };
  } catch (error) {
    if (!(error instanceof ExtractFailure)) throw error;
    log.warn('a file has no text that can be read', { file: source.name, reason: error.message });
    return { blocks: [], isRead: false };
  }
}

async function withVectors(
  title: string,
  chunks: readonly Chunk[],
  embedder: Embedder | null,
  signal: AbortSignal,
  log: Log,
): Promise<{ readonly chunks: readonly Chunk[]; readonly isEmbedded: boolean }> {
  if (embedder === null) return { chunks, isEmbedded: true };
  try {
    const vectors: Float32Array[] = [];
    for (let start = 0; start < chunks.length; start += EMBED_AT_ONCE) {
      const texts = chunks.slice(start, start + EMBED_AT_ONCE).map((chunk) => textToEmbed(title, chunk));
      vectors.push(...(await embedder.embed(texts, signal)));
    }
    return { chunks: chunks.map((chunk, at) => ({ ...chunk, embedding: vectors[at] ?? null })), isEmbedded: true };
  } catch (error) {
    signal.throwIfAborted();
    log.warn('a document is kept without vectors for now', {}, error);
    return { chunks, isEmbedded: false };
  }
}

/** Times order documents and are shown to nobody: the site's naive time is read as if it were UTC. */
function timeOf(siteTime: string): number {
  const time = Date.parse(`${siteTime.replace(' ', 'T').slice(0, 23)}Z`);
  return Number.isNaN(time) ? 0 : time;
}
