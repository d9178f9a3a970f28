/** Times in steps of 0.1 ms up to 2 s; what takes longer counts as that. */
export interface Histogram {
  readonly count: number;
  add(ms: number): void;
  /** ms; NaN of none. */
  quantile(share: number): number;
  clear(): void;
}

const STEP_MS = 0.1;
const STEPS = 20_000;

export function histogram(): Histogram {
  const steps = new Uint32Array(STEPS);
  let count = 0;
  return {
    get count() {
      return count;
    },
    add(ms) {
      const step = Math.min(STEPS - 1, Math.max(0, Math.floor(ms / STEP_MS)));
      steps[step] = (steps[step] ?? 0) + 1;
      count += 1;
    },
    quantile(share) {
      let left = Math.ceil(count * share);
      if (count === 0) return Number.NaN;
      for (let step = 0; step < STEPS; step += 1) {
        left -= steps[step] ?? 0;
        if (left <= 0) return (step + 1) * STEP_MS;
      }
      return STEPS * STEP_MS;
    },
    clear() {
      steps.fill(0);
      count = 0;
    },
  };
}
