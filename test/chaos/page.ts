import { setTimeout as delay } from 'node:timers/promises';
import type { ClientEvents, ServerEvents } from '@dartwing-va/contract/socket.ts';
import { SOCKET_PATH } from '@dartwing-va/contract/socket.ts';
import type { TurnEvent } from '@dartwing-va/contract/turn-events.ts';
import { io, type Socket } from 'socket.io-client';
import type { Client } from './client.ts';
import { BrokenPromise, PATIENCE_MS } from './ledger.ts';

const ACK_MS = 15_000;

/** One open page: a socket that comes back after every fall and resumes where it was. */
export interface Page {
  readonly conversation: string;
  /** Resolves with the turn id once the message was promised an answer. */
  send(text: string, clientMessageId: string): Promise<string>;
  /** Resolves when the last event of a turn has come. @throws BrokenPromise */
  outcome(turn: string): Promise<void>;
  close(): void;
}

/** @throws BrokenPromise when events are lost, repeated or do not come. */
export async function openPage(url: string, client: Client): Promise<Page> {
  const socket: Socket<ServerEvents, ClientEvents> = io(url, {
    path: SOCKET_PATH,
    transports: ['websocket'],
    reconnectionDelay: 100,
    reconnectionDelayMax: 500,
    forceNew: true,
    auth: (give) => {
      client.token().then(
        (token) => give({ token }),
        () => give({}),
      );
    },
  });
  let conversation = '';
  let seen = 0;
  /** Live events wait while a replay is under way. */
  let waiting: TurnEvent[] | null = [];
  /** Of opening the conversation; the answer to an earlier one no longer counts. */
  let attempt = 0;
  let broken: BrokenPromise | null = null;
  const ended = new Set<string>();
  const recent: string[] = [];

  function take(event: TurnEvent): void {
    if (event.conversation_id !== conversation) return;
    if (event.seq !== seen + 1) {
      broken ??= new BrokenPromise(
        `the page of ${client.user} saw event ${event.seq} of ${conversation} after ${seen}: ${event.seq > seen ? 'lost' : 'repeated'} ` +
          `(${event.type} of ${event.turn_id}, opened ${attempt} times; the last were ${recent.join(', ')})`,
      );
    }
    recent.push(`${event.seq} ${event.type}${waiting ? ' replayed' : ''}`);
    recent.splice(0, recent.length - 6);
    seen = Math.max(seen, event.seq);
    if (event.type === 'turn.done' || event.type === 'error') ended.add(event.turn_id);
  }

  async function resume(): Promise<void> {
    waiting = [];
    attempt += 1;
    const mine = attempt;
    const request = conversation === '' ? {} : { conversation_id: conversation, last_seq: seen };
    const ack = await acknowledged(socket.timeout(ACK_MS).emitWithAck('conversation.open', request));
    if (mine !== attempt) return;
    if (ack === null) {
      if (socket.connected) void resume();
      return;
    }
    if (!ack.ok) {
      // The connection stays and is tried again below; a refusal that will not pass is for the caller to hear.
      if (!ack.error.retryable) broken ??= new BrokenPromise(`the page of ${client.user}: ${ack.error.code}`);
      else setTimeout(() => mine === attempt && socket.connected && void resume(), 200);
      return;
    }
    conversation = ack.conversation_id;
    if (ack.replay === null) broken ??= new BrokenPromise(`events after ${seen} of ${conversation} are no longer kept`);
    for (const event of ack.replay ?? []) take(event);
    const late = waiting ?? [];
    waiting = null;
    for (const event of late) if (event.seq > seen) take(event);
  }

  /** Null when no answer came: lost on the way, the same request goes out again. */
  async function acknowledged<T>(answer: Promise<T>): Promise<T | null> {
    return await answer.catch(() => null);
  }

  socket.on('event', (event) => {
    if (waiting) waiting.push(event);
    else take(event);
  });
  socket.on('connect', () => void resume());
  socket.on('disconnect', (reason) => {
    waiting ??= [];
    // The server closed it (it is going down): socket.io then waits to be told to try again.
    if (reason === 'io server disconnect') setTimeout(() => socket.connect(), 200);
  });
  socket.on('connect_error', () => {
    if (!socket.active) setTimeout(() => socket.connect(), 200);
  });
  socket.on('auth.expiring', () => {
    void client.token().then((token) => socket.emitWithAck('auth.renew', { token }));
  });

  async function until(what: string, reached: () => boolean): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while (!reached()) {
      if (broken) throw broken;
      if (Date.now() > end)
        throw new BrokenPromise(`the page of ${client.user} waited ${PATIENCE_MS / 1000} s for ${what}`);
      await delay(20);
    }
    if (broken) throw broken;
  }

  const ready = () => socket.connected && conversation !== '' && waiting === null;
  await until('its conversation', ready);
  return {
    conversation,
    async send(text, clientMessageId) {
      const end = Date.now() + PATIENCE_MS;
      for (;;) {
        await until('the connection', ready);
        const request = { conversation_id: conversation, content: text, client_message_id: clientMessageId };
        const ack = await acknowledged(socket.timeout(ACK_MS).emitWithAck('message.send', request));
        if (ack?.ok) return ack.turn_id;
        if (ack && !ack.error.retryable) throw new BrokenPromise(`a message was refused: ${ack.error.code}`);
        if (Date.now() > end) throw new BrokenPromise(`a message of ${client.user} was never accepted`);
        await delay(200);
      }
    },
    outcome: (turn) => until(`the end of ${turn}`, () => ended.has(turn)),
    close: () => socket.disconnect(),
  };
}
