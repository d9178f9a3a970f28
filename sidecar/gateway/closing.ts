import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../lib/clock.ts';
import type { SocketGateway } from './socket/socket-server.ts';

/** How long a page gets to answer the farewell of its WebSocket, ms; who is gone would be waited for much longer. */
const FAREWELL_MS = 500;

/** All connections of a server, whatever became of them: Node forgets those that turned into a WebSocket. */
interface Connections {
  /** Waits for requests under way at most `graceMs`, for farewells less, then cuts off every connection, also later ones. */
  drain(graceMs: number): Promise<void>;
}

/** @returns ends both surfaces: takes in nothing new, tells pages, lets requests under way finish for at most `graceMs`. */
export function gatewayClosing(
  http: FastifyInstance,
  sockets: Pick<SocketGateway, 'close'>,
  clock: Clock,
): (graceMs: number) => Promise<void> {
  const connections = followConnections(http.server, clock);
  return async (graceMs) => {
    // Both end with the last connection, so nothing may wait for them before the connections are cut off.
    const closed = Promise.all([http.close(), sockets.close()]);
    await connections.drain(graceMs);
    await closed;
  };
}

function followConnections(server: Server, clock: Clock): Connections {
  const open = new Set<Socket>();
  const requests = new Set<ServerResponse>();
  const webSockets = new Set<Socket>();
  const onLeft = new Set<() => void>();
  let over = false;

  function follow<T extends Socket | ServerResponse>(one: T, set: Set<T>): void {
    set.add(one);
    one.once('close', () => {
      set.delete(one);
      for (const look of onLeft) look();
    });
  }
  server.on('connection', (socket: Socket) => {
    if (over) socket.destroy();
    else follow(socket, open);
  });
  server.on('request', (_request: IncomingMessage, response: ServerResponse) => follow(response, requests));
  server.on('upgrade', (_request: IncomingMessage, socket: Socket) => follow(socket, webSockets));

  async function emptied(set: ReadonlySet<unknown>, patienceMs: number): Promise<void> {
    const empty = new AbortController();
    const look = () => {
      if (set.size === 0) empty.abort(null);
    };
    onLeft.add(look);
    look();
    await clock.sleep(patienceMs, empty.signal).catch(() => undefined);
    onLeft.delete(look);
  }

  return {
    async drain(graceMs) {
      await Promise.all([emptied(requests, graceMs), emptied(webSockets, Math.min(graceMs, FAREWELL_MS))]);
      over = true;
      // Also those that never asked anything, as browsers open them on suspicion: Node takes them for busy.
      for (const socket of open) socket.destroy();
    },
  };
}
