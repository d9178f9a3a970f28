/** Taps that each output sample is made of, for a ratio of one; more when the rate goes down. */
const TAPS = 24;
/** Of the lower Nyquist frequency: what is above is cut. */
const PASS = 0.92;
const KAISER_BETA = 7;

/** Takes samples as they come and gives them at another rate; what it keeps for the next call is a few samples. */
export interface Resampler {
  push(samples: Int16Array): Int16Array;
}

/** A polyphase low-pass (windowed sinc, Kaiser). Rates in Hz; the same rate passes through untouched. */
export function resampler(from: number, to: number): Resampler {
  if (from === to) return { push: (samples) => samples };
  const divisor = gcd(from, to);
  const up = to / divisor;
  const down = from / divisor;
  const { phases, taps } = filterOf(up, down);
  let history = new Float32Array(taps);
  /** Position of the next output in the upsampled stream, from the first sample of the next push. */
  let position = 0;

  return {
    push(samples) {
      const input = new Float32Array(taps + samples.length);
      input.set(history);
      for (let index = 0; index < samples.length; index += 1) input[taps + index] = samples[index] ?? 0;
      const end = samples.length * up;
      const out = new Int16Array(Math.max(0, Math.ceil((end - position) / down)));
      for (let index = 0; index < out.length; index += 1) {
        const at = taps + Math.floor(position / up);
        const filter = phases[position % up] as Float32Array;
        let sum = 0;
        for (let tap = 0; tap < taps; tap += 1) sum += (filter[tap] as number) * (input[at - tap] as number);
        out[index] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
        position += down;
      }
      position -= end;
      history = input.slice(input.length - taps);
      return out;
    },
  };
}

interface Filter {
  /** For each phase the taps, newest sample first. */
  readonly phases: readonly Float32Array[];
  readonly taps: number;
}
const filters = new Map<string, Filter>();

function filterOf(up: number, down: number): Filter {
  const key = `${up}/${down}`;
  const known = filters.get(key);
  if (known) return known;
  const taps = Math.ceil((TAPS * Math.max(up, down)) / up);
  const length = taps * up;
  const cutoff = PASS / (2 * Math.max(up, down));
  const middle = (length - 1) / 2;
  const prototype = Array.from({ length }, (_, index) => {
    const x = index - middle;
    const sinc = x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
    return sinc * kaiser(x / middle);
  });
  const phases = Array.from({ length: up }, (_, phase) => {
    const filter = Float32Array.from({ length: taps }, (__, tap) => prototype[tap * up + phase] ?? 0);
    // Each phase passes a constant unchanged, so that no ripple at the input's rate is added.
    const sum = filter.reduce((total, one) => total + one, 0);
    return filter.map((one) => one / sum);
  });
  const filter = { phases, taps };
  filters.set(key, filter);
  return filter;
}

function kaiser(x: number): number {
  return bessel(KAISER_BETA * Math.sqrt(Math.max(0, 1 - x * x))) / bessel(KAISER_BETA);
}

function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let n = 1; n < 30; n += 1) {
    term *= (x / (2 * n)) ** 2;
    sum += term;
  }
  return sum;
}

function gcd(left: number, right: number): number {
  return right === 0 ? left : gcd(right, left % right);
}
