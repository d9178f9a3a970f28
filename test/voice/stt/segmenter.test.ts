import { describe, expect, it } from 'vitest';
import { createSegmenter, type Segment } from '../../../sidecar/voice/stt/segmenter.ts';
import { seededRandom } from '../../fakes/seeded-random.ts';
import { humming } from '../../fakes/voice/tone-tts.ts';

function cut(rate = 16_000) {
  const segments: Segment[] = [];
  const segmenter = createSegmenter(rate, (segment) => void segments.push(segment));
  const random = seededRandom(7);
  return {
    segments,
    segmenter,
    lengths: () => segments.map(({ samples }) => (samples.length * 1000) / rate),
    voice: (ms: number) => segmenter.push(humming(rate, ms)),
    quiet: (ms: number) => segmenter.push(new Int16Array((rate * ms) / 1000)),
    noise(ms: number) {
      segmenter.push(Int16Array.from({ length: (rate * ms) / 1000 }, () => Math.round((random() - 0.5) * 12_000)));
    },
  };
}

describe('utterances are cut out of the sound', () => {
  it.each([8000, 16_000, 24_000, 48_000])('with a little before and after, at %i Hz', (rate) => {
    const { segments, lengths, voice, quiet } = cut(rate);
    quiet(1000);
    voice(800);
    quiet(1000);
    expect(lengths()).toHaveLength(1);
    expect(lengths()[0]).toBeGreaterThanOrEqual(1200);
    expect(lengths()[0]).toBeLessThan(1450);
    expect(segments[0]?.startMs).toBeGreaterThan(600);
    expect(segments[0]?.startMs).toBeLessThan(1000);
  });

  it('one where the pause is short, two where it is long', () => {
    const { lengths, voice, quiet } = cut();
    quiet(400);
    voice(600);
    quiet(300);
    voice(600);
    quiet(900);
    voice(600);
    quiet(900);
    expect(lengths()).toHaveLength(2);
  });

  it('at once when that is asked for, and not when there is none', () => {
    const { lengths, segmenter, voice, quiet } = cut();
    quiet(400);
    segmenter.flush();
    expect(lengths()).toEqual([]);
    voice(600);
    expect(segmenter.isSpeaking).toBe(true);
    segmenter.flush();
    expect(lengths()).toHaveLength(1);
    expect(segmenter.isSpeaking).toBe(false);
    segmenter.flush();
    expect(lengths()).toHaveLength(1);
  });

  it('not of noise, however loud, nor of a click', () => {
    const { lengths, segmenter, noise, voice, quiet } = cut();
    quiet(400);
    noise(400);
    quiet(1000);
    voice(20);
    quiet(1000);
    noise(300);
    segmenter.flush();
    expect(lengths()).toEqual([]);
  });

  it('in pieces when somebody does not stop, and every piece is sent', () => {
    const { lengths, segments, voice, quiet } = cut();
    quiet(400);
    for (let at = 0; at < 60_000; at += 200) {
      voice(140);
      quiet(60);
    }
    quiet(1000);
    expect(Math.max(...lengths())).toBeLessThanOrEqual(28_000);
    expect(lengths().length).toBeGreaterThanOrEqual(2);
    const ends = segments.map(({ samples, startMs }) => startMs + samples.length / 16);
    for (const [index, { startMs }] of segments.entries())
      if (index > 0) expect(startMs - (ends[index - 1] ?? 0)).toBeLessThan(100);
  });
});
