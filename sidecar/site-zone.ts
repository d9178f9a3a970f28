import type { SiteClient } from './frappe/site-client.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import type { KeyValue } from './stores/stores.ts';

const RETRY_MS = 1000;

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
      const zone = await site.readAnonymous<string>('frappe.client.get_time_zone');
      // Frappe 15 answers {time_zone}, later ones the text alone.
      const name =
        typeof zone === 'object' && zone !== null && 'time_zone' in zone
          ? String((zone as { time_zone: unknown }).time_zone)
          : String(zone);
      await kv.set(key, name);
      return name;
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
