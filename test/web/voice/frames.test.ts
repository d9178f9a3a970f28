import { describe, expect, it } from 'vitest';
import { frameOf } from '../../../sidecar/gateway/voice/voice-message.ts';
import { backoffMs } from '../../../web/voice/backoff.ts';
import { floatsOf, inputFrame, outputFrame, pcmOf } from '../../../web/voice/frames.ts';
import { troubleOf } from '../../../web/voice/microphone-trouble.ts';

describe('frames of sound', () => {
  it('are read by the service as they were written', () => {
    const { bytes, sequence } = frameOf(inputFrame(70_000, Uint8Array.of(1, 2, 3)));
    expect(sequence).toBe(70_000);
    expect([...bytes]).toEqual([1, 2, 3]);
  });

  it('of the service are told from anything else', () => {
    const frame = Uint8Array.of(2, 0, 1, 0, 0, 7, 8);
    expect(outputFrame(frame.buffer)?.sequence).toBe(65_536);
    expect([...(outputFrame(frame.buffer)?.payload ?? [])]).toEqual([7, 8]);
    expect(outputFrame(Uint8Array.of(1, 0, 0, 0, 0, 7).buffer)).toBeNull();
    expect(outputFrame(Uint8Array.of(2, 0, 0, 0, 1).buffer)).toBeNull();
  });

  it('hold samples as PCM16 and back, clipped where they are too loud', () => {
    const samples = Float32Array.of(0, 0.5, -0.5, 1, -1, 1.5, -2);
    const back = floatsOf(pcmOf(samples));
    for (const [index, value] of samples.entries())
      expect(back[index]).toBeCloseTo(Math.max(-1, Math.min(1, value)), 3);
    // An odd byte at the end is no sample, and a view into a larger buffer is read from its own start.
    expect(floatsOf(new Uint8Array(Uint8Array.of(9, 0, 64, 0).buffer, 1)).length).toBe(1);
    expect(floatsOf(new Uint8Array(Uint8Array.of(9, 0, 64).buffer, 1))[0]).toBe(0.5);
  });
});

describe('coming back', () => {
  it('takes longer each time, up to five seconds, and not the same for everybody', () => {
    expect([0, 1, 2, 3, 9].map((attempt) => backoffMs(attempt, 1))).toEqual([250, 500, 1000, 2000, 5000]);
    expect(backoffMs(3, 0)).toBe(1000);
  });
});

describe('a microphone that does not start', () => {
  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'missing'],
    ['OverconstrainedError', 'missing'],
    ['NotReadableError', 'busy'],
    ['TypeError', 'other'],
  ])('%s is told in words', (name, kind) => {
    const trouble = troubleOf(Object.assign(new Error('x'), { name }));
    expect(trouble.kind).toBe(kind);
    expect(trouble.help).toMatch(/\.$/);
  });
});
