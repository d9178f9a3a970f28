/** Words beside a card of sales: its title, what should be weighed, and the question. */

import type { Situation } from '../../model.ts';
import { say as sayAll, spoken } from '../sentences.ts';
import type { Prepared, Talk } from '../skill.ts';
import { type Args, GO_AHEAD_SUGGESTIONS, type Step, tell } from '../step.ts';
import { say } from './sentences.ts';

export function presentCard(prepared: Prepared, { request: { situation } }: Talk): Step {
  const { card } = prepared;
  if (card === undefined) return tell(sayAll('prepared'), situation, GO_AHEAD_SUGGESTIONS);
  const notes = card.warnings.map((note) => `${note} `).join('');
  const sentence =
    prepared.replaces === true
      ? say('changedTo', { title: card.title, notes })
      : spoken(situation.tone?.manner, 'preparedAs', { title: card.title, notes });
  return tell(sentence, situation, GO_AHEAD_SUGGESTIONS);
}

/** A whole new wish while a card of the same kind is open: that one stays. */
export function beside(tool: string, { pending }: Pick<Situation, 'pending'>): Args {
  return pending?.tool.split('.').at(-1) === tool ? { in_addition: true } : {};
}
