import type { Clock } from '../lib/clock.ts';
import type { StreamName } from './stores.ts';

/** Tells the one reader of a stream that something was appended, also when he was not waiting at that moment. */
export interface AppendSignal {
  appended(stream: StreamName): void;
  /** @throws the signal's reason when aborted. */
  wait(stream: StreamName, timeoutMs: number, signal: AbortSignal): Promise<void>;
}

export function appendSignal(clock: Clock): AppendSignal {
  const fresh = new Set<StreamName>();
  const waiting = new Map<StreamName, Set<AbortController>>();
  return {
    appended(stream) {
      const waiters = waiting.get(stream);
      if (!waiters || waiters.size === 0) fresh.add(stream);
      else for (const waiter of waiters) waiter.abort(null);
    },
    async wait(stream, timeoutMs, signal) {
      signal.throwIfAborted();
      if (fresh.delete(stream)) return;
      const woken = new AbortController();
      const waiters = waiting.get(stream) ?? new Set();
      waiting.set(stream, waiters.add(woken));
      try {
        await clock.sleep(timeoutMs, AbortSignal.any([signal, woken.signal]));
      } catch (error) {
        if (!woken.signal.aborted) throw error;
      } finally {
        waiters.delete(woken);
      }
    },
  };
}
