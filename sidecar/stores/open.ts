import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { SliceValues } from '../lib/settings.ts';
import { openEmbeddedStores } from './embedded/open.ts';
import type { storesSettings } from './settings.ts';
import type { Stores } from './stores.ts';

/** The backend that the settings name. @throws StoreRefused with what to do. */
export async function openStores(options: {
  readonly settings: SliceValues<typeof storesSettings>;
  readonly site: string;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<Stores> {
  const { settings, site, clock, log } = options;
  if (settings.redisUrl === null) {
    return openEmbeddedStores({ dir: settings.dataDir, maxBytes: settings.maxBytes, clock, log });
  }
  // Loaded only when asked for: an idle embedded sidecar does not pay for it.
  const { openRedisStores } = await import('./redis/open.ts');
  return openRedisStores({ url: settings.redisUrl, site, clock, log });
}
