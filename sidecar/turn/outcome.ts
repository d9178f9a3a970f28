import type { TurnEvent, TurnEventBody } from '@dartwing-va/contract/turn-events.ts';
import type { ActionBook } from '../actions/action-book.ts';
import { cardOf } from '../actions/stored-action.ts';
import type { EngineDeps } from './deps.ts';
import type { TurnEvents } from './events.ts';
import type { ConversationState } from './state/conversation-state.ts';
import type { StateStore } from './state/state-store.ts';
import type { TurnOutcome } from './turn-engine.ts';

type Ending = Extract<TurnEvent, { type: 'turn.done' | 'error' }>;

/** Waits for the last event of a turn, whichever process runs it. */
export async function awaitOutcome(
  parts: { readonly states: StateStore; readonly book: ActionBook; readonly events: TurnEvents },
  conversationId: string,
  turnId: string,
  signal: AbortSignal,
): Promise<TurnOutcome> {
  const ending = await new Promise<Ending>((resolve, reject) => {
    const stop = parts.events.subscribe(conversationId, (event) => {
      if (isEnding(event, turnId)) finish(() => resolve(event));
    });
    const onAbort = () => finish(() => reject(signal.reason));
    const finish = (settle: () => void) => {
      stop();
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    // It may be over already: what is kept of the log, or else the state, tells.
    earlierEnding(parts, conversationId, turnId).then(
      (event) => event && finish(() => resolve(event)),
      (error: unknown) => finish(() => reject(error)),
    );
  });
  const state = await parts.states.peek(conversationId);
  const exchange = state?.exchanges.find((one) => one.turnId === turnId);
  const actions = await parts.book.peek(conversationId);
  const touched = exchange?.actions ?? (ending.type === 'turn.done' ? ending.actions : []);
  return {
    turnId,
    text: ending.type === 'turn.done' ? ending.text : (exchange?.assistantContent ?? ''),
    suggestions: exchange?.suggestions ?? [],
    visuals: typeof exchange?.shown === 'object' ? exchange.shown.visuals : [],
    citations: typeof exchange?.shown === 'object' ? exchange.shown.citations : [],
    actions: touched.flatMap((id) => actions.filter((one) => one.id === id)).map(cardOf),
    error: ending.type === 'error' ? ending.error : null,
  };
}

function isEnding(event: TurnEvent, turnId: string): event is Ending {
  return event.turn_id === turnId && (event.type === 'turn.done' || event.type === 'error');
}

async function earlierEnding(
  parts: { readonly states: StateStore; readonly events: TurnEvents },
  conversationId: string,
  turnId: string,
): Promise<Ending | null> {
  // Events of a turn that is under way are heard live: only one that is over is looked for.
  const state = await parts.states.peek(conversationId);
  const exchange = state?.exchanges.find((one) => one.turnId === turnId);
  if (exchange?.status === 'pending') return null;
  const last = await parts.events.lastSeq(conversationId);
  const kept = await parts.events.since(conversationId, Math.max(0, last - 200));
  const found = kept?.findLast((event): event is Ending => isEnding(event, turnId));
  if (found) return found;
  if (!state || !exchange) return null;
  return {
    type: 'turn.done',
    seq: last,
    conversation_id: conversationId,
    turn_id: turnId,
    at: state.updatedAt,
    text: exchange.assistantContent ?? '',
    actions: exchange.actions,
    latency_ms: 0,
    model: 'none',
  };
}

/**
 * A process may die between the commit of an outcome and its events: the state still holds them. Sends what is missing;
 * nothing while a turn runs, since that one is about to send them itself.
 */
export async function sendMissingEvents(
  deps: Pick<EngineDeps, 'stores' | 'siteKey' | 'settings'>,
  events: TurnEvents,
  state: ConversationState,
): Promise<void> {
  const last = state.lastOutcome;
  if (!last || (await wasSent(events, state.conversationId, last))) return;
  const lease = await deps.stores.leases.acquire(deps.siteKey('turn-lease', state.conversationId), {
    ttlMs: deps.settings.turn.leaseMs,
  });
  if (!lease) return;
  try {
    if (await wasSent(events, state.conversationId, last)) return;
    await events.emit(state.conversationId, last.turnId, last.events);
  } finally {
    await lease.release();
  }
}

async function wasSent(
  events: TurnEvents,
  conversationId: string,
  outcome: { readonly turnId: string; readonly afterSeq: number; readonly events: readonly TurnEventBody[] },
): Promise<boolean> {
  const since = await events.since(conversationId, outcome.afterSeq);
  // So much has happened since that the log no longer reaches back: nobody waits for those.
  if (since === null) return true;
  const ending = outcome.events.at(-1)?.type;
  return since.some((event) => event.turn_id === outcome.turnId && event.type === ending);
}
