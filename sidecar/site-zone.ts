import { z } from 'zod';
import type { SiteClient } from './frappe/site-client.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import type { KeyValue } from './stores/stores.ts';

const RETRY_MS = 1000;
const answer = z.object({ time_zone: z.string().min(1) });

/**
 * The site's time zone, in which Frappe keeps all its naive times. Asked at every start; when the site is away, the zone
 * of the last start serves, because a site's zone practically never changes.
 * @throws what the site answered, when it is away at the very first start for longer than `patienceMs`.
 */
export async function siteZone(options: {
  readonly site: SiteClient;
  readonly kv: KeyValue;
  readonly key: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly patienceMs: number;
}): Promise<string> {
  const { site, kv, key, clock, log } = options;
  const known = await kv.get(key);
  const giveUpAt = clock.now() + options.patienceMs;
  for (;;) {
    try {
      // Not Frappe's get_time_zone: that is the zone of who asks, and Guest has one of his own on a usual site.
      const { time_zone } = answer.parse(await site.readAnonymous('dartwing_va.api.site'));
      await kv.set(key, time_zone);
      return time_zone;
    } catch (error) {
      if (known !== null) {
        log.warn('the site is away; its time zone is taken from the last start', { zone: known }, error);
        return known;
      }
      if (clock.now() >= giveUpAt) throw error;
      await clock.sleep(RETRY_MS);
    }
  }
}
