import type { Server as HttpServer } from 'node:http';
import { type ClientEvents, type ServerEvents, SOCKET_PATH } from '@dartwing-va/contract/socket.ts';
import { VOICE_MAX_MESSAGE, VOICE_NAMESPACE } from '@dartwing-va/contract/voice.ts';
import { Server } from 'socket.io';
import { asVaError, VaError } from '../../lib/va-error.ts';
import { originAllowed } from '../auth/origins.ts';
import type { GatewayDeps } from '../deps.ts';
import type { VoiceNamespace } from '../voice/io-voice.ts';
import { limitPackets } from './packet-limit.ts';
import { serveSocket } from './socket-session.ts';
import { endSocket, type SocketData, type VaSocket } from './va-socket.ts';

/** Bytes of one packet: a message of the greatest length with room for JSON. */
const MAX_PACKET_BYTES = 64 * 1024;
/** Of a connection that carries voice: its longest message, with room for the JSON around it. */
const MAX_VOICE_PACKET_BYTES = VOICE_MAX_MESSAGE + MAX_PACKET_BYTES;
/** Open sockets of one user: a few devices with a few tabs each. */
const MAX_SOCKETS_PER_USER = 20;

type VaServer = Server<ClientEvents, ServerEvents, Record<string, never>, SocketData>;

export interface SocketGateway {
  /** Where voice is spoken; served by voice. */
  readonly voice: VoiceNamespace;
  readonly openSockets: () => number;
  /** Tells every page why it is cut off, then closes. */
  close(): Promise<void>;
}

/** Streaming turns for pages: one socket a page, many conversations on it. Events come from the event log, so any replica serves any socket. */
export function attachSocketServer(
  http: HttpServer,
  deps: GatewayDeps,
  /** Pages are asked so often whether they are there, and have as long to answer, ms. */
  heartbeatMs = 20_000,
): SocketGateway {
  const io: VaServer = new Server(http, {
    path: SOCKET_PATH,
    serveClient: false,
    // Other doors of the same server are looked after by their owners.
    destroyUpgrade: false,
    maxHttpBufferSize: MAX_VOICE_PACKET_BYTES,
    pingInterval: heartbeatMs,
    pingTimeout: heartbeatMs,
    cors: { origin: (origin, done) => done(null, originAllowed(origin, deps.settings)), methods: ['GET', 'POST'] },
    allowRequest: (request, decide) => decide(null, originAllowed(request.headers.origin, deps.settings)),
  });
  const voice = io.of(VOICE_NAMESPACE) as unknown as VoiceNamespace;
  limitPackets(io.engine, voice, MAX_PACKET_BYTES);
  const perUser = new Map<string, Set<VaSocket>>();

  io.use((socket, next) => {
    admit(deps, socket, perUser).then(
      () => next(),
      (error) => {
        const failure = asVaError(error);
        if (failure.status >= 500) deps.log.error('socket refused', { code: failure.code }, failure);
        next(Object.assign(new Error(failure.message), { data: failure.toBody(deps.ids.make('req')) }));
      },
    );
  });

  io.on('connection', (socket: VaSocket) => {
    const sockets = perUser.get(socket.data.identity.user) ?? new Set();
    perUser.set(socket.data.identity.user, sockets.add(socket));
    socket.on('disconnect', () => {
      sockets.delete(socket);
      if (sockets.size === 0) perUser.delete(socket.data.identity.user);
    });
    serveSocket(deps, socket);
  });

  const stopListening = deps.people.onRevoked((user, epoch, session) => {
    for (const socket of perUser.get(user) ?? []) {
      const { identity } = socket.data;
      if (session === null ? identity.epoch < epoch : identity.sessionId === session)
        endSocket(socket, 'revoked', new VaError('UNAUTHORIZED').toBody(deps.ids.make('req')));
    }
  });

  return {
    voice,
    openSockets: () => io.engine.clientsCount,
    async close() {
      stopListening();
      for (const socket of io.sockets.sockets.values())
        endSocket(socket, 'shutdown', new VaError('SERVICE_UNAVAILABLE').toBody(deps.ids.make('req')));
      await io.close();
    },
  };
}

async function admit(
  deps: GatewayDeps,
  socket: VaSocket,
  perUser: ReadonlyMap<string, ReadonlySet<VaSocket>>,
): Promise<void> {
  const token: unknown = socket.handshake.auth['token'];
  if (typeof token !== 'string' || token.length > 4096) throw new VaError('UNAUTHORIZED');
  const identity = await deps.people.identify(token);
  if ((perUser.get(identity.user)?.size ?? 0) >= MAX_SOCKETS_PER_USER)
    throw new VaError('RATE_LIMITED', { message: 'The assistant is open in too many windows. Please close one.' });
  const person = await deps.people.person(identity.user);
  await deps.consents.demand(person);
  socket.data.identity = identity;
  socket.data.person = person;
}
