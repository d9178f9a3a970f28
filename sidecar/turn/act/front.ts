import type { StoredAction } from '../../actions/stored-action.ts';
import type { Front } from '../state/conversation-state.ts';

/** What stands in front of the user after an agent spoke. `named`: the answer asked for one yes to all of them. */
export function frontAfter(
  proposed: readonly string[],
  undoOffered: string | null,
  before: Front | null,
  named = false,
): Front | null {
  const undo = undoOffered === null ? {} : { undo: undoOffered };
  if (proposed.length > 0) {
    return { actionIds: proposed, fresh: true, ...(named ? { review: true as const } : {}), ...(named ? undo : {}) };
  }
  if (undoOffered !== null) return { actionIds: [], undo: undoOffered, fresh: true };
  return passedBy(before);
}

export function frontOf(action: StoredAction | null): Front | null {
  return action === null ? null : { actionIds: [action.id], fresh: true };
}

/** The talk went elsewhere: a later yes is asked back first. */
export function passedBy(front: Front | null): Front | null {
  return front === null ? null : { ...front, fresh: false };
}
