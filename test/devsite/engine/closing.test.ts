import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestSite, type TestSite } from './harness.ts';

let site: TestSite;
const clients: Socket[] = [];

beforeEach(async () => {
  site = await openTestSite();
});
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

async function connection(url: string, ...lines: string[]): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  clients.push(socket);
  await once(socket, 'connect');
  if (lines.length > 0) socket.write([`${lines[0]} HTTP/1.1`, 'Host: x', ...lines.slice(1), '', ''].join('\r\n'));
  return socket;
}
const ended = async (socket: Socket): Promise<void> => {
  socket.resume();
  if (!socket.destroyed) await once(socket, 'close');
};

it('closes at once beside connections that never asked anything and a WebSocket that answers nothing', async () => {
  const silent = [await connection(site.url), await connection(site.socketUrl)];
  const gone = await connection(
    site.socketUrl,
    'GET /socket.io/?EIO=4&transport=websocket',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
  );
  expect(String((await once(gone, 'data'))[0])).toContain('101 Switching Protocols');
  await site.remove();
  await Promise.all([...silent, gone].map(ended));
});
