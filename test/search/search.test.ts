import { describe, expect, test } from 'vitest';
import { type Countable, collectionOf, type QueryTerm } from '../../sidecar/search/bm25.ts';
import { isNear, slipsAllowed } from '../../sidecar/search/near-words.ts';
import { termsOf, wordsIn } from '../../sidecar/search/terms.ts';

const document = (text: string): Countable => {
  const counts = new Map<string, number>();
  for (const term of termsOf(text)) counts.set(term, (counts.get(term) ?? 0) + 1);
  return { counts, length: termsOf(text).length };
};
const asking = (text: string): QueryTerm[] => termsOf(text).map((term) => ({ variants: new Map([[term, 1]]) }));

describe('terms', () => {
  test('words of one stem are one term, and words that say nothing are left out', () => {
    expect(termsOf('The policies and the policy of claiming')).toEqual(['polici', 'polici', 'claim']);
    expect(termsOf('What is it that I have to do?')).toEqual([]);
  });

  test('accents, case and possessives make no difference; figures stay', () => {
    expect(wordsIn("The doctor's Résumé of 2026")).toEqual(['the', 'doctor', 'resume', 'of', '2026']);
  });
});

describe('the ranking', () => {
  const documents = [
    document('annual leave counts eighteen days of leave'),
    document('sick leave needs a note from a doctor'),
    document('travel by train and sleep in hotels'),
  ];
  const collection = collectionOf(documents);
  const scores = (text: string) => documents.map((one) => collection.score(one, asking(text)));

  test('a rare word outweighs one that stands everywhere', () => {
    const [annual, sick] = scores('leave doctor');
    expect(sick?.score ?? 0).toBeGreaterThan(annual?.score ?? 0);
    expect(sick?.coverage).toBe(1);
  });

  test('what nobody has counts as missing with full weight, what others have with less', () => {
    const [known] = scores('annual hotels');
    const [unknown] = scores('annual zebras');
    expect(known?.coverage ?? 0).toBeGreaterThan(unknown?.coverage ?? 0);
    expect(scores('zebras').map(({ score }) => score)).toEqual([0, 0, 0]);
  });

  test('a word that may stand for another is worth less than it', () => {
    const term: QueryTerm = {
      variants: new Map([
        ['vacat', 1],
        ['leav', 0.5],
      ]),
    };
    const [through] = documents.map((one) => collection.score(one, [term]));
    const [itself] = scores('leave');
    expect(through?.score ?? 0).toBeGreaterThan(0);
    expect(through?.score ?? 0).toBeLessThan(itself?.score ?? 0);
  });

  test('an empty collection and an empty question have no answer', () => {
    expect(collectionOf([]).rarity({ variants: new Map([['x', 1]]) })).toBeGreaterThan(0);
    expect(collection.score(documents[0] ?? document(''), [])).toEqual({ score: 0, coverage: 0 });
  });
});

test.each([
  ['expense', 'expnse', 1, true],
  ['expense', 'epxense', 1, true],
  ['expense', 'exposed', 1, false],
  ['incident', 'inciednt', 2, true],
  ['leave', 'leave', 0, true],
  ['a', 'abcd', 2, false],
] as const)('%s and %s within %d slips: %s', (one, other, most, near) => {
  expect(isNear(one, other, most)).toBe(near);
});

test('short words allow no slip: another short word is another word', () => {
  expect([3, 4, 5, 7, 8].map(slipsAllowed)).toEqual([0, 0, 1, 1, 2]);
});
