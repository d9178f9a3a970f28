import type { HeardWord, SttEvent } from '../speech-to-text.ts';

/** A stretch of what was heard. */
export interface Part {
  readonly text: string;
  readonly confidence: number;
  readonly words: readonly HeardWord[];
}

/**
 * Interims and finals as a session expects them: what is asked for by `finalise` comes as one final, empty if there was
 * nothing, though a provider may give it in several.
 */
export interface Finalising {
  readonly isAsked: boolean;
  /** These words may still change. */
  open(part: Part): void;
  /** These will not. @param isAnswer they are the last of what was asked for */
  final(part: Part, isAnswer: boolean): void;
  ask(): void;
  /** No answer came: what there is becomes the final. Gives the end of the words that were not final, ms; -1: none. */
  settle(): number;
}

export function createFinalising(emit: (event: Exclude<SttEvent, { type: 'failed' }>) => void): Finalising {
  let asked = 0;
  let held: Part[] = [];
  let open: Part | null = null;

  function answer(): void {
    const parts = held;
    held = [];
    emit({ type: 'final', ...joined(parts) });
    // Each who asked is answered.
    for (; asked > 1; asked -= 1) emit({ type: 'final', ...joined([]) });
    asked = 0;
  }
  return {
    get isAsked() {
      return asked > 0;
    },
    open(part) {
      if (part.text === '' && open === null) return;
      open = part.text === '' ? null : part;
      const { text, confidence } = joined([...held, part]);
      emit({ type: 'interim', text, confidence });
    },
    final(part, isAnswer) {
      const wasOpen = open !== null;
      open = null;
      if (asked > 0) {
        held.push(part);
        if (isAnswer) answer();
      } else if (part.text !== '' || wasOpen) emit({ type: 'final', ...part });
    },
    ask() {
      asked += 1;
    },
    settle() {
      if (asked === 0) return -1;
      const last = open?.words.at(-1)?.endMs ?? -1;
      if (open !== null) held.push(open);
      open = null;
      answer();
      return last;
    },
  };
}

function joined(parts: readonly Part[]): Part {
  const said = parts.filter(({ text }) => text !== '');
  return {
    text: said.map(({ text }) => text).join(' '),
    confidence: said.length === 0 ? 0 : said.reduce((sum, { confidence }) => sum + confidence, 0) / said.length,
    words: said.flatMap(({ words }) => words),
  };
}
