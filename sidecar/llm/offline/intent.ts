/** What an utterance wants, scored. Rules and a trained classifier both fit behind this. */

/** A tool's name; `talk.greeting` and its like; `leave.topic`, `leave.beyond`; `other`. */
export type Intent = string;

export interface IntentScore {
  readonly intent: Intent;
  /** 0 to 1; what is below 0.52 is a guess. */
  readonly score: number;
}

export interface IntentScorer {
  /** Best first; never empty. */
  score(text: string): readonly IntentScore[];
}

/** A fragment such as "Friday" is nothing of its own: it answers what was asked. */
export function isWish({ intent }: IntentScore): boolean {
  return intent !== 'other' && intent !== 'leave.topic';
}
