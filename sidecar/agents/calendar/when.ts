/** Wall clocks: what the person's shows, and what stands in the site's documents. */
import { addDays, isIsoDate } from '../../language/calendar.ts';
import { instantOf, localTimeAt } from '../../language/zone-time.ts';
import type { Person } from '../../people/person.ts';

/** `YYYY-MM-DD HH:MM` on a person's own clock. */
export type LocalMoment = string;
type Zones = Pick<Person, 'timeZone' | 'siteTimeZone'>;

const MINUTE_MS = 60_000;
const LOCAL = /^(?<date>\d{4}-\d{2}-\d{2})[ T](?<time>(?:[01]\d|2[0-3]):[0-5]\d)(?::\d{2})?$/u;

/** The moment in the form the tools use; null for what is none. */
export function readLocal(said: string): LocalMoment | null {
  const { date = '', time = '' } = LOCAL.exec(said.trim())?.groups ?? {};
  return isIsoDate(date) ? `${date} ${time}` : null;
}

/** Epoch ms of a moment on the person's clock. */
export function msOf(at: LocalMoment, person: Zones): number {
  return instantOf(at.slice(0, 10), at.slice(11, 16), person.timeZone).at;
}

export function localOf(ms: number, person: Zones): LocalMoment {
  const { date, time } = localTimeAt(ms, person.timeZone);
  return `${date} ${time}`;
}

/** Naive site time `YYYY-MM-DD HH:MM:SS`, as Frappe stores it. */
export function siteTextOf(ms: number, person: Zones): string {
  const { date, time } = localTimeAt(ms, person.siteTimeZone);
  return `${date} ${time}:00`;
}

/** Epoch ms of naive site time; seconds are left away. */
export function msOfSite(naive: string, person: Zones): number {
  return instantOf(naive.slice(0, 10), naive.slice(11, 16).padEnd(5, '0') || '00:00', person.siteTimeZone).at;
}

/** What the person's clock shows at naive site time. */
export function localOfSite(naive: string, person: Zones): LocalMoment {
  return localOf(msOfSite(naive, person), person);
}

export function plusMinutes(ms: number, minutes: number): number {
  return ms + minutes * MINUTE_MS;
}

export function minutesBetween(from: number, to: number): number {
  return Math.round((to - from) / MINUTE_MS);
}

/** From the beginning of one day to the end of another, in epoch ms of the person's days. */
export function daySpan(from: string, to: string, person: Zones): { readonly from: number; readonly to: number } {
  return { from: msOf(`${from} 00:00`, person), to: msOf(`${addDays(to, 1)} 00:00`, person) };
}
