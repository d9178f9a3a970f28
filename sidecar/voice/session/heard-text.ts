/** Where a clause lies in the sound of an answer, ms. */
export interface ClauseMark {
  readonly text: string;
  /** Said to cover a silence; no part of the answer. */
  readonly aside: boolean;
  readonly startMs: number;
  readonly endMs: number;
}

/** The words that were played up to a moment: whole clauses, and of the one in hand whole words by its share. */
export function heardUntil(marks: readonly ClauseMark[], ms: number): string {
  const heard: string[] = [];
  for (const mark of marks) {
    if (mark.aside || mark.startMs >= ms) continue;
    if (mark.endMs <= ms && mark.endMs > mark.startMs) {
      heard.push(mark.text);
      continue;
    }
    const words = mark.text.split(/\s+/u);
    const share = mark.endMs > mark.startMs ? (ms - mark.startMs) / (mark.endMs - mark.startMs) : 0;
    const count = Math.floor(words.length * share);
    if (count > 0) heard.push(`${words.slice(0, count).join(' ')}…`);
  }
  return heard.join(' ');
}
