import type { AddressInfo } from 'node:net';
import { SOCKET_PATH } from '@dartwing-va/contract/socket.ts';
import type { TurnEvent } from '@dartwing-va/contract/turn-events.ts';
import type { FastifyInstance } from 'fastify';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpServer } from '../../sidecar/gateway/http/server.ts';
import { attachSocketServer, type SocketGateway } from '../../sidecar/gateway/socket/socket-server.ts';
import { type ManualClock, manualClock } from '../fakes/manual-clock.ts';
import { type FakeGateway, fakeGateway } from './fakes.ts';

let clock: ManualClock;
let fake: FakeGateway;
let app: FastifyInstance;
let gateway: SocketGateway;
let url: string;
const sockets: Socket[] = [];

beforeEach(async () => {
  clock = manualClock();
  fake = fakeGateway(clock);
  app = await createHttpServer(fake.deps);
  await app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  gateway = attachSocketServer(app.server, fake.deps);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  await gateway.close();
  await app.close();
});

function socketWith(auth: Record<string, unknown>, headers: Record<string, string> = {}): Socket {
  const socket = io(url, {
    path: SOCKET_PATH,
    auth,
    transports: ['websocket'],
    reconnection: false,
    extraHeaders: headers,
  });
  sockets.push(socket);
  return socket;
}
const once = <T>(socket: Socket, event: string): Promise<T> => new Promise((resolve) => socket.once(event, resolve));
async function connected(auth: Record<string, unknown> = { token: 'good' }): Promise<Socket> {
  const socket = socketWith(auth);
  await once(socket, 'connect');
  return socket;
}
const textDelta = (seq: number): TurnEvent => ({
  seq,
  conversation_id: 'conv_1',
  turn_id: 'turn_1',
  at: 1,
  type: 'text.delta',
  text: 'Hi',
});

describe('admission', () => {
  it.each([
    ['without a token', {}, 'UNAUTHORIZED'],
    ['with a token of the wrong type', { token: { $ne: null } }, 'UNAUTHORIZED'],
    ['with an expired token', { token: 'expired' }, 'TOKEN_EXPIRED'],
  ])('is refused %s, with the code', async (_title, auth, code) => {
    const error = await once<Error & { data: { code: string } }>(socketWith(auth), 'connect_error');
    expect(error.data.code).toBe(code);
  });

  it('is refused to pages of other origins', async () => {
    await once(socketWith({ token: 'good' }, { Origin: 'https://evil.test' }), 'connect_error');
    expect(gateway.openSockets()).toBe(0);
  });

  it('asks for consents first', async () => {
    fake.requiredConsents = [{ consent_type: 'terms_of_service', version: '1', text: 'Terms' }];
    const error = await once<Error & { data: { code: string; meta: { required: unknown[] } } }>(
      socketWith({ token: 'good' }),
      'connect_error',
    );
    expect(error.data).toMatchObject({ code: 'CONSENT_REQUIRED', meta: { required: [{ version: '1' }] } });
  });
});

describe('a conversation', () => {
  it('replays on opening, then streams live, until it is closed', async () => {
    const socket = await connected();
    fake.replay.value = [textDelta(3)];
    const opened = await socket.emitWithAck('conversation.open', { conversation_id: 'conv_1', last_seq: 2 });
    expect(opened).toMatchObject({ ok: true, conversation_id: 'conv_1', last_seq: 3, replay: [{ seq: 3 }] });
    const live = once<TurnEvent>(socket, 'event');
    for (const listener of fake.listeners) listener(textDelta(4));
    expect(await live).toMatchObject({ seq: 4, text: 'Hi' });
    await socket.emitWithAck('conversation.close', { conversation_id: 'conv_1' });
    expect(fake.listeners.size).toBe(0);
  });

  it('says when the missed events are no longer kept', async () => {
    fake.replay.value = null;
    expect(
      await (await connected()).emitWithAck('conversation.open', { conversation_id: 'conv_1', last_seq: 2 }),
    ).toMatchObject({ ok: true, replay: null });
  });

  it('stops following when the socket goes', async () => {
    const socket = await connected();
    await socket.emitWithAck('conversation.open', { conversation_id: 'conv_1' });
    socket.disconnect();
    await expect.poll(() => fake.listeners.size).toBe(0);
  });

  it('takes a message and names its turn', async () => {
    const socket = await connected();
    expect(
      await socket.emitWithAck('message.send', {
        conversation_id: 'conv_1',
        content: 'hello',
        client_message_id: 'm1',
      }),
    ).toMatchObject({ ok: true, turn_id: 'turn_1' });
    expect(fake.calls).toContain('accept conv_1 m1 hello');
  });

  it.each([
    ['nothing', undefined],
    ['a number', 7],
    ['an id of another kind', { conversation_id: 'act_1', content: 'hi', client_message_id: 'm' }],
    ['binary content', { conversation_id: 'conv_1', content: Buffer.from([0, 1]), client_message_id: 'm' }],
  ])('refuses %s with a typed error', async (_title, request) => {
    const answer = await (await connected()).emitWithAck('message.send', request);
    expect(answer).toMatchObject({ ok: false, error: { code: 'VALIDATION_ERROR' } });
  });
});

describe('actions', () => {
  it('confirm with the digest of the card that was seen', async () => {
    const answer = await (await connected()).emitWithAck('action.confirm', { action_id: 'act_1_0', digest: 'abc' });
    expect(answer).toMatchObject({ ok: true, message: 'Done.', action: { status: 'completed' } });
    expect(fake.calls).toContain('confirm act_1_0 abc');
  });

  it('a second yes is refused, with what the first one came to', async () => {
    const answer = await (await connected()).emitWithAck('action.confirm', { action_id: 'act_done' });
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'ACTION_ALREADY_CONFIRMED', meta: { status: 'completed', assistant_message: 'Done.' } },
    });
  });

  it('refusals reach the page as words', async () => {
    const answer = await (await connected()).emitWithAck('action.confirm', { action_id: 'act_expired' });
    expect(answer.error).toMatchObject({ code: 'ACTION_EXPIRED', message: expect.stringContaining('expired') });
  });
});

describe('the token of an open socket', () => {
  it('is announced a minute before it runs out and ends the socket when it did', async () => {
    const socket = await connected();
    const expiring = once(socket, 'auth.expiring');
    await clock.advance(840_000);
    await expiring;
    const ended = once<{ reason: string; error: { code: string } }>(socket, 'session.ended');
    await clock.advance(60_000);
    expect(await ended).toMatchObject({ reason: 'token_expired', error: { code: 'TOKEN_EXPIRED' } });
  });

  it('can be renewed by the same user', async () => {
    const socket = await connected();
    fake.identity = { ...fake.identity, expiresAt: clock.now() + 1_800_000 };
    expect(await socket.emitWithAck('auth.renew', { token: 'renewed' })).toMatchObject({
      ok: true,
      expires_at: fake.identity.expiresAt,
    });
    await clock.advance(1_000_000);
    expect(socket.connected).toBe(true);
  });

  it('cannot be swapped for the token of somebody else', async () => {
    const socket = await connected();
    fake.identity = { ...fake.identity, user: 'marcus@acme.test' };
    expect(await socket.emitWithAck('auth.renew', { token: 'renewed' })).toMatchObject({
      ok: false,
      error: { code: 'UNAUTHORIZED' },
    });
  });

  it('ends at once when the session is revoked', async () => {
    const socket = await connected();
    const ended = once<{ reason: string }>(socket, 'session.ended');
    fake.revoke('priya@acme.test', 2);
    expect(await ended).toMatchObject({ reason: 'revoked' });
  });
});

it('closing tells every page why', async () => {
  const socket = await connected();
  const ended = once<{ reason: string }>(socket, 'session.ended');
  await gateway.close();
  expect(await ended).toMatchObject({ reason: 'shutdown' });
});
