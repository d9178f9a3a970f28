/** What one round of a model may come to; a provider that goes past it is stopped. */
export const BOUNDS = {
  /** Characters of text: the rest is cut off (`stop: 'length'`). */
  text: 200_000,
  /** Characters of one call's arguments, and calls in a round: past it the answer is `garbled`. */
  args: 100_000,
  calls: 32,
  /** Characters of what a provider wants to see again with a call (thoughts, signatures). */
  opaque: 500_000,
  /** Characters of a cause kept for the log. */
  cause: 400,
} as const;
