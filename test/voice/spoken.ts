import { levelDb } from '../../sidecar/voice/audio/pcm.ts';
import { periodicity, VOICE_PERIODICITY } from '../../sidecar/voice/turn-taking/energy.ts';
import { seededRandom } from '../fakes/seeded-random.ts';
import { type FliteVoice, SAID_RATE, spokenWords } from '../fakes/speech/said.ts';
import { FRAME_MS, type Microphone, microphone, type SaidWord, type Sound } from './timeline.ts';

/** A recording that begins at a time. */
export interface Clip {
  readonly fromMs: number;
  readonly samples: Int16Array;
  /** Our own speech come back, so late, ms: quieter when it was ducked. */
  readonly echoMs?: number;
}
export interface Spoken {
  readonly text: string;
  readonly words: readonly SaidWord[];
  readonly clips: readonly Clip[];
  readonly startMs: number;
  readonly endMs: number;
}

const VOICES: readonly FliteVoice[] = ['slt', 'rms', 'awb'];
const STRETCHES = [0.9, 1, 1.12];
/** Of one speaker's level to the next, dB. */
const LEVEL_SPREAD_DB = 6;

/** A line of a set, spoken breath by breath by one of flite's voices; a pause is written {ms}. The seed decides who speaks, and how. */
export function speakLine(
  line: string,
  options: {
    readonly at: number;
    readonly seed: number;
    readonly levelDb?: number;
    readonly voice?: FliteVoice;
    readonly stretch?: number;
    /** As a voice is heard from far away. */
    readonly isMuffled?: boolean;
  },
): Spoken {
  const random = seededRandom(options.seed);
  const voice = options.voice ?? pick(VOICES, random);
  const stretch = options.stretch ?? pick(STRETCHES, random);
  const level = options.levelDb ?? -24 + LEVEL_SPREAD_DB * (random() - 0.5);
  const thickness = options.isMuffled ? 0.75 : pick([0, 0.45, -0.3], random);
  const words: SaidWord[] = [];
  const clips: Clip[] = [];
  let at = options.at;
  for (const [place, part] of line.split(/\s*\{(\d+)\}\s*/u).entries()) {
    if (place % 2 === 1) {
      at += Number(part);
      continue;
    }
    const breath = spokenWords(part, { voice, stretch, levelDb: level });
    clips.push({ fromMs: at, samples: coloured(breath.samples, thickness) });
    let startMs = at;
    for (const { word, endMs } of breath.words) {
      words.push({ word, startMs, endMs: at + endMs });
      startMs = at + endMs;
    }
    at += (breath.samples.length * 1000) / SAID_RATE;
  }
  const endMs = words.at(-1)?.endMs ?? at;
  return { text: words.map(({ word }) => word).join(' '), words, clips, startMs: options.at, endMs };
}

/** A microphone's sound: 0 as it is, towards 1 muffled, below 0 thin. The level stays. */
function coloured(samples: Int16Array, by: number): Int16Array {
  if (by === 0) return samples;
  let before = 0;
  const out = Float64Array.from(samples, (sample) => {
    before = sample * (1 - Math.abs(by)) + before * by;
    return before;
  });
  const gain = Math.sqrt(energy(samples) / Math.max(1, energy(out)));
  return Int16Array.from(out, (sample) => clipped(sample * gain));
}

/** What a microphone hears of recordings, made sounds and its room. */
export function room(
  clips: readonly Clip[],
  options: { readonly sounds?: readonly Sound[]; readonly roomDb?: number; readonly seed: number },
): Microphone {
  const base = microphone(options.sounds ?? [], { roomDb: options.roomDb ?? roomOf(options.seed), seed: options.seed });
  return {
    frame(atMs, wasDucked) {
      const frame = base.frame(atMs);
      for (const { fromMs, samples, echoMs } of clips) {
        const gain = echoMs !== undefined && wasDucked?.(atMs - echoMs) ? DUCKED : 1;
        const offset = Math.round(((atMs - fromMs) * SAID_RATE) / 1000);
        if (offset >= samples.length || offset + frame.length <= 0) continue;
        for (let index = Math.max(0, -offset); index < frame.length; index += 1) {
          const sample = samples[offset + index];
          if (sample === undefined) break;
          frame[index] = clipped((frame[index] ?? 0) + sample * gain);
        }
      }
      return frame;
    },
  };
}
/** 20 dB less. */
const DUCKED = 0.1;
/** From a quiet room to one with a fan, dBFS. */
const roomOf = (seed: number) => -68 + 14 * seededRandom(seed + 77)();

/** So much louder or quieter. */
export function amplified(samples: Int16Array, db: number): Int16Array {
  const gain = 10 ** (db / 20);
  return samples.map((sample) => clipped(sample * gain));
}
/** Frames of a recording from its beginning, each FRAME_MS. */
export function framesOf(samples: Int16Array): readonly Int16Array[] {
  const size = (SAID_RATE * FRAME_MS) / 1000;
  return Array.from({ length: Math.ceil(samples.length / size) }, (_, index) =>
    samples.slice(index * size, (index + 1) * size),
  );
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T;
}
function energy(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < samples.length; index += 1) sum += (samples[index] ?? 0) ** 2;
  return sum;
}
const clipped = (sample: number) => Math.max(-32_768, Math.min(32_767, Math.round(sample)));

/** When the first frame with a pitch is heard in recordings, ms: an unvoiced consonant before it is no voice yet. */
export function voicedFrom(clips: readonly Clip[]): number {
  for (const { fromMs, samples } of clips) {
    const frames = framesOf(samples);
    const first = frames.findIndex(
      (frame, index) =>
        levelDb(frame) > FAINT_DB && periodicity(frames[index - 1] ?? frame, frame) >= VOICE_PERIODICITY,
    );
    if (first >= 0) return fromMs + first * FRAME_MS;
  }
  return clips[0]?.fromMs ?? 0;
}
const FAINT_DB = -50;
