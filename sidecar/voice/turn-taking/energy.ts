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
  /** @param samples 20 ms of PCM16, mono, 16 kHz. */
  push(samples: Int16Array): HeardFrame;
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
  const recent: number[] = [];
  let span = Number.POSITIVE_INFINITY;
  let frames = 0;
  let isOpen = false;

  /** One frame of nothing between two loud ones is no room. */
  function smooth(level: number): number {
    recent.push(level);
    if (recent.length > 3) recent.shift();
    return recent.reduce((sum, one) => sum + one, 0) / recent.length;
  }
  function floorDb(): number {
    return Math.min(...minima, span);
  }
  return {
    get floorDb() {
      return floorDb();
    },
    push(level) {
      const floor = floorDb();
      isOpen = level > Math.max(floor + (isOpen ? CLOSE_DB : OPEN_DB), QUIETEST_DB - (isOpen ? OPEN_DB - CLOSE_DB : 0));
      span = Math.min(span, smooth(level));
      frames += 1;
      if (frames % SPAN_FRAMES === 0) {
        minima = frames === SPAN_FRAMES ? [Math.min(span, FIRST_ROOM_DB)] : [...minima.slice(1 - SPANS), span];
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
    push(samples) {
      const level = levelDb(samples);
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
  const sound = [...thinned(before), ...thinned(now)];
  const length = sound.length - LONGEST_LAG;
  if (length < LONGEST_LAG) return 0;
  let best = 0;
  let energy = 0;
  for (let at = 0; at < length; at += 1) energy += (sound[at] ?? 0) ** 2;
  for (let lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag += 1) {
    let product = 0;
    let shifted = 0;
    for (let at = 0; at < length; at += 1) {
      const later = sound[at + lag] ?? 0;
      product += (sound[at] ?? 0) * later;
      shifted += later * later;
    }
    const scale = Math.sqrt(energy * shifted);
    if (scale > 0) best = Math.max(best, product / scale);
  }
  return best;
}

/** Means of four: what is above the pitch falls out. */
function thinned(samples: Int16Array): number[] {
  const out: number[] = [];
  for (let at = 0; at + STEP <= samples.length; at += STEP) {
    let sum = 0;
    for (let offset = 0; offset < STEP; offset += 1) sum += samples[at + offset] ?? 0;
    out.push(sum / STEP);
  }
  return out;
}
