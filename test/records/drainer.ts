import { openDelegations } from '../../sidecar/frappe/delegation.ts';
import { openSiteClient } from '../../sidecar/frappe/rest-site-client.ts';
import { systemClock } from '../../sidecar/lib/clock.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { createMetrics } from '../../sidecar/lib/metrics.ts';
import { createOutbox } from '../../sidecar/records/outbox.ts';
import { openEmbeddedStores } from '../../sidecar/stores/embedded/open.ts';

/**
 * The process that kill.test.ts kills: appends records and drains them to the site until it dies, or, told to finish,
 * until nothing is left. Arguments: folder, address of the site, `run` or `finish`.
 */
const [, , dir = '', url = '', mode] = process.argv;
const stores = openEmbeddedStores({ dir, clock: systemClock, log: silentLog });
const site = openSiteClient({
  url,
  siteName: 'kill.test',
  apiKey: 'k',
  apiSecret: 's',
  timeoutMs: 10_000,
  breaker: { failures: 1000, halfOpenAfterMs: 10 },
  delegations: await openDelegations({ path: `${dir}/key.json`, siteName: 'kill.test', clock: systemClock }),
  clock: systemClock,
  random: Math.random,
  log: silentLog,
});
const outbox = createOutbox({
  stores,
  site,
  settings: { batchRecords: 20, batchTimeoutMs: 10_000, retryMaxMs: 500, leaseMs: 15_000 },
  clock: systemClock,
  random: Math.random,
  log: silentLog,
  metrics: createMetrics(),
});
outbox.start();
if (mode === 'finish') {
  await outbox.drained(AbortSignal.timeout(30_000));
  await outbox.close();
  await stores.close();
  site.close();
} else {
  for (let number = Number((await stores.kv.get('number')) ?? 0) + 1; ; number += 1) {
    const name = `turn_${String(number).padStart(6, '0')}`;
    await stores.journal.commit({
      append: [
        outbox.toEntry({ op: 'insert', doctype: 'VA Conversation Turn', name, values: { number } }),
        outbox.toEntry({ op: 'update', doctype: 'VA Conversation Turn', name, values: { status: 'Answered' } }),
      ],
      set: [{ key: 'number', value: String(number) }],
    });
    process.stdout.write(`${number}\n`);
    await systemClock.sleep(1);
  }
}
