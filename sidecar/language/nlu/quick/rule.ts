import type { Label } from '../labels.ts';

/** One pattern over the mended words of `plainWords`. */
export interface Rule {
  readonly intent: Label;
  readonly score: number;
  readonly when: RegExp;
  /** Needs leave in the words. Default true. */
  readonly leave?: boolean;
}
