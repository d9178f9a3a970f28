/** A WAV file of PCM16, mono. */
export interface Wav {
  readonly sampleRate: number;
  /** PCM16, little-endian. */
  readonly data: Uint8Array;
}

const PCM = 1;

/** Reads what programs write: chunks in any order, lengths that say more than there is. Null: no PCM16 mono. */
export function readWav(bytes: Uint8Array): Wav | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const nameAt = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || nameAt(0) !== 'RIFF' || nameAt(8) !== 'WAVE') return null;
  let sampleRate: number | null = null;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const from = at + 8;
    const length = Math.min(view.getUint32(at + 4, true), bytes.length - from);
    if (nameAt(at) === 'fmt ' && length >= 16) {
      const isOurs =
        view.getUint16(from, true) === PCM &&
        view.getUint16(from + 2, true) === 1 &&
        view.getUint16(from + 14, true) === 16;
      if (!isOurs) return null;
      sampleRate = view.getUint32(from + 4, true);
    }
    if (nameAt(at) === 'data') {
      return sampleRate === null ? null : { sampleRate, data: bytes.subarray(from, from + length - (length % 2)) };
    }
    at = from + length + (length % 2);
  }
  return null;
}

/** A WAV file of samples, mono. */
export function writeWav(samples: Int16Array, sampleRate: number): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(44 + samples.byteLength);
  const view = new DataView(file.buffer);
  const name = (at: number, text: string) => file.set(Buffer.from(text, 'latin1'), at);
  name(0, 'RIFF');
  view.setUint32(4, 36 + samples.byteLength, true);
  name(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, PCM, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  name(36, 'data');
  view.setUint32(40, samples.byteLength, true);
  file.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), 44);
  return file;
}
