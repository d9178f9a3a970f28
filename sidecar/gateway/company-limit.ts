import { defineMessages } from '../lib/messages.ts';
import { VaError } from '../lib/va-error.ts';
import type { GatewayDeps } from './deps.ts';

const WINDOW_MS = 60_000;
const say = defineMessages({
  companyBusy: 'Your company sends more than I can take at the moment. Please try again in a minute.',
});

/**
 * Counts one request of a company, by whatever way in: what one of them sends must not be at the cost of the others.
 * @throws VaError RATE_LIMITED with `retry_after_seconds` and `limit: company` in meta.
 */
export async function countCompany(
  deps: Pick<GatewayDeps, 'stores' | 'siteName' | 'settings' | 'clock'>,
  company: string,
): Promise<void> {
  const { count, resetAt } = await deps.stores.counters.hit(`rate:${deps.siteName}:company:${company}`, WINDOW_MS);
  if (count <= deps.settings.companyPerMinute) return;
  const seconds = Math.max(1, Math.ceil((resetAt - deps.clock.now()) / 1000));
  throw new VaError('RATE_LIMITED', {
    message: say('companyBusy'),
    meta: { retry_after_seconds: seconds, limit: 'company' },
  });
}
