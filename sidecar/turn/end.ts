import type { ActionBook } from '../actions/action-book.ts';
import type { ActionDesk } from '../actions/desk-types.ts';
import type { StoredAction } from '../actions/stored-action.ts';
import { VaError } from '../lib/va-error.ts';
import type { Person } from '../people/person.ts';
import { updateRow } from '../records/writers.ts';
import type { EngineDeps } from './deps.ts';
import { say } from './sentences.ts';
import { type ConversationState, storesWords } from './state/conversation-state.ts';
import type { StateStore } from './state/state-store.ts';

const SUMMARY_LENGTH = 300;

/**
 * Ends a conversation: proposals that wait are closed first, since nobody can say yes any more.
 * @throws VaError CONVERSATION_NOT_FOUND, CONVERSATION_ENDED.
 */
export async function endConversation(
  deps: EngineDeps,
  parts: { readonly states: StateStore; readonly book: ActionBook; readonly desk: ActionDesk },
  person: Person,
  conversationId: string,
  options: { readonly reason: string; readonly rating: number | null; readonly comment: string | null },
): Promise<void> {
  await parts.states.change(person, conversationId, (state) => {
    if (state.status !== 'active') throw new VaError('CONVERSATION_ENDED');
    return { state: null, result: null };
  });
  const actions = await parts.book.ofConversation(person, conversationId);
  for (const action of actions) {
    if (action.status === 'pending') await parts.desk.cancel(person, action.id, 'conversation ended', 'cancelled');
  }
  const now = deps.clock.now();
  await parts.states.change(person, conversationId, (state) => {
    if (state.status !== 'active') throw new VaError('CONVERSATION_ENDED');
    const isStored = storesWords(state);
    const summary = isStored ? summaryOf(state, actions) : null;
    const ended: ConversationState = {
      ...state,
      status: 'ended',
      endedAt: now,
      updatedAt: now,
      summary,
      // What is stored nowhere ends with the talk.
      ...(isStored ? {} : { exchanges: [], topics: [], lastOutcome: null }),
      front: null,
      focus: {},
    };
    const executed = actions.filter((one) => one.status === 'completed' && one.reversalOf === null);
    const record = updateRow('VA Conversation', conversationId, {
      status: 'Ended',
      ended_at: deps.siteTime.toSite(now),
      end_reason: options.reason.slice(0, 140),
      ...(isStored ? { summary, topics: JSON.stringify(state.topics) } : {}),
      turn_count: state.exchangeCount,
      actions_taken: executed.length,
      ...(isStored
        ? { actions_summary: JSON.stringify(executed.map(({ id, type, title }) => ({ action: id, type, title }))) }
        : {}),
      ...(options.rating === null ? {} : { feedback_rating: options.rating }),
      ...(options.comment === null ? {} : { feedback_comment: options.comment.slice(0, 1000) }),
    });
    return { state: ended, records: [record], result: null };
  });
}

/** From what was done, else from what was asked first; no model. */
function summaryOf(state: ConversationState, actions: readonly StoredAction[]): string {
  const done = actions.filter((one) => one.status === 'completed' && one.reversalOf === null).map((one) => one.title);
  const first = state.exchanges[0]?.userContent.replace(/\s+/g, ' ').trim();
  const text =
    done.length > 0
      ? say('summaryDone', { titles: done.join('; ') })
      : first
        ? say('summaryAsked', { text: first })
        : say('summaryEmpty');
  return text.length <= SUMMARY_LENGTH ? text : `${text.slice(0, SUMMARY_LENGTH - 1).trimEnd()}…`;
}
