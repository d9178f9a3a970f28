import type { Log } from '../../lib/log.ts';
import { VaError } from '../../lib/va-error.ts';
import type { Person } from '../../people/person.ts';
import type { SiteKey } from '../../stores/site-key.ts';
import type { Lease, Leases } from '../../stores/stores.ts';
import { say } from '../sentences.ts';

/** Across replicas: who dies without a word gives his places free after this, ms. */
const LEASE_MS = 45_000;
/** Leases are renewed so often, ms. */
export const RENEW_MS = 15_000;
/** How long the place of a session that was just ended is waited for, ms: it is given back when what was heard is written down. */
const HANDOVER_MS = 4000;
/** The same of a session that may just have ended elsewhere. */
const ELSEWHERE_MS = 300;

/** The places that one session takes: his own, and one of his company's. */
export interface Place {
  /** False when one of them was lost: a store that was restarted, a process that slept. */
  renew(): Promise<boolean>;
  release(): Promise<void>;
}

/** Who may talk at the same time, counted over all replicas. */
export interface Places {
  /**
   * @param isReplacing one of his sessions has just ended here.
   * @throws VaError VOICE_SESSION_LIMIT (he has one), RATE_LIMITED (his company has as many as it may).
   */
  take(person: Person, isReplacing: boolean): Promise<Place>;
}

export function createPlaces(deps: {
  readonly leases: Leases;
  readonly siteKey: SiteKey;
  readonly sessionsPerCompany: number;
  readonly log: Log;
}): Places {
  const { leases, siteKey } = deps;
  return {
    async take(person, isReplacing) {
      const own = await leases.acquire(siteKey('voice-session', person.user), {
        ttlMs: LEASE_MS,
        waitMs: isReplacing ? HANDOVER_MS : ELSEWHERE_MS,
      });
      if (!own) throw new VaError('VOICE_SESSION_LIMIT');
      const seat = await seatOf(person).catch(async (error: unknown) => {
        await free(own);
        throw error;
      });
      if (!seat) {
        await free(own);
        throw new VaError('RATE_LIMITED', { message: say('tooManyOfCompany') });
      }
      return {
        async renew() {
          const held = await Promise.all([own.renew(), seat.renew()]);
          return held.every(Boolean);
        },
        async release() {
          await Promise.all([free(own), free(seat)]);
        },
      };
    },
  };

  async function seatOf(person: Person): Promise<Lease | null> {
    const key = siteKey('voice-company', person.company.name);
    return await leases.share(key, { ttlMs: LEASE_MS, places: deps.sessionsPerCompany });
  }
  async function free(lease: Lease): Promise<void> {
    await lease
      .release()
      .catch((error: unknown) => deps.log.warn('the place of a voice session lapses by itself', {}, error));
  }
}
