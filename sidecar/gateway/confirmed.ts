import type { alreadyConfirmed } from '@dartwing-va/contract/rest.ts';
import type { z } from 'zod';
import type { ActionDetails, Confirmed } from '../actions/desk-types.ts';
import { VaError } from '../lib/va-error.ts';

/**
 * A button is pressed once: a yes to what is done already is refused, with the first result in `meta`, so that a client
 * whose answer was lost can show that one. (A typed yes is told in words that it is done.)
 * @throws VaError ACTION_ALREADY_CONFIRMED.
 */
export function firstTime(outcome: Extract<Confirmed, { readonly kind: 'executed' }>): {
  readonly action: ActionDetails;
  readonly message: string;
} {
  const { action, message, repeated } = outcome;
  if (!repeated) return { action, message };
  const { status, result } = action.card;
  const meta: z.input<typeof alreadyConfirmed> = { status, result: { ...result }, assistant_message: message };
  throw new VaError('ACTION_ALREADY_CONFIRMED', { meta });
}
