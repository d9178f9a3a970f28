/**
 * Gathers what is asked for within one turn of the event loop and hands it over together, so that many small writes
 * share one transaction and one flush to the disk.
 */
export interface TickBatch<T> {
  add(item: T): void;
  /** Hands over what is gathered now. */
  flush(): void;
}

export function tickBatch<T>(write: (items: readonly T[]) => void): TickBatch<T> {
  let items: T[] = [];
  let timer: NodeJS.Immediate | null = null;
  const flush = () => {
    if (timer) clearImmediate(timer);
    timer = null;
    if (items.length === 0) return;
    const batch = items;
    items = [];
    write(batch);
  };
  return {
    add(item) {
      items.push(item);
      timer ??= setImmediate(flush);
    },
    flush,
  };
}
