import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../sidecar/lib/clock.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { openEmbeddedStores } from '../../sidecar/stores/embedded/open.ts';
import { openRedisStores } from '../../sidecar/stores/redis/open.ts';
import type { Stores } from '../../sidecar/stores/stores.ts';
import { redisMissing, redisServer } from '../fakes/redis-server.ts';
import { seededRandom } from '../fakes/seeded-random.ts';

const SEED = 20261123;
const KILLS = 6;

if (redisMissing) console.warn(redisMissing);

/** Runs the committer and kills it at a moment that the seed chooses; answers the last number it acknowledged. */
async function runUntilKilled(backend: string, place: string, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'committer.ts'), backend, place], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let said = '';
  let armed = false;
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (armed) return;
    armed = true;
    setTimeout(() => child.kill('SIGKILL'), afterMs);
  });
  await ended;
  // A half-written line was not acknowledged.
  return Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1));
}

async function check(stores: Stores, acknowledged: number): Promise<void> {
  const state = Number(await stores.kv.get('state'));
  expect(state).toBeGreaterThanOrEqual(acknowledged);
  const bodies: string[] = [];
  for (let after: string | undefined; ; ) {
    const part = await stores.journal.read('records', 1000, after);
    if (part.length === 0) break;
    bodies.push(...part.map((entry) => entry.body));
    after = part.at(-1)?.id;
  }
  const whole = Array.from({ length: state }, (_, n) => [`${n + 1}a`, `${n + 1}b`]).flat();
  expect(bodies).toEqual(whole);
  expect((await stores.journal.read('turns', 9)).map((entry) => entry.body)).toEqual([String(state)]);
  const last = await stores.events.lastSeq('c1');
  const kept = await stores.events.since('c1', Math.max(0, last - 500));
  expect(kept?.map((event) => event.seq)).toEqual(
    Array.from({ length: Math.min(500, last) }, (_, n) => Math.max(0, last - 500) + n + 1),
  );
}

describe(`a process killed at any moment (seed ${SEED})`, () => {
  it(`loses nothing it acknowledged and leaves nothing half-done: embedded, ${KILLS} kills`, async () => {
    const dir = await mkdtemp(join(tmpdir(), 'va-kill-'));
    onTestFinished(() => rm(dir, { recursive: true, force: true }));
    const random = seededRandom(SEED);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const acknowledged = await runUntilKilled('embedded', dir, random() * 80);
      const stores = openEmbeddedStores({ dir, clock: systemClock, log: silentLog });
      await check(stores, acknowledged);
      await stores.close();
    }
  });

  it.skipIf(redisMissing !== null)(
    `and in Redis, with the server killed every other time, ${KILLS} kills`,
    async () => {
      const server = await redisServer();
      onTestFinished(() => server.stop());
      const random = seededRandom(SEED + 1);
      for (let kill = 0; kill < KILLS; kill += 1) {
        const acknowledged = await runUntilKilled('redis', server.url, random() * 80);
        if (kill % 2 === 1) {
          await server.kill();
          await server.start();
        }
        const stores = await openRedisStores({
          url: server.url,
          site: 'kill.test',
          clock: systemClock,
          log: silentLog,
        });
        await check(stores, acknowledged);
        await stores.close();
      }
    },
  );
});
