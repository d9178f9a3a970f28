import { type CryptoKey, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import type { SiteClient } from '../frappe/site-client.ts';
import type { Clock } from '../lib/clock.ts';
import { VaError } from '../lib/va-error.ts';
import type { PeopleSettings } from './settings.ts';

const answer = z.object({
  keys: z
    .array(
      z.looseObject({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        x: z.string().min(1).max(100),
        kid: z.string().min(1).max(200),
      }),
    )
    .max(20),
});

/** The site's public keys by kid. */
export interface SiteKeys {
  /** Null when the site does not know the kid. @throws VaError SITE_UNAVAILABLE when it could not be asked. */
  find(kid: string): Promise<CryptoKey | Uint8Array | null>;
}

/**
 * Keys of `dartwing_va.api.jwks`, cached. An unknown kid asks again (a rotated key), but never more often than the
 * floor, so that forged tokens cannot make us hammer the site.
 */
export function siteKeys(site: SiteClient, clock: Clock, settings: PeopleSettings): SiteKeys {
  let keys = new Map<string, CryptoKey | Uint8Array>();
  let loadedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let loading: Promise<void> | null = null;

  async function load(): Promise<void> {
    triedAt = clock.now();
    const found = answer.safeParse(await site.readAnonymous('dartwing_va.api.jwks'));
    if (!found.success) throw new VaError('SITE_ERROR', { cause: found.error });
    const fresh = new Map<string, CryptoKey | Uint8Array>();
    for (const { kty, crv, x, kid } of found.data.keys) {
      const jwk: JWK = { kty, crv, x };
      fresh.set(kid, await importJWK(jwk, 'EdDSA'));
    }
    keys = fresh;
    loadedAt = clock.now();
  }
  function refresh(): Promise<void> {
    loading ??= load().finally(() => {
      loading = null;
    });
    return loading;
  }

  return {
    async find(kid) {
      const now = clock.now();
      const stale = now - loadedAt > settings.jwksMaxAgeMs;
      const known = keys.get(kid);
      if (known && !stale) return known;
      if (loading || now - triedAt >= settings.jwksFloorMs) {
        try {
          await refresh();
        } catch (error) {
          // A key that was good a moment ago still is while the site is away; an unknown one cannot be judged.
          if (!known) throw error;
        }
      } else if (loadedAt === Number.NEGATIVE_INFINITY) {
        throw new VaError('SITE_UNAVAILABLE');
      }
      return keys.get(kid) ?? null;
    },
  };
}
