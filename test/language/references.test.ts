import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readReferences } from '../../sidecar/language/references.ts';
import { expectSpansInOrder, wildWords } from './wild-words.ts';

const brief = (text: string) =>
  readReferences(text)
    .map((found) => {
      const noun = 'noun' in found && found.noun !== null ? ` ${found.noun}` : '';
      switch (found.kind) {
        case 'id':
          return found.id;
        case 'number':
          return `#${found.number}${noun}`;
        case 'ordinal':
          return `${found.from}..${found.to}${noun}`;
        case 'last':
          return `${found.which}${noun}`;
        case 'pronoun':
          return `${found.many ? 'these' : 'this'}:${found.word}${noun}`;
        case 'all':
          return `all${found.count === null ? '' : ` ${found.count}`}${noun}`;
        default:
          return `${found.by}:${found.name}${noun}`;
      }
    })
    .join('; ');

describe('what an utterance points at', () => {
  test.each([
    ['cancel HR-LAP-2026-00004', 'HR-LAP-2026-00004'],
    ['complete task-2026-00012', 'TASK-2026-00012'],
    ['approve HR-EXP-2026-00003 please', 'HR-EXP-2026-00003'],
    ['CRM-OPP-2026-00001 to won', 'CRM-OPP-2026-00001'],
    ['invoice ACC-SINV-2026-00001-1', 'ACC-SINV-2026-00001-1'],
    ['PROJ-0001', 'PROJ-0001'],
    ['hr lap 2026 00004', 'HR-LAP-2026-00004'],
    ['approve HR-EXP-2026-00003 and HR-EXP-2026-00004', 'HR-EXP-2026-00003; HR-EXP-2026-00004'],
    ['mark task 12 as done', '#12 task'],
    ['approve expense #3', '#3 expense'],
    ['leave request number 7', '#7 leave'],
    ['#45', '#45'],
    ['the second one', '2..2'],
    ['the 10th one', '10..10'],
    ['the third', '3..3'],
    ['the first task', '1..1 task'],
    ['the last one', '-1..-1'],
    ['the last task', '-1..-1 task'],
    ['the top one', '1..1'],
    ['option 2', '2..2'],
    ['number three', '3..3'],
    ['the first two', '1..2'],
    ['the first two tasks', '1..2 task'],
    ['the last two', '-2..-1'],
    ['approve the first and third', '1..1; 3..3'],
    ['my last expense', 'last expense'],
    ['my latest leave request', 'last leave'],
    ['the most recent invoice', 'last invoice'],
    ['my next meeting', 'next meeting'],
    ['both', 'all 2'],
    ['approve both of them', 'all 2'],
    ['all of them', 'all'],
    ['all three', 'all 3'],
    ['approve them all', 'all'],
    ['reject all pending approvals', 'all approval'],
    ['all my tasks', 'all task'],
    ['it', 'this:it'],
    ['cancel it', 'this:it'],
    ['move it to friday', 'this:it'],
    ['approve that', 'this:that'],
    ['that one', 'this:that one'],
    ['that meeting', 'this:that meeting'],
    ['those tasks', 'these:those task'],
    ['approve them', 'these:them'],
    ['the other one', 'this:the other one'],
    ['the one from Tuesday', 'from:tuesday'],
    ['the one on the 3rd', 'from:3rd'],
    ['the expense from sam', 'from:sam expense'],
    ['the one with Tom', 'with:tom'],
    ['cancel the meeting with tom on friday', 'with:tom meeting'],
    ['the meeting about budget review', 'about:budget review meeting'],
    ['the Globex deal', 'name:globex opportunity'],
    ['the website redesign project', 'name:website redesign project'],
    ['complete the onboarding task', 'name:onboarding task'],
    ['how is project Apollo going', 'name:apollo project'],
  ])('%s', (text, wanted) => {
    expect(brief(text)).toBe(wanted);
  });

  test.each([
    'is it possible to book',
    'this week',
    'remind me that I have a call',
    'my open tasks',
    'expense 45 dollars',
    'task at 3',
    '5 tasks',
    '2026-03-12',
    'covid-19',
    'what is my balance',
    'tomorrow at 2',
  ])('nothing in "%s"', (text) => {
    expect(brief(text)).toBe('');
  });

  test('no words make it throw; spans lie in the text and never overlap', () => {
    const text = wildWords(
      'the my last first two second one ones both all of them it that this task expense deal meeting Globex from with about HR-EXP-2026-00003 task-1 #3 12 project Apollo and , next 0',
    );
    fc.assert(
      fc.property(text, (words) => {
        const found = readReferences(words);
        expect(readReferences(words)).toEqual(found);
        expectSpansInOrder(words, found);
      }),
      { numRuns: 200, seed: 20_260_311 },
    );
  });
});
