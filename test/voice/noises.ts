import { levelDb } from '../../sidecar/voice/audio/pcm.ts';
import { seededRandom } from '../fakes/seeded-random.ts';
import { amplified } from './spoken.ts';
import { RATE } from './timeline.ts';

/** Noises of offices and people, 16 kHz: filtered noise and decaying tones. The seed decides what differs from one to the next. */
type Filter = (sample: number) => number;

/** Coughs: a burst of breath, and for a moment the throat behind it. */
export function coughSound(seed: number, options: { readonly bursts: number; readonly levelDb?: number }): Int16Array {
  const random = seededRandom(seed);
  const parts: number[] = [];
  for (let burst = 0; burst < options.bursts; burst += 1) {
    const length = samplesIn(150 + 110 * random());
    const low = lowPass(2200 + 1500 * random());
    const high = highPass(350);
    const pitch = 120 + 80 * random();
    const voicedFrom = samplesIn(50);
    const voicedTo = voicedFrom + samplesIn(60 * random());
    for (let at = 0; at < length; at += 1) {
      const decay = Math.min(1, at / samplesIn(6)) * Math.exp(-3.2 * (at / length));
      const breath = high(low(2 * random() - 1));
      const throat = at > voicedFrom && at < voicedTo ? 0.35 * (2 * (((at * pitch) / RATE) % 1) - 1) : 0;
      parts.push((breath + throat) * decay);
    }
    for (let at = 0; at < samplesIn(70 + 60 * random()); at += 1) parts.push(0);
  }
  return atLevel(parts, options.levelDb ?? -24);
}

/** Keys go down and come up; each is a rattle of a few milliseconds. */
export function typing(seed: number, options: { readonly keys: number; readonly levelDb?: number }): Int16Array {
  const random = seededRandom(seed);
  const out = new Array<number>(samplesIn(options.keys * 170 + 200)).fill(0);
  let at = 0;
  for (let key = 0; key < options.keys; key += 1) {
    for (const [delayMs, strength] of [
      [0, 1],
      [55 + 30 * random(), 0.5],
    ] as const) {
      const ring = 1800 + 2200 * random();
      const from = at + samplesIn(delayMs);
      for (let index = 0; index < samplesIn(14); index += 1) {
        const decay = Math.exp(-index / samplesIn(2.5)) * strength;
        const sound = (2 * random() - 1) * 0.6 + Math.sin((2 * Math.PI * ring * index) / RATE) * 0.4;
        out[from + index] = (out[from + index] ?? 0) + sound * decay;
      }
    }
    at += samplesIn(90 + 110 * random());
  }
  return atPeak(out, options.levelDb ?? -22);
}

/** A lorry goes by: rumble, and the hum of its engine. */
export function traffic(seed: number, options: { readonly ms?: number; readonly levelDb?: number } = {}): Int16Array {
  const random = seededRandom(seed);
  const length = samplesIn(options.ms ?? 2600);
  const low = lowPass(420);
  const hum = 55 + 30 * random();
  return atLevel(
    Array.from({ length }, (_, at) => {
      const swell = Math.sin((Math.PI * at) / length);
      const engine = [1, 2, 3].reduce((sum, n) => sum + Math.sin((2 * Math.PI * hum * n * at) / RATE) / n, 0);
      return swell * (low(2 * random() - 1) * 3 + engine * 0.12);
    }),
    options.levelDb ?? -38,
  );
}

/** A door, a cup that is put down: low, hard, soon over. */
export function thud(seed: number, options: { readonly levelDb?: number } = {}): Int16Array {
  const random = seededRandom(seed);
  const low = lowPass(500 + 500 * random());
  const length = samplesIn(160 + 80 * random());
  return atLevel(
    Array.from({ length }, (_, at) => low(2 * random() - 1) * Math.exp(-4 * (at / length))),
    options.levelDb ?? -26,
  );
}

/** A telephone: two tones that repeat as a voice does. */
export function telephone(seed: number, options: { readonly ms?: number; readonly levelDb?: number } = {}): Int16Array {
  const random = seededRandom(seed);
  const [first, second] = [400 + 60 * random(), 460 + 60 * random()];
  const ring = 18 + 6 * random();
  return atLevel(
    Array.from({ length: samplesIn(options.ms ?? 1400) }, (_, at) => {
      const swell = 0.6 + 0.4 * Math.sign(Math.sin((2 * Math.PI * ring * at) / RATE));
      return swell * (Math.sin((2 * Math.PI * first * at) / RATE) + Math.sin((2 * Math.PI * second * at) / RATE));
    }),
    options.levelDb ?? -32,
  );
}

const samplesIn = (ms: number) => Math.round((ms * RATE) / 1000);
function lowPass(hz: number): Filter {
  const by = 1 - Math.exp((-2 * Math.PI * hz) / RATE);
  let kept = 0;
  return (sample) => {
    kept += by * (sample - kept);
    return kept;
  };
}
function highPass(hz: number): Filter {
  const low = lowPass(hz);
  return (sample) => sample - low(sample);
}
function atLevel(sound: readonly number[], wantedDb: number): Int16Array {
  const loudest = sound.reduce((most, one) => Math.max(most, Math.abs(one)), 1e-9);
  const samples = Int16Array.from(sound, (one) => Math.round((16_000 * one) / loudest));
  return amplified(samples, wantedDb - levelDb(samples.filter((one) => one !== 0)));
}
/** Of clicks the loudest sample says more than their mean. */
function atPeak(sound: readonly number[], wantedDb: number): Int16Array {
  const loudest = sound.reduce((most, one) => Math.max(most, Math.abs(one)), 1e-9);
  const peak = 32_768 * 10 ** (wantedDb / 20);
  return Int16Array.from(sound, (one) => Math.round((peak * one) / loudest));
}
