import { levelDb } from '../audio/pcm.ts';

/** Length of the frames that turn-taking looks at, ms. */
export const FRAME_MS = 20;

/** What one frame of 20 ms of the microphone is taken for. */
export interface HeardFrame {
  /** dBFS, root mean square. */
  readonly levelDb: number;
  /** Louder than the room: somebody or something makes a sound. */
  readonly isVoiced: boolean;
  /** Sounds as a voice does, not as a cough or a key. */
  readonly isVoice: boolean;
}

/** Tells voice from the room, frame by frame. The energy gate is one; a trained detector can stand in its place. */
export interface VoiceActivity {
  /** @param samples 20 ms of PCM16, mono, 16 kHz. @param knownDb their level, when somebody has measured it. */
  push(samples: Int16Array, knownDb?: number): HeardFrame;
  /** Whether we speak: only then is it worth much to know a voice from what sounds like one. */
  whileSpeaking?(isSpeaking: boolean): void;
}

/** A sound opens the gate so far above the room, and closes it when it falls to that, dB. */
const OPEN_DB = 10;
const CLOSE_DB = 6;
/** Whatever the room: nothing below opens the gate, dBFS. */
const QUIETEST_DB = -52;
/** The room is the quietest that was heard in the last so many spans of so many frames: 2.4 s. */
const SPANS = 8;
const SPAN_FRAMES = 15;
/** The room before it was heard; and what it is at most taken for when a call begins with speech, dBFS. */
const FIRST_FLOOR_DB = -60;
const FIRST_ROOM_DB = -42;

/** The energy gate: levels in, voiced or not out. Steady noise becomes the room within its memory. */
export interface EnergyGate {
  /** What the room is taken for, dBFS. */
  readonly floorDb: number;
  push(levelDb: number): boolean;
}

export function createEnergyGate(): EnergyGate {
  let minima: number[] = [FIRST_FLOOR_DB];
  /** The least of them. */
  let quietest = FIRST_FLOOR_DB;
  let span = Number.POSITIVE_INFINITY;
  let frames = 0;
  let isOpen = false;
  let before = Number.NaN;
  let last = Number.NaN;

  /** One frame of nothing between two loud ones is no room. */
  function smooth(level: number): number {
    const mean = frames > 1 ? (before + last + level) / 3 : frames > 0 ? (last + level) / 2 : level;
    before = last;
    last = level;
    return mean;
  }
  return {
    get floorDb() {
      return Math.min(quietest, span);
    },
    push(level) {
      const floor = Math.min(quietest, span);
      isOpen = level > Math.max(floor + (isOpen ? CLOSE_DB : OPEN_DB), QUIETEST_DB - (isOpen ? OPEN_DB - CLOSE_DB : 0));
      span = Math.min(span, smooth(level));
      frames += 1;
      if (frames % SPAN_FRAMES === 0) {
        minima = frames === SPAN_FRAMES ? [Math.min(span, FIRST_ROOM_DB)] : [...minima.slice(1 - SPANS), span];
        quietest = Math.min(...minima);
        span = Number.POSITIVE_INFINITY;
      }
      return isOpen;
    },
  };
}

/** Energy for what is heard, periodicity for what it is. */
export function energyActivity(): VoiceActivity {
  const gate = createEnergyGate();
  let before: Int16Array = new Int16Array(0);
  return {
    push(samples, knownDb) {
      const level = knownDb ?? levelDb(samples);
      const isVoiced = gate.push(level);
      const isVoice = isVoiced && periodicity(before, samples) >= VOICE_PERIODICITY;
      before = samples;
      return { levelDb: level, isVoiced, isVoice };
    },
  };
}

/** Vowels reach 0.9, hiss and clicks stay below 0.4. */
export const VOICE_PERIODICITY = 0.6;
/** Every fourth sample is enough for a pitch; 16 kHz becomes 4 kHz. */
const STEP = 4;
const SHORTEST_LAG = 10;
const LONGEST_LAG = 54;

/** How much two neighbouring frames repeat themselves at the pitch of a voice (74 to 400 Hz): 0 to 1. */
export function periodicity(before: Int16Array, now: Int16Array): number {
  const half = thinned(before, 0);
  const length = half + thinned(now, half) - LONGEST_LAG;
  if (length < LONGEST_LAG) return 0;
  let best = 0;
  let energy = 0;
  for (let at = 0; at < length; at += 1) energy += (sound[at] as number) ** 2;
  for (let lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag += 1) {
    let product = 0;
    let shifted = 0;
    for (let at = 0; at < length; at += 1) {
      const later = sound[at + lag] as number;
      product += (sound[at] as number) * later;
      shifted += later * later;
    }
    const scale = Math.sqrt(energy * shifted);
    if (scale > 0) best = Math.max(best, product / scale);
  }
  return best;
}

/** Two frames at 4 kHz, for as long as they are looked at. */
const MOST_SAMPLES = 4000;
const sound = new Float64Array(MOST_SAMPLES);

/** Means of four, written from `from` on: what is above the pitch falls out. How many there are. */
function thinned(samples: Int16Array, from: number): number {
  const count = Math.min(Math.floor(samples.length / STEP), MOST_SAMPLES - from);
  for (let index = 0; index < count; index += 1) {
    let sum = 0;
    for (let offset = 0; offset < STEP; offset += 1) sum += samples[index * STEP + offset] as number;
    sound[from + index] = sum / STEP;
  }
  return count;
}
