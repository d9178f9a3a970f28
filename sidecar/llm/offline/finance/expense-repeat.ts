/** "The same expense as last month": the lines of a claim that was found, as of today. */
import type { Talk } from '../skill.ts';
import { type Step, tell, today } from '../step.ts';
import type { StatusFacts } from './data.ts';
import { proceed, withLines } from './expense-args.ts';
import { say } from './sentences.ts';

export function repeatExpense({ claims }: StatusFacts, { request }: Talk): Step {
  const { situation } = request;
  const lines = claims[0]?.lines ?? [];
  if (lines.length === 0)
    return tell(say('noClaims', { state: '', about: '', span: '' }), situation, ['Submit an expense']);
  const now = today(situation);
  const repeated = lines.map(({ type, description, amount }) => ({
    amount,
    description: description || type,
    category: 'other',
    expense_type: type,
    date: now,
  }));
  return proceed(withLines({}, repeated), request);
}
