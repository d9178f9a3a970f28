import type { ActionCard, TurnEvent, TurnPhase } from '@dartwing-va/contract/turn-events.ts';
import type { Citation, Visual } from '@dartwing-va/contract/visuals.ts';
import type { LoadedConversation } from '../transport/transport.ts';

/** One exchange as the page shows it. */
export interface Exchange {
  readonly turnId: string;
  readonly clientMessageId: string | null;
  readonly userText: string;
  readonly answer: string;
  readonly phase: TurnPhase;
  readonly note: string | null;
  readonly tools: readonly {
    readonly callId: string;
    readonly label: string;
    readonly state: 'running' | 'done' | 'failed';
  }[];
  readonly citations: readonly Citation[];
  readonly visuals: readonly Visual[];
  readonly suggestions: readonly string[];
  readonly cards: readonly string[];
  readonly status: 'sending' | 'open' | 'done' | 'failed';
  readonly error: { readonly message: string; readonly retryable: boolean } | null;
  /** What of a spoken answer was heard before it was cut off; null when it was not. */
  readonly heard: string | null;
}
export interface Thread {
  readonly exchanges: readonly Exchange[];
  /** Every card of the conversation by action id, newest state. */
  readonly cards: Readonly<Record<string, ActionCard>>;
}

export const emptyThread: Thread = { exchanges: [], cards: {} };

const blank: Exchange = {
  turnId: '',
  clientMessageId: null,
  userText: '',
  answer: '',
  phase: 'receiving',
  note: null,
  tools: [],
  citations: [],
  visuals: [],
  suggestions: [],
  cards: [],
  status: 'open',
  error: null,
  heard: null,
};

/** The person's own message before the service has it. */
export function withOwnMessage(thread: Thread, clientMessageId: string, text: string): Thread {
  return {
    ...thread,
    exchanges: [
      ...thread.exchanges,
      { ...blank, turnId: `local:${clientMessageId}`, clientMessageId, userText: text, status: 'sending' },
    ],
  };
}

/** The service has the message; what it does with it comes as events. */
export function withAccepted(thread: Thread, clientMessageId: string, turnId: string): Thread {
  return mapExchange(
    thread,
    (one) => one.clientMessageId === clientMessageId,
    (one) => accepted(one, turnId),
  );
}

function accepted(one: Exchange, turnId: string): Exchange {
  return one.status === 'sending' || one.turnId.startsWith('local:')
    ? { ...one, turnId, status: 'open', error: null }
    : { ...one, turnId };
}

export function withSendFailure(
  thread: Thread,
  clientMessageId: string,
  error: { readonly message: string; readonly retryable: boolean },
): Thread {
  return mapExchange(
    thread,
    (one) => one.clientMessageId === clientMessageId && one.status === 'sending',
    (one) => ({ ...one, status: 'failed', error }),
  );
}

export function withoutMessage(thread: Thread, clientMessageId: string): Thread {
  return { ...thread, exchanges: thread.exchanges.filter((one) => one.clientMessageId !== clientMessageId) };
}

export function withCard(thread: Thread, card: ActionCard): Thread {
  return { ...thread, cards: { ...thread.cards, [card.action_id]: card } };
}

/** A spoken answer was cut off: these words of it were heard, and only they are part of the conversation. */
export function withHeard(thread: Thread, turnId: string, heard: string): Thread {
  return update(thread, turnId, (one) => ({ ...one, heard }));
}

/** A stored conversation as a thread; live events go on top of it. */
export function threadOf(loaded: LoadedConversation): Thread {
  const cards: Record<string, ActionCard> = {};
  for (const card of loaded.actions) cards[card.action_id] = card;
  return {
    cards,
    exchanges: loaded.turns.map((turn) => ({
      ...blank,
      turnId: turn.turn_id,
      userText: turn.user_content,
      answer: turn.status === 'failed' ? '' : (turn.assistant_content ?? ''),
      phase: 'idle',
      status: turn.status === 'answered' ? 'done' : turn.status === 'failed' ? 'failed' : 'open',
      // What went wrong stands in the answer's place.
      error:
        turn.status === 'failed'
          ? { message: turn.assistant_content ?? 'I could not answer this.', retryable: true }
          : null,
      visuals: turn.visuals ?? [],
      citations: turn.citations ?? [],
      cards: loaded.actions
        .filter((card) => card.turn_id === turn.turn_id && card.reversal_of === undefined)
        .map((card) => card.action_id),
    })),
  };
}

/** Folds one event of the stream into the thread. Events arrive in order and once. */
export function fold(thread: Thread, event: TurnEvent): Thread {
  switch (event.type) {
    case 'user.message': {
      const same = (one: Exchange) =>
        one.turnId === event.turn_id ||
        (event.client_message_id !== null && one.clientMessageId === event.client_message_id);
      if (!thread.exchanges.some(same))
        return {
          ...thread,
          exchanges: [
            ...thread.exchanges,
            { ...blank, turnId: event.turn_id, clientMessageId: event.client_message_id, userText: event.text },
          ],
        };
      return mapExchange(thread, same, (one) => accepted(one, event.turn_id));
    }
    case 'turn.state':
      // Receiving comes first; when there is text already, the turn runs again after a crash and starts its answer anew.
      return update(thread, event.turn_id, (one) =>
        event.phase === 'receiving'
          ? {
              ...one,
              answer: '',
              tools: [],
              citations: [],
              visuals: [],
              suggestions: [],
              phase: event.phase,
              note: event.note ?? null,
              status: 'open',
              error: null,
            }
          : { ...one, phase: event.phase, note: event.note ?? null },
      );
    case 'text.delta':
      return update(thread, event.turn_id, (one) => ({ ...one, answer: one.answer + event.text }));
    case 'tool.started':
      return update(thread, event.turn_id, (one) => ({
        ...one,
        tools: [
          ...one.tools.filter((tool) => tool.callId !== event.call_id),
          { callId: event.call_id, label: event.label, state: 'running' },
        ],
      }));
    case 'tool.done':
      return update(thread, event.turn_id, (one) => ({
        ...one,
        tools: one.tools.map((tool) =>
          tool.callId === event.call_id ? { ...tool, state: event.ok ? 'done' : 'failed' } : tool,
        ),
      }));
    case 'action.pending':
      return update(withCard(thread, event.action), event.turn_id, (one) =>
        one.cards.includes(event.action.action_id) ? one : { ...one, cards: [...one.cards, event.action.action_id] },
      );
    case 'action.updated':
    case 'action.done':
      return withCard(thread, event.action);
    case 'citation':
      return update(thread, event.turn_id, (one) => ({
        ...one,
        citations: [...one.citations, citationOf(event)],
      }));
    case 'visual':
      return update(thread, event.turn_id, (one) => ({ ...one, visuals: [...one.visuals, event.visual] }));
    case 'suggestion':
      return update(thread, event.turn_id, (one) => ({ ...one, suggestions: event.suggestions }));
    case 'turn.done':
      return update(thread, event.turn_id, (one) => ({
        ...one,
        answer: event.text || one.answer,
        status: 'done',
        phase: 'idle',
        note: null,
      }));
    case 'error':
      return update(thread, event.turn_id, (one) => ({
        ...one,
        status: 'failed',
        phase: 'idle',
        note: null,
        error: { message: event.error.message, retryable: event.error.retryable },
      }));
  }
}

/** The card in front of the person: the newest that waits. */
export function pendingCard(thread: Thread): ActionCard | null {
  return (
    Object.values(thread.cards)
      .filter((card) => card.status === 'pending')
      .sort((a, b) => b.created_at.localeCompare(a.created_at))[0] ?? null
  );
}

function update(thread: Thread, turnId: string, change: (one: Exchange) => Exchange): Thread {
  if (!thread.exchanges.some((one) => one.turnId === turnId)) return thread;
  return mapExchange(thread, (one) => one.turnId === turnId, change);
}

function mapExchange(thread: Thread, match: (one: Exchange) => boolean, change: (one: Exchange) => Exchange): Thread {
  return { ...thread, exchanges: thread.exchanges.map((one) => (match(one) ? change(one) : one)) };
}

function citationOf({ title, section, href, found_by }: Citation): Citation {
  return {
    title,
    href,
    ...(section === undefined ? {} : { section }),
    ...(found_by === undefined ? {} : { found_by }),
  };
}
