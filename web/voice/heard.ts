/** An answer in two: what was heard of it, and what was not. */
export interface HeardAnswer {
  readonly heard: string;
  readonly cut: string;
}

/** Letters and digits of a word: marks and case are for the eye. */
const bare = (word: string) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Where in an answer its voice was cut off. The words that were heard were made for the ear and may differ from the written ones; what
 * counts is the last of them that can be found, in order.
 */
export function splitHeard(answer: string, heard: string): HeardAnswer {
  const written = [...answer.matchAll(/\S+/gu)];
  const spoken = heard.split(/\s+/u).map(bare).filter(Boolean);
  let end = 0;
  let from = 0;
  for (const word of spoken) {
    // A word that was only spoken must not carry the search away to the end.
    const found = written.slice(from, from + 8).findIndex((one) => bare(one[0]) === word);
    if (found === -1) continue;
    from += found + 1;
    const match = written[from - 1];
    if (match) end = match.index + match[0].length;
  }
  // Nothing of it is written like that: what was heard stands for itself.
  if (end === 0 && spoken.length > 0) return { heard: heard.trim(), cut: ` ${answer}` };
  return { heard: answer.slice(0, end), cut: answer.slice(end) };
}

/** Letters that are spoken in a second, while nothing better is known. */
const LETTERS_PER_S = 15;

/**
 * How far a text is spoken: the number of its letters, at the end of a word.
 * @param durationMs of the whole, null while it is still being made
 */
export function spokenLetters(text: string, playedMs: number, durationMs: number | null): number {
  if (durationMs !== null && playedMs >= durationMs - 50) return text.length;
  const share = durationMs === null ? null : playedMs / Math.max(1, durationMs);
  const letters = Math.min(text.length, share === null ? (playedMs / 1000) * LETTERS_PER_S : share * text.length);
  if (letters <= 0) return 0;
  const rest = text.slice(Math.floor(letters)).search(/\s/u);
  return rest === -1 ? text.length : Math.floor(letters) + rest;
}
