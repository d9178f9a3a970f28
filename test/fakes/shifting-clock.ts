import { type Clock, systemClock } from '../../sidecar/lib/clock.ts';

/** Runs as the machine's clock does, but from a fixed start and with jumps that the test makes. */
export interface ShiftingClock extends Clock {
  forward(ms: number): void;
}

/** @param start epoch ms; default Monday, 2026-11-23T15:00:00Z. */
export function shiftingClock(start = Date.UTC(2026, 10, 23, 15)): ShiftingClock {
  let offset = start - Date.now();
  return {
    now: () => Date.now() + offset,
    sleep: systemClock.sleep,
    forward(ms) {
      offset += ms;
    },
  };
}
