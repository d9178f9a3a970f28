/** One expense of a claim, and what speaks against it whatever the site says. */
import type { Question, Refusal } from '../../actions/tool.ts';
import type { Person } from '../../people/person.ts';
import type { Category } from './expense-types.ts';
import { say } from './sentences.ts';
import { rounded, type Wording } from './wording.ts';

export interface ExpenseLine {
  readonly amount: number;
  /** The company's Expense Claim Type and the account that it books on. */
  readonly type: string;
  readonly account: string;
  readonly category: Category;
  readonly description: string;
  /** YYYY-MM-DD. */
  readonly date: string;
}

/** More than any single expense; a slip of the tongue or the keyboard. */
const MOST = 1_000_000;

/** The question or refusal that an expense earns by itself; null when there is none. `prefix` says which of several it is. */
export function lineFault(
  given: { readonly amount: number; readonly description: string; readonly date: string },
  prefix: string,
  facts: { readonly today: string; readonly wording: Wording; readonly currency: string; readonly person: Person },
): Question | Refusal | null {
  const { today, wording, currency, person } = facts;
  const ask = (slot: string, sentence: string): Question => ({
    kind: 'question',
    slot: `${prefix}${slot}`,
    sentence,
    choices: [],
  });
  const what = given.description;
  if (!(rounded(given.amount) > 0))
    return ask('amount', say('notPositive', { amount: wording.money(given.amount, currency), what }));
  if (given.amount > MOST) return ask('amount', say('tooMuch', { amount: wording.money(given.amount, currency) }));
  if (currency !== person.company.currency) {
    const own = person.company.currency;
    return ask('amount', say('otherCurrency', { amount: wording.money(given.amount, currency), own, what }));
  }
  return given.date > today ? ask('date', say('inFuture', { date: wording.date(given.date) })) : null;
}
