import { VaError } from '../lib/va-error.ts';
import type { Person } from '../people/person.ts';
import type { ActionBook } from './action-book.ts';
import { say } from './sentences.ts';
import type { StoredAction } from './stored-action.ts';

/** What an action waits for may have been changed meanwhile: then for what took its place. */
function latest(id: string, actions: ReadonlyMap<string, StoredAction>): StoredAction | null {
  let action = actions.get(id) ?? null;
  for (let hops = 0; action?.status === 'superseded' && hops < 20; hops += 1) {
    action = action.replacedBy === null ? null : (actions.get(action.replacedBy) ?? null);
  }
  return action;
}

/** Refuses an action while one that it depends on is not done. @throws VaError CONFLICT. */
export async function demandDependencies(book: ActionBook, person: Person, action: StoredAction): Promise<void> {
  if (action.dependsOn === undefined) return;
  const all = new Map((await book.ofConversation(person, action.conversationId)).map((one) => [one.id, one]));
  for (const id of action.dependsOn) {
    const first = latest(id, all);
    if (first !== null && first.status !== 'completed') {
      throw new VaError('CONFLICT', { message: say('comesAfter', { title: first.title }) });
    }
  }
}

/** Pending actions that make no sense any more, now that this one did not come to be. */
export async function lostDependents(
  book: ActionBook,
  person: Person,
  action: StoredAction,
): Promise<readonly StoredAction[]> {
  const actions = await book.ofConversation(person, action.conversationId);
  const all = new Map(actions.map((one) => [one.id, one]));
  return actions.filter(
    (one) => one.status === 'pending' && one.dependsOn?.some((id) => latest(id, all)?.id === action.id),
  );
}

/** States in which an action can no longer come to be. */
export const NEVER_DONE: ReadonlySet<StoredAction['status']> = new Set([
  'failed',
  'cancelled',
  'rejected',
  'expired',
  'reversed',
]);
