import { z } from 'zod';
import type { Chunk } from '../search/chunk-index.ts';
import { termsOf } from '../search/terms.ts';
import type { Block } from './html-text.ts';

/** Characters of a piece: a few paragraphs, or the steps of one instruction. */
const CHUNK_CHARS = 1_000;
/** Steps of one list stay together up to here. */
const LIST_CHARS = 1_800;

/**
 * The pieces of a document: a heading begins one, steps of a list stay in one, each keeps the title and its section. In `metadata` its
 * blocks, from which an article is put together again.
 */
export function chunksOf(title: string, blocks: readonly Block[]): readonly Chunk[] {
  const pieces: { section: string | null; blocks: Block[]; size: number }[] = [];
  let section: string | null = null;
  let before: Block['kind'] | null = null;
  for (const block of blocks.flatMap(cut)) {
    let last = pieces.at(-1);
    if (block.kind === 'heading') section = block.text;
    const isSteps = block.kind === 'step' && before === 'step';
    const room = isSteps ? LIST_CHARS : CHUNK_CHARS;
    if (last === undefined || block.kind === 'heading' || last.size + block.text.length > room) {
      // A heading right after a heading is a part of it: "Travel" / "Hotels".
      if (last === undefined || before !== 'heading') pieces.push({ section, blocks: [], size: 0 });
      last = pieces.at(-1);
    }
    if (last === undefined) continue;
    last.section = section;
    last.blocks.push(block);
    last.size += block.text.length;
    before = block.kind;
  }
  const titleTerms = termsOf(title);
  return pieces.map((piece, index): Chunk => {
    const text = piece.blocks.map((block) => block.text).join('\n');
    const own = piece.blocks.some(({ kind }) => kind === 'heading') || piece.section === null;
    return {
      index,
      text,
      titleTerms,
      // The later pieces of a section are found by its heading, too.
      terms: termsOf(own ? text : `${piece.section}\n${text}`),
      metadata: { section: piece.section, blocks: piece.blocks.map(({ kind, text: words }) => [kind, words]) },
      embedding: null,
    };
  });
}

/** A paragraph that is longer than a piece goes on in the next. */
function cut(block: Block): readonly Block[] {
  if (block.text.length <= CHUNK_CHARS || block.kind === 'heading') return [block];
  const parts: Block[] = [];
  let rest = block.text;
  while (rest.length > CHUNK_CHARS) {
    const sentence = rest.lastIndexOf('. ', CHUNK_CHARS);
    const at = sentence > CHUNK_CHARS / 2 ? sentence + 1 : Math.max(rest.lastIndexOf(' ', CHUNK_CHARS), 1);
    const end = at > CHUNK_CHARS / 4 ? at : CHUNK_CHARS;
    parts.push({ kind: block.kind, text: rest.slice(0, end).trim() });
    rest = rest.slice(end).trim();
  }
  if (rest !== '') parts.push({ kind: block.kind, text: rest });
  return parts;
}

const kept = z.object({
  section: z.string().nullable(),
  blocks: z.array(z.tuple([z.enum(['heading', 'text', 'step']), z.string()])),
});

/** The blocks of pieces, in order. A piece without the heading that it stands under gets it back. */
export function blocksOfChunks(chunks: readonly Chunk[]): readonly Block[] {
  let under: string | null = null;
  return chunks.flatMap((chunk): Block[] => {
    const { section, blocks } = kept.parse(chunk.metadata);
    const own = blocks.map(([kind, text]): Block => ({ kind, text }));
    const missing = section !== null && section !== under && !own.some(({ kind }) => kind === 'heading');
    under = section;
    return missing && section !== null ? [{ kind: 'heading', text: section }, ...own] : own;
  });
}

/** What is made a vector of: where a piece stands says what it is about. */
export function textToEmbed(title: string, chunk: Chunk): string {
  const { section } = kept.parse(chunk.metadata);
  return [title, section, chunk.text].filter((part) => part !== null && part !== '').join('\n');
}
