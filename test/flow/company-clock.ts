import { todayIn } from '../../sidecar/language/calendar.ts';
import { type Clock, systemClock } from '../../sidecar/lib/clock.ts';
import { siteTimeIn } from '../../sidecar/people/site-time.ts';
import { shiftingClock } from '../fakes/shifting-clock.ts';

/** The zone of the company site and of its people. */
export const COMPANY_ZONE = 'America/Chicago';

/** A Monday morning, far from the holidays, from clock changes and from the ends of a month. */
const MONDAY = '2026-06-08';

/**
 * The clock by which the site, the sidecar and the browser of these tests live: it starts at the same moment on whatever day
 * they run, and ticks on. `VA_TEST_TODAY=YYYY-MM-DD[THH:MM]` (in the company's zone; 10:00 without a time) names another
 * moment. A bench has its own time.
 */
export const companyClock: Clock = process.env['VA_FLOW_SITE'] ? systemClock : shiftingClock(startOfStory());

/** ISO date of the company's today. */
export function today(): string {
  return todayIn(companyClock.now(), COMPANY_ZONE);
}

function startOfStory(): number {
  const given = process.env['VA_TEST_TODAY'] ?? MONDAY;
  const start = siteTimeIn(COMPANY_ZONE).fromSite(given.includes('T') ? given : `${given}T10:00`);
  if (start === null) throw new Error(`VA_TEST_TODAY must be YYYY-MM-DD or YYYY-MM-DDTHH:MM, not "${given}"`);
  return start;
}
