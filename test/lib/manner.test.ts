import { describe, expect, it } from 'vitest';
import { inManner } from '../../sidecar/lib/manner.ts';
import { defineMessages } from '../../sidecar/lib/messages.ts';

const spoken = inManner(
  defineMessages({
    bye: 'Bye, {name}.',
    'bye.formal': 'Goodbye, {name}.',
    'bye.warm': 'Take care, {name}.',
    days: (p: { n: number }) => (p.n === 1 ? 'a day' : `${p.n} days`),
    'days.terse': (p: { n: number }) => `${p.n} d`,
  }),
);

describe('the same, said in a manner', () => {
  it('takes the wording of the manner, else the plain one', () => {
    expect(spoken('formal', 'bye', { name: 'Li' })).toBe('Goodbye, Li.');
    expect(spoken('terse', 'bye', { name: 'Li' })).toBe('Bye, Li.');
    expect(spoken(undefined, 'bye', { name: 'Li' })).toBe('Bye, Li.');
    expect([spoken('terse', 'days', { n: 2 }), spoken('warm', 'days', { n: 1 })]).toEqual(['2 d', 'a day']);
  });

  it('playful falls back to warm', () => {
    expect(spoken('playful', 'bye', { name: 'Li' })).toBe('Take care, Li.');
  });
});
