import { bytesOf } from '../audio/pcm.ts';

const HEADER = 44;

/** PCM16 mono as a WAV file. */
export function wavOf(samples: Int16Array, sampleRate: number): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(HEADER + samples.byteLength);
  const view = new DataView(file.buffer);
  const word = (at: number, letters: string) => file.set(new TextEncoder().encode(letters), at);
  word(0, 'RIFF');
  view.setUint32(4, HEADER - 8 + samples.byteLength, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, samples.byteLength, true);
  file.set(bytesOf(samples), HEADER);
  return file;
}
