import type { StoredAction } from '../../actions/stored-action.ts';
import type { Front } from '../state/conversation-state.ts';
import type { Decision } from './decide.ts';

/** Says something about the cards in front of the person and leaves them there. */
export function sayAbout(text: string, front: Front | null, actions: readonly StoredAction[]): Decision {
  const open = actions.filter((one) => front?.actionIds.includes(one.id) && one.status === 'pending');
  const [only, ...more] = open;
  if (only && more.length === 0) return { kind: 'say', text, front: only };
  return more.length > 0 ? { kind: 'say', text, front: null, review: open } : { kind: 'say', text, front: null };
}
