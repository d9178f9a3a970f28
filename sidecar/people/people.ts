import { z } from 'zod';
import type { BusEvent, SiteClient } from '../frappe/site-client.ts';
import { orAborted } from '../lib/async.ts';
import type { Clock } from '../lib/clock.ts';
import { VaError } from '../lib/va-error.ts';
import { verifyAccessToken } from './access-token.ts';
import { siteKeys } from './jwks.ts';
import type { Identity, People, Person } from './person.ts';
import { loadPerson } from './profile.ts';
import { defaultPeopleSettings, type PeopleSettings } from './settings.ts';

export interface PeopleDeps {
  readonly site: SiteClient;
  readonly clock: Clock;
  readonly settings?: PeopleSettings;
  /** Zone of the naive times in documents. Default: that of each person. */
  readonly siteTimeZone?: string;
}

/** `People` and what the wiring needs beside it. */
export interface PeopleRoom extends People {
  /** Hand every bus event here: drops caches, ends sessions; after a reconnect it asks the site what was missed. */
  handleBus(event: BusEvent): Promise<void>;
}

const sessionStates = z.object({
  sessions: z.record(
    z.string(),
    z.object({ active: z.union([z.boolean(), z.number()]).transform(Boolean), epoch: z.number().nullish() }),
  ),
  users: z.record(
    z.string(),
    z.object({ enabled: z.union([z.boolean(), z.number()]).transform(Boolean), epoch: z.number() }),
  ),
});

/** Sessions asked about in one request after a reconnect. */
const RECHECK_BATCH = 200;
/** A changed record of these may change what a profile says of anybody. */
const EVERYBODYS = new Set(['VA Template', 'VA Company Settings', 'System Settings', 'Company', 'VA Sub-Agent Config']);

/** A token that was just checked is not checked again for so long: far below its life and the age of the site's keys, ms. */
const TOKEN_CHECKED_MS = 30_000;
const TOKENS_CHECKED = 5000;

interface CachedPerson {
  readonly person: Person;
  readonly at: number;
}

/** Who is talking: checks access tokens and keeps profiles for a minute. One instance a site. */
export function createPeople(deps: PeopleDeps): PeopleRoom {
  const { site, clock } = deps;
  const settings = deps.settings ?? defaultPeopleSettings;
  const keys = siteKeys(site, clock, settings);
  const cache = new Map<string, CachedPerson>();
  const loading = new Map<string, Promise<Person>>();
  /** Lowest epoch still accepted of a user. */
  const floors = new Map<string, number>();
  /** Sessions whose tokens we accepted and that may still be in use: asked about after a reconnect. */
  const seen = new Map<string, { readonly user: string; readonly expiresAt: number }>();
  const ended = new Set<string>();
  const checked = new Map<string, { readonly identity: Identity; readonly until: number }>();
  const listeners = new Set<(user: string, epoch: number, session: string | null) => void>();
  let generation = 0;

  function raiseFloor(user: string, epoch: number): void {
    const before = floors.get(user) ?? Number.NEGATIVE_INFINITY;
    if (epoch <= before) return;
    floors.set(user, epoch);
    cache.delete(user);
    for (const listener of listeners) listener(user, epoch, null);
  }

  function endSession(user: string, session: string): void {
    if (ended.has(session)) return;
    ended.add(session);
    for (const listener of listeners) listener(user, floors.get(user) ?? 0, session);
  }

  function remember(identity: Identity): void {
    seen.delete(identity.sessionId);
    seen.set(identity.sessionId, { user: identity.user, expiresAt: identity.expiresAt });
    const oldest = seen.entries().next().value;
    if (oldest && oldest[1].expiresAt + settings.tokenLeewayMs < clock.now()) {
      seen.delete(oldest[0]);
      ended.delete(oldest[0]);
    }
  }

  async function fetchPerson(user: string): Promise<Person> {
    const startedIn = generation;
    const person = await loadPerson(site, user, deps.siteTimeZone);
    // What the profile says of the epoch is as good as an event: it closes the gap after a restart of ours.
    if (person.epoch > (floors.get(user) ?? person.epoch)) raiseFloor(user, person.epoch);
    else if (!floors.has(user)) floors.set(user, person.epoch);
    if (startedIn === generation) {
      cache.delete(user);
      cache.set(user, { person, at: clock.now() });
      const oldest = cache.keys().next().value;
      if (cache.size > settings.profileCacheMax && oldest !== undefined) cache.delete(oldest);
    }
    return person;
  }

  /** The signature of a token is checked once in a while; expiry, epoch and session by the caller each time. */
  async function verified(accessToken: string): Promise<Identity> {
    const known = checked.get(accessToken);
    if (known && clock.now() < known.until) return known.identity;
    checked.delete(accessToken);
    const identity = await verifyAccessToken(accessToken, { keys, siteName: site.siteName, clock, settings });
    checked.set(accessToken, { identity, until: Math.min(clock.now() + TOKEN_CHECKED_MS, identity.expiresAt) });
    const oldest = checked.keys().next().value;
    if (checked.size > TOKENS_CHECKED && oldest !== undefined) checked.delete(oldest);
    return identity;
  }

  async function recheck(): Promise<void> {
    const now = clock.now();
    const live = [...seen].filter(([, session]) => session.expiresAt + settings.tokenLeewayMs > now);
    for (let start = 0; start < live.length; start += RECHECK_BATCH) {
      const part = live.slice(start, start + RECHECK_BATCH);
      const users = [...new Set(part.map(([, session]) => session.user))];
      const raw = await site.post(
        'dartwing_va.api.session_state',
        { sessions: part.map(([name]) => name), users },
        { kind: 'service' },
        { idempotent: true },
      );
      const states = sessionStates.safeParse(raw);
      if (!states.success) throw new VaError('SITE_ERROR', { cause: states.error });
      for (const [name, session] of part) {
        const state = states.data.sessions[name];
        const user = states.data.users[session.user];
        if (!state?.active || !user?.enabled) endSession(session.user, name);
        if (user) raiseFloor(session.user, user.epoch);
      }
    }
  }

  const people: PeopleRoom = {
    async identify(accessToken) {
      const identity = await verified(accessToken);
      if (identity.epoch < (floors.get(identity.user) ?? Number.NEGATIVE_INFINITY) || ended.has(identity.sessionId)) {
        throw new VaError('UNAUTHORIZED');
      }
      remember(identity);
      return identity;
    },
    async person(user, signal) {
      signal?.throwIfAborted();
      const known = cache.get(user);
      if (known && clock.now() - known.at < settings.profileCacheMs) return known.person;
      let load = loading.get(user);
      if (!load) {
        load = fetchPerson(user).finally(() => {
          if (loading.get(user) === load) loading.delete(user);
        });
        loading.set(user, load);
      }
      // A shared load goes on for the others when one caller gives up.
      return await (signal ? orAborted(load, signal) : load);
    },
    forget(user) {
      generation += 1;
      if (user === null) {
        cache.clear();
        loading.clear();
      } else {
        cache.delete(user);
        loading.delete(user);
      }
    },
    revoke: raiseFloor,
    onRevoked(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async handleBus(event) {
      if (event.kind === 'session') {
        people.forget(event.user);
        raiseFloor(event.user, event.epoch);
        if (event.session !== null) endSession(event.user, event.session);
      } else if (event.kind === 'connected') {
        people.forget(null);
        await recheck();
      } else if (event.kind === 'changed') {
        const cached = [...cache.values()].find(
          ({ person }) =>
            event.name === person.user ||
            event.name === person.employee.id ||
            event.name === person.instance.name ||
            event.name === person.personality.record,
        );
        if (EVERYBODYS.has(event.doctype) || !cached) people.forget(null);
        else people.forget(cached.person.user);
      }
    },
  };
  return people;
}
