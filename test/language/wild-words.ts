import fc from 'fast-check';
import { expect } from 'vitest';
import { normaliseText } from '../../sidecar/language/normalise.ts';

/** Any text at all, and up to twelve of the words given in any order. */
export function wildWords(vocabulary: string): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...vocabulary.split(' ')), { maxLength: 12 }).map((words) => words.join(' ')),
  );
}

/** Spans lie in the normalised text, one after the other, none of them empty. */
export function expectSpansInOrder(text: string, found: readonly { readonly span: readonly [number, number] }[]): void {
  const { length } = normaliseText(text);
  let end = 0;
  for (const { span } of found) {
    expect(span[0] >= end && span[1] > span[0] && span[1] <= length).toBe(true);
    end = span[1];
  }
}
