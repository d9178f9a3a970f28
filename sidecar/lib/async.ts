/** A signal that also fires after a time; dispose it (`using`) so that no timer is left behind. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * Aborts when `signal` does, or after `ms` with a `TimeoutError` (which `asVaError` makes a TIMEOUT).
 * @example using deadline = withDeadline(signal, 5000); await work(deadline.signal);
 */
export function withDeadline(signal: AbortSignal | undefined, ms: number): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DOMException(`over ${ms} ms`, 'TimeoutError')), ms);
  const onAbort = () => controller.abort(signal?.reason);
  if (signal?.aborted) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

/** Settles as `promise` does, or rejects with the signal's reason when that comes first. The work itself is not stopped. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    promise.catch(() => undefined);
    return Promise.reject(signal.reason);
  }
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Calls `work` at the first call and gives its result to every later one. */
export function once<T>(work: () => T): () => T {
  let done: { readonly value: T } | null = null;
  return () => {
    done ??= { value: work() };
    return done.value;
  };
}

/** Runs work under the same key one after the other, in order of asking; different keys do not wait for each other. */
export interface KeyedMutex {
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** Within this process only; a lease is what holds across replicas. */
export function keyedMutex(): KeyedMutex {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(key, work) {
      const before = tails.get(key) ?? Promise.resolve();
      const result = before.then(work, work);
      const tail = result.then(
        () => undefined,
        () => undefined,
      );
      tails.set(key, tail);
      void tail.then(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
      return result;
    },
  };
}

export interface BackoffOptions {
  /** Upper bound of the first wait, ms. */
  readonly baseMs: number;
  /** No wait is longer, ms. */
  readonly maxMs: number;
  /** From 0 up to 1; `Math.random` outside of tests. */
  readonly random: () => number;
}

/** Wait before the n-th repetition (from 1): a random half to the whole of a doubling bound, so that replicas spread. */
export function backoff(options: BackoffOptions): (attempt: number) => number {
  return (attempt) => {
    const bound = Math.min(options.maxMs, options.baseMs * 2 ** Math.min(attempt - 1, 30));
    return Math.round(bound / 2 + (options.random() * bound) / 2);
  };
}
