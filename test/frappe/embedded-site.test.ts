import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedDemo } from '../../devsite/apps/demo/seed.ts';
import { registerApps } from '../../devsite/apps/register.ts';
import { openSite, type RunningSite } from '../../devsite/open-site.ts';
import { openSiteBus } from '../../sidecar/frappe/bus.ts';
import { openDelegations } from '../../sidecar/frappe/delegation.ts';
import { openSiteClient } from '../../sidecar/frappe/rest-site-client.ts';
import type { BusEvent, Caller } from '../../sidecar/frappe/site-client.ts';
import { systemClock } from '../../sidecar/lib/clock.ts';
import { sortableIds } from '../../sidecar/lib/ids.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { createMetrics } from '../../sidecar/lib/metrics.ts';
import { createOutbox } from '../../sidecar/records/outbox.ts';
import { insertRow, updateRow } from '../../sidecar/records/writers.ts';
import { openEmbeddedStores } from '../../sidecar/stores/embedded/open.ts';

const siteName = 'va.localhost';
const service: Caller = { kind: 'service' };
const as = (user: string, ...doctypes: string[]): Caller => ({ kind: 'employee', user, turnId: 'turn_1', doctypes });

let dir: string;
let running: RunningSite;
let client: ReturnType<typeof openSiteClient>;
let credentials: { apiKey: string; apiSecret: string };

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'va-site-'));
  const delegations = await openDelegations({ path: join(dir, 'key.json'), siteName, clock: systemClock });
  await writeFile(join(dir, 'sidecar-key.pub.json'), JSON.stringify(delegations.publicKey));
  running = await openSite({
    dir: join(dir, 'site'),
    name: siteName,
    ports: { web: 0, socketio: 0 },
    apps: [{ name: 'dartwing_va', register: registerApps }],
  });
  seedDemo(running.site, dir);
  const given: { api_key: string; api_secret: string } = JSON.parse(await readFile(join(dir, 'sidecar.json'), 'utf8'));
  credentials = { apiKey: given.api_key, apiSecret: given.api_secret };
  client = openSiteClient({
    url: running.url,
    siteName,
    ...credentials,
    timeoutMs: 10_000,
    breaker: { failures: 100, halfOpenAfterMs: 100 },
    delegations,
    clock: systemClock,
    random: Math.random,
    log: silentLog,
  });
});
afterAll(async () => {
  client.close();
  await running.close();
  await rm(dir, { recursive: true, force: true });
});

const profile = (user: string) =>
  client.post<{ employee: { name: string }; instance: { name: string } }>('dartwing_va.api.profile', { user }, service);

describe('against the embedded site', () => {
  it('reads as the employee what he may read, and nothing of others', async () => {
    const { employee } = await profile('priya@acme.test');
    const details = await client.read<{ employee: string }>(
      'dartwing_va.reads.leave_details',
      {},
      as('priya@acme.test'),
    );
    expect(details.employee).toBe(employee.name);
    const asLi = client.read('dartwing_va.reads.leave_details', { employee: employee.name }, as('li@acme.test'));
    await expect(asLi).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const undelegated = client.list(
      'Employee',
      { fields: ['name'], orderBy: 'name asc', limit: 5 },
      as('priya@acme.test'),
    );
    await expect(undelegated).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const rows = await client.list(
      'Leave Application',
      { fields: ['name', 'employee'], orderBy: 'creation desc, name asc', limit: 50 },
      as('priya@acme.test', 'Leave Application'),
    );
    expect(new Set(rows.map((row) => row['employee'] ?? employee.name))).toEqual(new Set([employee.name]));
  });

  it('brings records there through the outbox, once each, and a refused one to the dead letters', async () => {
    const { employee, instance } = await profile('priya@acme.test');
    const stores = openEmbeddedStores({ dir: join(dir, 'stores'), clock: systemClock, log: silentLog });
    const outbox = createOutbox({
      stores,
      site: client,
      settings: { batchRecords: 200, batchTimeoutMs: 10_000, retryMaxMs: 500, leaseMs: 15_000 },
      clock: systemClock,
      random: Math.random,
      log: silentLog,
      metrics: createMetrics(),
    });
    const ids = sortableIds(systemClock);
    const conversation = ids.make('conv');
    const open = insertRow('VA Conversation', conversation, {
      conversation_id: conversation,
      employee: employee.name,
      va_instance: instance.name,
      status: 'Active',
      started_at: '2026-11-23 12:00:00.000000',
      mode: 'text',
      platform: 'Web',
      privacy_mode: 'normal',
    });
    const stray = updateRow('VA Conversation', 'conv_unknown', { turn_count: 1 });
    const ended = updateRow('VA Conversation', conversation, { status: 'Ended', summary: null });
    await stores.journal.commit({ append: [open, open, stray, ended].map(outbox.toEntry) });
    outbox.start();
    await outbox.drained(AbortSignal.timeout(10_000));
    const stored = await client.get('VA Conversation', conversation, service);
    expect(stored).toMatchObject({ name: conversation, status: 'Ended', employee: employee.name });
    expect((await outbox.deadLetters()).map((letter) => letter.record.name)).toEqual(['conv_unknown']);
    await outbox.close();
    await stores.close();
  });

  it('hears on the bus that somebody wrote a message by another way', async () => {
    const heard: BusEvent[] = [];
    const bus = openSiteBus({
      socketioUrl: running.socketUrl,
      siteUrl: running.url,
      siteName,
      ...credentials,
      clock: systemClock,
      random: Math.random,
      log: silentLog,
    });
    const said = Promise.withResolvers<void>();
    bus.onEvent(async (event) => {
      heard.push(event);
      if (event.kind === 'connected') {
        const login = await fetch(`${running.url}/api/method/login`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ usr: 'priya@acme.test', pwd: 'demo' }),
        });
        const cookie = login.headers
          .getSetCookie()
          .map((one) => one.split(';')[0])
          .join('; ');
        await fetch(`${running.url}/api/method/dartwing_va.api.say`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', Cookie: cookie },
          body: JSON.stringify({ text: 'hello', client_message_id: 'm1' }),
        });
      }
      if (event.kind === 'turn') said.resolve();
    });
    bus.start();
    await said.promise;
    expect(heard.find((event) => event.kind === 'turn')).toMatchObject({ user: 'priya@acme.test' });
    await bus.close();
  });
});
