import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../sidecar/lib/log.ts';
import { openEmbeddedStores } from '../../sidecar/stores/embedded/open.ts';
import { manualClock } from '../fakes/manual-clock.ts';
import { storesSuite } from './suite.ts';

storesSuite('embedded', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'va-stores-'));
  const clock = manualClock();
  return {
    open: async () => openEmbeddedStores({ dir, clock, log: silentLog }),
    elapse: (ms) => clock.advance(ms),
    now: clock.now,
    replicas: false,
    cleanUp: () => rm(dir, { recursive: true, force: true }),
  };
});

describe('the embedded file', () => {
  let dir: string;
  const clock = manualClock();
  const open = (maxBytes = 0, exclusive = true) =>
    openEmbeddedStores({ dir, clock, log: silentLog, maxBytes, exclusive });
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'va-stores-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('belongs to one sidecar at a time, but lets an operator look in beside it', async () => {
    const stores = open();
    expect(() => open()).toThrow(/Another sidecar is using .*VA_DATA_DIR/);
    await stores.journal.commit({ append: [{ stream: 'dead', body: 'x' }] });
    const operator = open(0, false);
    expect(await operator.journal.length('dead')).toBe(1);
    await operator.close();
    await stores.close();
    await open().close();
  });

  it('is readable by its owner alone', async () => {
    await open().close();
    expect((await stat(join(dir, 'sidecar.db'))).mode & 0o077).toBe(0);
  });

  it('refuses a file of a newer version and says what to do, leaving it as it is', async () => {
    await open().close();
    const db = new DatabaseSync(join(dir, 'sidecar.db'));
    db.exec('PRAGMA user_version = 99');
    db.close();
    expect(() => open()).toThrow(/newer version.*VA_DATA_DIR/);
    const again = new DatabaseSync(join(dir, 'sidecar.db'));
    expect(again.prepare('PRAGMA user_version').get()?.['user_version']).toBe(99);
    again.close();
  });

  it('refuses a message when the disk is full, stores nothing of it, and takes messages again when there is room', async () => {
    const small = open(200_000);
    const commits = Array.from({ length: 40 }, (_, n) =>
      small.journal.commit({
        append: [{ stream: 'turns', body: `${n}:${'x'.repeat(20_000)}` }],
        set: [{ key: `k${n}`, value: '1' }],
      }),
    );
    const outcomes = await Promise.allSettled(commits);
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused.length).toBeGreaterThan(10);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'STORAGE_FULL' });
    const kept = (await small.journal.read('turns', 100)).map((entry) => Number(entry.body.split(':')[0]));
    const accepted = outcomes.flatMap((one, n) => (one.status === 'fulfilled' ? [n] : []));
    expect(accepted.length).toBeGreaterThan(3);
    expect(kept).toEqual(accepted);
    for (const [n, one] of outcomes.entries()) {
      expect(await small.kv.get(`k${n}`)).toBe(one.status === 'fulfilled' ? '1' : null);
    }
    await expect(small.ping()).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    await small.close();
    const roomy = open();
    await roomy.ping();
    await roomy.journal.commit({ append: [{ stream: 'turns', body: 'x'.repeat(300_000) }] });
    expect(await roomy.journal.length('turns')).toBe(accepted.length + 1);
    await roomy.close();
  });

  it('that cannot be written at the start says which folder, and what to do', () => {
    expect(() => open(1)).toThrow(/takes no data .*full.*VA_DATA_DIR/);
  });

  it('keeps events for an hour after the last one, and the numbering longer', async () => {
    const stores = open();
    await stores.events.append('c1', ['a', 'b']);
    await clock.advance(3_599_000);
    expect(await stores.events.since('c1', 0)).toHaveLength(2);
    await clock.advance(2000);
    expect(await stores.events.since('c1', 0)).toBeNull();
    expect(await stores.events.append('c1', ['c'])).toBe(3);
    await stores.close();
  });

  it('writes what was asked for before it was closed', async () => {
    const stores = open();
    const commit = stores.journal.commit({ append: [{ stream: 'turns', body: 'last word' }] });
    await stores.close();
    await commit;
    const again = open();
    expect(await again.journal.length('turns')).toBe(1);
    await again.close();
  });
});
