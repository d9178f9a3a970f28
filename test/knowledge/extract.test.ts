import { describe, expect, test } from 'vitest';
import { ExtractFailure, extractBlocks } from '../../sidecar/knowledge/extract/extract.ts';
import { checkZip } from '../../sidecar/knowledge/extract/zip-check.ts';
import { docxOf, pdfOf, zipOf } from './documents.ts';

const read = async (data: Buffer, format: Parameters<typeof extractBlocks>[1]) =>
  (await extractBlocks(data, format)).map(({ kind, text }) => `${kind}: ${text}`);

describe('the text of a file', () => {
  test('plain text is text, whatever looks like markup in it', async () => {
    expect(await read(Buffer.from('Rules\n\n- <b>one</b>\n- two'), 'text')).toEqual([
      'text: Rules',
      'step: ‹b›one‹/b›',
      'step: two',
    ]);
  });

  test('Markdown and HTML keep their headings and steps', async () => {
    expect(await read(Buffer.from('# Rules\n1. one'), 'markdown')).toEqual(['heading: Rules', 'step: one']);
    expect(await read(Buffer.from('<h1>Rules</h1><p>Be kind.<script>x()</script></p>'), 'html')).toEqual([
      'heading: Rules',
      'text: Be kind.',
    ]);
  });

  test('a PDF gives headings by the size of their letters, paragraphs over lines, and list items', async () => {
    const pdf = pdfOf([
      ['# Travel handbook', 'Hotels cost at most 180 USD', 'a night in every city.', '', 'Trains go first.'],
      ['# Claims', '1. Keep the receipt', '2. Hand it in'],
    ]);
    expect(await read(pdf, 'pdf')).toEqual([
      'heading: Travel handbook',
      'text: Hotels cost at most 180 USD a night in every city.',
      'text: Trains go first.',
      'heading: Claims',
      'step: Keep the receipt',
      'step: Hand it in',
    ]);
  });

  test('a Word document gives its headings and paragraphs', async () => {
    expect(
      await read(
        docxOf(['# Dress code', 'Wear what you like.', 'No <beach> wear.'.replace('<beach>', 'beach')]),
        'docx',
      ),
    ).toEqual(['heading: Dress code', 'text: Wear what you like.', 'text: No beach wear.']);
  });

  test.each([
    ['a PDF that is none', Buffer.from('hello'), 'pdf'],
    ['a DOCX that is none', Buffer.from('hello, this is no zip at all'), 'docx'],
    ['a zip without a document', zipOf([{ name: 'x.txt', data: Buffer.from('x') }]), 'docx'],
  ] as const)('%s fails by itself', async (_what, data, format) => {
    await expect(extractBlocks(data, format)).rejects.toThrow(ExtractFailure);
  });
});

describe('a zip that unpacks to too much', () => {
  const limits = { unpackedBytes: 1_000_000, parts: 10 };
  const zeros = Buffer.alloc(3_000_000);

  test('is refused before anything reads it', () => {
    expect(() => checkZip(zipOf([{ name: 'a', data: zeros }]), limits)).toThrow('unpacks to too much');
  });

  test('also when it says that it does not', () => {
    expect(() => checkZip(zipOf([{ name: 'a', data: zeros, said: 10 }]), limits)).toThrow('unpacks to too much');
  });

  test('also when no part does by itself', () => {
    const parts = ['a', 'b', 'c'].map((name) => ({ name, data: zeros.subarray(0, 400_000) }));
    expect(() => checkZip(zipOf(parts.slice(0, 2)), limits)).not.toThrow();
    expect(() => checkZip(zipOf(parts), limits)).toThrow('unpacks to too much');
  });

  test('and one of too many parts', () => {
    const parts = Array.from({ length: 11 }, (_, at) => ({ name: String(at), data: Buffer.from('x') }));
    expect(() => checkZip(zipOf(parts), limits)).toThrow('11 parts');
  });

  test('as a Word document is a file without text, and the service goes on', async () => {
    const bomb = docxOf(['Hello'], [{ name: 'word/media/bomb.bin', data: Buffer.alloc(70 * 1024 * 1024) }]);
    await expect(extractBlocks(bomb, 'docx')).rejects.toThrow('unpacks to too much');
  });
});
