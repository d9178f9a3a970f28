import type { ActionCard, TurnEvent, TurnEventBody } from '@dartwing-va/contract/turn-events.ts';
import type { SiteApi } from './site-api.ts';
import type {
  LoadedConversation,
  Me,
  PastConversation,
  RequiredConsent,
  Transport,
  TransportEvents,
} from './transport.ts';

/** Frappe's realtime client, where a page has it (Desk does). */
interface FrappeRealtime {
  on(event: string, handler: (message: { conversation?: string }) => void): void;
  off(event: string, handler: (message: { conversation?: string }) => void): void;
}
interface TurnRow {
  readonly name: string;
  readonly turn_number: number;
  readonly role: 'User' | 'Assistant' | 'System';
  readonly status: 'Pending' | 'Answered' | 'Failed';
  readonly content: string;
  readonly timestamp: string;
  readonly client_message_id: string | null;
}
interface TurnRows {
  readonly turns: readonly TurnRow[];
  readonly actions: readonly ActionCard[];
}
/** While an answer is awaited, also without any event: the bus is at-most-once. */
const POLL_MS = 2500;

/**
 * The assistant over the company site alone: messages go in by `say`, answers come back as rows that the site's bus
 * announces. Whole answers instead of streaming words; cards, confirming and undo are the same.
 */
export class SiteTransport implements Transport {
  readonly kind = 'site';
  readonly #api: SiteApi;
  readonly #events: TransportEvents;
  readonly #realtime: FrappeRealtime | null;
  #conversation: string | null = null;
  /** The conversation is made by the site with the first message. */
  #unnamed = false;
  #seq = 0;
  #lastTurn = 0;
  #userTurn = '';
  readonly #cards = new Map<string, string>();
  #waiting = false;
  #timer: number | undefined;

  constructor(api: SiteApi, events: TransportEvents) {
    this.#api = api;
    this.#events = events;
    this.#realtime = (window as unknown as { frappe?: { realtime?: FrappeRealtime } }).frappe?.realtime ?? null;
    this.#realtime?.on('dartwing_va_turn', this.#onBus);
    this.#realtime?.on('dartwing_va_action', this.#onBus);
    events.onConnection('online');
  }

  /** The site's bus is the page's own; there is nothing to open. */
  connect(): void {
    this.#events.onConnection('online');
  }

  async me(): Promise<Me> {
    return this.#api.get<Me>('dartwing_va.api.whoami', {});
  }

  async consent(consents: readonly RequiredConsent[]): Promise<void> {
    for (const { consent_type, version } of consents)
      await this.#api.post('dartwing_va.api.consent', { consent_type, granted: 1, version });
  }

  async conversations(): Promise<readonly PastConversation[]> {
    const rows = await this.#api.list<{
      name: string;
      started_at: string;
      status: string;
      summary?: string;
      turn_count?: number;
    }>('VA Conversation', {
      fields: JSON.stringify(['name', 'started_at', 'status', 'summary', 'turn_count']),
      order_by: 'started_at desc',
      limit_page_length: '30',
    });
    return rows.map((row) => ({
      conversation_id: row.name,
      created_at: row.started_at.replace(' ', 'T'),
      status: row.status.toLowerCase(),
      summary: row.summary ?? null,
      turn_count: row.turn_count ?? 0,
    }));
  }

  async load(conversationId: string): Promise<LoadedConversation> {
    const [stored] = await this.#api.list<{ status: string }>('VA Conversation', {
      fields: JSON.stringify(['status']),
      filters: JSON.stringify([['name', '=', conversationId]]),
      order_by: 'name asc',
    });
    const status = (stored?.status ?? 'ended').toLowerCase();
    const { turns, actions } = await this.#rows(conversationId, 0);
    const exchanges = turns
      .filter((row) => row.role === 'User')
      .map((user) => {
        const answer = turns.find(
          (row) =>
            row.role === 'Assistant' &&
            row.turn_number > user.turn_number &&
            !turns.some(
              (other) =>
                other.role === 'User' && other.turn_number > user.turn_number && other.turn_number < row.turn_number,
            ),
        );
        return {
          turn_id: user.name,
          user_content: user.content,
          assistant_content: answer?.content ?? null,
          status: user.status.toLowerCase(),
          timestamp: user.timestamp,
        };
      });
    return { conversation_id: conversationId, status, last_seq: 0, turns: exchanges, actions };
  }

  async open(conversationId: string | null): Promise<string> {
    this.#stopPolling();
    this.#unnamed = conversationId === null;
    this.#conversation = conversationId ?? `new:${crypto.randomUUID()}`;
    this.#lastTurn = 0;
    this.#cards.clear();
    if (conversationId !== null) await this.#catchUp(false);
    return this.#conversation;
  }

  leave(): void {
    this.#stopPolling();
    this.#conversation = null;
  }

  async send(conversationId: string, text: string, clientMessageId: string): Promise<{ turnId: string }> {
    const said = await this.#api.post<{ conversation: string; turn: string }>('dartwing_va.api.say', {
      text,
      client_message_id: clientMessageId,
      ...(this.#unnamed ? {} : { conversation: this.#named ?? conversationId }),
    });
    if (this.#unnamed) {
      this.#named = said.conversation;
      this.#unnamed = false;
    }
    this.#userTurn = said.turn;
    this.#waiting = true;
    this.#emit(said.turn, { type: 'user.message', text, client_message_id: clientMessageId, origin: 'site' });
    this.#poll();
    return { turnId: said.turn };
  }
  /** The site's name of the conversation that the page knows by a name of its own. */
  #named: string | null = null;

  async stop(): Promise<void> {
    // The site has no way to stop an answer; it only stops being waited for here.
    this.#stopPolling();
  }

  async confirm(card: ActionCard): Promise<{ action: ActionCard; message: string }> {
    await this.#api.post('dartwing_va.api.confirm_action', { action: card.action_id, digest: card.digest });
    return { action: await this.#card(card.action_id), message: 'Done.' };
  }

  async cancel(card: ActionCard): Promise<ActionCard> {
    await this.#api.post('dartwing_va.api.cancel_action', { action: card.action_id });
    return this.#card(card.action_id);
  }

  async undo(card: ActionCard): Promise<{ action: ActionCard; message: string }> {
    await this.#api.post('dartwing_va.api.undo_action', { action: card.action_id });
    return { action: await this.#card(card.action_id), message: 'Undone.' };
  }

  async signOut(): Promise<void> {
    this.close();
  }

  close(): void {
    this.#stopPolling();
    this.#realtime?.off('dartwing_va_turn', this.#onBus);
    this.#realtime?.off('dartwing_va_action', this.#onBus);
  }

  readonly #onBus = (message: { conversation?: string }): void => {
    if (this.#conversation && message.conversation === (this.#named ?? this.#conversation)) void this.#catchUp(true);
  };

  #card(action: string): Promise<ActionCard> {
    return this.#api.get<ActionCard>('dartwing_va.api.card', { action });
  }

  #rows(conversation: string, after: number): Promise<TurnRows> {
    return this.#api.get<TurnRows>('dartwing_va.api.my_turns', { conversation, after_turn_number: String(after) });
  }

  #poll(): void {
    window.clearTimeout(this.#timer);
    if (!this.#waiting) return;
    this.#timer = window.setTimeout(() => {
      void this.#catchUp(true).finally(() => this.#poll());
    }, POLL_MS);
  }

  #stopPolling(): void {
    this.#waiting = false;
    window.clearTimeout(this.#timer);
  }

  /** Reads what is new and, unless only taking note of it, tells the page in the stream's own words. */
  async #catchUp(tell: boolean): Promise<void> {
    const conversation = this.#named ?? this.#conversation;
    if (!conversation || this.#unnamed) return;
    try {
      const { turns, actions } = await this.#rows(conversation, this.#lastTurn);
      this.#events.onConnection('online');
      for (const card of actions) {
        const state = `${card.status}:${card.digest}`;
        const known = this.#cards.get(card.action_id);
        this.#cards.set(card.action_id, state);
        if (tell && known !== state)
          this.#emit(card.turn_id ?? this.#userTurn, {
            type: known === undefined ? 'action.pending' : 'action.updated',
            action: card,
          });
      }
      for (const row of turns) {
        this.#lastTurn = Math.max(this.#lastTurn, row.turn_number);
        if (row.role === 'User') this.#userTurn = row.name;
        if (!tell || row.role !== 'Assistant') continue;
        this.#waiting = false;
        this.#emit(this.#userTurn, { type: 'turn.done', text: row.content, actions: [], latency_ms: 0, model: '' });
      }
    } catch {
      this.#events.onConnection('offline');
    }
  }

  #emit(turnId: string, body: TurnEventBody): void {
    if (!this.#conversation) return;
    this.#seq += 1;
    const event: TurnEvent = {
      ...body,
      seq: this.#seq,
      conversation_id: this.#conversation,
      turn_id: turnId,
      at: Date.now(),
    };
    this.#events.onEvent(event);
  }
}
