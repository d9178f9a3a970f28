import type { ModelMessage } from '../../llm/model.ts';
import type { StoredExchange } from '../state/conversation-state.ts';
import type { ActContext } from './act.ts';

/** About as many characters as a token has. */
const CHARS_PER_TOKEN = 4;
/** Kept free for the answer, tokens. */
const ANSWER = 500;
/** Shares of what a model gets to read (architecture.md 6.9). */
const SYSTEM_SHARE = 0.2;
const CONVERSATION_SHARE = 0.5;

type Talk = Pick<ActContext, 'state' | 'deps'> & { readonly turn: Pick<ActContext['turn'], 'turnId' | 'text'> };

/** What a model gets to see of the conversation before this turn, oldest first: the newest that fit into its share. */
export function recentMessages({ state, turn, deps }: Talk): readonly ModelMessage[] {
  const { historyTurns, contextTokens } = deps.settings.turn;
  const before = state.exchanges.filter((one) => one.turnId !== turn.turnId && one.status === 'answered');
  let left = conversationBudget(contextTokens, tokensOf(turn.text));
  const kept: StoredExchange[] = [];
  for (const one of historyTurns === 0 ? [] : before.slice(-historyTurns).reverse()) {
    left -= tokensOf(one.userContent) + tokensOf(one.assistantContent ?? '');
    if (left < 0) break;
    kept.unshift(one);
  }
  return kept.flatMap((one): readonly ModelMessage[] => [
    { role: 'user', text: one.userContent },
    ...(one.assistantContent ? [{ role: 'assistant' as const, text: one.assistantContent, calls: [] }] : []),
  ]);
}

/** What was said before that, in a few sentences; null while everything fits. */
export function earlierTalk(context: Talk): string | null {
  const { state, turn } = context;
  if (state.summary === null) return null;
  const seen = recentMessages(context).filter((one) => one.role === 'user').length;
  const before = state.exchangeCount - (state.exchanges.some((one) => one.turnId === turn.turnId) ? 1 : 0);
  return seen < before ? state.summary : null;
}

function conversationBudget(most: number, input: number): number {
  const available = Math.max(0, most - input - ANSWER);
  const system = Math.min(most * SYSTEM_SHARE, available / 3);
  return Math.floor(Math.min(most * CONVERSATION_SHARE, ((available - system) * 2) / 3));
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / CHARS_PER_TOKEN);
}
