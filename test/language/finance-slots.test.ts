import { describe, expect, test } from 'vitest';
import { categoryOf, saidCategory } from '../../sidecar/language/nlu/slots/expense-categories.ts';
import { saidExpenses } from '../../sidecar/language/nlu/slots/expense-words.ts';
import { financeSlots } from '../../sidecar/language/nlu/slots/finance.ts';

/** Wednesday, 11 March 2026, in Chicago. */
const context = {
  now: Date.parse('2026-03-11T14:30:00Z'),
  timeZone: 'America/Chicago',
  dateFormat: 'mm-dd-yyyy',
  locale: 'en-US',
  currency: 'USD',
};
const slots = (tool: string, text: string) => financeSlots[tool]?.(text, context);

describe('expenses in words', () => {
  test.each([
    ['expense 45 taxi', { amount: 45, category: 'travel', description: 'taxi' }],
    ['lunch with a client 38 fifty', { amount: 38.5, category: 'meals', description: 'lunch with a client' }],
    ['taxi 20 tomorrow', { amount: 20, category: 'travel', description: 'taxi', date: '2026-03-12' }],
    ['£12.50 for stamps yesterday', { amount: 12.5, currency: 'GBP', description: 'stamps', date: '2026-03-10' }],
    ['expense -5 for coffee', { amount: -5, category: 'meals', description: 'coffee' }],
    ['submit an expense', {}],
    [
      'snacks for the workshop - 33.40 - claim',
      { amount: 33.4, category: 'meals', description: 'snacks for the workshop' },
    ],
    ['put airport parking down as an expense, 38', { amount: 38, category: 'travel', description: 'airport parking' }],
    ['the lunch was 63, the company should pay', { amount: 63, category: 'meals', description: 'lunch' }],
  ])('%s', (text, expected) => expect(slots('submit_expense', text)).toEqual(expected));

  test('several amounts with words of their own are several lines; a day said once is of all', () => {
    const said = saidExpenses('taxi 23, lunch 18 and parking 6.50 yesterday', context);
    expect(said.lines.map(({ amount, description }) => [amount, description])).toEqual([
      [23, 'taxi'],
      [18, 'lunch'],
      [6.5, 'parking'],
    ]);
    expect(said.date).toBe('2026-03-10');
  });

  test('what the thing is counts before what it was for, and what was named before both', () => {
    expect(categoryOf('conference dinner')).toBe('meals');
    expect(categoryOf('uber to the training')).toBe('travel');
    expect(saidCategory('a taxi, file it as training')).toBe('training');
  });

  test('whether there is a receipt', () => {
    expect(saidExpenses('I have the receipt', context).hasReceipt).toBe(true);
    expect(saidExpenses('taxi 30 without a receipt', context).hasReceipt).toBe(false);
    expect(saidExpenses('taxi 30', context).hasReceipt).toBeNull();
  });
});

describe('claims, reports and budgets in words', () => {
  test.each([
    ['get_expense_status', 'status hr-exp-2026-00012', { expense_id: 'HR-EXP-2026-00012' }],
    ['get_expense_status', 'which claims still need approval', { status: 'pending' }],
    ['get_expense_status', 'is my taxi claim approved', {}],
    ['generate_expense_report', 'expense report march by project', { period: 'march', group_by: 'project' }],
    ['generate_expense_report', 'expenses from Jan 1 to Feb 15', { date_from: '2026-01-01', date_to: '2026-02-15' }],
    [
      'get_budget_status',
      'q1 budget of engineering',
      { budget_type: 'department', budget_id: 'engineering', period: 'q1' },
    ],
    ['get_budget_status', 'Website Relaunch budget left?', { budget_type: 'project', budget_id: 'website relaunch' }],
    ['approve_expense', 'approve Tom\'s claim with the comment "looks fine"', { comment: 'looks fine' }],
  ])('%s: %s', (tool, text, expected) => expect(slots(tool, text)).toEqual(expected));
});
