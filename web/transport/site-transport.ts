import type { ActionCard, TurnEventBody } from '@dartwing-va/contract/turn-events.ts';
import type { SiteApi } from './site-api.ts';
import type { SiteBus, SiteNotice } from './site-bus.ts';
import { agreedConsents, pastConversations, statusOf, whoAmI } from './site-reads.ts';
import {
  answerOf,
  loadedOf,
  questionOf,
  readable,
  stateOf,
  type TurnRow,
  type TurnRows,
  withTerms,
} from './site-rows.ts';
import {
  type LoadedConversation,
  type Me,
  type PastConversation,
  type RequiredConsent,
  type Transport,
  TransportError,
  type TransportEvents,
} from './transport.ts';

/** How long to wait before looking for an answer again, ms: soon at first, for the bus is at-most-once. */
const LOOKS = [400, 800, 1500, 2500] as const;
/** How often an open conversation is looked at when nothing is awaited and the page has no bus, ms. */
const IDLE_LOOK_MS = 15_000;

/**
 * The assistant over the company site alone: messages go in by `say`, answers come back as rows that the site's bus
 * announces. Whole answers instead of streaming words; cards, confirming and undo are the same.
 */
export class SiteTransport implements Transport {
  readonly kind = 'site';
  /** Sound does not go over the site's bus. */
  readonly voice = null;
  readonly stops = false;
  readonly #api: SiteApi;
  readonly #events: TransportEvents;
  readonly #bus: SiteBus | null;
  /** IANA zone of the site's moments. */
  readonly #zone: string | null;
  #employee = '';
  #conversation: string | null = null;
  #seq = 0;
  /** Rows of the open conversation as the page knows them, by name. */
  #turns = new Map<string, TurnRow>();
  #cards = new Map<string, string>();
  /** Turns that were sent from here and whose answer did not come yet. */
  #awaited = new Set<string>();
  /** The last look failed: what it would have shown is still to be seen. */
  #missed = false;
  #looks = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reading: Promise<void> | null = null;
  #again = false;

  constructor(api: SiteApi, events: TransportEvents, bus: SiteBus | null, zone: string | null) {
    this.#api = api;
    this.#events = events;
    this.#bus = bus;
    this.#zone = zone;
    bus?.on('dartwing_va_turn', this.#onBus);
    bus?.on('dartwing_va_action', this.#onBus);
  }

  connect(): void {
    this.#events.onConnection('online');
  }

  async me(): Promise<Me> {
    const { me, employee } = await whoAmI(this.#api);
    this.#employee = employee;
    return me;
  }

  async consent(consents: readonly RequiredConsent[]): Promise<void> {
    for (const { consent_type, version } of consents)
      await this.#api.post('dartwing_va.api.consent', { consent_type, granted: 1, version });
  }

  async withdrawConsent(): Promise<void> {
    for (const { consent_type, version } of await agreedConsents(this.#api, this.#employee))
      await this.#api.post('dartwing_va.api.consent', { consent_type, granted: 0, version });
  }

  conversations(): Promise<readonly PastConversation[]> {
    return pastConversations(this.#api, this.#employee, this.#zone);
  }

  async load(conversationId: string): Promise<LoadedConversation> {
    const status = await statusOf(this.#api, conversationId);
    const rows = await this.#rows(conversationId, 0);
    this.#follow(conversationId);
    for (const row of rows.turns) this.#turns.set(row.name, row);
    for (const card of rows.actions) this.#cards.set(card.action_id, stateOf(card));
    return loadedOf(conversationId, status, rows, this.#zone);
  }

  async open(conversationId: string): Promise<void> {
    if (this.#conversation !== conversationId) this.#follow(conversationId);
    this.#schedule();
  }

  async begin(): Promise<null> {
    this.#follow(null);
    return null;
  }

  leave(): void {
    this.#follow(null);
  }

  async send(
    conversationId: string | null,
    text: string,
    clientMessageId: string,
  ): Promise<{ turnId: string; conversationId: string }> {
    const said = await this.#api
      .post<{ conversation: string; turn: string }>('dartwing_va.api.say', {
        text,
        client_message_id: clientMessageId,
        ...(conversationId === null ? {} : { conversation: conversationId }),
      })
      .catch((error: unknown) => {
        throw withTerms(error);
      });
    if (this.#conversation !== said.conversation) this.#follow(said.conversation);
    this.#looks = 0;
    this.#awaited.add(said.turn);
    this.#schedule();
    return { turnId: said.turn, conversationId: said.conversation };
  }

  async stop(): Promise<void> {
    throw new TransportError({
      code: 'NOT_FOUND',
      message: 'This answer cannot be stopped from here.',
      retryable: false,
    });
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
    return { action: await this.#card(card.action_id), message: 'I have undone that.' };
  }

  async signOut(): Promise<void> {
    this.close();
  }

  close(): void {
    this.#follow(null);
    this.#bus?.off('dartwing_va_turn', this.#onBus);
    this.#bus?.off('dartwing_va_action', this.#onBus);
  }

  readonly #onBus = (notice: SiteNotice): void => {
    if (this.#conversation !== null && notice.conversation === this.#conversation) void this.#catchUp();
  };

  async #card(action: string): Promise<ActionCard> {
    const card = await this.#api.get<ActionCard>('dartwing_va.api.card', { action });
    this.#cards.set(card.action_id, stateOf(card));
    return readable(card);
  }

  async #rows(conversation: string, after: number): Promise<TurnRows> {
    const { turns, actions } = await this.#api.get<TurnRows>('dartwing_va.api.my_turns', {
      conversation,
      after_turn_number: String(after),
    });
    return { turns, actions: actions.map(readable) };
  }

  #follow(conversation: string | null): void {
    clearTimeout(this.#timer);
    this.#conversation = conversation;
    this.#turns = new Map();
    this.#cards = new Map();
    this.#awaited = new Set();
    this.#missed = false;
    this.#looks = 0;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#conversation === null) return;
    const open = [...this.#turns.values()].some((row) => row.role === 'User' && row.status === 'Pending');
    const awaited = open || this.#missed || this.#awaited.size > 0;
    if (!awaited && this.#bus) return;
    const wait = awaited ? (LOOKS[Math.min(this.#looks, LOOKS.length - 1)] ?? IDLE_LOOK_MS) : IDLE_LOOK_MS;
    this.#looks += 1;
    this.#timer = setTimeout(() => void this.#catchUp(), wait);
  }

  /** One look at a time; a notice that comes meanwhile is followed by another look. */
  #catchUp(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return this.#reading;
    }
    this.#reading = this.#read().finally(() => {
      this.#reading = null;
      const again = this.#again;
      this.#again = false;
      if (again) void this.#catchUp();
      else this.#schedule();
    });
    return this.#reading;
  }

  async #read(): Promise<void> {
    const conversation = this.#conversation;
    if (conversation === null) return;
    let rows: TurnRows;
    try {
      rows = await this.#rows(conversation, this.#settledUpTo());
    } catch (error) {
      const known = error instanceof TransportError ? error : null;
      if (known?.code === 'UNAUTHORIZED') this.#events.onSignedOut();
      else this.#events.onConnection('offline');
      this.#missed = known?.code !== 'UNAUTHORIZED';
      return;
    }
    if (conversation !== this.#conversation) return;
    this.#events.onConnection('online');
    this.#missed = false;
    this.#tell(rows);
  }

  /** Rows up to this number are final; those behind it are read again, because their status may have changed. */
  #settledUpTo(): number {
    const rows = [...this.#turns.values()];
    const open = rows.filter((row) => row.status === 'Pending').map((row) => row.turn_number);
    return Math.min(...open, Math.max(0, ...rows.map((row) => row.turn_number)) + 1) - 1;
  }

  /** Says what is new in the stream's own words: questions, then the cards that came of them, then the answers. */
  #tell({ turns, actions }: TurnRows): void {
    const fresh = turns.filter((row) => this.#turns.get(row.name)?.status !== row.status);
    const unseen = new Set(fresh.filter((row) => !this.#turns.has(row.name)).map((row) => row.name));
    for (const row of fresh) {
      this.#turns.set(row.name, row);
      if (row.status !== 'Pending') this.#awaited.delete(row.name);
    }
    const all = [...this.#turns.values()].sort((a, b) => a.turn_number - b.turn_number);
    for (const row of fresh) {
      if (row.role !== 'User' || !unseen.has(row.name)) continue;
      this.#emit(row.name, {
        type: 'user.message',
        text: row.content,
        client_message_id: row.client_message_id,
        origin: 'site',
      });
    }
    for (const card of actions) {
      const known = this.#cards.get(card.action_id);
      if (known === stateOf(card)) continue;
      this.#cards.set(card.action_id, stateOf(card));
      const turn = card.turn_id ?? all.findLast((row) => row.role === 'User')?.name ?? '';
      const isNew = known === undefined && card.reversal_of === undefined;
      this.#emit(turn, { type: isNew ? 'action.pending' : 'action.updated', action: card });
    }
    for (const row of fresh) {
      const question = row.role === 'Assistant' ? questionOf(row, all) : null;
      if (question === null) continue;
      for (const event of answerOf(row)) this.#emit(question, event);
    }
  }

  #emit(turnId: string, body: TurnEventBody): void {
    if (this.#conversation === null) return;
    this.#seq += 1;
    const place = { seq: this.#seq, conversation_id: this.#conversation, turn_id: turnId, at: Date.now() };
    this.#events.onEvent({ ...body, ...place });
  }
}
