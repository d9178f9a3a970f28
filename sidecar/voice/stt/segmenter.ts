import { createFramer, FRAME_MS } from '../audio/framer.ts';
import { resampler } from '../audio/resample.ts';
import { EAR_RATE } from '../audio/sound-in.ts';
import { energyActivity } from '../turn-taking/energy.ts';

/** Sound before the first voiced frame belongs to the utterance: soft beginnings of words, ms. */
const BEFORE_MS = 300;
/** Voiced frames of the last five that make a beginning: a click is none. */
const VOICED = 3;
const WINDOW = 5;
/** Quiet that ends an utterance; how much of it is sent along, ms. */
const QUIET_MS = 500;
const AFTER_MS = 200;
/** Fewer frames that sound as a voice does are none: of a cough or a door, transcribers make words up. */
const VOICE_FRAMES = 2;
/** What is longer is sent in pieces, ms. */
const LONGEST_MS = 28_000;

/** Sound that somebody spoke, cut out of the stream. */
export interface Segment {
  readonly samples: Int16Array;
  /** Its place in what was pushed, ms. */
  readonly startMs: number;
}

/** Cuts a stream of sound into utterances where it is quiet; what is no voice is left out. */
export interface Segmenter {
  readonly isSpeaking: boolean;
  push(samples: Int16Array): void;
  /** Ends the utterance in hand; false when there is none. */
  flush(): boolean;
}

export function createSegmenter(sampleRate: number, onSegment: (segment: Segment) => void): Segmenter {
  const framer = createFramer(sampleRate);
  const activity = energyActivity();
  const toEar = resampler(sampleRate, EAR_RATE);
  let frames: Int16Array[] = [];
  let recent: boolean[] = [];
  let isSpeaking = false;
  let quiet = 0;
  let voice = 0;
  let total = 0;

  function hand(leftOut: number): void {
    const said = leftOut > 0 ? frames.slice(0, -leftOut) : frames;
    const size = (sampleRate * FRAME_MS) / 1000;
    const samples = new Int16Array(said.length * size);
    for (const [index, frame] of said.entries()) samples.set(frame, index * size);
    const startMs = (total - frames.length) * FRAME_MS;
    const isVoice = voice >= VOICE_FRAMES;
    isSpeaking = false;
    voice = 0;
    frames = leftOut > 0 ? frames.slice(-leftOut) : [];
    recent = [];
    quiet = 0;
    if (isVoice) onSegment({ samples, startMs });
  }
  function frame(samples: Int16Array): void {
    const { isVoiced, isVoice } = activity.push(toEar.push(samples));
    frames.push(samples);
    total += 1;
    if (!isSpeaking) {
      recent = [...recent.slice(1 - WINDOW), isVoiced];
      if (recent.filter(Boolean).length >= VOICED) {
        isSpeaking = true;
        quiet = 0;
        voice = 0;
      } else if (frames.length * FRAME_MS > BEFORE_MS) frames.shift();
      return;
    }
    quiet = isVoiced ? 0 : quiet + 1;
    if (isVoice) voice += 1;
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
