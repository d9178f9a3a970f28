/** A frame of speech, ms: what Opus packets hold and what is paced. */
export const FRAME_MS = 20;

/** Cuts sound into frames of 20 ms. */
export interface Framer {
  push(samples: Int16Array): Int16Array[];
  /** The rest, filled up with silence; null when there is none. */
  flush(): Int16Array | null;
}

export function createFramer(sampleRate: number): Framer {
  const size = (sampleRate * FRAME_MS) / 1000;
  let rest = new Int16Array(0);
  return {
    push(samples) {
      const frames: Int16Array[] = [];
      let from = 0;
      if (rest.length > 0) {
        const missing = size - rest.length;
        const joined = new Int16Array(Math.min(size, rest.length + samples.length));
        joined.set(rest);
        joined.set(samples.subarray(0, missing), rest.length);
        from = Math.min(missing, samples.length);
        if (joined.length < size) {
          rest = joined;
          return frames;
        }
        frames.push(joined);
      }
      for (; from + size <= samples.length; from += size) frames.push(samples.slice(from, from + size));
      rest = samples.slice(from);
      return frames;
    },
    flush() {
      if (rest.length === 0) return null;
      const frame = new Int16Array(size);
      frame.set(rest);
      rest = new Int16Array(0);
      return frame;
    },
  };
}
