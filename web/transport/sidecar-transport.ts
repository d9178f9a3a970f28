import { ASKED_CONSENTS } from '@dartwing-va/contract/consents.ts';
import type { ErrorBody } from '@dartwing-va/contract/errors.ts';
import { SOCKET_PATH } from '@dartwing-va/contract/limits.ts';
import type { ClientEvents, ServerEvents, SocketAck, SocketRequestName } from '@dartwing-va/contract/socket.ts';
import type { ActionCard, TurnEvent } from '@dartwing-va/contract/turn-events.ts';
import { io, type Socket } from 'socket.io-client';
import type { Login } from './login.ts';
import { fetchJson } from './session.ts';
import {
  type LoadedConversation,
  type Me,
  type PastConversation,
  type RequiredConsent,
  type Transport,
  TransportError,
  type TransportEvents,
  type VoiceDoor,
} from './transport.ts';

interface GivenConsent {
  readonly consent_type: string;
  readonly granted: boolean;
  readonly version: string | null;
}
type Answer<Name extends SocketRequestName> = Extract<SocketAck<Name>, { ok: true }>;
const ACK_TIMEOUT_MS = 20_000;
/** How long a request waits for a connection that is down before the person is told, ms. */
const OFFLINE_PATIENCE_MS = 3000;
const RECONNECT_MS = 1000;

/** REST for what is loaded once, a socket for what streams. Reconnects by itself and resumes behind the last event seen. */
export class SidecarTransport implements Transport {
  readonly kind = 'sidecar';
  readonly stops = true;
  readonly voice: VoiceDoor;
  readonly #baseUrl: string;
  readonly #login: Login;
  readonly #events: TransportEvents;
  #socket: Socket<ServerEvents, ClientEvents> | null = null;
  /** Last event seen of each followed conversation: where a reconnect goes on. */
  readonly #followed = new Map<string, number>();

  constructor(baseUrl: string, login: Login, events: TransportEvents) {
    this.#baseUrl = baseUrl;
    this.#login = login;
    this.#events = events;
    this.voice = {
      url: `${baseUrl || pageOrigin()}/api/v1/voice`.replace(/^http/u, 'ws'),
      token: () => login.token(),
      renew: () => login.renew(),
    };
  }

  connect(): void {
    this.#open();
  }

  me(): Promise<Me> {
    return this.#rest<Me>('GET', '/me');
  }

  async consent(consents: readonly RequiredConsent[]): Promise<void> {
    await this.#rest('POST', '/consents', {
      consents: consents.map(({ consent_type, version }) => ({ consent_type, version, granted: true })),
    });
  }

  async withdrawConsent(): Promise<void> {
    const { consents } = await this.#rest<{ consents: GivenConsent[] }>('GET', '/consents');
    await this.#rest('POST', '/consents', {
      consents: consents
        .filter((one) => one.granted && ASKED_CONSENTS.includes(one.consent_type))
        .map(({ consent_type, version }) => ({ consent_type, version: version ?? '1', granted: false })),
    });
  }

  async conversations(): Promise<readonly PastConversation[]> {
    return (await this.#rest<{ conversations: PastConversation[] }>('GET', '/conversations?limit=30')).conversations;
  }

  load(conversationId: string): Promise<LoadedConversation> {
    return this.#rest<LoadedConversation>(
      'GET',
      `/conversations/${encodeURIComponent(conversationId)}?turns_limit=200`,
    );
  }

  async open(conversationId: string, afterSeq: number): Promise<void> {
    // Followed from now on: when the answer gets lost, the reconnect asks again.
    this.#followed.set(conversationId, afterSeq);
    try {
      const answer = await this.#ask('conversation.open', { conversation_id: conversationId, last_seq: afterSeq });
      this.#replay(conversationId, answer.replay);
    } catch (error) {
      if (!(error instanceof TransportError && error.retryable)) this.#followed.delete(conversationId);
      throw error;
    }
  }

  async begin(): Promise<string> {
    const answer = await this.#ask('conversation.open', { last_seq: 0 });
    this.#followed.set(answer.conversation_id, 0);
    this.#replay(answer.conversation_id, answer.replay);
    return answer.conversation_id;
  }

  leave(conversationId: string): void {
    this.#followed.delete(conversationId);
    // Nothing to do about a failure: a socket that is gone follows nothing.
    this.#ask('conversation.close', { conversation_id: conversationId }).catch(() => undefined);
  }

  async send(
    conversationId: string | null,
    text: string,
    clientMessageId: string,
  ): Promise<{ turnId: string; conversationId: string }> {
    const id = conversationId ?? (await this.begin());
    const answer = await this.#ask('message.send', {
      conversation_id: id,
      content: text,
      client_message_id: clientMessageId,
    });
    return { turnId: answer.turn_id, conversationId: id };
  }

  async stop(conversationId: string, turnId: string): Promise<void> {
    await this.#ask('turn.cancel', { conversation_id: conversationId, turn_id: turnId });
  }

  async confirm(card: ActionCard): Promise<{ action: ActionCard; message: string }> {
    try {
      return await this.#ask('action.confirm', { action_id: card.action_id, digest: card.digest });
    } catch (error) {
      const first = error instanceof TransportError ? firstOutcome(error) : null;
      if (!first) throw error;
      return { action: { ...card, status: 'completed', result: first.result }, message: first.message };
    }
  }

  async cancel(card: ActionCard): Promise<ActionCard> {
    return (await this.#ask('action.cancel', { action_id: card.action_id })).action;
  }

  async undo(card: ActionCard): Promise<{ action: ActionCard; message: string }> {
    return this.#ask('action.reverse', { action_id: card.action_id });
  }

  async signOut(): Promise<void> {
    this.close();
    await this.#login.signOut();
  }

  close(): void {
    this.#followed.clear();
    this.#socket?.disconnect();
    this.#socket = null;
  }

  async #rest<T = unknown>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { Authorization: `Bearer ${await this.#login.token()}` };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    return fetchJson<T>(`${this.#baseUrl}/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async #ask<Name extends SocketRequestName>(
    name: Name,
    request: Parameters<ClientEvents[Name]>[0],
  ): Promise<Answer<Name>> {
    const socket = this.#open();
    await reachable(socket);
    const lost = new AbortController();
    const onLost = () => lost.abort();
    socket.once('disconnect', onLost);
    let answer: SocketAck<Name>;
    try {
      // emitWithAck is typed per event; the schema of the event and its answer is the contract's.
      const asked = (
        socket.timeout(ACK_TIMEOUT_MS) as unknown as { emitWithAck(event: string, request: unknown): Promise<unknown> }
      ).emitWithAck(name, request);
      answer = (await Promise.race([asked, rejection(lost.signal)])) as SocketAck<Name>;
    } catch {
      throw new TransportError({
        code: 'TIMEOUT',
        message: 'I did not get through. Please try again.',
        retryable: true,
      });
    } finally {
      socket.off('disconnect', onLost);
    }
    if (!answer.ok) throw new TransportError(answer.error);
    return answer as Answer<Name>;
  }

  #open(): Socket<ServerEvents, ClientEvents> {
    if (this.#socket) return this.#socket;
    this.#events.onConnection('connecting');
    const socket: Socket<ServerEvents, ClientEvents> = io(this.#baseUrl, {
      path: SOCKET_PATH,
      transports: ['websocket', 'polling'],
      reconnectionDelay: 500,
      reconnectionDelayMax: 3000,
      auth: (give) => {
        this.#login.token().then(
          (token) => give({ token }),
          () => give({ token: '' }),
        );
      },
    });
    this.#socket = socket;
    socket.on('connect', () => {
      this.#events.onConnection('online');
      for (const [conversation, seq] of this.#followed) this.#resume(conversation, seq);
    });
    socket.on('disconnect', (reason) => {
      this.#events.onConnection('offline');
      // socket.io comes back by itself, except when the server hung up: at a restart, or when a token ran out.
      if (reason === 'io server disconnect')
        setTimeout(() => this.#socket === socket && socket.connect(), RECONNECT_MS);
    });
    socket.on('connect_error', (error) => {
      this.#events.onConnection('offline');
      const body = (error as Error & { data?: ErrorBody }).data;
      if (body?.code === 'UNAUTHORIZED' || body?.code === 'TOKEN_EXPIRED') this.#onRefused();
      // A refusal by the service is final for socket.io; a network failure is retried by it.
      else if (body) setTimeout(() => this.#socket === socket && socket.connect(), 3000);
    });
    socket.on('event', (event) => this.#take(event));
    socket.on('auth.expiring', () => {
      this.#login
        .renew()
        .then((token) => this.#ask('auth.renew', { token }))
        .catch(() => undefined);
    });
    socket.on('session.ended', ({ reason }) => {
      if (reason !== 'revoked') return;
      this.#login.forget();
      this.#events.onSignedOut();
    });
    return socket;
  }

  #onRefused(): void {
    this.#login.renew().then(
      () => this.#socket?.connect(),
      (error) => {
        if (error instanceof TransportError && !error.retryable) this.#events.onSignedOut();
        else setTimeout(() => this.#socket?.connect(), 3000);
      },
    );
  }

  #resume(conversation: string, seq: number): void {
    this.#ask('conversation.open', { conversation_id: conversation, last_seq: seq }).then(
      (answer) => this.#replay(conversation, answer.replay),
      (error) => {
        if (error instanceof TransportError && error.retryable) return;
        this.#events.onReload(conversation);
      },
    );
  }

  #replay(conversation: string, replay: readonly TurnEvent[] | null): void {
    if (replay === null) this.#events.onReload(conversation);
    else for (const event of replay) this.#take(event);
  }

  /** Passes each event on once and in order, whatever a reconnect repeats. */
  #take(event: TurnEvent): void {
    const seen = this.#followed.get(event.conversation_id);
    if (seen === undefined || event.seq <= seen) return;
    this.#followed.set(event.conversation_id, event.seq);
    this.#events.onEvent(event);
  }
}

function pageOrigin(): string {
  return (globalThis as { location?: { readonly origin: string } }).location?.origin ?? '';
}

/** What the first yes came to, when its answer was lost on the way and the second one is refused; null for all else. */
function firstOutcome(error: TransportError): { result: Readonly<Record<string, unknown>>; message: string } | null {
  const { result, assistant_message: message } = error.meta;
  if (error.code !== 'ACTION_ALREADY_CONFIRMED' || typeof message !== 'string') return null;
  return { result: typeof result === 'object' && result !== null ? { ...result } : {}, message };
}

/** Resolves when the socket is connected. @throws TransportError when it is not within the person's patience. */
async function reachable(socket: Socket<ServerEvents, ClientEvents>): Promise<void> {
  if (socket.connected) return;
  await new Promise<void>((resolve, reject) => {
    const onConnect = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      socket.off('connect', onConnect);
      reject(
        new TransportError({
          code: 'SERVICE_UNAVAILABLE',
          message: 'I cannot be reached right now. Please try again in a moment.',
          retryable: true,
        }),
      );
    }, OFFLINE_PATIENCE_MS);
    socket.once('connect', onConnect);
  });
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('the connection broke'))));
}
