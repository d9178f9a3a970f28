import { createRamp } from './ramp.ts';

/** So much lies ready before an answer begins, ms; more after each time it ran dry. */
const READY_MS = 60;
const MOST_READY_MS = 240;
const CUT_MS = 8;
const EDGE_MS = 4;
const DUCK_MS = 15;
const RESTORE_MS = 100;
/** 20 dB quieter. */
const DUCKED = 0.1;
/** What is left of the last value after each sample once there is no more: silence within 4 ms, and no click. */
const FADE = 0.97;

export interface Position {
  readonly turn: number;
  /** So much of it was played, ms. */
  readonly ms: number;
}

/** A jitter buffer with a volume: pieces of speech in at any time, an even stream out, every change without a click. */
export interface Player {
  /** The turn that is played, or was last. */
  readonly position: Position | null;
  readonly isPlaying: boolean;
  /** How often it ran dry in the middle of an answer. */
  readonly gaps: number;
  push(turn: number, samples: Float32Array): void;
  /** All of that turn is here: what is left is played even if it is short. */
  end(turn: number): void;
  duck(): void;
  restore(): void;
  /** Silence at once, and what waited is forgotten. */
  cut(): void;
  /** Fills the next stretch of output. */
  render(out: Float32Array): void;
}

/** @param sampleRate of what goes in and comes out */
export function createPlayer(sampleRate: number): Player {
  const samplesOf = (ms: number) => Math.round((ms * sampleRate) / 1000);
  const gain = createRamp(sampleRate);
  const edge = createRamp(sampleRate, 0);
  let line: { readonly turn: number; readonly samples: Float32Array; at: number }[] = [];
  let waiting = 0;
  let readyMs = READY_MS;
  let endedTurn: number | null = null;
  let isPlaying = false;
  let gaps = 0;
  let turn: number | null = null;
  let played = 0;
  let last = 0;
  /** What fades out after a cut. */
  let tail = new Float32Array(0);

  function next(): number | null {
    const [first] = line;
    if (!first) return null;
    if (first.turn !== turn) {
      turn = first.turn;
      played = 0;
    }
    const value = first.samples[first.at] ?? 0;
    first.at += 1;
    played += 1;
    waiting -= 1;
    if (first.at >= first.samples.length) line.shift();
    return value;
  }
  function begin(): void {
    const isWhole = line[0]?.turn === endedTurn || line.at(-1)?.turn !== line[0]?.turn;
    if (waiting === 0 || (waiting < samplesOf(readyMs) && !isWhole)) return;
    isPlaying = true;
    edge.set(0);
    edge.to(1, EDGE_MS);
  }
  function ranDry(): void {
    isPlaying = false;
    if (turn === endedTurn) return;
    gaps += 1;
    readyMs = Math.min(MOST_READY_MS, readyMs * 1.5);
  }
  function sample(): number {
    if (!isPlaying) begin();
    const value = isPlaying ? next() : null;
    if (value !== null) last = value * gain.next() * edge.next();
    else {
      if (isPlaying) ranDry();
      last = Math.abs(last) < 1e-5 ? 0 : last * FADE;
    }
    return last;
  }

  return {
    get position() {
      return turn === null ? null : { turn, ms: (played * 1000) / sampleRate };
    },
    get isPlaying() {
      return isPlaying;
    },
    get gaps() {
      return gaps;
    },
    push(of, samples) {
      if (samples.length === 0) return;
      line.push({ turn: of, samples, at: 0 });
      waiting += samples.length;
    },
    end(of) {
      endedTurn = of;
    },
    duck: () => gain.to(DUCKED, DUCK_MS),
    restore: () => gain.to(1, RESTORE_MS),
    cut() {
      const length = isPlaying ? samplesOf(CUT_MS) : 0;
      const position = played;
      const fading = Float32Array.from(
        { length },
        (_, index) => (next() ?? 0) * gain.next() * (1 - (index + 1) / length),
      );
      // Nobody hears words in it.
      played = position;
      tail = fading;
      line = [];
      waiting = 0;
      isPlaying = false;
      last = 0;
      gain.set(1);
    },
    render(out) {
      for (let index = 0; index < out.length; index += 1) out[index] = sample() + (tail[index] ?? 0);
      if (tail.length > 0) tail = tail.slice(out.length);
    },
  };
}
