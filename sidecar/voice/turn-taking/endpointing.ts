import { wordsOf } from '../../language/normalise.ts';
import type { TurnSituation } from '../turn-taking.ts';
import type { Completeness, Preview } from './completeness.ts';

/**
 * How long it must have been quiet after words of a kind before the person has finished, ms from the last voiced frame.
 * Words come about 120 ms after they end: an answer or a command ends nearly as soon as its last word is known.
 */
export const QUIET_MS: Readonly<Record<Completeness, number>> = {
  answer: 130,
  command: 130,
  question: 280,
  other: 280,
  dictation: 900,
  open: 1800,
  hesitation: 2500,
};
/** Somebody spoke after the last word that we know: it may still be recognised, ms. */
const UNHEARD_MS = 500;
/** A frame ends up to so much after the word in it, and noise trails: no sign of another word, ms. */
const TRAILING_MS = 40;
/** Sound goes on, but no words come: not speech, or not his. Beside the quiet of the kind, ms. */
const WORDLESS_MS = 1000;
/** Sound without a word is forgotten after so much quiet, ms. */
const NOTHING_MS = 1200;
/** Longer than to the next frame, ms. */
const STARTING_MS = 25;
/** So many voiced frames are a sound that is worth telling of. */
const ONSET_FRAMES = 3;

export type Ending = 'end' | 'nothing';

/** Decides that the person has finished, from the pause, the words so far and what they may answer. */
export interface Endpointing {
  /** What the words so far are; for those who want to know why it waits. */
  readonly completeness: Completeness | null;
  /** A frame of the microphone. True when somebody begins to speak with it. */
  frame(at: number, isVoiced: boolean): boolean;
  /** All words of the utterance so far. */
  words(at: number, text: string): void;
  /** The recogniser thinks that the turn is over: believed unless the phrase is open. */
  hint(): void;
  expects(what: TurnSituation['expects']): void;
  /** When to look again if nothing else happens, ms; null while there is nothing to wait for. */
  readonly dueAt: number | null;
  /** `end`: the words are a turn; `nothing`: there was sound and no word in it. */
  check(at: number): Ending | null;
  reset(): void;
}

export function createEndpointing(preview: Preview, dictationMs: number = QUIET_MS.dictation): Endpointing {
  let expects: TurnSituation['expects'] = 'anything';
  let text = '';
  let kind: Completeness | null = null;
  let wordAt = Number.NEGATIVE_INFINITY;
  let voicedAt = Number.NEGATIVE_INFINITY;
  let onset = 0;
  let maybeAt = Number.NEGATIVE_INFINITY;
  let hasBegun = false;
  let isHinted = false;

  function judge(): void {
    kind = text === '' ? null : preview(text, expects);
  }
  function quietOf(now: Completeness): number {
    if (isHinted && now !== 'open' && now !== 'hesitation' && now !== 'dictation') return QUIET_MS.answer;
    return now === 'dictation' ? dictationMs : QUIET_MS[now];
  }
  function dueAt(): number | null {
    if (kind === null) return hasBegun ? voicedAt + NOTHING_MS : null;
    // Text without any sound of his, as a recogniser may give on its own clock.
    const quietFrom = voicedAt === Number.NEGATIVE_INFINITY ? wordAt : voicedAt;
    const isUnheard = voicedAt > wordAt + TRAILING_MS;
    const quiet = quietFrom + Math.max(quietOf(kind), isUnheard ? UNHEARD_MS : 0);
    // The first frames of another word, perhaps: the next ones tell.
    const isStarting = onset > 0 && onset < ONSET_FRAMES;
    return Math.min(
      Math.max(quiet, wordAt, isStarting ? maybeAt + STARTING_MS : 0),
      wordAt + quietOf(kind) + WORDLESS_MS,
    );
  }
  function reset(): void {
    text = '';
    kind = null;
    wordAt = Number.NEGATIVE_INFINITY;
    voicedAt = Number.NEGATIVE_INFINITY;
    onset = 0;
    maybeAt = Number.NEGATIVE_INFINITY;
    hasBegun = false;
    isHinted = false;
  }
  return {
    get completeness() {
      return kind;
    },
    frame(at, isVoiced) {
      if (!isVoiced) {
        onset = 0;
        return false;
      }
      onset += 1;
      maybeAt = at;
      // A click is no reason to wait for words.
      if (onset < ONSET_FRAMES) return false;
      voicedAt = at;
      if (hasBegun) return false;
      hasBegun = true;
      return true;
    },
    words(at, said) {
      if (said === text) return;
      // A comma or a capital that comes later is no new word.
      const isNew = wordsOf(said).join(' ') !== wordsOf(text).join(' ');
      text = said;
      if (isNew) {
        wordAt = at;
        isHinted = false;
      }
      judge();
    },
    hint() {
      isHinted = true;
    },
    expects(what) {
      if (what === expects) return;
      expects = what;
      judge();
    },
    get dueAt() {
      return dueAt();
    },
    check(at) {
      const due = dueAt();
      if (due === null || at < due) return null;
      const ending = kind === null ? 'nothing' : 'end';
      reset();
      return ending;
    },
    reset,
  };
}
