import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SiteClient } from '../frappe/site-client.ts';
import type { Clock } from '../lib/clock.ts';
import { isVaError, VaError } from '../lib/va-error.ts';

const siteTokens = z.object({
  access_token: z.string().min(1),
  token_type: z.literal('Bearer'),
  expires_in: z.number(),
  refresh_token: z.string().min(1),
  scope: z.string(),
});
/** Tokens as the site minted them; `expires_in` in seconds. */
export type SiteTokens = z.infer<typeof siteTokens>;

export interface SignIn {
  /** @throws VaError FORBIDDEN when the password grant is off, UNAUTHORIZED for wrong credentials. */
  password(user: string, password: string, ip: string): Promise<SiteTokens>;
  /** @throws VaError INVALID_API_KEY. */
  apiKey(key: string, secret: string): Promise<SiteTokens>;
  /** @throws VaError UNAUTHORIZED, TOKEN_EXPIRED, TOKEN_REUSED. */
  refresh(refreshToken: string): Promise<SiteTokens>;
  /** Always succeeds for the caller, also for a token that nobody knows. */
  revoke(token: string, hint: 'access_token' | 'refresh_token' | undefined): Promise<void>;
  /** An access token for an API key sent with a request, minted once and kept until shortly before it runs out. */
  accessTokenForApiKey(pair: string): Promise<string>;
}

/** Keys whose tokens are remembered at most; the oldest goes first. */
const MAX_REMEMBERED_KEYS = 1000;
const RENEW_BEFORE_MS = 60_000;

/** Every token is minted by Frappe (decisions.md 15); this only carries the request there. */
export function createSignIn(options: {
  readonly site: SiteClient;
  readonly clock: Clock;
  readonly passwordGrant: boolean;
}): SignIn {
  const { site, clock } = options;
  const remembered = new Map<string, { readonly token: string; readonly expiresAt: number }>();

  const apiKey = async (key: string, secret: string): Promise<SiteTokens> => {
    try {
      return siteTokens.parse(await site.post('dartwing_va.api.token', {}, { kind: 'own_key', key, secret }));
    } catch (error) {
      if (isVaError(error) && (error.code === 'UNAUTHORIZED' || error.code === 'FORBIDDEN')) {
        throw new VaError('INVALID_API_KEY', { cause: error });
      }
      throw error;
    }
  };

  return {
    async password(user, password, ip) {
      if (!options.passwordGrant) {
        throw new VaError('FORBIDDEN', {
          message: 'Signing in with a password is switched off here. Sign in on your company site.',
        });
      }
      try {
        return siteTokens.parse(
          await site.post('dartwing_va.api.password_grant', { usr: user, pwd: password, ip }, { kind: 'service' }),
        );
      } catch (error) {
        // One sentence for unknown, wrong and disabled alike: it must not tell which accounts there are.
        if (isVaError(error) && error.code === 'UNAUTHORIZED') {
          throw new VaError('UNAUTHORIZED', { message: 'That user or password is not right.', cause: error });
        }
        throw error;
      }
    },
    apiKey,
    async refresh(refreshToken) {
      return siteTokens.parse(await site.postAnonymous('dartwing_va.api.refresh', { refresh_token: refreshToken }));
    },
    async revoke(token, hint) {
      await site.postAnonymous(
        'dartwing_va.api.revoke',
        hint === undefined ? { token } : { token, token_type_hint: hint },
      );
    },
    async accessTokenForApiKey(pair) {
      const separator = pair.indexOf(':');
      if (separator < 1 || separator === pair.length - 1) throw new VaError('INVALID_API_KEY');
      const hash = createHash('sha256').update(pair).digest('hex');
      const known = remembered.get(hash);
      if (known && known.expiresAt - RENEW_BEFORE_MS > clock.now()) return known.token;
      const tokens = await apiKey(pair.slice(0, separator), pair.slice(separator + 1));
      remembered.delete(hash);
      remembered.set(hash, { token: tokens.access_token, expiresAt: clock.now() + tokens.expires_in * 1000 });
      for (const oldest of remembered.keys()) {
        if (remembered.size <= MAX_REMEMBERED_KEYS) break;
        remembered.delete(oldest);
      }
      return tokens.access_token;
    },
  };
}
