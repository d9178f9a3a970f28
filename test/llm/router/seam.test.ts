import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeam, wordGate } from '../../../sidecar/llm/router-seam.ts';

const joined = (said: string, ...more: readonly string[]) => {
  const seam = createSeam(said);
  return said + more.map((piece) => seam.push(piece)).join('') + seam.end();
};

describe('the seam between two models', () => {
  it.each([
    ['goes on as told', 'You have ', '14 days left.', 'You have 14 days left.'],
    ['the last word again', 'You have ', 'have 14 days left.', 'You have 14 days left.'],
    [
      'the last words again, written otherwise',
      'Hello, you have ',
      'You HAVE: 14 days left.',
      'Hello, you have 14 days left.',
    ],
    ['all over again', 'Hello. You have 14 ', 'Hello! You have 14 days left.', 'Hello. You have 14 days left.'],
    [
      'the longest repetition counts',
      'you have what you have ',
      'you have what you have now',
      'you have what you have now',
    ],
    ['a shorter one within', 'you have what you have ', 'have now', 'you have what you have now'],
    ['a word that only looks like a beginning', 'Tom and Ann ', 'Tom too.', 'Tom and Ann Tom too.'],
    ['nothing more, and it says the last word', 'That is all. ', 'all.', 'That is all. '],
    ['started over and ended early', 'You have 14 days left ', 'You have 14', 'You have 14 days left '],
    ['a list', '- one\n- two\n', '- three', '- one\n- two\n- three'],
    ['space at the beginning', 'You have ', '  14', 'You have 14'],
    ['no space between', 'You have', '14 days', 'You have 14 days'],
  ])('%s', (_title, said, more, whole) => {
    expect(joined(said, ...(more.match(/\S+\s*|\s+/gu) ?? []))).toBe(whole);
  });

  it('holds nothing back once it is clear', () => {
    const seam = createSeam('You have ');
    expect(seam.push('14 ')).toBe('14 ');
    expect(seam.push('days ')).toBe('days ');
  });
});

describe('the gate', () => {
  it.each([
    [
      ['You', ' have'],
      ['', 'You '],
    ],
    [
      ['14', '.', '5', ' days'],
      ['', '', '', '14.5 '],
    ],
    [
      ['left', '.', ' You'],
      ['', 'left.', ' '],
    ],
    [
      ['well', ',"', ' he'],
      ['', 'well,"', ' '],
    ],
  ])('%j comes out as %j', (pieces, out) => {
    const gate = wordGate(true);
    expect(pieces.map((piece) => gate.push(piece))).toEqual(out);
  });

  it('lets whole words through, in whatever pieces they come', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 6 })), (pieces) => {
        const gate = wordGate(true);
        const out: string[] = [];
        for (const piece of pieces) {
          out.push(gate.push(piece));
          expect(out.join('')).toMatch(/^$|\s$|\p{L}[.!?;:,]["'”’)\]]?$/u);
        }
        expect(out.join('') + gate.flush()).toBe(pieces.join(''));
      }),
    );
  });
});
