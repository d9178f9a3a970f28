import { describe, expect, test } from 'vitest';
import { figuresOf, isSameSlot, scoreOf } from '../../scripts/bench/_nlu-score.ts';
import type { Utterance } from '../../sidecar/language/nlu/corpus.ts';
import type { Frame } from '../../sidecar/language/nlu/understand.ts';

describe('when two values of a slot are the same', () => {
  test.each([
    ['search_faq.query', 'the lost badge', 'lost badges', true],
    ['lookup_hr_policy.query', 'have a second job', 'second job', true],
    ['lookup_hr_policy.query', 'notice for vacation', 'give for vacation', false],
    ['get_procedure.procedure_name', 'return a laptop', 'laptop return', false],
    ['search_faq.query', 'who', 'what', false],
    // Words that are kept or sent are compared as they are.
    ['create_task.subject', 'have a second job', 'second job', false],
    ['submit_expense.description', 'The taxi.', 'taxi', true],
  ])('%s: %s, %s', (slot, one, other, same) => expect(isSameSlot(slot, one, other)).toBe(same));

  test('what was compared word for word is told beside it', () => {
    const utterance: Utterance = {
      text: 'may I have a second job',
      intent: 'hr.policy',
      tool: 'lookup_hr_policy',
      slots: { query: 'second job' },
      group: null,
      label: null,
    };
    const frame = {
      label: 'lookup_hr_policy',
      intent: 'hr.policy',
      tool: 'lookup_hr_policy',
      score: 1,
      slots: { query: 'have a second job' },
    };
    const figures = figuresOf([scoreOf(utterance, frame as unknown as Frame)]);
    expect(figures).toMatchObject({ slotF1: 1, slotF1Verbatim: 0, whole: 1 });
  });
});
