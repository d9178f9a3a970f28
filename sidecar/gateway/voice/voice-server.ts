import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { VOICE_CLOSE, VOICE_MAX_MESSAGE, VOICE_SILENT_MS, VOICE_SUBPROTOCOL } from '@dartwing-va/contract/voice.ts';
import { type WebSocket, WebSocketServer } from 'ws';
import type { GatewayDeps } from '../deps.ts';
import { serveVoice, type VoiceConnection } from './voice-connection.ts';

const TICK_MS = 1000;
const PING_MS = 30_000;

export interface VoiceServer {
  readonly connections: number;
  take(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

interface Watched {
  readonly connection: VoiceConnection;
  /** When anything at all came, epoch ms. */
  heardAt: number;
  pingedAt: number;
}

/** `va-voice-v1` over plain WebSocket. */
export function createVoiceServer(deps: GatewayDeps): VoiceServer {
  const { clock } = deps;
  const watched = new Map<WebSocket, Watched>();
  const over = new AbortController();
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: VOICE_MAX_MESSAGE,
    // Sound does not get smaller by it, and it costs memory for each connection.
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(VOICE_SUBPROTOCOL) ? VOICE_SUBPROTOCOL : false),
  });

  server.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    const now = clock.now();
    const one: Watched = { connection: serveVoice(deps, socket, request), heardAt: now, pingedAt: now };
    watched.set(socket, one);
    const heard = () => {
      one.heardAt = clock.now();
    };
    socket.on('message', heard);
    socket.on('ping', heard);
    socket.on('pong', heard);
    // A message that is too long closes with 1009 by itself; what else breaks ends in `close`.
    socket.on('error', (error) => deps.log.debug('a voice connection broke', { code: error.name }));
    socket.on('close', () => watched.delete(socket));
    if (watched.size === 1) watch();
  });

  /** One hand for all connections. */
  function watch(): void {
    const tick = async () => {
      while (watched.size > 0) {
        await clock.sleep(TICK_MS, over.signal);
        const now = clock.now();
        for (const [socket, one] of watched) {
          if (now - one.heardAt > VOICE_SILENT_MS) one.connection.close(VOICE_CLOSE.silent, 'silent');
          else if (now - one.pingedAt >= PING_MS) {
            one.pingedAt = now;
            socket.ping();
          }
          one.connection.tick(now);
        }
      }
    };
    tick().catch((error: unknown) => {
      if (!over.signal.aborted) deps.log.error('voice connections are not looked after any more', {}, error);
    });
  }

  return {
    get connections() {
      return watched.size;
    },
    take(request, socket, head) {
      server.handleUpgrade(request, socket, head, (ready) => server.emit('connection', ready, request));
    },
    close() {
      over.abort();
      for (const { connection } of watched.values()) connection.close(1001, 'shutdown');
      server.close();
    },
  };
}
