import { describe, expect, test } from 'vitest';
import { blocksOfChunks, chunksOf, textToEmbed } from '../../sidecar/knowledge/chunks.ts';
import { type Block, blocksOf } from '../../sidecar/knowledge/html-text.ts';

const paragraph = (words: string) => `${words} `.repeat(40).trim();
const html = `<p>Before the headings.</p><h2>Booking</h2><p>${paragraph('travel desk')}</p><p>${paragraph('second one')}</p><p>${paragraph('third part')}</p>
  <h2>Claims</h2><h3>Receipts</h3><ol><li>Keep it</li><li>Hand it in</li></ol><p>After the list.</p>`;

describe('pieces of a document', () => {
  const blocks = blocksOf(html);
  const chunks = chunksOf('Travel policy', blocks);

  test('begin at headings; a heading under a heading stays with it; each knows its section', () => {
    expect(chunks.map(({ metadata }) => metadata['section'])).toEqual([null, 'Booking', 'Booking', 'Receipts']);
    expect(chunks.at(-1)?.text).toBe('Claims\nReceipts\nKeep it\nHand it in\nAfter the list.');
    expect(chunks.every(({ text }) => text.length <= 1_900)).toBe(true);
  });

  test('are found by the title, and the later ones of a section by its heading', () => {
    expect(chunks[2]?.titleTerms).toEqual(['travel', 'polici']);
    expect(chunks[2]?.terms).toContain('book');
    expect(textToEmbed('Travel policy', chunks[2] ?? (null as never))).toMatch(/^Travel policy\nBooking\n/u);
  });

  test('give the document back', () => {
    expect(blocksOfChunks(chunks)).toEqual(blocks);
  });

  test('a part of them stands under its heading', () => {
    const [, , third] = chunks;
    expect(blocksOfChunks(third === undefined ? [] : [third])[0]).toEqual({ kind: 'heading', text: 'Booking' });
  });

  test('steps of one list stay together, a paragraph without an end is cut', () => {
    const steps: Block[] = Array.from({ length: 30 }, (_, at) => ({
      kind: 'step',
      text: `Step ${at} ${'x'.repeat(40)}`,
    }));
    expect(chunksOf('T', steps)).toHaveLength(1);
    const long = chunksOf('T', [{ kind: 'text', text: 'word '.repeat(1_000) }]);
    expect(long.length).toBeGreaterThan(4);
    expect(
      long
        .map(({ text }) => text)
        .join(' ')
        .split(' '),
    ).toHaveLength(1_000);
    const letters = chunksOf('T', [{ kind: 'text', text: 'x'.repeat(5_000) }]);
    expect(letters.map(({ text }) => text).join('')).toBe('x'.repeat(5_000));
  });

  test('nothing has none', () => {
    expect(chunksOf('Title', [])).toEqual([]);
  });
});
