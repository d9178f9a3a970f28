/** A loudness that changes without a click: from where it is to where it shall be, in a straight line. */
export interface Ramp {
  /** Factor for the next sample. */
  next(): number;
  readonly value: number;
  readonly isMoving: boolean;
  /** Reaches `target` after `ms`. */
  to(target: number, ms: number): void;
  /** Is there at once. */
  set(value: number): void;
}

/** @param sampleRate samples a second */
export function createRamp(sampleRate: number, start = 1): Ramp {
  let value = start;
  let target = start;
  let step = 0;
  return {
    get value() {
      return value;
    },
    get isMoving() {
      return value !== target;
    },
    next() {
      if (value === target) return value;
      value += step;
      if (step > 0 ? value >= target : value <= target) value = target;
      return value;
    },
    to(wanted, ms) {
      target = wanted;
      step = (wanted - value) / Math.max(1, (ms * sampleRate) / 1000);
      if (step === 0) value = wanted;
    },
    set(wanted) {
      value = wanted;
      target = wanted;
    },
  };
}
