/** Lets a stream through word by word: the last word waits until it is whole, so that a stream never breaks inside one. */
export interface WordGate {
  push(text: string): string;
  /** What still waits: the stream has come to its end. */
  flush(): string;
}

/** A figure may go on after its point. */
const CLAUSE_END = /\p{L}[.!?;:,]["'”’)\]]?$/u;

/** @param isEager the end of a clause goes out before the next word has come: somebody listens */
export function wordGate(isEager: boolean): WordGate {
  let held = '';
  return {
    push(text) {
      const all = held + text;
      const at = isEager && CLAUSE_END.test(all) ? -1 : all.search(/\S+$/u);
      held = at < 0 ? '' : all.slice(at);
      return at < 0 ? all : all.slice(0, at);
    },
    flush() {
      const rest = held;
      held = '';
      return rest;
    },
  };
}

/** Joins what another model goes on with to what was said before. Takes and gives whole words. */
export interface Seam {
  push(words: string): string;
  end(): string;
}

/** A start over again of at least so many words that ends early is a repetition and nothing else. */
const CERTAIN = 3;

/**
 * A model that is told to go on may repeat the last words, the sentence, or all: the longest repetition that leads up to
 * the end of what was said is cut off, however letters and punctuation are written. Nothing comes out before it is clear
 * where the repetition ends.
 */
export function createSeam(said: string): Seam {
  const before = tokensOf(said).map(bare);
  /** Places in `before` from where on everything so far would be a repetition. */
  let open = before.map((_, at) => at);
  let repeated = 0;
  let isJoined = false;
  let hasBegun = false;
  const held: string[] = [];

  /** The first words that come out stand apart from what was said, however their spaces were cut. */
  function out(words: string): string {
    if (hasBegun) return words;
    const rest = words.trimStart();
    hasBegun = rest !== '';
    return said === '' || rest === '' || /\s$/u.test(said) ? rest : ` ${rest}`;
  }
  function join(): string {
    isJoined = true;
    return held.slice(repeated).join('');
  }
  function take(token: string): string {
    if (isJoined) return token;
    const word = bare(token);
    const at = held.push(token) - 1;
    open = open.filter((start) => before[start + at] === word);
    if (open.some((start) => start + at === before.length - 1)) repeated = at + 1;
    open = open.filter((start) => start + at < before.length - 1);
    return open.length > 0 ? '' : join();
  }
  return {
    push(words) {
      if (isJoined) return out(words);
      const last = held.length - 1;
      // Space alone belongs to the word before.
      if (words.trim() === '' && last >= 0) held[last] += words;
      return out(tokensOf(words).map(take).join(''));
    },
    end() {
      if (isJoined) return '';
      const startedOver = repeated === 0 && held.length >= CERTAIN && open.includes(0);
      return startedOver ? '' : out(join());
    },
  };
}

function tokensOf(text: string): readonly string[] {
  return text.match(/\s*\S+\s*/gu) ?? [];
}

/** A word as it is compared; punctuation alone stays what it is. */
function bare(token: string): string {
  const word = token.trim().normalize('NFKC').toLowerCase();
  return word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '') || word;
}
