/** Speed of speech while a provider's own is not known, ms a character. */
const USUAL_MS = 65;
/** How much the newest clause counts for what is known of a provider. */
const NEWEST = 0.3;
/** A clause shorter than this says little about the speed. */
const ENOUGH_CHARACTERS = 12;
/** Speech is uneven: what was judged to be said is taken for so much less, so that no word is lost. */
const SURE = 0.95;
/** From a phrase boundary on at most so many words are said again; else it goes on at a word. */
const MOST_AGAIN = 3;

/** Learns how fast each voice speaks. */
export interface SpeechPace {
  /** A whole clause took so long. */
  learn(voice: string, text: string, ms: number, speed: number): void;
  /** Characters said in so many ms. */
  characters(voice: string, ms: number, speed: number): number;
}

export function createSpeechPace(): SpeechPace {
  const known = new Map<string, number>();
  return {
    learn(voice, text, ms, speed) {
      if (text.length < ENOUGH_CHARACTERS || ms <= 0) return;
      const measured = (ms * speed) / text.length;
      const before = known.get(voice);
      known.set(voice, before === undefined ? measured : before + (measured - before) * NEWEST);
    },
    characters: (voice, ms, speed) => (ms * speed) / (known.get(voice) ?? USUAL_MS),
  };
}

/**
 * What of a clause is still to be said when it broke off after about so many characters. It begins at the last phrase boundary
 * before that place, so that a voice can go on naturally, or at the word before it when the boundary is far back. In doubt a word
 * is said twice rather than lost: a missing "not" is worse than a stammer.
 */
export function restOfClause(text: string, saidCharacters: number): string {
  const place = saidCharacters * SURE;
  if (place < 1) return text;
  let phrase = 0;
  let word = 0;
  for (const { index, 0: gap } of text.matchAll(/\s+/gu)) {
    const next = index + gap.length;
    if (index > place) break;
    word = next;
    if (/[,;:.!?…–—)]["'”’]?$/u.test(text.slice(0, index))) phrase = next;
  }
  // The last word may have been cut: it is said again.
  if (word >= text.length) word = 0;
  const again = text
    .slice(phrase, word)
    .split(/\s+/u)
    .filter((one) => one !== '').length;
  return text.slice(again <= MOST_AGAIN ? phrase : word);
}
