import type { Person } from '../../people/person.ts';
import { updateRow } from '../../records/writers.ts';
import { storesWords } from '../state/conversation-state.ts';
import type { StateStore } from '../state/state-store.ts';
import { answerName } from './rows.ts';

/**
 * Puts what was heard of a spoken answer in the place of what was written; null: all was. The row stands as Pending until
 * then, because the site lets no answer be changed that is given. An answer that is not recorded yet stays as it is, and so does one of which it is known already.
 */
export async function recordHeard(
  states: StateStore,
  person: Person,
  conversationId: string,
  turnId: string,
  text: string | null,
): Promise<void> {
  await states.change(person, conversationId, (state) => {
    const exchange = state.exchanges.find((one) => one.turnId === turnId);
    if (exchange?.status !== 'answered' || exchange.origin !== 'voice' || exchange.heard)
      return { state: null, result: undefined };
    const row = updateRow('VA Conversation Turn', answerName(turnId), {
      status: 'Answered',
      ...(text === null ? {} : { was_interrupted: 1 as const, ...(storesWords(state) ? { content: text } : {}) }),
    });
    const exchanges = state.exchanges.map((one) =>
      one.turnId === turnId
        ? { ...one, heard: true as const, ...(text === null ? {} : { assistantContent: text }) }
        : one,
    );
    return { state: { ...state, exchanges }, records: [row], result: undefined };
  });
}
