/** A frame of speech, ms: what Opus packets hold and what is paced. */
export const FRAME_MS = 20;

/** Cuts sound into frames of 20 ms; what comes in whole frames is not copied. */
export interface Framer {
  push(samples: Int16Array): Int16Array[];
  /** The rest, filled up with silence; null when there is none. */
  flush(): Int16Array | null;
}

const NOTHING = new Int16Array(0);

export function createFramer(sampleRate: number): Framer {
  const size = (sampleRate * FRAME_MS) / 1000;
  let rest = NOTHING;
  return {
    push(samples) {
      if (rest.length === 0 && samples.length === size) return [samples];
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
      for (; from + size <= samples.length; from += size) frames.push(samples.subarray(from, from + size));
      rest = from === samples.length ? NOTHING : samples.slice(from);
      return frames;
    },
    flush() {
      if (rest.length === 0) return null;
      const frame = new Int16Array(size);
      frame.set(rest);
      rest = NOTHING;
      return frame;
    },
  };
}
