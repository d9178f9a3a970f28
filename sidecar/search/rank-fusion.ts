/** Damps the first ranks, so that one list alone does not decide (Cormack, Clarke and Buettcher 2009). */
const DAMPING = 60;

/** Reciprocal rank fusion: what stands high in several lists comes first; equal scores keep the order of the first list. */
export function fuseRanks<Key>(
  lists: readonly (readonly Key[])[],
): readonly { readonly key: Key; readonly score: number }[] {
  const scores = new Map<Key, number>();
  for (const list of lists) {
    for (const [rank, key] of list.entries()) scores.set(key, (scores.get(key) ?? 0) + 1 / (DAMPING + rank + 1));
  }
  return [...scores].map(([key, score]) => ({ key, score })).sort((one, other) => other.score - one.score);
}
