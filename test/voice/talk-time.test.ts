import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLog } from '../../sidecar/lib/log.ts';
import { openEmbeddedStores } from '../../sidecar/stores/embedded/open.ts';
import type { Stores } from '../../sidecar/stores/stores.ts';
import { type ManualClock, manualClock } from '../fakes/manual-clock.ts';
import { colleague, type Replica, records, replica } from './registry-bench.ts';

// How long people talked, as the site's rows say it.
const ANN = 'ann@acme.test';
let dir: string;
let clock: ManualClock;
let stores: Stores;
let one: Replica;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'va-talk-'));
  clock = manualClock(Date.UTC(2026, 10, 30, 12));
  stores = openEmbeddedStores({ dir, clock, log: silentLog });
  one = replica(stores, clock);
});
afterEach(async () => {
  await one.sessions.close();
  await stores.close();
  rmSync(dir, { recursive: true });
});

/** The last that the site is told of a field. */
async function told(field: string): Promise<unknown> {
  return (await records(stores)).findLast(({ values }) => field in values)?.values[field];
}
/** Time goes on, and what is noted each minute gets to the disk. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 30_000) {
    await clock.advance(Math.min(30_000, left));
    for (let step = 0; step < 3; step += 1) await stores.journal.commit({ set: [{ key: 'step', value: '' }] });
  }
}
const minutes = () => told('voice_minutes_used');
const seconds = () => told('voice_duration_seconds');

it('is told at the end of a session, as totals of the month and of the conversation', async () => {
  const first = await one.call(ANN);
  await pass(90_000);
  expect(await records(stores)).toEqual([]);
  first.end('user_ended');
  await expect.poll(minutes).toBe(1.5);
  expect(await records(stores)).toEqual([
    { op: 'update', doctype: 'VA Conversation', name: 'conv_1', values: { voice_duration_seconds: 90 } },
    { op: 'update', doctype: 'VA Instance', name: `VA-${ANN}`, values: { voice_minutes_used: 1.5 } },
  ]);
  const second = await one.call(ANN, 'conv_1');
  await clock.advance(30_000);
  second.end('user_ended');
  await expect.poll(minutes).toBe(2);
  expect(await seconds()).toBe(120);
});

it('of a process that died is told by the next session of the person, but for the minute in hand', async () => {
  await one.call(ANN);
  await pass(150_000);
  // It is killed: nothing of it runs any more.
  await stores.close();
  stores = openEmbeddedStores({ dir, clock, log: silentLog });
  one = replica(stores, clock);
  await one.call(ANN);
  expect(await minutes()).toBe(2);
  expect(await seconds()).toBe(120);
});

it('is counted anew in a new month, of the zone where the person lives', async () => {
  const first = await one.call(ANN);
  await clock.advance(60_000);
  first.end('user_ended');
  await expect.poll(minutes).toBe(1);
  // The first of December in London, still November in Chicago.
  await clock.advance(Date.UTC(2026, 11, 1, 3) - clock.now());
  const second = await one.call(ANN);
  await clock.advance(60_000);
  second.end('user_ended');
  await expect.poll(minutes).toBe(2);
  await clock.advance(Date.UTC(2026, 11, 1, 9) - clock.now());
  const third = await one.call(ANN);
  await clock.advance(30_000);
  third.end('user_ended');
  await expect.poll(minutes).toBe(0.5);
});

it('over what the assistant has for the month ends in text', async () => {
  await one.sessions.close();
  one = replica(stores, clock, {
    person: (user) => ({ ...colleague(user), instance: { ...colleague(user).instance, monthlyVoiceMinutes: 2 } }),
  });
  const first = await one.call(ANN);
  await pass(300_000);
  first.end('user_ended');
  // The third minute was not begun.
  await expect.poll(minutes).toBe(2);
  expect(await seconds()).toBe(120);
  const second = await one.call(ANN);
  await pass(300_000);
  second.end('user_ended');
  await clock.advance(0);
  expect(await minutes()).toBe(2);
});
