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
  lacking: 600,
  dictation: 900,
  open: 1800,
  hesitation: 2500,
};
/** Words come about so long after they end, ms: what ends softer than the room ends then at the earliest. */
const DELIVERY_MS = 120;
/** Voice so soon before a word came, and less than this after it, may be another word: it is waited for a little, ms. */
const MAYBE_LATER_MS = 60;
const MAYBE_QUIET_MS = 200;
/** Voice after a word came is another word: it may still be recognised, ms. */
const LATER_MS = 40;
const UNHEARD_MS = 500;
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
  /** How long a word that we do not know yet is waited for. */
  function unheardMs(): number {
    if (voicedAt > wordAt + LATER_MS) return UNHEARD_MS;
    return voicedAt > wordAt - MAYBE_LATER_MS ? MAYBE_QUIET_MS : 0;
  }
  function dueAt(): number | null {
    if (kind === null) return hasBegun ? voicedAt + NOTHING_MS : null;
    const quietFrom = Math.max(voicedAt, wordAt - DELIVERY_MS);
    const quiet = quietFrom + Math.max(quietOf(kind), unheardMs());
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
