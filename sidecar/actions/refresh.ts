import type { Person } from '../people/person.ts';
import type { ActionBook } from './action-book.ts';
import type { ActionDeps } from './deps.ts';
import { cardOf, type StoredAction } from './stored-action.ts';

/**
 * Takes over what the site says of an action that was confirmed, cancelled or undone in Desk or on a page, and tells
 * every device. @throws SiteFailure when the site cannot be asked.
 */
export async function refreshAction(
  deps: ActionDeps,
  book: ActionBook,
  person: Person,
  actionId: string,
): Promise<StoredAction | null> {
  const there = await book.atSite(person, actionId);
  if (!there) return null;
  const reversal = there.reversal === null ? null : await book.atSite(person, there.reversal);
  const changed = await book.change(person, there.conversationId, (actions) => {
    const here = actions.get(actionId);
    // Between our own commit and the drain the site still shows what was.
    const stale = here !== undefined && here.status !== 'executing' && there.status === 'pending';
    if (stale || here?.status === there.status) return { put: [], records: [], result: false };
    const put: StoredAction[] = [{ ...there, lines: here?.lines ?? there.lines, title: here?.title ?? there.title }];
    if (reversal) put.push(reversal);
    return { put, records: [], result: true };
  });
  if (changed) {
    const type = there.status === 'completed' ? 'action.done' : 'action.updated';
    const events = [{ type, action: cardOf(there) } as const];
    if (reversal)
      await deps.emit(there.conversationId, there.turnId ?? '', [
        ...events,
        { type: 'action.done', action: cardOf(reversal) },
      ]);
    else await deps.emit(there.conversationId, there.turnId ?? '', events);
  }
  return there;
}
