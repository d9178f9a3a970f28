import { expect, it } from 'vitest';
import type { Lease } from '../../sidecar/stores/stores.ts';
import { type LeaseTry, waitingLine } from '../../sidecar/stores/waiting-line.ts';
import { manualClock } from '../fakes/manual-clock.ts';

it('a lease that arrives for somebody who gave up goes to the next in line', async () => {
  const clock = manualClock();
  const asked: ((answer: LeaseTry) => void)[] = [];
  let released = 0;
  const lease: Lease = {
    renew: async () => true,
    release: async () => {
      released += 1;
    },
  };
  const line = waitingLine(clock, () => new Promise((resolve) => asked.push(resolve)), 1000);
  const impatient = line.acquire('k', { ttlMs: 1000, waitMs: 50 });
  const patient = line.acquire('k', { ttlMs: 1000, waitMs: 60_000 });
  await clock.advance(60);
  expect(await impatient).toBeNull();
  asked[0]?.({ lease });
  await clock.advance(0);
  expect(released).toBe(1);
  asked[1]?.({ lease });
  expect(await patient).toBe(lease);
});

it('those in line keep their places while the backend is away', async () => {
  const clock = manualClock();
  let away = true;
  const lease: Lease = { renew: async () => true, release: async () => undefined };
  const line = waitingLine(
    clock,
    async () => {
      if (away) throw new Error('away');
      return { lease };
    },
    100,
  );
  const waiting = line.acquire('k', { ttlMs: 1000, waitMs: 60_000 });
  await clock.advance(500);
  away = false;
  await clock.advance(500);
  expect(await waiting).toBe(lease);
  await expect(line.acquire('k', { ttlMs: 1000 })).resolves.toBe(lease);
});
