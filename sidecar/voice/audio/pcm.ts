/** Level of silence, dBFS; nothing is lower. */
export const SILENCE_DB = -96;

/** Sound of many frames lies in one block: a view costs less than a block of its own. */
const BLOCK_SAMPLES = 32_768;
let block = new Int16Array(BLOCK_SAMPLES);
let blockBytes = bytesOf(block);
let used = 0;

/** 16-bit little-endian samples of a frame, or null when it holds half a sample. */
export function samplesOf(bytes: Uint8Array): Int16Array | null {
  if (bytes.byteLength % 2 !== 0) return null;
  // A view of the frame itself would need an even offset; it starts behind a header of five bytes.
  const length = bytes.byteLength / 2;
  if (length > BLOCK_SAMPLES / 8)
    return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  if (used + length > BLOCK_SAMPLES) {
    block = new Int16Array(BLOCK_SAMPLES);
    blockBytes = bytesOf(block);
    used = 0;
  }
  blockBytes.set(bytes, used * 2);
  const samples = new Int16Array(block.buffer, used * 2, length);
  used += length;
  return samples;
}

/** The bytes of samples, without copying. */
export function bytesOf(samples: Int16Array): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}

/** Root mean square, dBFS. */
export function levelDb(samples: Int16Array): number {
  if (samples.length === 0) return SILENCE_DB;
  let sum = 0;
  for (let index = 0; index < samples.length; index += 1) {
    const value = samples[index] as number;
    sum += value * value;
  }
  const rms = Math.sqrt(sum / samples.length) / 32_768;
  return rms <= 0 ? SILENCE_DB : Math.max(SILENCE_DB, 20 * Math.log10(rms));
}
