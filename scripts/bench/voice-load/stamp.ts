/**
 * A mark within a frame of sound, far below hearing: when it was sent, and what the person does with it. It travels through the whole
 * path as samples do, so whoever sees it knows how long that took. Times are of the machine's monotonic clock, which all processes share.
 */

/** Samples that say "a mark follows". */
const MAGIC = [5, -5, 6, -6] as const;
const NIBBLES = 8;
const COMMAND_AT = MAGIC.length + NIBBLES;
export const STAMP_SAMPLES = COMMAND_AT + 1;

/** What the recogniser makes of a frame: nothing, or words whose answer is spoken, or words whose answer gives the microphone back. */
export const COMMAND = { none: 0, say: 1, echo: 2 } as const;

const [seconds, nanoseconds] = process.hrtime();
const OFFSET = seconds * 1e6 + nanoseconds / 1e3 - performance.now() * 1e3;
/** Now, microseconds, without what is beyond 32 bits. */
export function microseconds(): number {
  return Math.floor(performance.now() * 1e3 + OFFSET) % 2 ** 32;
}
/** ms from a stamp until now. */
export function msSince(stamp: number): number {
  return ((microseconds() - stamp + 2 ** 32) % 2 ** 32) / 1e3;
}

/** Writes the mark with `put(index, value)`. */
export function stamp(put: (index: number, value: number) => void, at: number, command: number): void {
  for (let index = 0; index < MAGIC.length; index += 1) put(index, MAGIC[index] ?? 0);
  for (let nibble = 0; nibble < NIBBLES; nibble += 1) put(MAGIC.length + nibble, Math.floor(at / 16 ** nibble) % 16);
  put(COMMAND_AT, command);
}

/** The mark read with `get(index)`; null when there is none. */
export function stampOf(get: (index: number) => number): { readonly at: number; readonly command: number } | null {
  for (let index = 0; index < MAGIC.length; index += 1) if (get(index) !== MAGIC[index]) return null;
  let at = 0;
  for (let nibble = 0; nibble < NIBBLES; nibble += 1) at += get(MAGIC.length + nibble) * 16 ** nibble;
  return { at, command: get(COMMAND_AT) };
}
