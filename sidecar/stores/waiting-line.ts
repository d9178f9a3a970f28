import type { Clock } from '../lib/clock.ts';
import type { Lease } from './stores.ts';

/** One try at a lease: the lease, or in how many ms it lapses at the latest. */
export type LeaseTry = { readonly lease: Lease } | { readonly lapsesInMs: number };

interface Waiter {
  readonly ttlMs: number;
  readonly settle: (lease: Lease | null) => void;
}
interface Line {
  readonly waiters: Waiter[];
  wake: AbortController;
}

/** Those of this process who wait for a lease, in order of arrival; both backends stand behind it. */
export interface WaitingLine {
  acquire(
    key: string,
    options: { readonly ttlMs: number; readonly waitMs?: number; readonly signal?: AbortSignal },
  ): Promise<Lease | null>;
  /** The lease may be free: the first in line tries at once. */
  wake(key: string): void;
  /** Nobody waits any longer: all get null. */
  close(): void;
}

/**
 * @param tryOnce asks the backend once.
 * @param pollMs the longest pause between two tries, for leases that lapse without notice.
 */
export function waitingLine(
  clock: Clock,
  tryOnce: (key: string, ttlMs: number) => Promise<LeaseTry>,
  pollMs: number,
): WaitingLine {
  const lines = new Map<string, Line>();
  let closed = false;

  async function serve(key: string, line: Line): Promise<void> {
    for (let head = line.waiters[0]; head; head = line.waiters[0]) {
      line.wake = new AbortController();
      let pause = pollMs;
      try {
        const got = await tryOnce(key, head.ttlMs);
        if ('lease' in got) {
          if (line.waiters[0] === head) {
            line.waiters.shift();
            head.settle(got.lease);
          } else {
            // He gave up while the backend was answering: the next one in line takes a lease of his own.
            await got.lease.release();
          }
          continue;
        }
        pause = Math.max(1, Math.min(pollMs, got.lapsesInMs));
      } catch {
        // The backend is away for a moment: those in line keep waiting until their own time is up.
      }
      await clock.sleep(pause, line.wake.signal).catch(() => undefined);
    }
    lines.delete(key);
  }

  return {
    async acquire(key, { ttlMs, waitMs = 0, signal }) {
      signal?.throwIfAborted();
      if (closed) return null;
      const present = lines.get(key);
      if (!present) {
        // Takes the place at the head before the backend answers, so that who comes later stays later.
        if (waitMs <= 0) {
          const got = await tryOnce(key, ttlMs);
          return 'lease' in got ? got.lease : null;
        }
      } else if (waitMs <= 0) return null;
      return new Promise((resolve, reject) => {
        const line = present ?? { waiters: [], wake: new AbortController() };
        const over = new AbortController();
        const leave = () => {
          // Null: the making of an error with its stack would cost more than the lease.
          over.abort(null);
          signal?.removeEventListener('abort', onAbort);
          const place = line.waiters.indexOf(waiter);
          if (place >= 0) line.waiters.splice(place, 1);
          if (place === 0) line.wake.abort(null);
        };
        const waiter: Waiter = {
          ttlMs,
          settle(lease) {
            leave();
            resolve(lease);
          },
        };
        const onAbort = () => {
          leave();
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        clock.sleep(waitMs, over.signal).then(
          () => waiter.settle(null),
          () => undefined,
        );
        line.waiters.push(waiter);
        if (!present) {
          lines.set(key, line);
          void serve(key, line);
        }
      });
    },
    wake: (key) => lines.get(key)?.wake.abort(null),
    close() {
      closed = true;
      for (const line of [...lines.values()]) for (const waiter of [...line.waiters]) waiter.settle(null);
    },
  };
}
