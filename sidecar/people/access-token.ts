import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Clock } from '../lib/clock.ts';
import { VaError } from '../lib/va-error.ts';
import type { SiteKeys } from './jwks.ts';
import type { Identity } from './person.ts';
import type { PeopleSettings } from './settings.ts';

const claims = z.object({
  typ: z.literal('va-user'),
  sub: z.string().min(1).max(140),
  sid: z.string().min(1).max(140),
  epoch: z.number().int().min(0),
  jti: z.string().min(1).max(200),
  iat: z.number(),
  exp: z.number(),
});
const header = z.object({ alg: z.literal('EdDSA'), kid: z.string().min(1).max(200) });

/** No token of ours is longer; anything else is not worth a signature check. */
const MAX_TOKEN_LENGTH = 4096;

/**
 * Checks a `va-user` token (docs/site-api.md, Tokens): signature by a key of the site, algorithm pinned, issuer,
 * audience, typ and expiry. What it says about the session's life (epoch) is judged by the caller.
 * @throws VaError UNAUTHORIZED, TOKEN_EXPIRED, SITE_UNAVAILABLE (keys could not be had).
 */
export async function verifyAccessToken(
  token: string,
  context: {
    readonly keys: SiteKeys;
    readonly siteName: string;
    readonly clock: Clock;
    readonly settings: PeopleSettings;
  },
): Promise<Identity> {
  if (token === '' || token.length > MAX_TOKEN_LENGTH) throw new VaError('UNAUTHORIZED');
  const key = await context.keys.find(kidOf(token));
  if (!key) throw new VaError('UNAUTHORIZED');
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['EdDSA'],
      issuer: context.siteName,
      audience: 'dartwing-va',
      clockTolerance: context.settings.tokenLeewayMs / 1000,
      currentDate: new Date(context.clock.now()),
      requiredClaims: ['iss', 'aud', 'typ', 'sub', 'sid', 'epoch', 'iat', 'exp', 'jti'],
    });
    const good = claims.safeParse(payload);
    // A token from the future is one of a clock that is wrong or of a forger.
    if (!good.success || good.data.iat * 1000 > context.clock.now() + context.settings.tokenLeewayMs) {
      throw new VaError('UNAUTHORIZED');
    }
    const { sub, sid, epoch, exp } = good.data;
    return { user: sub, sessionId: sid, epoch, expiresAt: exp * 1000, accessToken: token };
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new VaError('TOKEN_EXPIRED', { cause: error });
    if (error instanceof errors.JOSEError) throw new VaError('UNAUTHORIZED', { cause: error });
    throw error;
  }
}

function kidOf(token: string): string {
  try {
    const good = header.safeParse(decodeProtectedHeader(token));
    if (good.success) return good.data.kid;
  } catch (error) {
    throw new VaError('UNAUTHORIZED', { cause: error });
  }
  throw new VaError('UNAUTHORIZED');
}
