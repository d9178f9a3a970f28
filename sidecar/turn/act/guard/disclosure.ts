/** Whether words repeat what the assistant was told before the conversation, in whatever spelling. */

/** Letters in a row that nobody says by chance: about twelve words. */
const REPEATED = 60;
/** From here on words wait, until it is clear that they go another way. */
const WAITS = 24;
/** Parts of that length and more, all of them together: told in pieces it is told all the same. */
const ALTOGETHER = 150;

export interface Disclosure {
  /** Takes words; gives those that may be said. */
  push(text: string): string;
  flush(): string;
  /** What was said so far repeated too much of it; nothing is said after that. */
  readonly found: boolean;
}

export interface KeptText {
  watch(): Disclosure;
  /** Whether a text, or any text in a value, repeats too much of it. */
  isIn(value: unknown): boolean;
}

/** One text that is kept, as it is looked for. */
interface Kept {
  readonly letters: string;
  /** Hashes of all its pieces of WAITS letters. */
  readonly pieces: ReadonlySet<number>;
}

/** @param parts what is kept: prompts, whole */
export function keptText(parts: readonly string[]): KeptText {
  const kept = parts.filter((part) => part.length >= WAITS).map(keptOf);
  const isIn = (value: unknown): boolean => {
    if (typeof value === 'string') {
      const one = watcher(kept);
      one.push(value);
      return one.found;
    }
    if (Array.isArray(value)) return value.some(isIn);
    return typeof value === 'object' && value !== null && Object.values(value).some(isIn);
  };
  return { watch: () => watcher(kept), isIn };
}

function watcher(kept: readonly Kept[]): Disclosure {
  /** The last letters that were said. */
  let recent = '';
  /** Those of them that repeat a text, and which. */
  let run = '';
  let source: Kept | null = null;
  let held = '';
  let altogether = 0;
  let found = false;

  function take(letter: string): void {
    recent = (recent + letter).slice(-WAITS);
    if (source?.letters.includes(run + letter)) run += letter;
    else {
      altogether += run.length;
      source = recent.length < WAITS ? null : sourceOf(recent, kept);
      run = source === null ? '' : recent;
    }
    if (run.length >= REPEATED || altogether + run.length >= ALTOGETHER) found = true;
  }

  return {
    get found() {
      return found;
    },
    push(text) {
      let said = '';
      for (const character of text) {
        if (found) return said;
        for (const letter of lettersOf(character)) take(letter);
        held += character;
        if (run === '') {
          said += held;
          held = '';
        }
      }
      if (found) held = '';
      return said;
    },
    flush() {
      const rest = found ? '' : held;
      held = '';
      return rest;
    },
  };
}

function sourceOf(letters: string, kept: readonly Kept[]): Kept | null {
  const hash = hashOf(letters, 0);
  return kept.find((one) => one.pieces.has(hash) && one.letters.includes(letters)) ?? null;
}

const known = new Map<string, Kept>();
/** So many different prompts are at hand at a time. */
const MOST_KNOWN = 100;

/** Letters and digits alone: as they stand, backwards, and moved by thirteen. */
function keptOf(text: string): Kept {
  const before = known.get(text);
  if (before !== undefined) return before;
  const plain = lettersOf(text);
  const rot13 = plain.replace(/[a-z]/gu, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 84) % 26) + 97));
  const letters = [plain, [...plain].reverse().join(''), rot13].join(' ');
  const pieces = new Set<number>();
  for (let at = 0; at + WAITS <= letters.length; at += 1) pieces.add(hashOf(letters, at));
  const made = { letters, pieces };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, made);
  return made;
}

function hashOf(letters: string, from: number): number {
  let hash = 0;
  for (let at = from; at < from + WAITS; at += 1) hash = (Math.imul(hash, 31) + letters.charCodeAt(at)) | 0;
  return hash;
}

/** Letters of other alphabets beside those of ours that they look like. */
const LOOKALIKES = new Map(
  'аa еe оo рp сc хx уy іi јj ѕs һh ԁd ԛq ԝw кk мm тt вb нh αa οo ρp νv ιi κk τt υu εe ηn'
    .split(' ')
    .map(([letter = '', ours = '']) => [letter, ours] as const),
);

function lettersOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/[^a-z0-9]/gu, (letter) => LOOKALIKES.get(letter) ?? letter);
}
