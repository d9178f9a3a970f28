import { describe, expect, test } from 'vitest';
import { matching, theOne } from '../../sidecar/agents/find-document.ts';

const TASKS = [
  { id: 'TASK-2026-00001', title: 'Review the launch checklist' },
  { id: 'TASK-2026-00002', title: 'Fix the contact form' },
  { id: 'TASK-2026-00012', title: 'Write the release notes' },
  { id: 'TASK-2026-00013', title: 'Review the release plan' },
];
const ids = (said: string) => matching(said, TASKS).map(({ id }) => id.slice(-2));

describe('which document is meant', () => {
  test.each([
    ['TASK-2026-00012', ['12']],
    ['task-2026-00002', ['02']],
    ['12', ['12']],
    ['task 12', ['12']],
    ['task #2', ['02']],
    ['fix the contact form', ['02']],
    ['contact form', ['02']],
    ['the release notes task', ['12']],
    ['release', ['12', '13']],
    ['review', ['01', '13']],
    ['check', ['01']],
    ['invoice', []],
    ['the', []],
    ['99', []],
  ])('%s', (said, wanted) => {
    expect(ids(said)).toEqual(wanted);
  });

  test('a choice that was offered finds its document again', () => {
    const words = { slot: 'task_id', which: 'Which one?', nothing: 'None.' };
    const asked = theOne('review', TASKS, words);
    if (!('answer' in asked) || asked.answer.kind !== 'question') throw new Error('expected a question');
    expect(asked.answer.choices).toHaveLength(2);
    expect(theOne(asked.answer.choices[1] ?? '', TASKS, words)).toEqual({ found: TASKS[3] });
    expect(theOne('nothing like it', TASKS, words)).toMatchObject({ answer: { kind: 'refusal', sentence: 'None.' } });
  });
});
