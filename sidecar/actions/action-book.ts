import type { CardLine } from '@dartwing-va/contract/turn-events.ts';
import { VaError } from '../lib/va-error.ts';
import type { Person } from '../people/person.ts';
import type { SiteRecord } from '../records/record.ts';
import { presentAskApprover, REQUEST_CANCELLATION } from './ask-approver.ts';
import type { ActionDeps } from './deps.ts';
import type { Operation } from './operation.ts';
import { ACTION_FIELDS, actionFromRow, type StoredAction } from './stored-action.ts';

/** How long a change of a conversation's actions waits for another one, ms. */
const LOCK_MS = 10_000;

/** What a change of a conversation's actions stores: the actions anew, and rows for the site, in one commit. */
export interface BookChange<T> {
  readonly put: readonly StoredAction[];
  readonly records: readonly SiteRecord[];
  readonly result: T;
}

/**
 * The actions of conversations: at hand in the store from the moment they are proposed (the site may lag behind the
 * outbox), read back from VA Action Log when they are not.
 */
export interface ActionBook {
  /** Oldest first. */
  ofConversation(person: Person, conversationId: string): Promise<readonly StoredAction[]>;
  /** What is at hand, whosever it is. For callers that were let in already. */
  peek(conversationId: string): Promise<readonly StoredAction[]>;
  /** Null for an unknown id and for somebody else's alike. */
  find(person: Person, actionId: string): Promise<StoredAction | null>;
  /** Reads, decides and commits while nobody else changes actions of this conversation. */
  change<T>(
    person: Person,
    conversationId: string,
    decide: (actions: ReadonlyMap<string, StoredAction>) => BookChange<T> | Promise<BookChange<T>>,
  ): Promise<T>;
  /** What the site says of an action now; null when it has none. @throws SiteFailure when it cannot be asked. */
  atSite(person: Person, actionId: string): Promise<StoredAction | null>;
  /** The executed action that made a document and is not undone; null when we made none. @throws SiteFailure. */
  insertedBy(person: Person, doctype: string, name: string): Promise<StoredAction | null>;
  /** Says that a new conversation has no actions, so that nobody asks the site. */
  begin(conversationId: string): { readonly key: string; readonly value: string; readonly ttlMs: number };
  /** Title and lines from stored operations, by the tool that made them. */
  render(
    person: Person,
  ): (
    type: string,
    operations: readonly Operation[],
    parameters: Readonly<Record<string, unknown>>,
  ) => { readonly title: string; readonly lines: readonly CardLine[] } | null;
}

export function createActionBook(deps: ActionDeps): ActionBook {
  const { stores, site, settings } = deps;
  const listKey = (conversationId: string) => deps.siteKey('actions', conversationId);
  const indexKey = (actionId: string) => deps.siteKey('action', actionId);

  async function atHand(conversationId: string): Promise<StoredAction[] | null> {
    const kept = await stores.kv.get(listKey(conversationId));
    return kept === null ? null : (JSON.parse(kept) as StoredAction[]);
  }
  async function fromSite(person: Person, conversationId: string): Promise<StoredAction[]> {
    const rows = await site.list(
      'VA Action Log',
      {
        fields: ACTION_FIELDS,
        filters: [
          ['conversation', '=', conversationId],
          ['employee', '=', person.employee.id],
        ],
        orderBy: 'timestamp desc, name desc',
        limit: settings.keepPerConversation,
      },
      { kind: 'service' },
    );
    return rows.map((row) => actionFromRow(row, person.user, deps.siteTime, book.render(person))).reverse();
  }
  async function load(person: Person, conversationId: string): Promise<StoredAction[]> {
    return (await atHand(conversationId)) ?? (await fromSite(person, conversationId));
  }

  const book: ActionBook = {
    async ofConversation(person, conversationId) {
      const actions = await load(person, conversationId);
      return actions.filter((action) => action.employeeId === person.employee.id);
    },
    peek: async (conversationId) => (await atHand(conversationId)) ?? [],
    async find(person, actionId) {
      const conversationId = await stores.kv.get(indexKey(actionId));
      const kept = conversationId === null ? null : await atHand(conversationId);
      const action = kept?.find((one) => one.id === actionId) ?? (await book.atSite(person, actionId));
      return action?.employeeId === person.employee.id ? action : null;
    },
    async atSite(person, actionId) {
      const rows = await site.list(
        'VA Action Log',
        {
          fields: ACTION_FIELDS,
          filters: [
            ['name', '=', actionId],
            ['employee', '=', person.employee.id],
          ],
          orderBy: 'name asc',
          limit: 1,
        },
        { kind: 'service' },
      );
      const row = rows[0];
      return row ? actionFromRow(row, person.user, deps.siteTime, book.render(person)) : null;
    },
    async insertedBy(person, doctype, name) {
      const rows = await site.list(
        'VA Action Log',
        {
          fields: ACTION_FIELDS,
          filters: [
            ['employee', '=', person.employee.id],
            ['status', '=', 'completed'],
            ['target_doctype', '=', doctype],
            ['target_document', '=', name],
          ],
          orderBy: 'timestamp desc, name desc',
          limit: 5,
        },
        { kind: 'service' },
      );
      const actions = rows.map((row) => actionFromRow(row, person.user, deps.siteTime, book.render(person)));
      return actions.find((one) => one.operations[0]?.op === 'insert' && one.reversible) ?? null;
    },
    async change(person, conversationId, decide) {
      const lock = await stores.leases.acquire(deps.siteKey('actions-lock', conversationId), {
        ttlMs: LOCK_MS,
        waitMs: LOCK_MS,
      });
      if (!lock) throw new VaError('CONFLICT');
      try {
        const actions = await load(person, conversationId);
        const byId = new Map(actions.map((action) => [action.id, action]));
        const change = await decide(byId);
        if (change.put.length > 0 || change.records.length > 0) {
          for (const action of change.put) byId.set(action.id, action);
          const kept = [...byId.values()].slice(-settings.keepPerConversation);
          await stores.journal.commit({
            append: change.records.map((record) => deps.outbox.toEntry(record)),
            set: [
              { key: listKey(conversationId), value: JSON.stringify(kept), ttlMs: settings.keepMs },
              ...change.put.map(({ id }) => ({ key: indexKey(id), value: conversationId, ttlMs: settings.keepMs })),
            ],
          });
        }
        return change.result;
      } finally {
        await lock.release();
      }
    },
    begin: (conversationId) => ({ key: listKey(conversationId), value: '[]', ttlMs: settings.keepMs }),
    render: (person) => (type, operations, parameters) => {
      if (type.endsWith(`.${REQUEST_CANCELLATION}`)) return presentAskApprover(operations);
      const tool = deps.tool(type);
      if (tool?.kind !== 'write') return null;
      try {
        return tool.present(operations, person, parameters);
      } catch (error) {
        // Rows of an older release may hold operations that today's tool cannot show: the stored title stands in.
        deps.log.warn('an action could not be rendered', { tool: type }, error);
        return null;
      }
    },
  };
  return book;
}
