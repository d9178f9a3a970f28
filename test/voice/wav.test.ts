import { describe, expect, it } from 'vitest';
import { samplesOf } from '../../sidecar/voice/audio/pcm.ts';
import { readWav, writeWav } from '../../sidecar/voice/audio/wav.ts';

describe('a WAV file', () => {
  const sound = Int16Array.from({ length: 100 }, (_, index) => index * 300 - 15_000);
  const read = (bytes: Uint8Array) => {
    const wav = readWav(bytes);
    return wav && { rate: wav.sampleRate, samples: samplesOf(wav.data) };
  };
  it('holds what was written', () => {
    expect(read(writeWav(sound, 22_050))).toEqual({ rate: 22_050, samples: sound });
  });
  it('may have other chunks, a length that is too long, and half a sample at its end', () => {
    const plain = Buffer.from(writeWav(sound, 8000));
    const extra = Buffer.from('LIST\x03\0\0\0abc\0', 'latin1');
    const whole = Buffer.concat([plain.subarray(0, 36), extra, plain.subarray(36), Buffer.from([7])]);
    whole.writeUInt32LE(0x7fff_ffff, 36 + extra.length + 4);
    expect(read(whole)).toEqual({ rate: 8000, samples: sound });
  });
  it('of another kind, or broken, is none', () => {
    const stereo = Buffer.from(writeWav(sound, 8000));
    stereo.writeUInt16LE(2, 22);
    expect(readWav(stereo)).toBeNull();
    expect(readWav(Buffer.from('RIFF'))).toBeNull();
    expect(readWav(new Uint8Array(writeWav(sound, 8000)).subarray(0, 36))).toBeNull();
  });
});
