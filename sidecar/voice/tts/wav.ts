/** Reads the header of a WAV stream, where there is one, and lets the sound through. */
export interface WavReader {
  /** Hz, once a header was read; null for sound without one. */
  readonly rate: number | null;
  /** The sound in these bytes: what may be part of a header is held back. */
  push(bytes: Uint8Array): Uint8Array | 'unreadable';
}

const NOTHING = new Uint8Array(0);
const RIFF = 'RIFF';
const CHUNK = 8;
const FIRST_CHUNK = 12;
const PCM = 1;
const PCM_EXTENSIBLE = 0xfffe;
/** A header is never longer. */
const LONGEST = 4096;

export function wavReader(): WavReader {
  let rate: number | null = null;
  let held: Uint8Array | null = NOTHING;
  return {
    get rate() {
      return rate;
    },
    push(bytes) {
      if (held === null) return bytes;
      held = joined(held, bytes);
      const start = textOf(held, 0, Math.min(held.length, RIFF.length));
      if (!RIFF.startsWith(start)) return letGo();
      if (held.length < FIRST_CHUNK) return NOTHING;
      const found = headerIn(held);
      if (found === 'more') return held.length > LONGEST ? 'unreadable' : NOTHING;
      if (found === 'unreadable') return found;
      rate = found.rate;
      return letGo().subarray(found.length);
    },
  };

  function letGo(): Uint8Array {
    const bytes = held ?? NOTHING;
    held = null;
    return bytes;
  }
}

function headerIn(bytes: Uint8Array): { readonly rate: number; readonly length: number } | 'more' | 'unreadable' {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let rate: number | null = null;
  for (let at = FIRST_CHUNK; at + CHUNK <= bytes.length; ) {
    const name = textOf(bytes, at, at + 4);
    if (name === 'data') return rate === null ? 'unreadable' : { rate, length: at + CHUNK };
    const size = view.getUint32(at + 4, true);
    if (name === 'fmt ') {
      if (at + CHUNK + 16 > bytes.length) return 'more';
      const format = view.getUint16(at + CHUNK, true);
      const channels = view.getUint16(at + CHUNK + 2, true);
      const bits = view.getUint16(at + CHUNK + 14, true);
      rate = view.getUint32(at + CHUNK + 4, true);
      const isPcm = format === PCM || format === PCM_EXTENSIBLE;
      if (!isPcm || channels !== 1 || bits !== 16 || rate < 4000 || rate > 192_000) return 'unreadable';
    }
    // Chunks begin at even bytes.
    at += CHUNK + size + (size % 2);
  }
  return 'more';
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right;
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
