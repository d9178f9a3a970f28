import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ContractCase } from './case.ts';
import { TOPICS } from './cases.ts';
import { type EmbeddedSite, openEmbedded } from './embedded.ts';
import { lacks, runCase } from './run.ts';

// Whatever zone the process has, a site counts in its own.
vi.stubEnv('TZ', 'UTC');

/** Cases whose answers hang on a clock or a calendar. */
const SENSITIVE =
  /^(reads|undo|turns)\.|^(actions\.(expired|leave|approve|limit|card|permlevel|confirm)|documents\.(modified|after-submit|stored exp|date)|doors\.claims|lists\.operator (between|is|!=)|tokens\.(claims|refresh|reuse)|records\.(audit|verify)|people\.(profile|first-use))/;
const all: readonly ContractCase[] = Object.values(TOPICS).flat();
const sensitive = all.filter((each) => SENSITIVE.test(each.id));
/** The moment at which the whole suite runs: a site half a day ahead, while it is still yesterday in UTC. */
const WHOLE = Date.UTC(2026, 10, 1, 18, 45);

/** A moment of the days on which clocks in the United States change, the site's zone, and what its clock shows then. */
const MOMENTS: readonly (readonly [string, string, number, string])[] = [
  ['a minute before clocks go forward', 'America/Chicago', Date.UTC(2026, 2, 8, 7, 59), '2026-03-08 01:59:00'],
  ['a minute after clocks went forward', 'America/Chicago', Date.UTC(2026, 2, 8, 8, 1), '2026-03-08 03:01:00'],
  ['the first of the two half past ones', 'America/Chicago', Date.UTC(2026, 10, 1, 6, 30), '2026-11-01 01:30:00'],
  ['the second of the two half past ones', 'America/Chicago', Date.UTC(2026, 10, 1, 7, 30), '2026-11-01 01:30:00'],
  ['the day clocks go forward elsewhere', 'Asia/Kolkata', Date.UTC(2026, 2, 8, 8), '2026-03-08 13:30:00'],
  ['the evening when it is tomorrow there', 'Asia/Kolkata', WHOLE, '2026-11-02 00:15:00'],
];

describe.each(MOMENTS)('%s in a site of %s', (_what, zone, moment, shown) => {
  let site: EmbeddedSite;

  beforeAll(async () => {
    site = await openEmbedded(moment, zone);
  }, 120_000);
  afterAll(() => site.close());

  it('stamps documents with its own time', async () => {
    const { under, clock } = site;
    clock.now = moment;
    expect(under.stamp(moment).slice(0, 19)).toBe(shown);
    const made = await under.make('ToDo', { description: 'When?' });
    expect(String(made['creation']).slice(0, 16)).toBe(shown.slice(0, 16));
    expect(made['date']).toBe(shown.slice(0, 10));
    await under.clean();
  });

  const cases = moment === WHOLE ? all : sensitive;
  it.each(cases.map((each) => [each.id, each] as const))('%s', async (_id, each) => {
    if (lacks(site.under, each.needs) === null) await runCase(site.under, each);
  });
});
