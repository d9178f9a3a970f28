import { seededRandom } from '../fakes/seeded-random.ts';

/** A world of sound on a time axis: who makes which sound when, how loud, and which words a recogniser gets of it. */

export const RATE = 16_000;
export const FRAME_MS = 20;
const FRAME = (RATE * FRAME_MS) / 1000;

/** `voice` hums as vowels do, `hiss` is breath, coughs and rooms, `click` the first milliseconds of a frame. */
type Colour = 'voice' | 'hiss' | 'click';
export interface Sound {
  readonly fromMs: number;
  readonly toMs: number;
  /** dBFS, root mean square. */
  readonly levelDb: number;
  readonly colour: Colour;
  /** Pitch, Hz. */
  readonly pitch?: number;
}
export interface SaidWord {
  readonly word: string;
  readonly startMs: number;
  readonly endMs: number;
}
export interface Said {
  readonly text: string;
  readonly words: readonly SaidWord[];
  readonly sounds: readonly Sound[];
  readonly startMs: number;
  readonly endMs: number;
}

/** Words take as long as they are; a pause is written {ms}. The seed decides what differs from one speaker to the next. */
export function say(
  line: string,
  options: { readonly at: number; readonly levelDb?: number; readonly seed?: number; readonly pace?: number },
): Said {
  const random = seededRandom(options.seed ?? 1);
  const levelDb = options.levelDb ?? -24;
  const pitch = 95 + random() * 120;
  const pace = (options.pace ?? 1) * (0.85 + random() * 0.35);
  const words: SaidWord[] = [];
  const sounds: Sound[] = [];
  let at = options.at;
  let gap = 0;
  for (const part of line.match(/\{\d+\}|[^\s{}]+/gu) ?? []) {
    const pause = /^\{(\d+)\}$/u.exec(part)?.[1];
    if (pause !== undefined) {
      at += Number(pause);
      gap = 0;
      continue;
    }
    at += gap;
    const length = Math.round(pace * Math.min(620, 110 + part.length * 48) * (0.9 + random() * 0.2));
    // A consonant before the vowel: quieter, and without pitch.
    const onset = Math.min(60, Math.round(length * 0.2));
    sounds.push({ fromMs: at, toMs: at + onset, levelDb: levelDb - 7, colour: 'hiss' });
    for (let from = at + onset; from < at + length; from += 40) {
      const swell = 5 * (random() - 0.5) - (from + 80 > at + length ? 3 : 0);
      sounds.push({
        fromMs: from,
        toMs: Math.min(from + 40, at + length),
        levelDb: levelDb + swell,
        colour: 'voice',
        pitch,
      });
    }
    words.push({ word: part, startMs: at, endMs: at + length });
    at += length;
    gap = Math.round(random() * 50);
  }
  const endMs = words.at(-1)?.endMs ?? at;
  return { text: words.map((one) => one.word).join(' '), words, sounds, startMs: options.at, endMs };
}

/** A burst or two of breath. */
export function cough(
  at: number,
  options: { readonly levelDb?: number; readonly bursts?: number; readonly ms?: number },
): readonly Sound[] {
  const { levelDb = -20, bursts = 2, ms = 180 } = options;
  return Array.from({ length: bursts }, (_, index) => {
    const fromMs = at + index * (ms + 90);
    return { fromMs, toMs: fromMs + ms, levelDb, colour: 'hiss' as const };
  });
}

export function keys(at: number, options: { readonly levelDb?: number; readonly count?: number }): readonly Sound[] {
  const { levelDb = -34, count = 8 } = options;
  return Array.from({ length: count }, (_, index) => {
    const fromMs = at + index * 140;
    return { fromMs, toMs: fromMs + 20, levelDb, colour: 'click' as const };
  });
}

/** What a microphone hears, 20 ms at a time. */
export interface Microphone {
  /** @param wasDucked whether we were told at a time to speak quieter: then less of us comes back. */
  frame(atMs: number, wasDucked?: (atMs: number) => boolean): Int16Array;
}

export function microphone(
  sounds: readonly Sound[],
  options: { readonly roomDb?: number; readonly seed?: number } = {},
): Microphone {
  const roomDb = options.roomDb ?? -64;
  const offset = Math.floor(seededRandom(options.seed ?? 7)() * NOISE.length);
  const amplitudeOf = (levelDb: number) => 32_768 * 10 ** (levelDb / 20) * Math.sqrt(3);
  const out = new Float64Array(FRAME);

  function add(atMs: number, { colour, levelDb, fromMs, toMs, pitch = 120 }: Sound): void {
    const amplitude = amplitudeOf(levelDb);
    const from = Math.max(0, Math.round(((fromMs - atMs) * RATE) / 1000));
    const until = colour === 'click' ? from + 80 : FRAME;
    const to = Math.min(FRAME, until, Math.round(((toMs - atMs) * RATE) / 1000));
    const first = Math.round((atMs * RATE) / 1000);
    for (let index = from; index < to; index += 1) {
      // A sawtooth as noise: both have a root mean square of 1/√3.
      const value =
        colour === 'voice' ? 2 * ((((first + index) * pitch) / RATE) % 1) - 1 : noiseAt(offset + first + index);
      out[index] = (out[index] ?? 0) + value * amplitude;
    }
  }
  return {
    frame(atMs) {
      out.fill(0);
      add(atMs, { colour: 'hiss', levelDb: roomDb, fromMs: atMs, toMs: atMs + FRAME_MS });
      for (const sound of sounds) if (sound.fromMs < atMs + FRAME_MS && sound.toMs > atMs) add(atMs, sound);
      const samples = new Int16Array(FRAME);
      for (let index = 0; index < FRAME; index += 1)
        samples[index] = Math.max(-32_768, Math.min(32_767, out[index] ?? 0));
      return samples;
    },
  };
}

/** A stretch of white noise that is long enough not to be heard as one. */
const NOISE = Float64Array.from({ length: 40_009 }, noiseMaker());
const noiseAt = (index: number) => NOISE[index % NOISE.length] ?? 0;
function noiseMaker(): () => number {
  const random = seededRandom(7);
  return () => 2 * random() - 1;
}
