import { afterAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../sidecar/lib/log.ts';
import { createFramer } from '../../sidecar/voice/audio/framer.ts';
import { openOpusPool } from '../../sidecar/voice/audio/opus-pool.ts';
import { bytesOf, levelDb, samplesOf } from '../../sidecar/voice/audio/pcm.ts';
import { resampler } from '../../sidecar/voice/audio/resample.ts';
import { createSoundIn } from '../../sidecar/voice/audio/sound-in.ts';
import { createSoundOut } from '../../sidecar/voice/audio/sound-out.ts';
import { humming } from '../fakes/voice/tone-tts.ts';

const tone = (rate: number, hz: number, ms: number, amplitude = 10_000) =>
  Int16Array.from({ length: (rate * ms) / 1000 }, (_, index) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * index) / rate)),
  );
const inPieces = (samples: Int16Array, size: number, push: (piece: Int16Array) => Int16Array) => {
  const out: number[] = [];
  for (let at = 0; at < samples.length; at += size) out.push(...push(samples.slice(at, at + size)));
  return Int16Array.from(out);
};

describe('resampling', () => {
  it.each([
    [8000, 16_000],
    [16_000, 24_000],
    [24_000, 16_000],
    [48_000, 16_000],
    [16_000, 48_000],
  ])('%i to %i Hz keeps a tone, its level and its length', (from, to) => {
    const out = resampler(from, to).push(tone(from, 1000, 500));
    expect(out.length).toBe(to / 2);
    const settled = out.slice(to / 10);
    expect(levelDb(settled)).toBeCloseTo(levelDb(tone(to, 1000, 400)), 1);
    // Zero crossings tell the frequency.
    const crossings = settled.reduce(
      (count, one, index) => count + (index > 0 && Math.sign(one) !== Math.sign(settled[index - 1] ?? 0) ? 1 : 0),
      0,
    );
    expect(crossings / 2 / (settled.length / to)).toBeGreaterThan(980);
    expect(crossings / 2 / (settled.length / to)).toBeLessThan(1020);
  });

  it('cuts what the lower rate cannot hold', () => {
    const out = resampler(48_000, 16_000).push(tone(48_000, 12_000, 500));
    expect(levelDb(out.slice(1000))).toBeLessThan(-60);
  });

  it('gives the same however the sound is cut into pieces', () => {
    const sound = tone(24_000, 700, 200);
    const whole = resampler(24_000, 16_000).push(sound);
    for (const size of [1, 7, 480, 1000]) {
      const pieces = resampler(24_000, 16_000);
      expect(inPieces(sound, size, (piece) => pieces.push(piece))).toEqual(whole);
    }
  });
});

describe('frames', () => {
  it('are 20 ms, the last filled up with silence', () => {
    const framer = createFramer(16_000);
    expect(framer.push(new Int16Array(100).fill(1))).toEqual([]);
    const frames = framer.push(new Int16Array(600).fill(1));
    expect(frames.map((frame) => frame.length)).toEqual([320, 320]);
    const last = framer.flush();
    expect(last?.length).toBe(320);
    expect(last?.reduce((sum, one) => sum + one, 0)).toBe(60);
    expect(framer.flush()).toBeNull();
  });

  it('of PCM with half a sample are none', () => {
    expect(samplesOf(new Uint8Array(3))).toBeNull();
    expect(samplesOf(new Uint8Array([0, 1, 0]).subarray(1))).toEqual(Int16Array.from([1]));
  });
});

describe('Opus', () => {
  const opus = openOpusPool(silentLog);
  afterAll(() => opus.close());

  it.each([8000, 16_000, 24_000, 48_000] as const)('goes out at %i Hz and comes in again', async (rate) => {
    const out = createSoundOut({ encoding: 'opus', sampleRate: rate, opus });
    const packets = await Promise.all(out.push(humming(rate, 400)).map((frame) => frame.payload));
    expect(packets).toHaveLength(20);
    expect(Math.max(...packets.map((packet) => packet.length))).toBeLessThan(400);
    const heard: Int16Array[] = [];
    let unreadable = 0;
    const into = createSoundIn({
      encoding: 'opus',
      sampleRate: rate,
      opus,
      onSamples: (samples) => heard.push(samples),
      onUnreadable: () => {
        unreadable += 1;
      },
    });
    for (const packet of packets) into.push(packet);
    await into.drained();
    expect(unreadable).toBe(0);
    expect(heard.map((samples) => samples.length)).toEqual(Array(20).fill(320));
    const loud = heard.slice(10).map(levelDb);
    expect(Math.abs(Math.max(...loud) - levelDb(humming(16_000, 20)))).toBeLessThan(3);
    out.close();
    into.close();
  });

  it('tells garbage and empty packets or survives them, and goes on', async () => {
    let unreadable = 0;
    let heard = 0;
    const into = createSoundIn({
      encoding: 'opus',
      sampleRate: 16_000,
      opus,
      onSamples: () => {
        heard += 1;
      },
      onUnreadable: () => {
        unreadable += 1;
      },
    });
    into.push(new Uint8Array(0));
    into.push(new Uint8Array(9000));
    into.push(new Uint8Array([0xff, 0xff, 0xff, 0xff]));
    for (let n = 0; n < 20; n += 1) into.push(Uint8Array.from({ length: 40 }, (_, i) => (i * 37 + n * 11) % 256));
    await into.drained();
    expect(unreadable).toBeGreaterThanOrEqual(2);
    expect(unreadable + heard).toBe(23);
    const codec = opus.open(16_000, 24_000);
    const good = await codec.encode(bytesOf(humming(16_000, 20)));
    const before = heard;
    into.push(good);
    await into.drained();
    expect(heard).toBe(before + 1);
    codec.close();
    into.close();
  });

  it('holds more sessions than one codec module does', async () => {
    const codecs = Array.from({ length: 130 }, () => opus.open(16_000, 24_000));
    const packets = await Promise.all(codecs.map((codec) => codec.encode(bytesOf(humming(16_000, 20)))));
    expect(packets.every((packet) => packet.length > 2)).toBe(true);
    for (const codec of codecs) codec.close();
  });
});
