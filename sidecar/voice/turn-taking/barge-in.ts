import { wordsOf } from '../../language/normalise.ts';
import { FRAME_MS } from '../audio/framer.ts';
import type { Echo } from './echo.ts';

/** Speech of so much, and it is an interruption, ms; consonants belong to it, so that this much of it must be voice. */
const CUT_MS = 400;
const VOICE_MS = 240;
/** When the first words were a backchannel, the next may be one too: it is an interruption once it goes on for so long, ms. */
const CUT_AFTER_BACKCHANNEL_MS = 580;
/** "I" may become "I see", which is soon said, ms. */
const CUT_AFTER_HALF_MS = 480;
/** So many voiced frames in a row duck: one may be a click. */
const DUCK_FRAMES = 2;
const DUCK_MS = 40;
/** Quiet of so much, and it was none, ms; a word that was said is known before. */
const RESTORE_MS = 175;
/** With the fade, the voice is back within 300 ms. */
export const FADE_MS = 100;
/** Ducked without an end of the noise for so long, and it is the room, ms. */
const ROOM_MS = 1500;

/** What people say while they listen on; said alone it asks for nothing. */
const BACKCHANNELS: ReadonlySet<string> = new Set(
  'mhm mm mmm hm hmm mmhmm yeah okay ok right uh huh um er ah oh aha i see got it great good nice cool really wow'.split(
    ' ',
  ),
);
const BACKCHANNEL_PHRASES = new Set(['i see', 'got it', 'uh huh', 'oh okay', 'oh really', 'all right']);
/** First words that may become a backchannel phrase. */
const MAYBE = new Set(['i', 'got', 'uh', 'oh', 'all']);

export type BargeSign = 'duck' | 'cut' | 'restore';

export interface BargeFrame {
  readonly levelDb: number;
  /** Voiced, near enough to be the person, and louder than what our own playing explains. */
  readonly isTheirs: boolean;
  /** Sounds as a voice does. */
  readonly isVoice: boolean;
}

/** While we speak: is somebody interrupting, or is it a cough, a "mhm", the room, ourselves? */
export interface BargeIn {
  readonly isDucked: boolean;
  frame(at: number, frame: BargeFrame): BargeSign | null;
  words(at: number, text: string): BargeSign | null;
  /** When to look again if no frame comes, ms. */
  readonly dueAt: number | null;
  check(at: number): BargeSign | null;
  /** A "yes" now would be an answer to us and no backchannel. */
  expects(answer: boolean): void;
  /** We begin to speak, or have ended. */
  reset(): void;
}

export function createBargeIn(echo: Echo): BargeIn {
  let isDucked = false;
  let duckedAt = 0;
  let run = 0;
  let voiceMs = 0;
  let voiceFrom: number | null = null;
  /** Sound since the first of it, ms: on a line that stalls it comes all at once, and the clock says nothing. */
  let sinceMs = 0;
  let voicedAt = Number.NEGATIVE_INFINITY;
  /** What was said may be a backchannel, and then takes so long, ms. */
  let patienceMs: number | null = null;
  let levels: number[] = [];
  let levelsFrom = 0;
  let expectsAnswer = false;

  function clear(): void {
    isDucked = false;
    run = 0;
    voiceMs = 0;
    voiceFrom = null;
    sinceMs = 0;
    patienceMs = null;
    levels = [];
  }
  function restore(): BargeSign {
    clear();
    return 'restore';
  }
  function dueAt(): number | null {
    return isDucked ? Math.min(voicedAt + RESTORE_MS, duckedAt + ROOM_MS) : null;
  }
  function check(at: number): BargeSign | null {
    const due = dueAt();
    return due !== null && at >= due ? restore() : null;
  }
  function cut(): BargeSign {
    clear();
    return 'cut';
  }
  return {
    get isDucked() {
      return isDucked;
    },
    frame(at, { levelDb, isTheirs, isVoice }) {
      if (levels.length === 0) levelsFrom = at;
      if (voiceFrom !== null) sinceMs += FRAME_MS;
      if (isDucked || isTheirs) levels.push(levelDb);
      if (!isTheirs) {
        run = 0;
        if (!isDucked) {
          levels = [];
          echo.learn(at, levelDb);
        }
        return check(at);
      }
      run += 1;
      voicedAt = at;
      if (isVoice) {
        voiceMs += FRAME_MS;
        voiceFrom ??= at;
      }
      if (!isDucked) {
        if (run < DUCK_FRAMES) return null;
        isDucked = true;
        duckedAt = at;
        return 'duck';
      }
      const isSpeech = voiceFrom !== null && Math.max(at - voiceFrom, sinceMs) >= CUT_MS && voiceMs >= VOICE_MS;
      const isLong = patienceMs === null ? isSpeech : at - duckedAt >= patienceMs - DUCK_MS;
      if (isLong) return echo.isOurs(levelsFrom, levels) ? restore() : cut();
      return check(at);
    },
    words(at, text) {
      const words = wordsOf(text);
      if (words.length === 0 || echo.areOurWords(at, text)) return null;
      if (!isBackchannel(words, expectsAnswer)) return cut();
      const joined = words.join(' ');
      patienceMs = MAYBE.has(joined) && !BACKCHANNELS.has(joined) ? CUT_AFTER_HALF_MS : CUT_AFTER_BACKCHANNEL_MS;
      return null;
    },
    get dueAt() {
      return dueAt();
    },
    check,
    expects(answer) {
      expectsAnswer = answer;
    },
    reset: clear,
  };
}

/** Only sounds of listening; an answer to what we have asked is none. */
export function isBackchannel(words: readonly string[], expectsAnswer: boolean): boolean {
  if (expectsAnswer && words.some((word) => ANSWERS.has(word))) return false;
  const joined = words.join(' ');
  return BACKCHANNEL_PHRASES.has(joined) || MAYBE.has(joined) || words.every((word) => BACKCHANNELS.has(word));
}
const ANSWERS = new Set(['yeah', 'okay', 'ok']);
