import { describe, expect, it } from 'vitest';
import { failSpeech } from '../../../sidecar/voice/tts/provider-failure.ts';
import { soundOf } from '../../../sidecar/voice/tts/sound-stream.ts';
import { collect } from './deps.ts';

const RATE = 16_000;
const samples = Int16Array.from({ length: 1000 }, (_, index) => Math.round(9000 * Math.sin(index / 7)));

function header(
  options: { readonly rate?: number; readonly channels?: number; readonly bits?: number; readonly list?: boolean } = {},
) {
  const { rate = RATE, channels = 1, bits = 16, list = false } = options;
  const fmt = Buffer.alloc(24);
  fmt.write('fmt ', 0);
  fmt.writeUInt32LE(16, 4);
  fmt.writeUInt16LE(1, 8);
  fmt.writeUInt16LE(channels, 10);
  fmt.writeUInt32LE(rate, 12);
  fmt.writeUInt32LE(rate * 2, 16);
  fmt.writeUInt16LE(2, 20);
  fmt.writeUInt16LE(bits, 22);
  // Of odd length, and therefore with a byte behind it.
  const extra = list ? Buffer.from('LIST\u0003\u0000\u0000\u0000abc\u0000', 'latin1') : Buffer.alloc(0);
  return Buffer.concat([
    Buffer.from('RIFF\xff\xff\xff\xffWAVE', 'latin1'),
    fmt,
    extra,
    Buffer.from('data\xff\xff\xff\xff', 'latin1'),
  ]);
}

function sound(bytes: Uint8Array, pieces: number, rate = RATE) {
  async function* stream() {
    for (let at = 0; at < bytes.length; at += pieces) yield bytes.subarray(at, at + pieces);
  }
  return collect(
    soundOf(async () => ({ bytes: stream(), type: 'audio/wav', rate }), {
      text: 'Hello.',
      sampleRate: RATE,
      signal: new AbortController().signal,
      timeouts: { firstMs: 20_000, gapMs: 20_000 },
      fail: failSpeech('x', []),
      told: () => null,
    }),
  );
}

describe('sound that comes in pieces', () => {
  const pcm = new Uint8Array(samples.buffer);
  it.each([1, 2, 3, 7, 64, 999, 5000])('of %i bytes is the same', async (pieces) => {
    expect(await sound(pcm, pieces)).toEqual(samples);
    expect(await sound(Buffer.concat([header(), pcm]), pieces)).toEqual(samples);
    expect(await sound(Buffer.concat([header({ list: true }), pcm]), pieces)).toEqual(samples);
  });

  it('is converted from the rate that its header tells, whatever was expected', async () => {
    const whole = await sound(Buffer.concat([header({ rate: 8000 }), pcm]), 101, 24_000);
    expect(whole.length).toBe(2000);
    expect((await sound(pcm, 101, 32_000)).length).toBe(500);
  });

  it('with half a sample at the end loses that alone', async () => {
    expect(await sound(Buffer.concat([pcm, Buffer.from([7])]), 13)).toEqual(samples);
  });

  it.each([{ channels: 2 }, { bits: 24 }, { rate: 100 }])('as a WAV file of %o is refused', async (options) => {
    await expect(sound(Buffer.concat([header(options), pcm]), 100)).rejects.toMatchObject({ failure: 'garbled' });
  });

  it('as a header without an end is refused', async () => {
    const endless = Buffer.concat([
      header().subarray(0, 12),
      Buffer.from('JUNK\xff\xff\xff\x7f', 'latin1'),
      Buffer.alloc(9000),
    ]);
    await expect(sound(endless, 500)).rejects.toMatchObject({ failure: 'garbled' });
  });
});
