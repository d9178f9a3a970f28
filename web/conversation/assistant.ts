import type { ActionCard } from '@dartwing-va/contract/turn-events.ts';
import { computed, reactive, readonly, shallowRef } from 'vue';
import {
  type Connection,
  type Me,
  type PastConversation,
  type Transport,
  TransportError,
  type TransportEvents,
} from '../transport/transport.ts';
import {
  emptyThread,
  fold,
  pendingCard,
  type Thread,
  threadOf,
  withCard,
  withOwnMessage,
  withoutMessage,
  withSendFailure,
} from './thread.ts';

export type Stage = 'starting' | 'signed-out' | 'consent' | 'ready' | 'unavailable';
const LAST_KEY = 'dartwing-va.conversation';

interface State {
  stage: Stage;
  me: Me | null;
  connection: Connection;
  conversationId: string | null;
  past: readonly PastConversation[];
  /** What just went wrong, for the person. */
  problem: { message: string; retryable: boolean; code: string } | null;
  /** Action ids with a request under way. */
  busy: readonly string[];
  /** What came of a card, in the assistant's words, by action id. */
  notes: Readonly<Record<string, string>>;
  /** Spoken to screen readers once. */
  announcement: string;
  ended: boolean;
}

/**
 * The page's one model: what is shown, and what a person can do. Components only render it.
 * @param connect makes the transport; called again after signing in.
 */
export function createAssistant(
  connect: (events: TransportEvents) => Promise<Transport | null>,
  storage: Storage | null,
) {
  const state = reactive<State>({
    stage: 'starting',
    me: null,
    connection: 'connecting',
    conversationId: null,
    past: [],
    problem: null,
    busy: [],
    notes: {},
    announcement: '',
    ended: false,
  });
  const thread = shallowRef<Thread>(emptyThread);
  let transport: Transport | null = null;
  const unsent = new Map<string, string>();

  const events: TransportEvents = {
    onConnection: (connection) => {
      state.connection = connection;
    },
    onEvent: (event) => {
      if (event.conversation_id !== state.conversationId) return;
      thread.value = fold(thread.value, event);
      if (event.type === 'turn.done') announce(event.text);
      if (event.type === 'action.pending') announce(`Please confirm: ${event.action.title}`);
      if (event.type === 'error') announce(event.error.message);
    },
    onReload: (conversationId) => {
      if (conversationId === state.conversationId) void attempt(() => openConversation(conversationId));
    },
    onSignedOut: () => {
      transport?.close();
      transport = null;
      state.stage = 'signed-out';
    },
  };

  function announce(text: string): void {
    state.announcement = text;
  }

  /** Runs something that may fail and shows the failure; true when it worked. */
  async function attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      state.problem = null;
      return true;
    } catch (error) {
      const known =
        error instanceof TransportError
          ? error
          : new TransportError({
              code: 'INTERNAL_ERROR',
              message: 'Something went wrong on this page. Reload it, please.',
              retryable: true,
            });
      if (!(error instanceof TransportError)) console.error(error);
      if (known.code === 'UNAUTHORIZED' || known.code === 'TOKEN_EXPIRED') events.onSignedOut();
      else if (known.code === 'CONSENT_REQUIRED') state.stage = 'consent';
      else state.problem = { message: known.message, retryable: known.retryable, code: known.code };
      return false;
    }
  }

  async function start(): Promise<void> {
    state.stage = 'starting';
    const worked = await attempt(async () => {
      transport = await connect(events);
      if (!transport) {
        state.stage = 'signed-out';
        return;
      }
      state.me = await transport.me();
      if (state.me.consents_required.length > 0) {
        state.stage = 'consent';
        return;
      }
      await enter();
    });
    if (!worked && state.stage === 'starting') state.stage = 'unavailable';
  }

  async function enter(): Promise<void> {
    state.stage = 'ready';
    transport?.connect();
    await refreshPast();
    const last = storage?.getItem(LAST_KEY);
    const again = state.past.find((one) => one.conversation_id === last && one.status === 'active');
    if (again) await openConversation(again.conversation_id);
  }

  async function refreshPast(): Promise<void> {
    if (transport) state.past = await transport.conversations();
  }

  async function openConversation(conversationId: string): Promise<void> {
    if (!transport) return;
    const loaded = await transport.load(conversationId);
    leave();
    state.conversationId = conversationId;
    state.ended = loaded.status !== 'active';
    thread.value = threadOf(loaded);
    if (state.ended) return;
    storage?.setItem(LAST_KEY, conversationId);
    await transport.open(conversationId, loaded.last_seq);
  }

  function leave(): void {
    if (state.conversationId && transport && !state.ended) transport.leave(state.conversationId);
    state.conversationId = null;
    state.ended = false;
    thread.value = emptyThread;
  }

  async function deliver(clientMessageId: string, text: string): Promise<void> {
    try {
      if (!transport) throw new TransportError({ code: 'UNAUTHORIZED', message: 'Please sign in.', retryable: false });
      if (!state.conversationId) {
        // The thread already shows the message; only the conversation is new.
        const id = await transport.open(null, 0);
        state.conversationId = id;
        storage?.setItem(LAST_KEY, id);
      }
      await transport.send(state.conversationId, text, clientMessageId);
      unsent.delete(clientMessageId);
      if (!state.past.some((one) => one.conversation_id === state.conversationId)) await refreshPast();
    } catch (error) {
      const known =
        error instanceof TransportError
          ? error
          : new TransportError({ code: 'INTERNAL_ERROR', message: 'That did not get through.', retryable: true });
      if (known.code === 'CONVERSATION_ENDED') state.ended = true;
      thread.value = withSendFailure(thread.value, clientMessageId, {
        message: known.message,
        retryable: known.retryable,
      });
      announce(known.message);
    }
  }

  async function onCard(
    card: ActionCard,
    work: (transport: Transport) => Promise<{ action: ActionCard; message: string }>,
  ): Promise<void> {
    if (!transport || state.busy.includes(card.action_id)) return;
    const through = transport;
    state.busy = [...state.busy, card.action_id];
    await attempt(async () => {
      const { action, message } = await work(through);
      thread.value = withCard(thread.value, action);
      state.notes = { ...state.notes, [action.action_id]: message };
      announce(message);
    });
    state.busy = state.busy.filter((id) => id !== card.action_id);
  }

  return {
    state: readonly(state),
    thread,
    pending: computed(() => pendingCard(thread.value)),
    /** A turn is being answered. */
    working: computed(() => thread.value.exchanges.some((one) => one.status === 'open')),
    start,
    async agree(): Promise<void> {
      await attempt(async () => {
        if (!transport || !state.me) return;
        await transport.consent(state.me.consents_required);
        state.me = await transport.me();
        if (state.me.consents_required.length === 0) await enter();
      });
    },
    say(text: string): void {
      const clientMessageId = crypto.randomUUID();
      unsent.set(clientMessageId, text);
      thread.value = withOwnMessage(thread.value, clientMessageId, text);
      void deliver(clientMessageId, text);
    },
    /** Sends a message again under the same id: the service takes it once. */
    retry(clientMessageId: string): void {
      const text = unsent.get(clientMessageId);
      if (text === undefined) return;
      thread.value = withOwnMessage(withoutMessage(thread.value, clientMessageId), clientMessageId, text);
      void deliver(clientMessageId, text);
    },
    async stop(): Promise<void> {
      const open = thread.value.exchanges.findLast((one) => one.status === 'open');
      const id = state.conversationId;
      if (open && id) await attempt(async () => transport?.stop(id, open.turnId));
    },
    confirm: (card: ActionCard) => onCard(card, (through) => through.confirm(card)),
    cancel: (card: ActionCard) =>
      onCard(card, async (through) => ({
        action: await through.cancel(card),
        message: 'Cancelled. Nothing was done.',
      })),
    undo: (card: ActionCard) => onCard(card, (through) => through.undo(card)),
    async open(conversationId: string): Promise<void> {
      await attempt(() => openConversation(conversationId));
    },
    fresh(): void {
      leave();
      storage?.removeItem(LAST_KEY);
      state.problem = null;
    },
    async signOut(): Promise<void> {
      leave();
      await attempt(async () => transport?.signOut());
      transport = null;
      state.me = null;
      state.past = [];
      storage?.removeItem(LAST_KEY);
      state.stage = 'signed-out';
    },
    dismissProblem(): void {
      state.problem = null;
    },
    close(): void {
      transport?.close();
    },
  };
}
export type Assistant = ReturnType<typeof createAssistant>;
