import { describe, expect, it } from 'vitest';
import { createPlayer, type Player } from '../../../web/voice/worklet/player.ts';

const RATE = 48_000;
const BLOCK = 128;
const ms = (count: number) => (count * RATE) / 1000;

/** 20 ms of a 440 Hz tone that goes on where the frame before ended. */
function tone(frame: number, level = 0.5): Float32Array {
  return Float32Array.from(
    { length: ms(20) },
    (_, index) => level * Math.sin((2 * Math.PI * 440 * (frame * ms(20) + index)) / RATE),
  );
}
function render(player: Player, lengthMs: number): Float32Array {
  const blocks = Math.ceil(ms(lengthMs) / BLOCK);
  const all = new Float32Array(blocks * BLOCK);
  for (let block = 0; block < blocks; block += 1) player.render(all.subarray(block * BLOCK, (block + 1) * BLOCK));
  return all;
}
/** The largest step from one sample to the next: a click is one of half the level at once. */
const roughest = (samples: Float32Array) =>
  samples.reduce((most, value, index) => Math.max(most, Math.abs(value - (samples[index - 1] ?? value))), 0);
const TONE_STEP = 0.5 * ((2 * Math.PI * 440) / RATE);
const loudness = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);

describe('playback', () => {
  it('waits for a little before it begins, then plays without a gap however unevenly the frames come', () => {
    const player = createPlayer(RATE);
    player.push(1, tone(0));
    player.push(1, tone(1));
    expect(loudness(render(player, 20))).toBe(0);
    for (let frame = 2; frame < 6; frame += 1) player.push(1, tone(frame));
    const heard = [render(player, 60)];
    for (let frame = 6; frame < 20; frame += 1) {
      // Two at once, then none.
      if (frame % 2 === 0) for (const one of [frame, frame + 1]) player.push(1, tone(one));
      heard.push(render(player, 20));
    }
    const all = Float32Array.from(heard.flatMap((one) => [...one]));
    expect(roughest(all)).toBeLessThan(TONE_STEP * 1.2);
    expect(player.gaps).toBe(0);
    expect(loudness(all.subarray(ms(20)))).toBeCloseTo(0.5 / Math.SQRT2, 1);
  });

  it('plays a word that is shorter than its buffer, once nothing more will come', () => {
    const player = createPlayer(RATE);
    player.push(1, tone(0));
    expect(loudness(render(player, 20))).toBe(0);
    player.end(1);
    expect(loudness(render(player, 20))).toBeGreaterThan(0.2);
    expect(player.position).toEqual({ turn: 1, ms: 20 });
    render(player, 40);
    expect(player.gaps).toBe(0);
  });

  it('runs dry without a click, begins again without one, and keeps more in hand from then on', () => {
    const player = createPlayer(RATE);
    for (let frame = 0; frame < 4; frame += 1) player.push(1, tone(frame));
    // The tone stops at its crest.
    player.push(1, tone(4).subarray(0, 27));
    const dry = render(player, 120);
    expect(player.isPlaying).toBe(false);
    expect(player.gaps).toBe(1);
    for (let frame = 5; frame < 9; frame += 1) player.push(1, tone(frame));
    const silent = render(player, 10);
    player.push(1, tone(9));
    const again = render(player, 60);
    expect(loudness(silent)).toBeLessThan(0.001);
    expect(loudness(again)).toBeGreaterThan(0.2);
    expect(roughest(Float32Array.from([...dry, ...silent, ...again]))).toBeLessThan(TONE_STEP * 1.5);
  });

  it('ducks by 20 dB within 20 ms, and comes back within 100 ms, without a click', () => {
    const player = createPlayer(RATE);
    for (let frame = 0; frame < 60; frame += 1) player.push(1, tone(frame));
    const loud = loudness(render(player, 100).subarray(ms(20)));
    player.duck();
    const falling = render(player, 20);
    const ducked = render(player, 200);
    player.restore();
    const rising = render(player, 100);
    const back = render(player, 100);
    expect(20 * Math.log10(loudness(ducked) / loud)).toBeCloseTo(-20, 0);
    expect(20 * Math.log10(loudness(back) / loud)).toBeCloseTo(0, 0);
    for (const part of [falling, rising]) expect(roughest(part)).toBeLessThan(TONE_STEP * 1.2);
  });

  it('is silent 10 ms after a cut, without a click, has forgotten the rest, and counts what was played to the sample', () => {
    const player = createPlayer(RATE);
    for (let frame = 0; frame < 60; frame += 1) player.push(1, tone(frame));
    const before = render(player, 300);
    player.cut();
    const played = before.length / ms(1);
    expect(player.position).toEqual({ turn: 1, ms: played });
    const after = render(player, 100);
    expect(roughest(Float32Array.from([...before.subarray(-BLOCK), ...after]))).toBeLessThan(TONE_STEP * 1.5);
    expect(loudness(after.subarray(ms(10)))).toBe(0);
    expect(player.position?.ms).toBe(played);
  });

  it('plays the next answer at full level after one that was cut while it was ducked', () => {
    const player = createPlayer(RATE);
    for (let frame = 0; frame < 20; frame += 1) player.push(1, tone(frame));
    render(player, 60);
    player.duck();
    render(player, 40);
    player.cut();
    for (let frame = 0; frame < 20; frame += 1) player.push(2, tone(frame));
    const next = render(player, 200);
    expect(loudness(next.subarray(ms(20)))).toBeCloseTo(0.5 / Math.SQRT2, 1);
    expect(player.position?.turn).toBe(2);
    expect(player.position?.ms).toBeCloseTo(next.length / ms(1), 3);
  });
});
