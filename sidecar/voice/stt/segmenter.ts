import { createFramer, FRAME_MS } from '../audio/framer.ts';
import { levelDb } from '../audio/pcm.ts';
import { createEnergyGate } from '../turn-taking/energy.ts';

/** Sound before the first voiced frame belongs to the utterance: soft beginnings of words, ms. */
const BEFORE_MS = 300;
/** Voiced frames of the last five that make a beginning: a click is none. */
const VOICED = 3;
const WINDOW = 5;
/** Quiet that ends an utterance; how much of it is sent along, ms. */
const QUIET_MS = 500;
const AFTER_MS = 200;
/** What is longer is sent in pieces, ms. */
const LONGEST_MS = 28_000;

/** Sound that somebody spoke, cut out of the stream. */
export interface Segment {
  readonly samples: Int16Array;
  /** Its place in what was pushed, ms. */
  readonly startMs: number;
}

/** Cuts a stream of sound into utterances by the energy gate. */
export interface Segmenter {
  readonly isSpeaking: boolean;
  push(samples: Int16Array): void;
  /** Ends the utterance in hand; false when there is none. */
  flush(): boolean;
}

export function createSegmenter(sampleRate: number, onSegment: (segment: Segment) => void): Segmenter {
  const framer = createFramer(sampleRate);
  const gate = createEnergyGate();
  let frames: Int16Array[] = [];
  let recent: boolean[] = [];
  let isSpeaking = false;
  let quiet = 0;
  let total = 0;

  function hand(leftOut: number): void {
    const said = leftOut > 0 ? frames.slice(0, -leftOut) : frames;
    const size = (sampleRate * FRAME_MS) / 1000;
    const samples = new Int16Array(said.length * size);
    for (const [index, frame] of said.entries()) samples.set(frame, index * size);
    const startMs = (total - frames.length) * FRAME_MS;
    isSpeaking = false;
    frames = leftOut > 0 ? frames.slice(-leftOut) : [];
    recent = [];
    quiet = 0;
    onSegment({ samples, startMs });
  }
  function frame(samples: Int16Array): void {
    const isVoiced = gate.push(levelDb(samples));
    frames.push(samples);
    total += 1;
    if (!isSpeaking) {
      recent = [...recent.slice(1 - WINDOW), isVoiced];
      if (recent.filter(Boolean).length >= VOICED) {
        isSpeaking = true;
        quiet = 0;
      } else if (frames.length * FRAME_MS > BEFORE_MS) frames.shift();
      return;
    }
    quiet = isVoiced ? 0 : quiet + 1;
    if (quiet * FRAME_MS >= QUIET_MS) hand((QUIET_MS - AFTER_MS) / FRAME_MS);
    else if (frames.length * FRAME_MS >= LONGEST_MS) hand(0);
  }
  return {
    get isSpeaking() {
      return isSpeaking;
    },
    push(samples) {
      for (const one of framer.push(samples)) frame(one);
    },
    flush() {
      const rest = framer.flush();
      if (rest !== null) frame(rest);
      if (!isSpeaking) return false;
      hand(0);
      return true;
    },
  };
}
