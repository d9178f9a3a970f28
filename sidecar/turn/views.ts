import type { ActionBook } from '../actions/action-book.ts';
import { cardOf } from '../actions/stored-action.ts';
import type { FilterRow } from '../frappe/site-client.ts';
import { withDeadline } from '../lib/async.ts';
import type { Person } from '../people/person.ts';
import type { EngineDeps } from './deps.ts';
import type { TurnEvents } from './events.ts';
import { type ConversationState, type StoredExchange, storesWords } from './state/conversation-state.ts';
import { CONVERSATION_FIELDS, conversationFromRow, readExchanges } from './state/rebuild.ts';
import type { StateStore } from './state/state-store.ts';
import type { ConversationQuery, ConversationView, Exchange } from './turn-engine.ts';

/** Conversations counted for `total` at most. */
const COUNT_LIMIT = 5000;
/** How long a list waits for records on their way, ms. */
const LIST_DRAIN_MS = 1000;
const MAX_TITLE = 140;
const STATUSES = { active: 'Active', ended: 'Ended', archived: 'Archived' } as const;

interface Parts {
  readonly states: StateStore;
  readonly book: ActionBook;
  readonly events: TurnEvents;
}

/** A conversation with its last exchanges and its actions. @throws VaError CONVERSATION_NOT_FOUND. */
export async function viewConversation(
  deps: EngineDeps,
  parts: Parts,
  person: Person,
  conversationId: string,
  turnsLimit: number,
): Promise<ConversationView> {
  // The number first: an event that comes while the rest is read is told again rather than missed.
  const lastSeq = await parts.events.lastSeq(conversationId);
  const state = await parts.states.load(person, conversationId);
  const exchanges = await lastExchanges(deps, person, state, turnsLimit);
  const actions = await parts.book.ofConversation(person, conversationId);
  return { ...viewOf(state), turns: exchanges.map(exchangeOf), actions: actions.map(cardOf), lastSeq };
}

async function lastExchanges(
  deps: EngineDeps,
  person: Person,
  state: ConversationState,
  limit: number,
): Promise<readonly StoredExchange[]> {
  const atHand = state.exchanges;
  const wanted = atHand.slice(-limit);
  const whole = wanted.every((one) => one.shown !== 'stored');
  if (!storesWords(state)) return wanted;
  if (whole && atHand.length >= Math.min(limit, state.exchangeCount)) return wanted;
  const { exchanges: stored } = await readExchanges(deps, person, state.conversationId, limit);
  const known = new Set(atHand.map((one) => one.turnId));
  const shown = new Map(stored.map((one) => [one.turnId, one.shown]));
  const filled = atHand.map((one) => {
    if (one.shown !== 'stored') return one;
    const { shown: _, ...words } = one;
    const found = shown.get(one.turnId);
    return found === undefined ? words : { ...words, shown: found };
  });
  return [...stored.filter((one) => !known.has(one.turnId)), ...filled].slice(-limit);
}

/** A person's conversations, without their turns and actions. */
export async function listConversations(
  deps: EngineDeps,
  person: Person,
  query: ConversationQuery,
): Promise<{ readonly conversations: readonly ConversationView[]; readonly total: number }> {
  await reachSite(deps);
  const filters: FilterRow[] = [['employee', '=', person.employee.id]];
  if (query.status) filters.push(['status', '=', STATUSES[query.status]]);
  if (query.startDate !== null) filters.push(['started_at', '>=', deps.siteTime.toSite(query.startDate)]);
  if (query.endDate !== null) filters.push(['started_at', '<=', deps.siteTime.toSite(query.endDate)]);
  const direction = query.descending ? 'desc' : 'asc';
  const [rows, all] = await Promise.all([
    deps.site.list(
      'VA Conversation',
      {
        fields: CONVERSATION_FIELDS,
        filters,
        orderBy: `started_at ${direction}, name ${direction}`,
        limit: query.limit,
        start: query.offset,
      },
      { kind: 'service' },
    ),
    deps.site.list(
      'VA Conversation',
      { fields: ['name'], filters, orderBy: 'name asc', limit: COUNT_LIMIT },
      { kind: 'service' },
    ),
  ]);
  const titles = await firstWords(
    deps,
    person,
    rows.map((row) => String(row['name'])),
  );
  const conversations = rows.map((row) => ({
    ...viewOf({
      ...conversationFromRow(deps, person, row),
      exchanges: [],
      exchangeCount: Number(row['turn_count'] ?? 0),
      lastTurnNumber: 0,
      focus: {},
      front: null,
      lastOutcome: null,
    }),
    // Rows of a private conversation hold no words.
    title: titles.get(String(row['name'])) || null,
  }));
  return { conversations, total: all.length };
}

/** What the person said first in each conversation: what tells one from another until a summary does. */
async function firstWords(
  deps: EngineDeps,
  person: Person,
  conversations: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (conversations.length === 0) return new Map();
  const rows = await deps.site.list(
    'VA Conversation Turn',
    {
      fields: ['conversation', 'content'],
      filters: [
        ['conversation', 'in', conversations],
        ['employee', '=', person.employee.id],
        ['role', '=', 'User'],
        ['turn_number', '=', 1],
      ],
      orderBy: 'creation desc',
      limit: conversations.length,
    },
    { kind: 'service' },
  );
  return new Map(rows.map((row) => [String(row['conversation']), titleOf(String(row['content'] ?? ''))]));
}

function titleOf(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, MAX_TITLE).toWellFormed();
}

async function reachSite(deps: EngineDeps): Promise<void> {
  if ((await deps.outbox.pending()) === 0) return;
  using deadline = withDeadline(undefined, LIST_DRAIN_MS);
  try {
    await deps.outbox.drained(deadline.signal);
  } catch (error) {
    // A list that lacks the last second is better than none.
    deps.log.debug('a list of conversations did not wait for the outbox any longer', {
      aborted: error instanceof Error,
    });
  }
}

function viewOf(state: ConversationState): ConversationView {
  return {
    conversationId: state.conversationId,
    employeeId: state.employeeId,
    status: state.status,
    mode: state.mode,
    privacyMode: state.privacyMode ?? 'normal',
    createdAt: state.createdAt,
    updatedAt: state.updatedAt,
    endedAt: state.endedAt,
    summary: state.summary,
    // All exchanges are at hand only in a short conversation; a list looks the first one up.
    title: state.exchanges.length < state.exchangeCount ? null : titleOf(state.exchanges[0]?.userContent ?? '') || null,
    topics: state.topics,
    turnCount: state.exchangeCount,
    turns: [],
    actions: [],
    lastSeq: 0,
  };
}

function exchangeOf(one: StoredExchange): Exchange {
  return {
    turnId: one.turnId,
    userContent: one.userContent,
    assistantContent: one.assistantContent,
    status: one.status,
    at: one.at,
    visuals: typeof one.shown === 'object' ? one.shown.visuals : [],
    citations: typeof one.shown === 'object' ? one.shown.citations : [],
  };
}
