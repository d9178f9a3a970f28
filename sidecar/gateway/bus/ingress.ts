import type { BusEvent, SiteBus } from '../../frappe/site-client.ts';

/** Who wants to hear of the site's events, in order: caches drop first, so that what follows sees the change. */
export function connectBus(bus: SiteBus, handlers: readonly ((event: BusEvent) => Promise<void>)[]): () => void {
  const stops = handlers.map((handler) => bus.onEvent(handler));
  return () => {
    for (const stop of stops) stop();
  };
}
