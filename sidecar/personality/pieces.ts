/** Cuts words that stream in into pieces that can be changed one by one. */
export interface Pieces {
  add(text: string): void;
  /** The next piece that is complete. Where it ends depends on the words alone, not on how they arrived. */
  next(cut: Cut): Piece | null;
  /** What was added and not given yet. */
  readonly held: string;
  /** What is left, as a piece; null when nothing is. */
  rest(): Piece | null;
}
/** `word`: as soon as it can be said; white space that comes later is a piece without words. */
export type Cut = 'word' | 'clause' | 'sentence';
export interface Piece {
  readonly words: string;
  /** White space behind the words. */
  readonly gap: string;
  readonly endsSentence: boolean;
}

/** Somebody forgot to close a quote: beyond so many characters a piece ends all the same. */
const LONGEST_OPEN = 400;
const ENDS = {
  sentence: /[.!?…]+["'”’)\]*_`]*\s+|\n+\s*/gu,
  clause: /[.!?…,;:]+["'”’)\]*_`]*\s+|\n+\s*/gu,
  word: /\s+/gu,
};
/** The last word ends a sentence, and nothing can follow that makes it another one. */
const SENTENCE_DONE = /[^\s\d.][.!?…]["'”’)\]*_`]*$/u;
const LEADING_SPACE = /^\s+(?=\S)/u;
const SENTENCE_ENDS = /[.!?…]["'”’)\]*_`]*$/u;
/** A full stop that ends no sentence: an abbreviation, a single letter, the number of a list item. */
const NO_END =
  /(?:^|[\s(])(?:\p{L}|\d{1,3}|e\.g|i\.e|a\.m|p\.m|etc|vs|approx|no|nr|mr|mrs|ms|dr|st|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$/iu;
const PAIRED = /["`]|[*]+|[[\]()“”]/gu;

export function createPieces(): Pieces {
  let held = '';
  /** The piece before went without the white space behind it. */
  let lacksGap = false;
  return {
    get held() {
      return held;
    },
    add(text) {
      held += text;
    },
    next(cut) {
      const space = lacksGap ? (LEADING_SPACE.exec(held)?.[0].length ?? null) : null;
      const end = space ?? (cut === 'word' ? endOfWord(held) : endOfFirst(held, cut));
      if (end === null) return null;
      const piece = pieceOf(held.slice(0, end));
      lacksGap = piece.gap === '';
      held = held.slice(end);
      return piece;
    },
    rest() {
      if (held === '') return null;
      const piece = pieceOf(held);
      held = '';
      return piece;
    },
  };
}

function pieceOf(text: string): Piece {
  const words = text.trimEnd();
  const gap = text.slice(words.length);
  const endsSentence = gap.includes('\n') || (SENTENCE_ENDS.test(words) && !NO_END.test(words));
  return { words, gap, endsSentence };
}

function endOfWord(text: string): number | null {
  const end = endOfFirst(text, 'word');
  if (end !== null) return end;
  // The white space behind it may still grow: it comes by itself.
  const whole = /^\S+(?=\s+$)/u.exec(text)?.[0];
  if (whole !== undefined && !isOpen(whole)) return whole.length;
  if (/\s/u.test(text)) return null;
  return SENTENCE_DONE.test(text) && !NO_END.test(text) && !isOpen(text) ? text.length : null;
}

function endOfFirst(text: string, cut: Cut): number | null {
  for (const match of text.matchAll(ENDS[cut])) {
    const end = match.index + match[0].length;
    // More white space may follow.
    if (end === text.length) return null;
    if (match[0].includes('\n')) return end;
    const words = text.slice(0, end).trimEnd();
    if ((cut === 'word' || !NO_END.test(words)) && (end >= LONGEST_OPEN || !isOpen(words))) return end;
  }
  return null;
}

/** A quote, a bracket or a mark of Markdown is not closed yet. */
function isOpen(words: string): boolean {
  let quotes = 0;
  let marks = 0;
  let brackets = 0;
  for (const [mark] of words.matchAll(PAIRED)) {
    if (mark === '"' || mark === '`') quotes += 1;
    else if (mark.startsWith('*')) marks += 1;
    else brackets += '[(“'.includes(mark) ? 1 : -1;
  }
  return quotes % 2 === 1 || marks % 2 === 1 || brackets > 0;
}
