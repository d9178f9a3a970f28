import type { ModelMessage } from '../../llm/model.ts';
import type { ActContext } from './act.ts';

/** What a model gets to see of the conversation before this turn, oldest first. */
export function recentMessages({ state, turn, deps }: ActContext): readonly ModelMessage[] {
  const most = deps.settings.turn.historyTurns;
  const before = state.exchanges.filter((one) => one.turnId !== turn.turnId && one.status === 'answered');
  const messages: ModelMessage[] = [];
  for (const one of most === 0 ? [] : before.slice(-most)) {
    messages.push({ role: 'user', text: one.userContent });
    if (one.assistantContent) messages.push({ role: 'assistant', text: one.assistantContent, calls: [] });
  }
  return messages;
}
