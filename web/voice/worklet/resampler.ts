/** Zero crossings of the kernel on each side: 16 keep the mirror of speech below the noise of a microphone. */
const CROSSINGS = 16;
/** Kernel values between two crossings; what lies between is interpolated. */
const STEPS = 64;

/** Turns a stream of samples into another rate, without a seam between the pieces. */
export interface Resampler {
  push(samples: Float32Array): Float32Array<ArrayBuffer>;
}

/** @param from @param to samples a second; any two rates. */
export function createResampler(from: number, to: number): Resampler {
  if (from === to) return { push: (samples) => samples.slice() };
  // Below the lower of both rates, so that nothing is mirrored into what is heard.
  const cutoff = Math.min(1, to / from) * 0.94;
  const reach = Math.ceil(CROSSINGS / cutoff);
  const kernel = windowedSinc(cutoff, reach);
  const step = from / to;
  let kept = new Float32Array(reach);
  /** Where the next sample lies, in samples of `kept`. */
  let at = reach;

  function valueAt(samples: Float32Array, position: number): number {
    const middle = Math.floor(position);
    let sum = 0;
    for (let index = middle - reach + 1; index <= middle + reach; index += 1) {
      const place = Math.abs(position - index) * STEPS;
      const low = Math.floor(place);
      const a = kernel[low] ?? 0;
      const b = kernel[low + 1] ?? 0;
      sum += (samples[index] ?? 0) * (a + (b - a) * (place - low));
    }
    return sum;
  }
  return {
    push(samples) {
      const all = new Float32Array(kept.length + samples.length);
      all.set(kept);
      all.set(samples, kept.length);
      const made = new Float32Array(Math.max(0, Math.ceil((all.length - reach - at) / step)));
      for (let index = 0; index < made.length; index += 1) made[index] = valueAt(all, at + index * step);
      at += made.length * step;
      const done = Math.max(0, Math.floor(at) - reach);
      kept = all.slice(done);
      at -= done;
      return made;
    },
  };
}

/** A low pass at `cutoff` of half the rate (Blackman window), from its middle outwards; sums up to 1. */
function windowedSinc(cutoff: number, reach: number): Float32Array {
  const length = reach * STEPS;
  return Float32Array.from({ length: length + 2 }, (_, index) => {
    if (index >= length) return 0;
    const x = (index / STEPS) * cutoff * Math.PI;
    const sinc = index === 0 ? 1 : Math.sin(x) / x;
    const along = index / length;
    const window = 0.42 + 0.5 * Math.cos(Math.PI * along) + 0.08 * Math.cos(2 * Math.PI * along);
    return cutoff * sinc * window;
  });
}
