import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../sidecar/lib/clock.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { openRedisStores } from '../../sidecar/stores/redis/open.ts';
import { lossyProxy } from '../fakes/lossy-proxy.ts';
import { type RedisServer, redisMissing, redisServer } from '../fakes/redis-server.ts';
import { storesSuite } from './suite.ts';

if (redisMissing) console.warn(redisMissing);

describe.skipIf(redisMissing !== null)('with a real redis-server', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await redisServer();
  });
  afterAll(() => server.stop());
  const open = (site: string) => openRedisStores({ url: server.url, site, clock: systemClock, log: silentLog });

  storesSuite('redis', async () => {
    const site = `${randomUUID()}.test`;
    return {
      open: () => open(site),
      elapse: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      now: Date.now,
      replicas: true,
      cleanUp: async () => undefined,
    };
  });

  it('keeps sites apart', async () => {
    const [a, b] = [await open('a.test'), await open('b.test')];
    await a.kv.set('k', 'of a');
    await a.journal.commit({ append: [{ stream: 'turns', body: 'of a' }] });
    expect(await b.kv.get('k')).toBeNull();
    expect(await b.journal.length('turns')).toBe(0);
    await a.close();
    await b.close();
  });

  it('serves a conversation over two replicas: events, leases, journal', async () => {
    const [a, b] = [await open('two.test'), await open('two.test')];
    const heard: [number, string][] = [];
    a.events.subscribe('c1', (seq, body) => heard.push([seq, body]));
    await a.events.lastSeq('c1');
    await Promise.all([b.events.append('c1', ['x', 'y']), a.events.append('c1', ['z'])]);
    await until(() => heard.length === 3);
    expect(heard.map(([seq]) => seq)).toEqual([1, 2, 3]);

    const held = await a.leases.acquire('c1', { ttlMs: 30_000 });
    expect(await b.leases.acquire('c1', { ttlMs: 1000 })).toBeNull();
    const waiting = b.leases.acquire('c1', { ttlMs: 1000, waitMs: 5000 });
    await held?.release();
    expect(await waiting).not.toBeNull();

    const woken = b.journal.waitForAppend('records', 10_000, new AbortController().signal);
    await a.journal.commit({ append: [{ stream: 'records', body: 'r' }] });
    await woken;
    expect(await b.journal.length('records')).toBe(1);
    await a.close();
    await b.close();
  });

  it.each([
    { settings: ['--appendonly', 'no'], says: /forgets accepted messages.*appendonly yes/ },
    {
      settings: ['--appendonly', 'yes', '--maxmemory-policy', 'allkeys-lru'],
      says: /throws data away.*allkeys-lru.*noeviction/,
    },
  ])('refuses a server with $settings and says what to change', async ({ settings, says }) => {
    const other = await redisServer(settings);
    onTestFinished(() => other.stop());
    const opening = openRedisStores({ url: other.url, site: 'x', clock: systemClock, log: silentLog });
    await expect(opening).rejects.toThrow(says);
  });

  it('says that it cannot reach a server that is not there', async () => {
    const opening = openRedisStores({ url: 'redis://127.0.0.1:1', site: 'x', clock: systemClock, log: silentLog });
    await expect(opening).rejects.toThrow(/cannot be reached.*REDIS_URL/);
  });

  it('refuses a message when memory is full, and stores nothing of it', async () => {
    const small = await redisServer(['--appendonly', 'yes', '--maxmemory', '3mb']);
    onTestFinished(() => small.stop());
    const stores = await openRedisStores({ url: small.url, site: 'x', clock: systemClock, log: silentLog });
    const body = 'x'.repeat(100_000);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 60 }, (_, n) =>
        stores.journal.commit({ append: [{ stream: 'turns', body }], set: [{ key: `k${n}`, value: '1' }] }),
      ),
    );
    const accepted = outcomes.filter((one) => one.status === 'fulfilled').length;
    expect(accepted).toBeLessThan(60);
    for (const one of outcomes) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'STORAGE_FULL' });
    }
    expect(await stores.journal.length('turns')).toBe(accepted);
    for (const [n, one] of outcomes.entries()) {
      expect(await stores.kv.get(`k${n}`)).toBe(one.status === 'fulfilled' ? '1' : null);
    }
    const more = () => stores.journal.commit({ append: [{ stream: 'turns', body: 'x'.repeat(10_000) }] });
    let full = false;
    for (let n = 0; n < 500 && !full; n++)
      full = await more().then(
        () => false,
        () => true,
      );
    await expect(stores.ping()).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    await stores.close();
  });

  describe('over a connection that breaks at the worst moment', () => {
    const through = async () => {
      const proxy = await lossyProxy(server.url);
      const stores = await openRedisStores({
        url: proxy.url,
        site: `${randomUUID()}.test`,
        clock: systemClock,
        log: silentLog,
      });
      return { proxy, stores, close: () => stores.close().then(() => proxy.close()) };
    };
    it('a commit, a claim and events whose answers were lost are there once', async () => {
      const { proxy, stores, close } = await through();
      await stores.journal.commit({ append: [{ stream: 'records', body: 'warm-up' }] });
      await stores.events.append('c1', ['warm-up']);
      proxy.loseAnswerTo('the-commit');
      await stores.journal.commit({ append: [{ stream: 'records', body: 'the-commit' }] });
      proxy.loseAnswerTo('the-event');
      expect(await stores.events.append('c1', ['the-event'])).toBe(2);
      proxy.loseAnswerTo('the-claim');
      expect(await stores.kv.set('claim', 'the-claim', { ifAbsent: true })).toBe(true);
      expect(proxy.lost).toBe(3);
      expect((await stores.journal.read('records', 9)).map((entry) => entry.body)).toEqual(['warm-up', 'the-commit']);
      expect(await stores.events.lastSeq('c1')).toBe(2);
      await close();
    });
    it('a notice that was lost is made good by the next', async () => {
      const { proxy, stores, close } = await through();
      const heard: [number, string][] = [];
      stores.events.subscribe('c1', (seq, body) => heard.push([seq, body]));
      await stores.events.append('c1', ['a']);
      await until(() => heard.length === 1);
      proxy.swallow('["lost-notice"]');
      await stores.events.append('c1', ['lost-notice']);
      await until(() => proxy.lost === 1);
      await stores.events.append('c1', ['c']);
      await until(() => heard.length === 3);
      expect(heard).toEqual([
        [1, 'a'],
        [2, 'lost-notice'],
        [3, 'c'],
      ]);
      await close();
    });
  });

  it('outlives a killed server: what was acknowledged is there once, and subscribers miss nothing', async () => {
    const own = await redisServer();
    onTestFinished(() => own.stop());
    const stores = await openRedisStores({ url: own.url, site: 'x', clock: systemClock, log: silentLog });
    const heard: number[] = [];
    stores.events.subscribe('c1', (seq) => heard.push(seq));
    const total = 400;
    const work = (async () => {
      for (let n = 0; n < total; n += 1) {
        await stores.journal.commit({ append: [{ stream: 'records', body: String(n) }] });
        await stores.events.append('c1', [String(n)]);
      }
    })();
    for (let kill = 0; kill < 2; kill += 1) {
      const before = heard.length;
      await until(() => heard.length >= before + 50);
      await own.kill();
      await own.start();
    }
    await work;
    await until(() => heard.length >= total);
    const bodies = (await stores.journal.read('records', total * 2)).map((entry) => Number(entry.body));
    expect(bodies).toEqual(Array.from({ length: total }, (_, n) => n));
    expect(heard).toEqual(Array.from({ length: total }, (_, n) => n + 1));
    await stores.close();
  });
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
