import { expect, test } from 'vitest';
import { everyNight, nextTime } from '../../sidecar/knowledge/nightly.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { manualClock } from '../fakes/manual-clock.ts';

const HOUR = 3_600_000;

test('the next night is in the zone of the site, also over a change of the clocks', () => {
  const iso = (now: string, zone: string) => new Date(nextTime(Date.parse(now), '02:30', zone)).toISOString();
  expect(iso('2026-11-27T12:00:00Z', 'America/Chicago')).toBe('2026-11-28T08:30:00.000Z');
  expect(iso('2026-11-27T08:29:59Z', 'America/Chicago')).toBe('2026-11-27T08:30:00.000Z');
  expect(iso('2026-11-27T08:30:00Z', 'America/Chicago')).toBe('2026-11-28T08:30:00.000Z');
  // 02:30 does not exist on 29 March 2026 in Berlin.
  expect(iso('2026-03-28T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  expect(iso('2026-03-29T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-30T00:30:00.000Z');
});

test('each night once, a failed one keeps the next from nothing, and stopping stops', async () => {
  const clock = manualClock(Date.parse('2026-11-27T12:00:00Z'));
  let runs = 0;
  const nights = everyNight({
    at: '02:30',
    timeZone: 'UTC',
    clock,
    log: silentLog,
    work: async () => {
      runs += 1;
      if (runs === 1) throw new Error('the site is away');
    },
  });
  await clock.advance(14 * HOUR);
  expect(runs).toBe(0);
  await clock.advance(HOUR);
  expect(runs).toBe(1);
  await clock.advance(24 * HOUR);
  expect(runs).toBe(2);
  await nights.close();
  await clock.advance(48 * HOUR);
  expect(runs).toBe(2);
});
