import type { VaError } from '../../lib/va-error.ts';
import type { AcceptedIndex } from '../accepted-index.ts';
import type { AcceptedTurn } from '../accepted-turn.ts';
import type { EngineDeps } from '../deps.ts';
import type { TurnEvents } from '../events.ts';
import { storesWords, withOutcome } from '../state/conversation-state.ts';
import type { StateStore } from '../state/state-store.ts';
import { outcomeRows } from './rows.ts';

/** Answers a turn that cannot run with the reason why, and takes it off the journal. */
export async function refuseTurn(
  deps: EngineDeps,
  parts: { readonly states: StateStore; readonly events: TurnEvents; readonly accepted: AcceptedIndex },
  turn: AcceptedTurn,
  error: VaError,
): Promise<void> {
  const entry = await parts.accepted.entryOf(turn.turnId);
  const owner = { user: turn.user, employee: { id: turn.employeeId } };
  const now = deps.clock.now();
  const stored = await parts.states.change(owner, turn.conversationId, (state) => {
    const removeAccepted = entry === null ? [] : [entry];
    const exchange = state.exchanges.find((one) => one.turnId === turn.turnId);
    if (exchange && exchange.status !== 'pending') return { state: null, removeAccepted, result: false };
    const outcome = { assistantContent: error.message, status: 'failed', suggestions: [], actions: [] } as const;
    const next = withOutcome({ ...state, lastTurnNumber: state.lastTurnNumber + 1 }, turn.turnId, outcome, now);
    const records = outcomeRows(
      {
        ...turn,
        turnNumber: next.lastTurnNumber,
        text: error.message,
        at: now,
        latencyMs: now - turn.acceptedAt,
        model: 'none',
        agent: null,
        tools: [],
        tokens: 0,
        errorCode: error.code,
        interrupted: false,
        storesWords: storesWords(state),
      },
      deps.siteTime,
    );
    return { state: next, removeAccepted, records, result: true };
  });
  parts.accepted.forget(turn.turnId);
  if (!stored) return;
  await parts.events.emit(turn.conversationId, turn.turnId, [
    { type: 'turn.state', phase: 'idle' },
    { type: 'error', error: error.toBody(turn.turnId) },
  ]);
}
