import { createServer, type Server as HttpServer } from 'node:http';
import type { Socket as NetSocket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { Server, type Socket } from 'socket.io';
import type { Engine } from '../engine/internal.ts';
import { SiteError } from '../engine/site-error.ts';
import { observer, recognise, type SocketUser } from './handshake.ts';

export interface RealtimeServer {
  readonly http: HttpServer;
  /** Ends all sockets and the server. */
  close(): Promise<void>;
}

const users = new WeakMap<Socket, SocketUser>();
const opened = new WeakMap<Socket, Set<string>>();

/** Refusals are silence: the client hears neither yes nor no. */
function mayRead(engine: Engine, socket: Socket, doctype: unknown, name?: unknown): boolean {
  const user = users.get(socket)?.user;
  if (!user || typeof doctype !== 'string') return false;
  if (name !== undefined && typeof name !== 'string' && typeof name !== 'number') return false;
  const view = observer(engine, user);
  try {
    return name === undefined ? view.hasPermission(doctype, 'read') : view.hasPermission(doctype, 'read', String(name));
  } catch (error) {
    if (error instanceof SiteError) return false;
    throw error;
  }
}

const docRoom = (doctype: unknown, name: unknown): string => `doc:${String(doctype)}/${String(name)}`;
const openRoom = (doctype: unknown, name: unknown): string => `open_doc:${String(doctype)}/${String(name)}`;

async function tellViewers(socket: Socket, room: string): Promise<void> {
  const viewers = await socket.nsp.in(room).fetchSockets();
  const names = new Set<string>();
  for (const viewer of viewers) {
    const found = socket.nsp.sockets.get(viewer.id);
    const user = found ? users.get(found)?.user : undefined;
    if (user) names.add(user);
  }
  const own = users.get(socket)?.user;
  if (names.size === 1 && own && names.has(own)) return;
  const [doctype, docname] = splitRoom(room);
  socket.nsp.to(room).emit('doc_viewers', { doctype, docname, users: [...names] });
}

function splitRoom(room: string): [string, string] {
  const rest = room.slice(room.indexOf(':') + 1);
  const slash = rest.indexOf('/');
  return [rest.slice(0, slash), rest.slice(slash + 1)];
}

function addHandlers(engine: Engine, socket: Socket, onError: (error: unknown) => void): void {
  const quietly = (work: Promise<unknown>): void => {
    work.catch(onError);
  };
  socket.on('ping', () => socket.emit('pong'));
  socket.on('doctype_subscribe', (doctype: unknown) => {
    if (mayRead(engine, socket, doctype)) void socket.join(`doctype:${String(doctype)}`);
  });
  socket.on('doctype_unsubscribe', (doctype: unknown) => void socket.leave(`doctype:${String(doctype)}`));
  socket.on('doc_subscribe', (doctype: unknown, name: unknown) => {
    if (name !== undefined && mayRead(engine, socket, doctype, name)) void socket.join(docRoom(doctype, name));
  });
  socket.on('doc_unsubscribe', (doctype: unknown, name: unknown) => void socket.leave(docRoom(doctype, name)));
  socket.on('doc_open', (doctype: unknown, name: unknown) => {
    if (name === undefined || !mayRead(engine, socket, doctype, name)) return;
    const room = openRoom(doctype, name);
    void socket.join(room);
    opened.get(socket)?.add(room);
    quietly(tellViewers(socket, room));
  });
  socket.on('doc_close', (doctype: unknown, name: unknown) => {
    const room = openRoom(doctype, name);
    void socket.leave(room);
    opened.get(socket)?.delete(room);
    quietly(tellViewers(socket, room));
  });
  for (const word of ['task', 'progress']) {
    socket.on(`${word}_subscribe`, (id: unknown) => void socket.join(`task_progress:${String(id)}`));
    socket.on(`${word}_unsubscribe`, (id: unknown) => void socket.leave(`task_progress:${String(id)}`));
  }
  socket.on('disconnect', () => {
    for (const room of opened.get(socket) ?? []) quietly(tellViewers(socket, room));
  });
}

/**
 * Frappe's socket.io process: namespaces `/<site>`, rooms `user:`, `website`, `all`, `doctype:`, `doc:`, `open_doc:`,
 * `task_progress:`. Committed events of the engine go out here. Not yet listening.
 */
export function createRealtime(engine: Engine, onError: (error: unknown) => void): RealtimeServer {
  const http = createServer((_request, response) => {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not Found');
  });
  const connections = new Set<NetSocket>();
  http.on('connection', (connection) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  const io = new Server(http, {
    cors: { origin: true, credentials: true },
    cleanupEmptyChildNamespaces: true,
    serveClient: false,
  });
  const namespaces = io.of(/^\/.*$/);
  namespaces.use((socket, next) => {
    try {
      const headers = Object.fromEntries(
        Object.entries(socket.handshake.headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(', ') : value,
        ]),
      );
      users.set(socket, recognise(engine, socket.nsp.name.slice(1), headers, socket.handshake.address));
      next();
    } catch (error) {
      next(error instanceof Error ? error : new Error('Unauthorized'));
    }
  });
  namespaces.on('connection', (socket) => {
    const who = users.get(socket);
    opened.set(socket, new Set());
    if (!who) return;
    void socket.join(`user:${who.user}`);
    void socket.join('website');
    if (who.userType === 'System User') void socket.join('all');
    addHandlers(engine, socket, onError);
  });
  engine.emit = ({ event, message, room }) => {
    io.of(`/${engine.site.name}`)
      .to(room ?? 'all')
      .emit(event, message);
  };
  return {
    http,
    close: async () => {
      engine.emit = () => {};
      const closed = io.close();
      // The farewells are on their way; who does not answer them, or never asked anything, is not waited for.
      await setImmediate();
      for (const connection of connections) connection.destroy();
      await closed;
    },
  };
}
