import { ownRequestLink } from '../../actions/own-request.ts';
import { isVaError, type VaError } from '../../lib/va-error.ts';
import type { Identity } from '../../people/person.ts';
import type { Act, ActContext } from './act.ts';

/** An answer of the rules, without a model. */
export const PLAIN: Omit<Act, 'front'> = {
  suggestions: [],
  model: 'rules',
  agent: null,
  tools: [],
  tokens: 0,
  focus: null,
  touched: [],
  audit: [],
};

/** Reaches the site only for an action that is closed already, which needs no proof to be told of. */
export const NO_SESSION: Identity = { user: '', sessionId: '', epoch: -1, expiresAt: 0, accessToken: '' };

/** Whether the words came with a live session that a crash took away: they only have to be said again. */
export function hadSession({ turn }: ActContext): boolean {
  return turn.origin !== 'site';
}

/** A refusal in words, with the link to where the person himself can go on. */
export async function tellRefusal({ speaker }: Pick<ActContext, 'speaker'>, refusal: VaError): Promise<void> {
  await speaker.say(refusal.message);
  const link = ownRequestLink(refusal);
  if (link !== null) await speaker.tell({ type: 'citation', ...link });
}

/** Our own errors carry a sentence for the person; anything else is a failure of the turn. */
export function spoken(error: unknown): VaError {
  if (isVaError(error) && error.code !== 'INTERNAL_ERROR' && error.code !== 'STORAGE_FULL') return error;
  throw error;
}
