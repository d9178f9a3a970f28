/**
 * Gathers what is asked for within one turn of the event loop and hands it over together, so that many small writes
 * share one transaction and one flush to the disk. When there are many writes, each waits a moment for more: one person
 * alone never waits, and many together do not spend the process on transactions.
 */
export interface TickBatch<T> {
  add(item: T): void;
  /** Hands over what is gathered now. */
  flush(): void;
}

/** So many writes of a window go out at once; further ones are gathered. */
const WINDOW_MS = 10;
const AT_ONCE = 12;
const GATHER_MS = 2;

export function tickBatch<T>(
  write: (items: readonly T[]) => void,
  elapsed: () => number = () => performance.now(),
): TickBatch<T> {
  let items: T[] = [];
  let next: { cancel(): void } | null = null;
  let window = { start: Number.NEGATIVE_INFINITY, writes: 0 };
  const flush = () => {
    next?.cancel();
    next = null;
    if (items.length === 0) return;
    const batch = items;
    items = [];
    window.writes += 1;
    write(batch);
  };
  const schedule = (): { cancel(): void } => {
    const now = elapsed();
    if (now - window.start > WINDOW_MS) window = { start: now, writes: 0 };
    if (window.writes < AT_ONCE) {
      const immediate = setImmediate(flush);
      return { cancel: () => clearImmediate(immediate) };
    }
    const timer = setTimeout(flush, GATHER_MS);
    return { cancel: () => clearTimeout(timer) };
  };
  return {
    add(item) {
      items.push(item);
      next ??= schedule();
    },
    flush,
  };
}
