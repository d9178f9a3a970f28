import type { FastifyReply } from 'fastify';
import { isVaError, VaError } from '../../lib/va-error.ts';
import { countCompany } from '../company-limit.ts';
import type { GatewayDeps, RateCategory } from '../deps.ts';

const WINDOW_MS = 60_000;

/**
 * Counts one hit of `subject` and tells the caller where he stands by the headers of 11.11.3.
 * @param subject who is limited: a user, or address and account before anybody is signed in. Never shown or logged.
 * @throws VaError RATE_LIMITED with `retry_after_seconds` in meta.
 */
export async function countHit(
  deps: GatewayDeps,
  reply: FastifyReply,
  category: RateCategory,
  subject: string,
): Promise<void> {
  const limit = deps.settings.limits[category];
  const { count, resetAt } = await deps.stores.counters.hit(`rate:${deps.siteName}:${category}:${subject}`, WINDOW_MS);
  reply.header('X-RateLimit-Limit', limit);
  reply.header('X-RateLimit-Remaining', Math.max(0, limit - count));
  reply.header('X-RateLimit-Reset', Math.ceil(resetAt / 1000));
  if (count > limit) {
    const seconds = Math.max(1, Math.ceil((resetAt - deps.clock.now()) / 1000));
    reply.header('Retry-After', seconds);
    throw new VaError('RATE_LIMITED', { meta: { retry_after_seconds: seconds } });
  }
}

/** The same for the caller's company; its limit is told only when it is reached, since it is not his own. */
export async function countCompanyHit(deps: GatewayDeps, reply: FastifyReply, company: string): Promise<void> {
  try {
    await countCompany(deps, company);
  } catch (error) {
    if (isVaError(error)) reply.header('Retry-After', Number(error.meta['retry_after_seconds']));
    throw error;
  }
}
