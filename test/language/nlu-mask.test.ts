import { describe, expect, test } from 'vitest';
import { featuresOf } from '../../sidecar/language/nlu/features.ts';
import { maskText } from '../../sidecar/language/nlu/mask.ts';

describe('values are taken out of an utterance', () => {
  test.each([
    ['email anna.berg@northwind.test about HR-LAP-2026-00012', 'email xxmail about leave request xxid'],
    ['expense $45.50 for a taxi', 'expense xxmoney for a taxi'],
    ['expense 45 dollars for a taxi', 'expense xxmoney for a taxi'],
    ['is Priya free tomorrow at 3pm', 'is xxname free xxday at xxtime'],
    ['meet Anna Berg on march 5 for half an hour', 'meet xxname on xxday for xxspan'],
    ['what did I spend last month', 'what did i spend xxpast'],
    ["what's on today", 'what is on xxtoday'],
    ["Tom's leave", "xxname 's leave"],
  ])('%s', (text, masked) => {
    expect(maskText(text).words.join(' ')).toBe(masked);
  });

  test('names count by their capital letter, unless all words have one', () => {
    expect(maskText('ask Zephyrine about it').words).toContain('xxname');
    expect(maskText('Show Me My Open Tasks').words).toEqual(['show', 'me', 'my', 'open', 'tasks']);
  });
});

test('features are one unit long and the same for other values of the same class', () => {
  const { hashes, values } = featuresOf('expense 45 dollars for a taxi on Monday');
  expect(Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))).toBeCloseTo(1, 12);
  expect(featuresOf('expense 99 dollars for a taxi on Thursday').hashes).toEqual(hashes);
});
