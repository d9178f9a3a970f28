import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openDelegations } from '../../sidecar/frappe/delegation.ts';
import { openSiteClient } from '../../sidecar/frappe/rest-site-client.ts';
import type { SiteClient } from '../../sidecar/frappe/site-client.ts';
import { systemClock } from '../../sidecar/lib/clock.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { createMetrics } from '../../sidecar/lib/metrics.ts';
import { loadSettings } from '../../sidecar/lib/settings.ts';
import { createOutbox } from '../../sidecar/records/outbox.ts';
import type { SiteRecord } from '../../sidecar/records/record.ts';
import { recordsSettings } from '../../sidecar/records/settings.ts';
import { openEmbeddedStores } from '../../sidecar/stores/embedded/open.ts';
import type { Stack } from '../../test/chaos/stack.ts';
import { atLeast, type Bench, type Figure } from './bench.ts';
import { withStack } from './bench-stack.ts';
import { slowLink } from './slow-link.ts';

const ROUND_TRIP_MS = 5;
/** Records through the outbox, and one by one: enough for some seconds each. */
const MANY = 6000;
const FEW = 400;
const SERVICE = { kind: 'service' } as const;

/** Records to the site: in batches through the outbox, and one request a record, over a link 5 ms longer than loopback. */
export const outboxBench: Bench = {
  name: 'outbox',
  about: 'records through the outbox against one request a record, and how fast it drains',
  run: ({ tell }) =>
    withStack({ siteOnly: true, profileDir: null }, async (stack) => {
      // Timers and the way through the link itself make up the last millisecond; what it comes to is measured below.
      const link = await slowLink(Number(new URL(stack.siteUrl).port), ROUND_TRIP_MS - 1);
      const near = await openClient(stack, stack.siteUrl);
      const far = await openClient(stack, `http://127.0.0.1:${link.port}`);
      try {
        const make = await conversationOf(near);
        tell('warming up');
        await oneByOne(near, make('warm', 200));
        await throughOutbox(stack, near, make('warm2', 400));
        const added = (await roundTrip(far)) - (await roundTrip(near));
        tell(`one request a record, ${FEW} records`);
        const single = await oneByOne(far, make('one', FEW));
        tell(`through the outbox, ${MANY} records`);
        const batched = await throughOutbox(stack, far, make('many', MANY));
        tell(`draining ${MANY} records over loopback`);
        const drained = await throughOutbox(stack, near, make('drain', MANY));
        const figures: Figure[] = [
          { name: 'outbox.round-trip-added', value: added, unit: 'ms' },
          { name: 'outbox.one-by-one', value: single, unit: 'records/s', note: 'one request a record, same link' },
          { name: 'outbox.batched', value: batched, unit: 'records/s', note: 'through the outbox, same link' },
          { name: 'outbox.ratio', value: batched / single, unit: 'times', budget: atLeast(10) },
          { name: 'outbox.drain', value: drained, unit: 'records/s', budget: atLeast(1000), note: 'over loopback' },
        ];
        return figures;
      } finally {
        near.close();
        far.close();
        link.close();
      }
    }),
};

async function openClient(stack: Stack, url: string): Promise<SiteClient & { close(): void }> {
  const siteName = 'va.localhost';
  const path = join(stack.dir, 'delegation-key.json');
  const [apiKey = '', apiSecret = ''] = stack.service.replace('token ', '').split(':');
  return openSiteClient({
    url,
    siteName,
    apiKey,
    apiSecret,
    timeoutMs: 30_000,
    breaker: { failures: 8, halfOpenAfterMs: 2000 },
    delegations: await openDelegations({ path, siteName, clock: systemClock }),
    clock: systemClock,
    random: Math.random,
    log: silentLog,
  });
}

/** A conversation at the site, and what makes its turns. */
async function conversationOf(site: SiteClient): Promise<(prefix: string, count: number) => SiteRecord[]> {
  const user = 'priya@acme.test';
  const profile = await site.post<{ employee: { name: string }; instance: { name: string } }>(
    'dartwing_va.api.profile',
    { user },
    SERVICE,
  );
  const conversation = 'conv_bench_outbox';
  const row: SiteRecord = {
    op: 'insert',
    doctype: 'VA Conversation',
    name: conversation,
    values: {
      conversation_id: conversation,
      employee: profile.employee.name,
      va_instance: profile.instance.name,
      status: 'Active',
      started_at: '2026-01-01 00:00:00.000000',
      mode: 'text',
      platform: 'Web',
      privacy_mode: 'normal',
    },
  };
  await oneByOne(site, [row]);
  let number = 0;
  return (prefix, count) =>
    Array.from({ length: count }, (_, n) => ({
      op: 'insert',
      doctype: 'VA Conversation Turn',
      name: `turn_bench_${prefix}_${String(n).padStart(6, '0')}`,
      values: {
        conversation,
        turn_number: ++number,
        role: 'User',
        status: 'Answered',
        timestamp: '2026-01-01 00:00:00.000000',
        employee: profile.employee.name,
        origin: 'Api',
        client_message_id: `bench-${prefix}-${n}`,
        content: 'How much annual leave do I have left, and when did I last take some?',
        input_modality: 'Text',
      },
    }));
}

/** Records a second. */
async function oneByOne(site: SiteClient, records: readonly SiteRecord[]): Promise<number> {
  const start = performance.now();
  for (const record of records) {
    const answer = await site.post<{ results: { ok: boolean }[] }>(
      'dartwing_va.api.batch',
      { operations: [record] },
      SERVICE,
    );
    if (!answer.results[0]?.ok) throw new Error(`the site refused ${record.name}: ${JSON.stringify(answer)}`);
  }
  return (records.length / (performance.now() - start)) * 1000;
}

/** Records a second, from a full journal to an empty one. */
async function throughOutbox(stack: Stack, site: SiteClient, records: readonly SiteRecord[]): Promise<number> {
  const dir = join(stack.dir, `journal-${records[0]?.name ?? ''}`);
  const stores = openEmbeddedStores({ dir, clock: systemClock, log: silentLog });
  const settings = loadSettings({ records: recordsSettings }, {}).records;
  const metrics = createMetrics();
  const outbox = createOutbox({
    stores,
    site,
    settings,
    clock: systemClock,
    random: Math.random,
    log: silentLog,
    metrics,
  });
  await stores.journal.commit({ append: records.map((record) => outbox.toEntry(record)) });
  const start = performance.now();
  outbox.start();
  // `drained` looks every 10 ms; the journal's own length is looked at more often here.
  while ((await outbox.pending()) > 0) await delay(1);
  const took = performance.now() - start;
  const dead = await outbox.deadLetters();
  await outbox.close();
  await stores.close();
  if (dead.length > 0) throw new Error(`the site refused ${dead.length} records: ${JSON.stringify(dead[0]?.reason)}`);
  return (records.length / took) * 1000;
}

/** Median of a small request, ms. */
async function roundTrip(site: SiteClient): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 50; n += 1) {
    const start = performance.now();
    await site.readAnonymous('ping');
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[25] ?? 0;
}
