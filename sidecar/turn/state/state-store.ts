import { VaError } from '../../lib/va-error.ts';
import type { SiteRecord } from '../../records/record.ts';
import type { JournalChange } from '../../stores/stores.ts';
import type { EngineDeps } from '../deps.ts';
import type { ConversationState } from './conversation-state.ts';
import { type Owner, rebuild } from './rebuild.ts';

/** How long a change of a conversation waits for another one, ms. */
const LOCK_MS = 10_000;
/** Conversations kept as objects, and how long after their last use; the store keeps them longer, as text. */
const HOT_CONVERSATIONS = 300;
const HOT_MS = 60_000;

/** What a change stores, all in one commit. */
export interface StateChange<T> {
  /** Null: as it was. */
  readonly state: ConversationState | null;
  readonly records?: readonly SiteRecord[];
  /** Entries of the stream of accepted messages. */
  readonly accept?: readonly string[];
  readonly removeAccepted?: readonly string[];
  readonly set?: NonNullable<JournalChange['set']>;
  readonly result: T;
}

/** Conversations at hand. Every change is read, decided and committed while nobody else changes the same one. */
export interface StateStore {
  /** @throws VaError CONVERSATION_NOT_FOUND for an unknown one and somebody else's alike. */
  load(person: Owner, conversationId: string): Promise<ConversationState>;
  /** What is at hand, whosever it is; null when nothing is. For callers that were let in already. */
  peek(conversationId: string): Promise<ConversationState | null>;
  change<T>(
    person: Owner,
    conversationId: string,
    decide: (state: ConversationState) => StateChange<T> | Promise<StateChange<T>>,
  ): Promise<T>;
  /** A new conversation with its rows. */
  create(
    state: ConversationState,
    records: readonly SiteRecord[],
    set: NonNullable<JournalChange['set']>,
  ): Promise<void>;
}

export function createStateStore(deps: EngineDeps): StateStore {
  /** What this process stored or read last. With replicas somebody else may have changed it since: then none is kept. */
  const hot = deps.sharedStores
    ? null
    : new Map<string, { readonly state: ConversationState; readonly until: number }>();
  const keyOf = (conversationId: string) => deps.siteKey('conversation', conversationId);
  const entryOf = (state: ConversationState) => ({
    key: keyOf(state.conversationId),
    value: JSON.stringify(state),
    ttlMs: deps.settings.turn.stateMs,
  });

  async function peek(conversationId: string): Promise<ConversationState | null> {
    const known = hot?.get(conversationId);
    if (known && deps.clock.now() < known.until) return known.state;
    const kept = await deps.stores.kv.get(keyOf(conversationId));
    const state = kept === null ? null : (JSON.parse(kept) as ConversationState);
    // Stored by somebody else while this was read: that one is newer.
    if (state && hot?.get(conversationId) === known) keepHot(state);
    return state;
  }
  function keepHot(state: ConversationState): void {
    if (!hot) return;
    hot.delete(state.conversationId);
    hot.set(state.conversationId, { state, until: deps.clock.now() + HOT_MS });
    const oldest = hot.keys().next().value;
    if (hot.size > HOT_CONVERSATIONS && oldest !== undefined) hot.delete(oldest);
  }
  async function load(person: Owner, conversationId: string): Promise<ConversationState> {
    const state = (await peek(conversationId)) ?? (await rebuild(deps, person, conversationId));
    if (state?.employeeId !== person.employee.id) throw new VaError('CONVERSATION_NOT_FOUND');
    return state;
  }

  return {
    load,
    peek,
    async change(person, conversationId, decide) {
      const lock = await deps.stores.leases.acquire(deps.siteKey('conversation-lock', conversationId), {
        ttlMs: LOCK_MS,
        waitMs: LOCK_MS,
      });
      if (!lock) throw new VaError('CONFLICT');
      try {
        const change = await decide(await load(person, conversationId));
        const { state, records = [], accept = [], removeAccepted = [], set = [] } = change;
        if (state || records.length + accept.length + removeAccepted.length + set.length > 0) {
          await deps.stores.journal.commit({
            append: [
              ...accept.map((body) => ({ stream: 'turns' as const, body })),
              ...records.map((record) => deps.outbox.toEntry(record)),
            ],
            remove: removeAccepted.length > 0 ? [{ stream: 'turns', ids: removeAccepted }] : [],
            set: [...(state ? [entryOf(state)] : []), ...set],
          });
          if (state) keepHot(state);
        }
        return change.result;
      } finally {
        await lock.release();
      }
    },
    async create(state, records, set) {
      await deps.stores.journal.commit({
        append: records.map((record) => deps.outbox.toEntry(record)),
        set: [entryOf(state), ...set],
      });
      keepHot(state);
    },
  };
}
