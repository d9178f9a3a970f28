import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { SOCKET_PATH } from '@dartwing-va/contract/socket.ts';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatewayClosing } from '../../sidecar/gateway/closing.ts';
import { createHttpServer } from '../../sidecar/gateway/http/server.ts';
import { attachSocketServer } from '../../sidecar/gateway/socket/socket-server.ts';
import { type ManualClock, manualClock } from '../fakes/manual-clock.ts';
import { type FakeGateway, fakeGateway } from './fakes.ts';

const GRACE_MS = 3000;

let clock: ManualClock;
let fake: FakeGateway;
let url: string;
let port: number;
let close: () => Promise<void>;
const clients: Socket[] = [];

beforeEach(async () => {
  clock = manualClock();
  fake = fakeGateway(clock, { messageWaitMs: 100 * GRACE_MS });
  const http = await createHttpServer(fake.deps);
  const sockets = attachSocketServer(http.server, fake.deps);
  const closing = gatewayClosing(http, sockets, clock);
  close = () => closing(GRACE_MS);
  await http.listen({ port: 0, host: '127.0.0.1' });
  port = (http.server.address() as AddressInfo).port;
  url = `http://127.0.0.1:${port}`;
});
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

async function connection(...lines: string[]): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  clients.push(socket);
  await once(socket, 'connect');
  if (lines.length > 0) socket.write([`${lines[0]} HTTP/1.1`, 'Host: x', ...lines.slice(1), '', ''].join('\r\n'));
  return socket;
}
const said = async (socket: Socket): Promise<string> => String((await once(socket, 'data'))[0]);
const ended = async (socket: Socket): Promise<void> => {
  socket.resume();
  if (!socket.destroyed) await once(socket, 'close');
};

interface Asked {
  readonly answer: Promise<Response>;
}

/** Sends a message whose turn does not end, and waits until the engine has it. */
async function ask(): Promise<Asked> {
  fake.outcome = 'never';
  const answer = fetch(`${url}/api/v1/conversations/conv_1/messages`, {
    method: 'POST',
    headers: { authorization: 'Bearer good', 'content-type': 'application/json' },
    body: JSON.stringify({ content: 'how much leave do I have?' }),
  });
  answer.catch(() => undefined);
  await expect.poll(() => fake.calls).toContainEqual(expect.stringContaining('how much leave'));
  return { answer };
}

describe('stopping', () => {
  it('does not wait for connections that never asked anything, nor for half a request', async () => {
    const silent = await connection();
    const half = await connection();
    half.write('GET /health/live HTTP/1.1\r\nHost:');
    await (await fetch(`${url}/health/live`)).text();
    await close();
    await Promise.all([ended(silent), ended(half)]);
  });

  it('tells a page why, and does not wait long for one that is gone', async () => {
    const page = io(url, {
      path: SOCKET_PATH,
      auth: { token: 'good' },
      transports: ['websocket'],
      reconnection: false,
    });
    await new Promise<void>((resolve) => page.once('connect', resolve));
    const told = new Promise<{ reason: string }>((resolve) => page.once('session.ended', resolve));
    // Answers nothing, neither pings nor the end.
    const gone = await connection(
      `GET ${SOCKET_PATH}/?EIO=4&transport=websocket`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`,
      'Sec-WebSocket-Version: 13',
    );
    expect(await said(gone)).toContain('101 Switching Protocols');
    const closed = close();
    expect((await told).reason).toBe('shutdown');
    await clock.advance(GRACE_MS / 2);
    await closed;
    await ended(gone);
  });

  it('lets a request under way finish, and refuses new ones meanwhile', async () => {
    const { answer } = await ask();
    const before = await connection();
    const closed = close();
    await expect.poll(() => connection().catch(() => null)).toBeNull();
    before.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
    const refusal = await said(before);
    expect(refusal).toMatch(/^HTTP\/1.1 503 .*Connection: close/is);
    expect(refusal).toContain('"code":"SERVICE_UNAVAILABLE"');
    fake.finish();
    expect((await answer).status).toBe(200);
    await closed;
    await ended(before);
  });

  it('gives requests under way no more than their time', async () => {
    const { answer } = await ask();
    const closed = close();
    await clock.advance(GRACE_MS);
    await closed;
    await expect(answer).rejects.toThrow();
  });
});
