import type { Clock } from '../../lib/clock.ts';

/** One timer for what is due next. A later time costs nothing: it is seen when the earlier one is reached. */
export interface Alarm {
  at(when: number): void;
  close(): void;
}

export function createAlarm(clock: Clock, ring: () => void, onFailure: (error: unknown) => void): Alarm {
  const over = new AbortController();
  let armedAt: number | null = null;
  let tooLate = new AbortController();

  function arm(when: number): void {
    armedAt = when;
    tooLate = new AbortController();
    const { signal } = tooLate;
    clock.sleep(Math.max(0, when - clock.now()), AbortSignal.any([signal, over.signal])).then(
      () => {
        armedAt = null;
        ring();
      },
      (error: unknown) => {
        if (!signal.aborted && !over.signal.aborted) onFailure(error);
      },
    );
  }
  return {
    at(when) {
      if (over.signal.aborted || (armedAt !== null && armedAt <= when)) return;
      tooLate.abort();
      arm(when);
    },
    close: () => over.abort(),
  };
}
