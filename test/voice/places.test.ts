import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../sidecar/lib/clock.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { openEmbeddedStores } from '../../sidecar/stores/embedded/open.ts';
import { openRedisStores } from '../../sidecar/stores/redis/open.ts';
import type { Stores } from '../../sidecar/stores/stores.ts';
import { manualClock } from '../fakes/manual-clock.ts';
import { redisMissing, redisServer } from '../fakes/redis-server.ts';
import { type Replica, replica } from './registry-bench.ts';

if (redisMissing) console.warn(redisMissing);

// How many of a company may talk at a time, counted over the replicas that share a store.
const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const step of closing.splice(0).reverse()) await step();
});

async function embedded(clock: Clock): Promise<readonly [Stores, Stores]> {
  const dir = mkdtempSync(join(tmpdir(), 'va-places-'));
  const stores = openEmbeddedStores({ dir, clock, log: silentLog });
  closing.push(
    () => rmSync(dir, { recursive: true }),
    () => stores.close(),
  );
  return [stores, stores];
}
/** Two connections, as two replicas have. */
async function redis(clock: Clock): Promise<readonly [Stores, Stores]> {
  const server = await redisServer();
  closing.push(() => server.stop());
  const site = `${randomUUID()}.test`;
  const open = async () => {
    const stores = await openRedisStores({ url: server.url, site, clock, log: silentLog });
    closing.push(() => stores.close());
    return stores;
  };
  return [await open(), await open()];
}
function replicaOn(stores: Stores, clock: Clock, sessionsPerCompany = 3): Replica {
  const one = replica(stores, clock, { settings: { sessionsPerCompany } });
  closing.push(() => one.sessions.close());
  return one;
}
const full = { code: 'RATE_LIMITED', message: expect.stringMatching(/colleagues are talking/) };

describe.each([
  ['embedded', embedded],
  ['Redis', redis],
] as const)('with the store %s', (name, open) => {
  it.skipIf(name === 'Redis' && redisMissing !== null)('replicas count together, and an end makes room', async () => {
    const [first, second] = await open(systemClock);
    const one = replicaOn(first, systemClock);
    const two = replicaOn(second, systemClock);
    const ann = await one.call('ann@acme.test');
    await two.call('ben@acme.test');
    await two.call('cat@acme.test');
    await expect(one.call('dan@acme.test')).rejects.toMatchObject(full);
    await expect(two.call('dan@acme.test')).rejects.toMatchObject(full);
    // Who was refused holds nothing.
    ann.end('user_ended');
    await expect.poll(() => two.call('dan@acme.test').then(({ isConnected }) => isConnected)).toBe(true);
    await expect(one.call('ann@acme.test')).rejects.toMatchObject(full);
  });

  it.skipIf(name === 'Redis' && redisMissing !== null)(
    'a person has one session, whichever replica he comes to',
    async () => {
      const [first, second] = await open(systemClock);
      const one = replicaOn(first, systemClock);
      const two = replicaOn(second, systemClock);
      await one.call('ann@acme.test');
      await expect(two.call('ann@acme.test')).rejects.toMatchObject({ code: 'VOICE_SESSION_LIMIT' });
      // His second try took none of his company's places.
      await two.call('ben@acme.test');
      await two.call('cat@acme.test');
    },
  );
});

describe('a replica that dies', () => {
  it('gives its places free when nobody renews them; those of the living are kept', async () => {
    const clock = manualClock();
    const [stores] = await embedded(clock);
    // Its hands stand still: nothing of it is renewed.
    const dead = replicaOn(stores, manualClock(clock.now()), 2);
    const alive = replicaOn(stores, clock, 2);
    await dead.call('ann@acme.test');
    await alive.call('ben@acme.test');
    await clock.advance(40_000);
    await expect(alive.call('cat@acme.test')).rejects.toMatchObject(full);
    await clock.advance(6000);
    await alive.call('cat@acme.test');
    await expect(alive.call('dan@acme.test')).rejects.toMatchObject(full);
    await clock.advance(120_000);
    await expect(alive.call('dan@acme.test')).rejects.toMatchObject(full);
  });
});
