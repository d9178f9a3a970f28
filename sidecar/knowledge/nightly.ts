import { DateTime } from 'luxon';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';

/** Runs `work` every day at `at` ("02:30") of a zone until stopped; a failed night is logged, the next one comes. */
export function everyNight(options: {
  readonly at: string;
  readonly timeZone: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly work: () => Promise<unknown>;
}): { close(): Promise<void> } {
  const { clock, log } = options;
  const stopped = new AbortController();
  const { signal } = stopped;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const now = clock.now();
      await clock.sleep(nextTime(now, options.at, options.timeZone) - now, signal);
      await options.work().catch((error: unknown) => {
        if (!signal.aborted) log.error('the nightly comparison of the knowledge index failed', {}, error);
      });
    }
  };
  const running = run().catch((error: unknown) => {
    if (!signal.aborted) log.error('there will be no more nightly comparisons', {}, error);
  });
  return {
    async close() {
      stopped.abort();
      await running;
    },
  };
}

/** The next moment after `now` at which clocks of the zone show `at`, epoch ms. */
export function nextTime(now: number, at: string, timeZone: string): number {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  const here = DateTime.fromMillis(now, { zone: timeZone });
  const on = (day: DateTime) => day.set({ hour, minute, second: 0, millisecond: 0 }).toMillis();
  // Tomorrow is set anew: today may be without that time.
  return on(here) > now ? on(here) : on(here.plus({ days: 1 }));
}
