import type { FastifyRequest } from 'fastify';
import { VaError } from '../../lib/va-error.ts';
import type { Identity, Person } from '../../people/person.ts';
import type { GatewayDeps } from '../deps.ts';

export interface Caller {
  readonly identity: Identity;
  readonly person: Person;
}

/**
 * Who sent this request: `Authorization: Bearer <access token>` or `X-API-Key: <key>:<secret>`. Both give the same
 * identity (F021). Cookies are never looked at, so a foreign page cannot ride on somebody's login.
 * @throws VaError UNAUTHORIZED, TOKEN_EXPIRED, INVALID_API_KEY and the refusals of People.person.
 */
export async function authenticate(
  deps: Pick<GatewayDeps, 'people' | 'signIn'>,
  request: FastifyRequest,
): Promise<Caller> {
  const identity = await deps.people.identify(await accessToken(deps, request));
  return { identity, person: await deps.people.person(identity.user) };
}

async function accessToken(deps: Pick<GatewayDeps, 'signIn'>, request: FastifyRequest): Promise<string> {
  const authorization = request.headers.authorization;
  const apiKey = request.headers['x-api-key'];
  if (authorization !== undefined) {
    const match = /^Bearer ([A-Za-z0-9_.-]{1,4096})$/.exec(authorization);
    if (!match?.[1]) throw new VaError('UNAUTHORIZED');
    return match[1];
  }
  if (typeof apiKey === 'string') return deps.signIn.accessTokenForApiKey(apiKey);
  throw new VaError('UNAUTHORIZED');
}
