/** What an utterance wants, scored. The rules of today and a trained classifier both fit behind this. */

export type Intent =
  | 'leave.balance'
  | 'leave.requests'
  | 'leave.book'
  | 'leave.cancel'
  /** About leave, but which of the four is open. */
  | 'leave.topic'
  /** The company's holidays: "do I get Thanksgiving off?" */
  | 'leave.holidays'
  /** About leave, and nothing we can do: approving, other people's absences, policies. */
  | 'leave.beyond'
  | 'talk.greeting'
  | 'talk.thanks'
  | 'talk.goodbye'
  | 'talk.how-are-you'
  | 'talk.who-are-you'
  | 'talk.help'
  | 'talk.praise'
  | 'talk.complaint'
  | 'other';

export interface IntentScore {
  readonly intent: Intent;
  /** 0 to 1; what is below 0.5 is a guess. */
  readonly score: number;
}

export interface IntentScorer {
  /** Best first; never empty. */
  score(text: string): readonly IntentScore[];
}
