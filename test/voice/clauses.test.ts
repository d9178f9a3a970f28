import { describe, expect, it } from 'vitest';
import { createClauseCutter } from '../../sidecar/voice/session/clauses.ts';
import { createEar } from '../../sidecar/voice/session/ear.ts';

/** Feeds a text word by word, as a model writes it; each clause with the number of words that had come. */
function streamed(text: string): (readonly [string, number])[] {
  const cutter = createClauseCutter();
  const tokens = text.match(/\S+\s*/gu) ?? [];
  const clauses: (readonly [string, number])[] = [];
  for (const [index, token] of tokens.entries())
    for (const clause of cutter.push(token)) clauses.push([clause, index + 1]);
  for (const clause of cutter.end()) clauses.push([clause, tokens.length]);
  return clauses;
}
const clausesOf = (text: string) => streamed(text).map(([clause]) => clause);
/** @param size words at a time. */
const heard = (text: string, size = 2) => {
  const ear = createEar();
  const said: string[] = [];
  const words = text.match(/\s*\S+/gu) ?? [];
  for (let at = 0; at < words.length; at += size) said.push(...ear.push(words.slice(at, at + size).join('')));
  return [...said, ...ear.end()];
};

describe('clauses', () => {
  it('end with a sentence, at once', () => {
    expect(streamed('You have time. Go on now.')).toEqual([
      ['You have time.', 3],
      ['Go on now.', 6],
    ]);
  });

  it.each([
    ['I looked through all of your open requests and found that two of them are still waiting.', 8],
    ['The budget of the marketing department is nearly used up for this year already.', 8],
  ])('begin within eight words: %s', (text, most) => {
    const [first] = streamed(text);
    expect(first?.[0].split(' ').length).toBeLessThanOrEqual(most);
    expect(first?.[1]).toBeLessThanOrEqual(most + 1);
    expect(clausesOf(text).join(' ')).toBe(text);
  });

  it.each([
    ['Your leave for the team lunch starts on December 4 2026 and ends later.', /December$|December 4$/],
    ['The approver who looks at all of this Marcus Reed is away today now.', /Marcus$/],
    ['Together that makes for you a total of twenty five thousand dollars and more.', /twenty$|five$|thousand$/],
    ['They said it would have cost us about 1,250 euros in the whole year.', /1,$|1,250$/],
  ])('split no number, name or date: %s', (text, wrong) => {
    const [[first] = ['']] = streamed(text);
    expect(first).not.toMatch(wrong);
    expect(clausesOf(text).join(' ')).toBe(text);
  });

  it('take a point inside a number and an abbreviation for what they are', () => {
    expect(clausesOf('You took 3.5 days. Dr. Kim agreed.')).toEqual(['You took 3.5 days.', 'Dr. Kim agreed.']);
    const cutter = createClauseCutter();
    expect([...cutter.push('You took 3.'), ...cutter.push('5 days.')]).toEqual(['You took 3.5 days.']);
  });

  it('lose nothing, wherever the text is cut into pieces', () => {
    const text = 'Well, on Friday, December 4, you are free: shall I book it? If not, say so; I will wait.';
    for (let size = 1; size < 20; size += 1) {
      const cutter = createClauseCutter();
      const clauses: string[] = [];
      for (let at = 0; at < text.length; at += size) clauses.push(...cutter.push(text.slice(at, at + size)));
      expect([...clauses, ...cutter.end()].join(' ')).toBe(text);
    }
  });
});

describe('what is said of an answer', () => {
  it('has no marks, addresses or names of documents', () => {
    expect(heard('**Done.** See https://erp.test/x (HR-LAP-2026-00008) now.').join(' ')).toBe(
      'Done. See the link on your screen now.',
    );
  });

  it('names the first three of a list and counts the rest', () => {
    const text = 'Your tasks:\n- Alpha\n- Beta\n- Gamma\n- Delta\n- Epsilon\nShall I open one?';
    for (const size of [1, 3, 500])
      expect(heard(text, size)).toEqual([
        'Your tasks:',
        'Alpha.',
        'Beta.',
        'Gamma.',
        'And 2 more on your screen.',
        'Shall I open one?',
      ]);
  });

  it('stops after about forty seconds, but asks what is asked at the end', () => {
    const text = `${'This is one more sentence of the long answer. '.repeat(40)}Is that enough?`;
    const said = heard(text);
    expect(said.join(' ').length).toBeLessThan(760);
    expect(said.slice(-2)).toEqual(['The rest is on your screen.', 'Is that enough?']);
  });

  it('starts anew with the next answer', () => {
    const ear = createEar();
    ear.push('One. ');
    expect(ear.end()).toEqual([]);
    expect(ear.push('Two. ')).toEqual(['Two.']);
  });
});
