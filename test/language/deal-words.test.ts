import { describe, expect, test } from 'vitest';
import { saidWith } from '../../sidecar/language/nlu/slots/activity-words.ts';
import { saidBudget } from '../../sidecar/language/nlu/slots/budget-words.ts';
import { saidDeal, saidLostReason } from '../../sidecar/language/nlu/slots/deal-words.ts';

const CONTEXT = {
  now: Date.parse('2026-03-11T14:30:00Z'),
  timeZone: 'America/Chicago',
  dateFormat: 'mm-dd-yyyy',
  locale: 'en-US',
  currency: 'USD',
};

describe('words that are no names', () => {
  test.each(['move it forward', 'it is lost already', 'we lost it to a competitor'])('%s: no deal', (text) => {
    expect(saidDeal(text, CONTEXT)).toBeNull();
  });

  test('a deal keeps its name beside them', () => {
    expect(saidDeal('move the northwind renewal forward', CONTEXT)).toBe('northwind renewal');
  });

  test('trouble is no budget', () => {
    expect(saidBudget('is our budget in trouble', CONTEXT)).not.toHaveProperty('budget_id');
  });

  test('"note down" names nobody', () => {
    expect(saidWith('note down that they want a discount', CONTEXT)).toBeNull();
  });

  test('why a deal was lost may begin with "they"', () => {
    expect(saidLostReason('mark it lost, they chose a cheaper offer')).toBe('They chose a cheaper offer');
  });
});
