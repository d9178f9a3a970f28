import type { ActionBook } from '../../actions/action-book.ts';
import type { StoredAction } from '../../actions/stored-action.ts';
import type { Person } from '../../people/person.ts';
import { updateRow } from '../../records/writers.ts';
import type { EngineDeps } from '../deps.ts';
import { say } from '../sentences.ts';
import { type ConversationState, storesWords } from '../state/conversation-state.ts';
import type { StateStore } from '../state/state-store.ts';
import { toldBy } from './told-by.ts';

/** So many exchanges make a new summary worth its writing. */
const EVERY = 10;
const SUMMARY_LENGTH = 1000;
const MOST_ACTIONS = 12;
const MOST_WORDS = 4;

export interface Summaries {
  /** Looks after an answer whether the conversation has grown long, and sums it up; nobody waits for it. */
  consider(person: Person, conversationId: string): void;
  /** Resolves when nothing is being summed up. */
  idle(): Promise<void>;
}

/** Long conversations keep their beginning as a summary, made between two turns and never within one. */
export function createSummaries(
  deps: EngineDeps,
  parts: { readonly states: StateStore; readonly book: ActionBook },
): Summaries {
  const running = new Map<string, Promise<void>>();

  async function sumUp(person: Person, conversationId: string): Promise<void> {
    const known = await parts.states.peek(conversationId);
    if (!known || !isDue(known)) return;
    const actions = await parts.book.ofConversation(person, conversationId);
    const told = await toldBy(deps, person, known);
    await parts.states.change(person, conversationId, (state) => {
      if (!isDue(state)) return { state: null, result: null };
      const summary = extract(state, actions, told);
      return {
        state: { ...state, summary, summarised: state.exchangeCount },
        records: storesWords(state) ? [updateRow('VA Conversation', conversationId, { summary })] : [],
        result: null,
      };
    });
  }

  return {
    consider(person, conversationId) {
      if (running.has(conversationId)) return;
      const work = sumUp(person, conversationId)
        .catch((error: unknown) => {
          deps.log.warn('a conversation could not be summed up', { conversation_id: conversationId }, error);
        })
        .finally(() => running.delete(conversationId));
      running.set(conversationId, work);
    },
    async idle() {
      await Promise.all(running.values());
    },
  };
}

function isDue(state: ConversationState): boolean {
  return state.status === 'active' && state.exchangeCount >= (state.summarised ?? 0) + EVERY;
}

/**
 * What it was about, what was done, what was asked last and not settled. Deeds are taken from what is stored; `told` is what
 * a model makes of the talk, in place of its first words.
 */
function extract(state: ConversationState, actions: readonly StoredAction[], told: string | null): string {
  const own = actions.filter((one) => one.reversalOf === null);
  const done = own.filter((one) => one.status === 'completed').map((one) => one.title);
  const waiting = own.filter((one) => one.status === 'pending').map((one) => one.title);
  const asked = state.exchanges
    .filter((one) => one.status === 'answered' && one.actions.length === 0)
    .slice(0, MOST_WORDS)
    .map((one) => one.userContent.replace(/\s+/gu, ' ').trim().slice(0, 80));
  const lastAnswer = state.exchanges.findLast((one) => one.status === 'answered')?.assistantContent?.trim() ?? '';
  const question = /[^.!?]*\?$/u.exec(lastAnswer)?.[0].trim() ?? '';
  const parts = [
    ...(state.topics.length === 0 ? [] : [say('summaryTopics', { topics: state.topics.join(', ') })]),
    ...(done.length === 0 ? [] : [say('summaryDone', { titles: done.slice(-MOST_ACTIONS).join('; ') })]),
    ...(waiting.length === 0 ? [] : [say('summaryWaiting', { titles: waiting.slice(-MOST_ACTIONS).join('; ') })]),
    ...(told === null ? (asked.length === 0 ? [] : [say('summaryAsked', { text: asked.join('; ') })]) : [told]),
    ...(question === '' ? [] : [say('summaryOpen', { question })]),
  ];
  const text = parts.map((part) => (/[.!?]$/u.test(part) ? part : `${part}.`)).join(' ') || say('summaryEmpty');
  return text.length <= SUMMARY_LENGTH
    ? text
    : `${text
        .slice(0, SUMMARY_LENGTH - 1)
        .toWellFormed()
        .trimEnd()}…`;
}
