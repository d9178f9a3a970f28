import { EAR_RATE } from '../audio/sound-in.ts';

/** Pieces in which it is given again: 20 ms. */
const PIECE = EAR_RATE / 50;

/** The last sound of a session, in one block: pieces that were kept each by itself would cost the whole process pauses. */
export interface KeptSound {
  /** Samples. */
  readonly length: number;
  push(samples: Int16Array): void;
  /** Forgets the oldest until no more than so many samples are left. */
  drop(most: number): void;
  /** Copies, oldest first. */
  pieces(): Int16Array[];
}

/** @param usual so many samples are kept most of the time; more are room that is given back. */
export function createKeptSound(usual: number): KeptSound {
  let ring = new Int16Array(0);
  let start = 0;
  let length = 0;

  /** Copies what lies from `from` on, counted from the oldest, into `to`. */
  function read(from: number, to: Int16Array): void {
    const at = (start + from) % Math.max(1, ring.length);
    const first = Math.min(to.length, ring.length - at);
    to.set(ring.subarray(at, at + first));
    if (first < to.length) to.set(ring.subarray(0, to.length - first), first);
  }
  function resize(capacity: number): void {
    const next = new Int16Array(capacity);
    read(0, next.subarray(0, length));
    ring = next;
    start = 0;
  }
  return {
    get length() {
      return length;
    },
    push(samples) {
      const needed = length + samples.length;
      if (needed > ring.length) resize(Math.max(usual + PIECE, needed > usual + PIECE ? needed * 2 : 0));
      const at = (start + length) % ring.length;
      const first = Math.min(samples.length, ring.length - at);
      if (first === samples.length) ring.set(samples, at);
      else {
        ring.set(samples.subarray(0, first), at);
        ring.set(samples.subarray(first), 0);
      }
      length = needed;
    },
    drop(most) {
      const over = length - Math.floor(most);
      if (over <= 0) return;
      start = (start + over) % ring.length;
      length -= over;
      if (length <= usual && ring.length > 2 * (usual + PIECE)) resize(usual + PIECE);
    },
    pieces() {
      const pieces: Int16Array[] = [];
      for (let at = 0; at < length; at += PIECE) {
        const piece = new Int16Array(Math.min(PIECE, length - at));
        read(at, piece);
        pieces.push(piece);
      }
      return pieces;
    },
  };
}
