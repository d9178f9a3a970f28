import type { ActionBook } from '../actions/action-book.ts';
import type { ActionDeps } from '../actions/deps.ts';
import { expire } from '../actions/execute.ts';
import type { StoredAction } from '../actions/stored-action.ts';
import { isVaError } from '../lib/va-error.ts';

/** Rows of the site looked at in one sweep. */
const SWEEP_LIMIT = 200;

/** Closes proposals whose time is over, also where nobody looks. */
export interface Expiry {
  /** Looks after a proposal of this process. */
  watch(action: Pick<StoredAction, 'id' | 'conversationId' | 'user' | 'expiresAt'>): void;
  /** Closes what this process watches and is due. */
  tick(): Promise<void>;
  /** Closes what any process left behind, as the site shows it. */
  sweep(): Promise<void>;
}

export function createExpiry(deps: ActionDeps, book: ActionBook): Expiry {
  const watched = new Map<string, Pick<StoredAction, 'id' | 'conversationId' | 'user' | 'expiresAt'>>();

  async function close(one: {
    readonly id: string;
    readonly conversationId: string;
    readonly user: string;
  }): Promise<void> {
    try {
      const person = await deps.people.person(one.user);
      await expire(deps, book, person, one);
    } catch (error) {
      // Somebody who has left gets no card closed by name; the site refuses an expired action whatever its row says.
      if (isVaError(error) && !error.retryable) return;
      throw error;
    }
  }

  return {
    watch(action) {
      watched.set(action.id, action);
    },
    async tick() {
      const now = deps.clock.now();
      for (const action of [...watched.values()]) {
        if (action.expiresAt > now) continue;
        try {
          await close(action);
          watched.delete(action.id);
        } catch (error) {
          deps.log.warn('a proposal could not be closed yet', { action_id: action.id }, error);
        }
      }
    },
    async sweep() {
      const rows = await deps.site.list(
        'VA Action Log',
        {
          fields: ['name', 'conversation', 'owner'],
          filters: [
            ['status', '=', 'pending'],
            ['expires_at', '<', deps.siteTime.toSite(deps.clock.now())],
          ],
          orderBy: 'expires_at asc',
          limit: SWEEP_LIMIT,
        },
        { kind: 'service' },
      );
      for (const row of rows) {
        // Every row of ours is owned by its employee's login (decisions.md 6).
        const user = row['owner'];
        const conversationId = row['conversation'];
        if (typeof user !== 'string' || typeof conversationId !== 'string') continue;
        try {
          await close({ id: String(row['name']), conversationId, user });
        } catch (error) {
          deps.log.warn('a proposal could not be closed yet', { action_id: String(row['name']) }, error);
        }
      }
    },
  };
}
