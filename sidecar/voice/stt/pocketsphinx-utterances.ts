import { createFramer, FRAME_MS } from '../audio/framer.ts';
import { levelDb } from '../audio/pcm.ts';
import { EAR_RATE } from '../audio/sound-in.ts';
import type { HeardWord, SttEvent } from '../speech-to-text.ts';
import { createEnergyGate } from '../turn-taking/energy.ts';

/** Sound before the first loud frame belongs to the word, ms. */
const BEFORE_MS = 300;
/** So many loud frames in a row are the beginning of something. */
const ONSET_FRAMES = 3;
/** Quiet after which what was said so far is looked at; after which it is final, ms. */
const PAUSE_MS = 100;
const FINAL_MS = 700;
/** While somebody speaks it is looked at every so often, ms. */
const AGAIN_MS = 700;
/** The longest that is looked at in one piece, ms. */
const LONGEST_MS = 20_000;
/** Programs that run at once for words that may still change; finals are always made. */
const MOST_AT_ONCE = 2;
/** A word that ends so near to where the sound was cut may be half a one, ms. */
const HALF_MS = 120;
/** Noise is heard as words that hardly fit, 0 to 1. */
const SURE = 0.35;

let running = 0;

/** Cuts sound into utterances by its level, and has each recognised as a whole: at pauses, now and then, at its end. */
export interface Utterances {
  /** 16 kHz, mono. */
  push(samples: Int16Array): void;
  /** What is open becomes final. */
  finalise(): void;
}

interface Open {
  readonly frames: Int16Array[];
  /** Where its sound begins in all that was pushed, ms. */
  readonly fromMs: number;
  /** Frames up to the last loud one. */
  loudUntil: number;
  isOver: boolean;
  /** What was understood of its first `until` frames. */
  understood: { readonly words: readonly HeardWord[]; readonly until: number } | null;
  lookedAt: number;
  /** Being looked at. */
  work: Promise<void> | null;
}

export function createUtterances(options: {
  readonly decode: (samples: Int16Array) => Promise<readonly HeardWord[]>;
  readonly onEvent: (event: Extract<SttEvent, { type: 'interim' | 'final' }>) => void;
  readonly onFailure: (cause: unknown) => void;
}): Utterances {
  const { decode, onEvent, onFailure } = options;
  const framer = createFramer(EAR_RATE);
  const gate = createEnergyGate();
  let before: Int16Array[] = [];
  let heard = 0;
  let onset = 0;
  let open: Open | null = null;
  let finals: Promise<void> = Promise.resolve();

  /** Recognises what there is: at once, or when the look before is over. Never two at a time of one utterance. */
  function look(at: Open): Promise<void> {
    const earlier = at.work;
    if (earlier === null && at.understood?.until === at.loudUntil) return Promise.resolve();
    at.work = (async () => {
      await earlier;
      if (at.understood?.until === at.loudUntil) return;
      const until = at.loudUntil;
      const frames = at.frames.slice();
      at.lookedAt = frames.length;
      running += 1;
      try {
        const words = await decode(joined(frames));
        at.understood = { words: isSure(words) ? words : [], until };
      } finally {
        running -= 1;
      }
    })();
    const mine = at.work;
    const over = () => {
      if (at.work === mine) at.work = null;
    };
    mine.then(over, over);
    return mine;
  }
  async function peek(at: Open, isTalking: boolean): Promise<void> {
    if (at.work !== null || running >= MOST_AT_ONCE) return;
    const soFarMs = at.frames.length * FRAME_MS;
    await look(at);
    const known = at.understood?.words ?? [];
    const words = isTalking ? known.filter(({ endMs }) => endMs < soFarMs - HALF_MS) : known;
    if (!at.isOver && words.length > 0) onEvent({ type: 'interim', text: textOf(words), confidence: meanOf(words) });
  }
  async function conclude(at: Open): Promise<void> {
    await look(at);
    const words = (at.understood?.words ?? []).map((one) => ({
      ...one,
      startMs: one.startMs + at.fromMs,
      endMs: one.endMs + at.fromMs,
    }));
    if (words.length > 0) onEvent({ type: 'final', text: textOf(words), confidence: meanOf(words), words });
  }
  function close(): void {
    if (open === null) return;
    const done = open;
    done.isOver = true;
    open = null;
    onset = 0;
    finals = finals.then(() => conclude(done)).catch(onFailure);
  }
  function begin(): void {
    open = {
      frames: before,
      fromMs: (heard - before.length) * FRAME_MS,
      loudUntil: before.length,
      isOver: false,
      understood: null,
      lookedAt: before.length,
      work: null,
    };
    before = [];
  }
  function frame(samples: Int16Array): void {
    heard += 1;
    const isLoud = gate.push(levelDb(samples));
    if (open === null) {
      before.push(samples);
      onset = isLoud ? onset + 1 : 0;
      if (before.length > BEFORE_MS / FRAME_MS + onset) before.shift();
      if (onset >= ONSET_FRAMES) begin();
      return;
    }
    open.frames.push(samples);
    if (isLoud) open.loudUntil = open.frames.length;
    const quietMs = (open.frames.length - open.loudUntil) * FRAME_MS;
    if (quietMs >= FINAL_MS || open.frames.length * FRAME_MS >= LONGEST_MS) {
      close();
      return;
    }
    const isDue = isLoud && (open.frames.length - open.lookedAt) * FRAME_MS >= AGAIN_MS;
    const isUnknown = open.understood?.until !== open.loudUntil;
    if (isDue || (quietMs >= PAUSE_MS && isUnknown)) peek(open, isLoud).catch(onFailure);
  }
  return {
    push(samples) {
      for (const one of framer.push(samples)) frame(one);
    },
    finalise: close,
  };
}

const textOf = (words: readonly HeardWord[]) => words.map(({ word }) => word).join(' ');
const meanOf = (words: readonly HeardWord[]) =>
  words.reduce((sum, { confidence }) => sum + confidence, 0) / words.length;
const isSure = (words: readonly HeardWord[]) => words.length > 0 && meanOf(words) >= SURE;

function joined(frames: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(frames.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const one of frames) {
    whole.set(one, at);
    at += one.length;
  }
  return whole;
}
