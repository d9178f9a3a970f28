import { VaError } from '../lib/va-error.ts';
import type { PlanStep } from './decide/plan.ts';
import { say } from './sentences.ts';

/** A plan that can never be carried out. */
export class PlanningError extends VaError {
  constructor() {
    super('UNPROCESSABLE_ENTITY', { message: say('planImpossible') });
    this.name = 'PlanningError';
  }
}

/**
 * The steps in rounds: reads whose needs are met, side by side, or else the first write in the order of the words, alone.
 * @throws PlanningError for a cycle or a step that needs one that is not there.
 */
export function roundsOf(steps: readonly PlanStep[]): readonly (readonly PlanStep[])[] {
  const rounds: (readonly PlanStep[])[] = [];
  const placed = new Set<string>();
  let left = steps;
  while (left.length > 0) {
    const ready = left.filter((step) => step.needs.every((id) => placed.has(id)));
    const reads = ready.filter((step) => !step.writes);
    const round = reads.length > 0 ? reads : ready.slice(0, 1);
    if (round.length === 0) throw new PlanningError();
    for (const step of round) placed.add(step.id);
    left = left.filter((step) => !placed.has(step.id));
    rounds.push(round);
  }
  return rounds;
}
