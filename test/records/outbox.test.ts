import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDelegations } from '../../sidecar/frappe/delegation.ts';
import { openSiteClient } from '../../sidecar/frappe/rest-site-client.ts';
import { type Clock, systemClock } from '../../sidecar/lib/clock.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { createMetrics } from '../../sidecar/lib/metrics.ts';
import { createOutbox } from '../../sidecar/records/outbox.ts';
import type { Outbox, SiteRecord } from '../../sidecar/records/record.ts';
import { openEmbeddedStores } from '../../sidecar/stores/embedded/open.ts';
import type { Stores } from '../../sidecar/stores/stores.ts';
import { type FakeTable, fakeTable } from '../fakes/fake-batch.ts';
import { type FakeSite, failure, fakeSite, hangUp, html, message } from '../fakes/fake-site.ts';

/** Pauses take a hundredth of their time, so that backing off is real but short. */
const brisk: Clock = { now: Date.now, sleep: (ms, signal) => systemClock.sleep(ms / 100, signal) };
const soon = AbortSignal.timeout(60_000);

let dir: string;
let site: FakeSite;
let table: FakeTable;
let stores: Stores;
let closers: (() => void | Promise<void>)[];
const metrics = { current: createMetrics() };

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'va-outbox-'));
  table = fakeTable();
  site = await fakeSite(table.answer);
  stores = openEmbeddedStores({ dir, clock: systemClock, log: silentLog });
  closers = [];
});
afterEach(async () => {
  for (const close of closers.reverse()) await close();
  await stores.close();
  await site.close();
  await rm(dir, { recursive: true, force: true });
});

async function outbox(): Promise<Outbox> {
  const delegations = await openDelegations({ path: join(dir, 'key.json'), siteName: 'acme.test', clock: systemClock });
  const client = openSiteClient({
    url: site.url,
    siteName: 'acme.test',
    apiKey: 'k',
    apiSecret: 's',
    timeoutMs: 5000,
    breaker: { failures: 1000, halfOpenAfterMs: 10 },
    delegations,
    clock: brisk,
    random: () => 0.5,
    log: silentLog,
  });
  metrics.current = createMetrics();
  const one = createOutbox({
    stores,
    site: client,
    settings: { batchRecords: 200, batchTimeoutMs: 5000, retryMaxMs: 2000, leaseMs: 100_000 },
    clock: brisk,
    random: () => 0.5,
    log: silentLog,
    metrics: metrics.current,
  });
  closers.push(
    () => client.close(),
    () => one.close(),
  );
  return one;
}
const row = (n: number, values: Readonly<Record<string, unknown>> = {}): SiteRecord => ({
  op: 'insert',
  doctype: 'VA Conversation Turn',
  name: `turn_${String(n).padStart(5, '0')}`,
  values: { n, ...values },
});
async function put(box: Outbox, records: readonly SiteRecord[]): Promise<void> {
  await stores.journal.commit({ append: records.map(box.toEntry) });
}
const range = (count: number) => Array.from({ length: count }, (_, n) => n);

describe('the outbox', () => {
  it('brings records to the site in order, many in a request', async () => {
    const box = await outbox();
    await put(
      box,
      range(450).map((n) => row(n)),
    );
    expect(await box.pending()).toBe(450);
    box.start();
    await box.drained(soon);
    expect(table.order).toEqual(range(450).map((n) => row(n).name));
    expect(table.sizes).toEqual([200, 200, 50]);
    expect(await box.pending()).toBe(0);
    expect(await metrics.current.text()).toMatch(/va_outbox_records_total\{outcome="stored"\} 450/);
  });
  it('brings what comes in while it waits, and updates after their inserts', async () => {
    const box = await outbox();
    box.start();
    await put(box, [row(1)]);
    await box.drained(soon);
    await put(box, [
      { op: 'update', doctype: 'VA Conversation Turn', name: row(1).name, values: { status: 'Answered' } },
    ]);
    await box.drained(soon);
    expect(table.rows.get(row(1).name)?.values).toEqual({ n: 1, status: 'Answered' });
  });
  it('keeps a request under the site’s size, and sets aside what can never fit', async () => {
    const box = await outbox();
    const half = 'x'.repeat(900_000);
    await put(box, [
      row(1, { half }),
      row(2, { half }),
      row(3, { half }),
      row(4, { big: 'y'.repeat(2_100_000) }),
      row(5),
    ]);
    box.start();
    await box.drained(soon);
    expect(table.sizes).toEqual([2, 2]);
    expect(table.order).toEqual([1, 2, 3, 5].map((n) => row(n).name));
    expect((await box.deadLetters()).map((one) => [one.record.name, one.reason.type])).toEqual([
      [row(4).name, 'PayloadTooLarge'],
    ]);
  });
  it.each([
    ['the connection is dropped', [hangUp]],
    ['the site is being restarted', [html(502), failure(503, 'SessionStopped')]],
    ['there is a deadlock', [failure(500, 'QueryDeadlockError'), failure(500, 'QueryDeadlockError')]],
    ['the site limits us', [failure(429, 'TooManyRequestsError', { headers: { 'Retry-After': '1' } })]],
    ['the key is not accepted for a while', [failure(401, 'AuthenticationError'), failure(403, 'PermissionError')]],
    ['the answer has another form', [message({ results: [] }), message(null), html(200)]],
  ])('waits and keeps the order while %s', async (_what, answers) => {
    const box = await outbox();
    // More than the client's own repetitions, so that the outbox itself has to wait.
    site.next(...answers, ...answers, ...answers, ...answers);
    await put(
      box,
      range(5).map((n) => row(n)),
    );
    box.start();
    await box.drained(soon);
    expect(table.order).toEqual(range(5).map((n) => row(n).name));
    expect(await box.deadLetters()).toEqual([]);
  });
  it('takes an answer that got lost for what it was: the record is there once', async () => {
    const box = await outbox();
    // The site did the work, and the connection broke before it could say so.
    site.next((seen, response) => {
      table.take(seen.body);
      response.destroy();
    });
    await put(box, [row(1), row(2)]);
    box.start();
    await box.drained(soon);
    expect(table.order).toEqual([row(1).name, row(2).name]);
    expect(await metrics.current.text()).toMatch(/outcome="repeated"\} 2/);
  });
});

describe('dead letters', () => {
  it('hold what the site refuses for good; the others go on', async () => {
    const box = await outbox();
    table.refuse((record) => (record.values['n'] === 3 ? 'Could not find Employee: HR-EMP-9' : null));
    await put(
      box,
      range(6).map((n) => row(n)),
    );
    box.start();
    await box.drained(soon);
    expect(table.order).toEqual([0, 1, 2, 4, 5].map((n) => row(n).name));
    const [letter] = await box.deadLetters();
    expect(letter).toMatchObject({
      record: row(3),
      reason: { type: 'ValidationError', message: 'Could not find Employee: HR-EMP-9' },
    });
    expect(await metrics.current.text()).toMatch(/va_outbox_dead 1/);
  });
  it('go back in order when they are replayed, mended where asked, and only the named ones', async () => {
    const box = await outbox();
    table.refuse((record) => (record.values['employee'] === 'wrong' ? 'no such employee' : null));
    await put(
      box,
      range(4).map((n) => row(n, { employee: 'wrong' })),
    );
    box.start();
    await box.drained(soon);
    const letters = await box.deadLetters();
    const ids = letters.slice(0, 3).map((letter) => letter.id);
    const mend = (record: SiteRecord) => ({ ...record, values: { ...record.values, employee: 'HR-EMP-1' } });
    expect(await box.replay([...ids].reverse(), mend)).toBe(3);
    await box.drained(soon);
    expect(table.order).toEqual(range(3).map((n) => row(n).name));
    expect((await box.deadLetters()).map((letter) => letter.record.name)).toEqual([row(3).name]);
    expect(await box.replay(['unknown'])).toBe(0);
  });
  it('find the one record that makes the site break, without holding up the others for ever', async () => {
    const box = await outbox();
    site.otherwise((seen, response) => {
      const names = JSON.stringify(seen.body);
      return (names.includes(row(37).name) ? failure(500, 'KeyError') : table.answer)(seen, response);
    });
    await put(
      box,
      range(60).map((n) => row(n)),
    );
    box.start();
    await box.drained(soon);
    expect(table.order).toEqual(
      range(60)
        .filter((n) => n !== 37)
        .map((n) => row(n).name),
    );
    expect((await box.deadLetters()).map((one) => [one.record.name, one.reason.type])).toEqual([
      [row(37).name, 'KeyError'],
    ]);
  });
  it('hold a text that is no record, readable for an operator', async () => {
    const box = await outbox();
    await stores.journal.commit({ append: [{ stream: 'records', body: '{"op":"drop"}' }, box.toEntry(row(1))] });
    box.start();
    await box.drained(soon);
    expect(table.order).toEqual([row(1).name]);
    expect((await box.deadLetters())[0]?.record.values).toEqual({ unreadable: '{"op":"drop"}' });
  });
});

it('two replicas do not send at once: the second goes on when the first stops', async () => {
  const [first, second] = [await outbox(), await outbox()];
  let underway = 0;
  let most = 0;
  site.otherwise(async (seen, response) => {
    underway += 1;
    most = Math.max(most, underway);
    await new Promise((resolve) => setImmediate(resolve));
    await table.answer(seen, response);
    underway -= 1;
  });
  first.start();
  await put(
    first,
    range(250).map((n) => row(n)),
  );
  second.start();
  await first.drained(soon);
  await first.close();
  await put(second, [row(900)]);
  await second.drained(soon);
  expect(table.order).toHaveLength(251);
  expect(most).toBe(1);
});

it('stops at once, also in the middle of a request, and goes on at the next start', async () => {
  const box = await outbox();
  const asked = Promise.withResolvers<void>();
  site.next(() => {
    asked.resolve();
    return new Promise(() => undefined);
  });
  await put(box, [row(1)]);
  box.start();
  await asked.promise;
  await box.close();
  expect(await stores.journal.length('records')).toBe(1);
  const next = await outbox();
  next.start();
  await next.drained(soon);
  expect(table.order).toEqual([row(1).name]);
});
