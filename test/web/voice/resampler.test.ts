import { describe, expect, it } from 'vitest';
import { createResampler } from '../../../web/voice/worklet/resampler.ts';

const sine = (hertz: number, rate: number, seconds: number) =>
  Float32Array.from({ length: rate * seconds }, (_, index) => 0.5 * Math.sin((2 * Math.PI * hertz * index) / rate));
const rms = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
const db = (samples: Float32Array) => 20 * Math.log10(rms(samples) / (0.5 / Math.SQRT2));

function through(from: number, to: number, samples: Float32Array, piece = 128): Float32Array {
  const resampler = createResampler(from, to);
  const made: number[] = [];
  for (let at = 0; at < samples.length; at += piece) made.push(...resampler.push(samples.subarray(at, at + piece)));
  return Float32Array.from(made);
}
const middle = (samples: Float32Array) => samples.subarray(samples.length * 0.2, samples.length * 0.8);

describe('the resampler', () => {
  it.each([
    [48_000, 16_000],
    [44_100, 16_000],
    [24_000, 48_000],
    [24_000, 44_100],
  ])('from %i to %i keeps length, pitch and level of a voice', (from, to) => {
    const made = through(from, to, sine(440, from, 1));
    expect(Math.abs(made.length - to)).toBeLessThan(to / 100);
    expect(Math.abs(db(middle(made)))).toBeLessThan(0.1);
    const crossings = middle(made).filter((value, index, all) => value >= 0 && (all[index - 1] ?? 0) < 0).length;
    expect(Math.abs(crossings - 440 * 0.6)).toBeLessThanOrEqual(1);
  });

  it('lets nothing be mirrored into what is heard', () => {
    expect(db(middle(through(48_000, 16_000, sine(11_000, 48_000, 1))))).toBeLessThan(-60);
  });

  it('makes the same of a stream whatever its pieces', () => {
    const samples = sine(440, 44_100, 0.5);
    const [a, b] = [through(44_100, 16_000, samples, 128), through(44_100, 16_000, samples, 1000)];
    const both = Math.min(a.length, b.length);
    expect(both).toBeGreaterThan(7800);
    for (let index = 0; index < both; index += 1) expect(a[index]).toBeCloseTo(b[index] ?? 9, 5);
  });
});
