/** Providers take about a hundred words; more of them make each one count less. */
const MOST = 60;
const LONGEST = 48;

/** Hints as any provider may take them: short, plain, none twice, no more than it can use. */
export function boundedHints(hints: readonly string[]): readonly string[] {
  const plain = hints
    .map((hint) =>
      hint
        .replace(/[\p{C},;:|]+/gu, ' ')
        .replace(/\s+/gu, ' ')
        .trim(),
    )
    .filter((hint) => hint.length > 1 && hint.length <= LONGEST);
  const seen = new Set<string>();
  return plain.filter((hint) => !seen.has(hint.toLowerCase()) && seen.add(hint.toLowerCase())).slice(0, MOST);
}
