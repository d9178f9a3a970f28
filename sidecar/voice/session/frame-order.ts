/** Frames that a client numbers: each counts once, and none that comes after a later one. */
export interface FrameOrder {
  /** False: doubled or too late; leave it out. */
  take(sequence: number): boolean;
  readonly missing: number;
  readonly dropped: number;
}

export function createFrameOrder(): FrameOrder {
  let last: number | null = null;
  let missing = 0;
  let dropped = 0;
  return {
    take(sequence) {
      if (last !== null && sequence <= last) {
        dropped += 1;
        return false;
      }
      if (last !== null) missing += sequence - last - 1;
      last = sequence;
      return true;
    },
    get missing() {
      return missing;
    },
    get dropped() {
      return dropped;
    },
  };
}
