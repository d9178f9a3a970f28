import type { Metrics } from '../lib/metrics.ts';

/** Numbers of turns; no ids. */
export interface TurnMetrics {
  turn(outcome: 'answered' | 'failed' | 'cancelled' | 'elsewhere', ms: number): void;
  /** A stage took longer than its budget and was lived without. */
  overrun(stage: string): void;
  accepted(): void;
}

export function createTurnMetrics(metrics: Metrics): TurnMetrics {
  const turns = metrics.histogram('turn_seconds', 'Time from the start of a turn to its outcome', {
    labels: ['outcome'],
  });
  const overruns = metrics.counter('turn_overruns_total', 'Stages cut because they overran their budget', ['stage']);
  const accepted = metrics.counter('turns_accepted_total', 'Messages promised an answer');
  return {
    turn: (outcome, ms) => turns.observe({ outcome }, ms / 1000),
    overrun: (stage) => overruns.inc({ stage }),
    accepted: () => accepted.inc(),
  };
}
