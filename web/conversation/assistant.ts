import type { ActionCard } from '@dartwing-va/contract/turn-events.ts';
import { computed, reactive, readonly, shallowRef } from 'vue';
import { type RequiredConsent, type Transport, TransportError, type TransportEvents } from '../transport/transport.ts';
import { asTransportError, inWords, type State, startState } from './page-state.ts';
import {
  emptyThread,
  fold,
  pendingCard,
  type Thread,
  threadOf,
  withAccepted,
  withCard,
  withHeard,
  withOwnMessage,
  withoutMessage,
  withSendFailure,
} from './thread.ts';

const LAST_KEY = 'dartwing-va.conversation';

/**
 * The page's one model: what is shown, and what a person can do. Components only render it.
 * @param connect makes the transport; called again after signing in.
 */
export function createAssistant(
  connect: (events: TransportEvents) => Promise<Transport | null>,
  storage: Storage | null,
) {
  const state = reactive<State>(startState());
  const thread = shallowRef<Thread>(emptyThread);
  let transport: Transport | null = null;
  /** Messages that nobody took yet, by client message id. */
  const unsent = new Map<string, string>();
  /** One message after the other, so that they arrive in order and the first one makes the only conversation. */
  let sending = Promise.resolve();
  /** Counts what is in front of the person; what comes late for something else is dropped. */
  let place = 0;

  const events: TransportEvents = {
    onConnection: (connection) => {
      state.connection = connection;
    },
    onEvent: (event) => {
      if (event.conversation_id !== state.conversationId) return;
      thread.value = fold(thread.value, event);
      if (event.type === 'turn.done') {
        announce(answerInWords(event.text, event.turn_id));
        nameIt();
      }
      if (event.type === 'action.pending' && !isOpen(event.turn_id))
        announce(`Please confirm: ${inWords(event.action)}`);
      if (event.type === 'error') announce(event.error.message);
    },
    onReload: (conversationId) => {
      if (conversationId === state.conversationId) void attempt(() => openConversation(conversationId));
    },
    onSignedOut: () => {
      transport?.close();
      transport = null;
      if (state.stage === 'ready') state.notice = 'Your login has ended. Please sign in again.';
      state.stage = 'signed-out';
    },
  };

  function isOpen(turnId: string): boolean {
    return thread.value.exchanges.some((one) => one.turnId === turnId && one.status === 'open');
  }

  /** The answer and its card in one: of two announcements at once a screen reader speaks the last. */
  function answerInWords(text: string, turnId: string): string {
    const waiting = Object.values(thread.value.cards).filter(
      (one) => one.turn_id === turnId && one.status === 'pending',
    );
    // The words name them all and ask for one yes; each card is there to be looked at.
    if (waiting.length > 1) return `${text} Or confirm each alone: ${waiting.map(inWords).join(' ')}`;
    const card = pendingCard(thread.value);
    return card?.turn_id === turnId ? `${text} Please confirm: ${inWords(card)}` : text;
  }

  function announce(text: string): void {
    state.announcement = { text, n: state.announcement.n + 1 };
  }

  /** What a failure means for the whole page; false when it is only a problem to show. */
  function changesStage(error: TransportError): boolean {
    if (error.code === 'UNAUTHORIZED' || error.code === 'TOKEN_EXPIRED') events.onSignedOut();
    else if (error.code === 'CONSENT_REQUIRED') askConsent(error);
    else return false;
    return true;
  }

  function askConsent(error: TransportError): void {
    const { required } = error.meta;
    if (Array.isArray(required)) state.consents = required as RequiredConsent[];
    state.stage = 'consent';
  }

  /** Runs something that may fail and shows the failure; true when it worked. */
  async function attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      state.problem = null;
      return true;
    } catch (error) {
      const known = asTransportError(error);
      if (!changesStage(known))
        state.problem = { message: known.message, retryable: known.retryable, code: known.code };
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
      const me = await transport.me();
      // What is in front belongs to whoever was signed in before.
      if (state.me && state.me.user !== me.user) fresh();
      state.me = me;
      state.notice = null;
      state.consents = state.me.consents_required;
      if (state.consents.length > 0) state.stage = 'consent';
      else await enter();
    });
    if (!worked && state.stage === 'starting') state.stage = 'unavailable';
  }

  async function enter(): Promise<void> {
    transport?.connect();
    await refreshPast();
    const last = storage?.getItem(LAST_KEY);
    const again = state.past.find((one) => one.conversation_id === last && one.status === 'active');
    state.stage = 'ready';
    if (again) await openConversation(again.conversation_id);
    for (const [id, text] of [...unsent]) retry(id, text);
  }

  function fresh(): void {
    leave();
    storage?.removeItem(LAST_KEY);
  }

  async function refreshPast(): Promise<void> {
    if (transport) state.past = await transport.conversations();
  }

  async function openConversation(conversationId: string): Promise<void> {
    if (!transport) return;
    const through = transport;
    if (state.conversationId !== conversationId) leave();
    place += 1;
    const here = place;
    state.conversationId = conversationId;
    state.opening = thread.value === emptyThread;
    try {
      const loaded = await through.load(conversationId);
      if (here !== place) return;
      state.ended = loaded.status !== 'active';
      thread.value = threadOf(loaded);
      state.opening = false;
      if (state.ended) return;
      storage?.setItem(LAST_KEY, conversationId);
      await through.open(conversationId, loaded.last_seq);
    } finally {
      if (here === place) state.opening = false;
    }
  }

  function leave(): void {
    if (state.conversationId && transport && !state.ended) transport.leave(state.conversationId);
    place += 1;
    state.conversationId = null;
    state.ended = false;
    state.opening = false;
    state.problem = null;
    thread.value = emptyThread;
    unsent.clear();
  }

  function send(clientMessageId: string, text: string): void {
    unsent.set(clientMessageId, text);
    thread.value = withOwnMessage(thread.value, clientMessageId, text);
    const here = place;
    sending = sending.then(() => (here === place ? deliver(clientMessageId, text, here) : undefined));
  }

  async function deliver(clientMessageId: string, text: string, here: number): Promise<void> {
    try {
      if (!transport) throw new TransportError({ code: 'UNAUTHORIZED', message: 'Please sign in.', retryable: false });
      // Known before the first event of the conversation comes; the thread already shows the message.
      if (!state.conversationId) arriveAt(await transport.begin(), here);
      const { turnId, conversationId } = await transport.send(state.conversationId, text, clientMessageId);
      if (here !== place) return;
      unsent.delete(clientMessageId);
      arriveAt(conversationId, here);
      thread.value = withAccepted(thread.value, clientMessageId, turnId);
    } catch (error) {
      if (here === place) failed(clientMessageId, asTransportError(error));
      return;
    }
    nameIt();
  }

  /** A conversation is listed by its first words, whoever said them where. */
  function nameIt(): void {
    if (state.past.some((one) => one.conversation_id === state.conversationId && one.title)) return;
    // The list is a convenience: its failure is no failure of the message.
    refreshPast().catch(() => undefined);
  }

  function arriveAt(conversationId: string | null, here: number): void {
    if (conversationId === null || here !== place || state.conversationId === conversationId) return;
    state.conversationId = conversationId;
    storage?.setItem(LAST_KEY, conversationId);
  }

  function failed(clientMessageId: string, error: TransportError): void {
    if (error.code === 'CONVERSATION_ENDED') state.ended = true;
    thread.value = withSendFailure(thread.value, clientMessageId, {
      message: error.message,
      retryable: error.retryable || error.code === 'CONSENT_REQUIRED' || error.code === 'UNAUTHORIZED',
    });
    if (!changesStage(error)) announce(error.message);
  }

  function retry(clientMessageId: string, text: string): void {
    thread.value = withoutMessage(thread.value, clientMessageId);
    send(clientMessageId, text);
  }

  async function onCard(
    card: ActionCard,
    work: (transport: Transport) => Promise<{ action: ActionCard; message: string }>,
  ): Promise<void> {
    if (!transport || state.busy.includes(card.action_id)) return;
    const through = transport;
    const note = (text: string, bad: boolean, href?: unknown) => {
      const more = typeof href === 'string' && href.startsWith('/app/') ? { href } : {};
      state.notes = { ...state.notes, [card.action_id]: { text, bad, ...more } };
      announce(text);
    };
    state.busy = [...state.busy, card.action_id];
    try {
      const { action, message } = await work(through);
      thread.value = withCard(thread.value, action);
      note(message, false);
    } catch (error) {
      const known = asTransportError(error);
      if (!changesStage(known)) note(known.message, true, known.meta['href']);
      // The card is not what it was: what it is now stands in the conversation.
      if (!known.retryable && state.conversationId) events.onReload(state.conversationId);
    } finally {
      state.busy = state.busy.filter((id) => id !== card.action_id);
    }
  }

  return {
    state: readonly(state),
    thread,
    pending: computed(() => pendingCard(thread.value)),
    /** A turn is being answered. */
    working: computed(() => thread.value.exchanges.some((one) => one.status === 'open')),
    /** Whether what is being answered can be stopped. */
    stoppable: () => transport?.stops ?? false,
    start,
    async agree(): Promise<void> {
      await attempt(async () => {
        if (!transport) return;
        await transport.consent(state.consents);
        state.me = await transport.me();
        state.consents = state.me.consents_required;
        state.notice = null;
        if (state.consents.length === 0) await enter();
      });
    },
    async withdrawConsent(): Promise<void> {
      await attempt(async () => {
        if (!transport) return;
        await transport.withdrawConsent();
        fresh();
        state.me = await transport.me();
        state.consents = state.me.consents_required;
        state.notice = 'You have withdrawn your consent. Agree again when you want to go on.';
        if (state.consents.length > 0) state.stage = 'consent';
      });
    },
    say: (text: string) => send(crypto.randomUUID(), text),
    /** Where calls are taken; null when this page reaches none. */
    door: () => transport?.voice ?? null,
    /** The conversation that a call belongs to: the one in front, or a new one that is followed from its start. */
    async place(): Promise<string> {
      const here = place;
      if (!state.conversationId && transport) arriveAt(await transport.begin(), here);
      if (state.conversationId) return state.conversationId;
      throw new TransportError({ code: 'UNAUTHORIZED', message: 'Please sign in.', retryable: false });
    },
    /** A spoken answer was cut off behind these words. */
    heard(turnId: string, words: string): void {
      thread.value = withHeard(thread.value, turnId, words);
    },
    signedOut: () => events.onSignedOut(),
    /** Sends a message again under the same id: the service takes it once. */
    retry(clientMessageId: string): void {
      const text = unsent.get(clientMessageId);
      if (text !== undefined) retry(clientMessageId, text);
    },
    async stop(): Promise<void> {
      const open = thread.value.exchanges.findLast((one) => one.status === 'open');
      const id = state.conversationId;
      if (open && id) await attempt(async () => transport?.stop(id, open.turnId));
    },
    confirm: (card: ActionCard) => onCard(card, (through) => through.confirm(card)),
    /** One after the other, as a yes to all of them does; what the service refuses stands on its card. */
    async confirmAll(cards: readonly ActionCard[]): Promise<void> {
      for (const card of cards) await onCard(card, (through) => through.confirm(card));
    },
    cancel: (card: ActionCard) =>
      onCard(card, async (through) => ({
        action: await through.cancel(card),
        message: 'Cancelled. Nothing was done.',
      })),
    undo: (card: ActionCard) => onCard(card, (through) => through.undo(card)),
    async open(conversationId: string): Promise<void> {
      await attempt(() => openConversation(conversationId));
    },
    fresh,
    async signOut(): Promise<void> {
      fresh();
      await attempt(async () => transport?.signOut());
      transport = null;
      state.me = null;
      state.past = [];
      state.notice = null;
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
