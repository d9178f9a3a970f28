import { AUDIO_HEADER_BYTES, AUDIO_KIND } from '@dartwing-va/contract/limits.ts';

/** A binary message of `va-voice-v1` that carries the person's sound. */
export function inputFrame(sequence: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(AUDIO_HEADER_BYTES + payload.byteLength);
  message[0] = AUDIO_KIND.input;
  new DataView(message.buffer).setUint32(1, sequence);
  message.set(payload, AUDIO_HEADER_BYTES);
  return message;
}

/** A binary message as speech of the assistant; null when it is something else. */
export function outputFrame(
  message: ArrayBuffer,
): { readonly sequence: number; readonly payload: Uint8Array<ArrayBuffer> } | null {
  if (message.byteLength <= AUDIO_HEADER_BYTES) return null;
  const view = new DataView(message);
  if (view.getUint8(0) !== AUDIO_KIND.output) return null;
  return { sequence: view.getUint32(1), payload: new Uint8Array(message, AUDIO_HEADER_BYTES) };
}

/** PCM16 little-endian as samples between -1 and 1. */
export function floatsOf(payload: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  return Float32Array.from({ length: payload.byteLength >> 1 }, (_, index) => view.getInt16(index * 2, true) / 32_768);
}

/** Samples between -1 and 1 as PCM16 little-endian; what is louder is clipped. */
export function pcmOf(samples: Float32Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(samples.length * 2));
  for (const [index, value] of samples.entries())
    view.setInt16(index * 2, Math.max(-32_768, Math.min(32_767, Math.round(value * 32_768))), true);
  return new Uint8Array(view.buffer);
}
