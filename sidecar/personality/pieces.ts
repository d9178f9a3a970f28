/** Cuts words that stream in into pieces that can be changed one by one. */
export interface Pieces {
  add(text: string): void;
  /** The next piece that is complete. Where it ends depends on the words alone, not on how they arrived. */
  next(cut: 'clause' | 'sentence'): Piece | null;
  /** What is left, as a piece; null when nothing is. */
  rest(): Piece | null;
}
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
};
const SENTENCE_ENDS = /[.!?…]["'”’)\]*_`]*$/u;
/** A full stop that ends no sentence: an abbreviation, a single letter, the number of a list item. */
const NO_END =
  /(?:^|[\s(])(?:\p{L}|\d{1,3}|e\.g|i\.e|a\.m|p\.m|etc|vs|approx|no|nr|mr|mrs|ms|dr|st|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$/iu;
const PAIRED = /["`]|[*]+|[[\]()“”]/gu;

export function createPieces(): Pieces {
  let held = '';
  return {
    add(text) {
      held += text;
    },
    next(cut) {
      const end = endOfFirst(held, cut);
      if (end === null) return null;
      const piece = pieceOf(held.slice(0, end));
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
  return { words, gap, endsSentence: gap.includes('\n') || SENTENCE_ENDS.test(words) };
}

function endOfFirst(text: string, cut: 'clause' | 'sentence'): number | null {
  for (const match of text.matchAll(ENDS[cut])) {
    const end = match.index + match[0].length;
    // More white space may follow.
    if (end === text.length) return null;
    if (match[0].includes('\n')) return end;
    const words = text.slice(0, end).trimEnd();
    if (!NO_END.test(words) && (end >= LONGEST_OPEN || !isOpen(words))) return end;
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
