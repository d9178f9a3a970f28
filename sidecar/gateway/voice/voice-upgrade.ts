import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { SOCKET_PATH } from '@dartwing-va/contract/socket.ts';
import { originAllowed } from '../auth/origins.ts';
import type { GatewayDeps } from '../deps.ts';
import type { IoVoiceSocket } from './io-link.ts';
import type { VoiceNamespace } from './io-voice.ts';
import type { VoiceConnections } from './voice-connections.ts';
import type { WsVoice } from './ws-voice.ts';

/** How long the last words over socket.io may take, ms. */
const FAREWELL_MS = 1000;
const PATHS = ['/v1/voice', '/api/v1/voice'];

export interface VoiceGateway {
  readonly connections: () => number;
  close(): Promise<void>;
}

interface Doors {
  readonly connections: VoiceConnections;
  readonly ws: WsVoice;
}

/** Waits at the doors of voice; what is behind them is loaded when somebody knocks. `namespace`: the door over socket.io. */
export function attachVoice(http: HttpServer, deps: GatewayDeps, namespace: VoiceNamespace): VoiceGateway {
  let doors: Doors | null = null;
  let loading: Promise<Doors> | null = null;
  let isClosed = false;

  async function load(): Promise<Doors> {
    const [{ createVoiceConnections }, { createWsVoice }, { serveNamespace }] = await Promise.all([
      import('./voice-connections.ts'),
      import('./ws-voice.ts'),
      import('./io-voice.ts'),
    ]);
    const connections = createVoiceConnections(deps);
    serveNamespace(namespace, connections);
    doors = { connections, ws: createWsVoice(connections, deps.log) };
    return doors;
  }
  function loaded(): Promise<Doors> {
    loading ??= load().catch((error: unknown) => {
      loading = null;
      deps.log.error('voice could not be loaded', {}, error);
      throw error;
    });
    return loading;
  }
  function refuse(socket: Duplex, status: string): void {
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  }

  /** Whoever closes socket.io next throws away what still waits there. */
  async function lastWords(carriers: readonly IoVoiceSocket['conn'][]): Promise<void> {
    const { handedOver } = await import('./io-link.ts');
    const tired = new AbortController();
    await Promise.race([handedOver(carriers), deps.clock.sleep(FAREWELL_MS, tired.signal).catch(() => undefined)]);
    tired.abort();
  }

  namespace.use((_socket, next) => {
    if (isClosed) return next(new Error('closing'));
    loaded().then(() => next(), next);
  });
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname.replace(/\/$/u, '');
    // The page's own socket is somebody else's.
    if (path.startsWith(SOCKET_PATH)) return;
    socket.on('error', (error) => deps.log.debug('a connection broke while it was opened', { code: error.name }));
    if (!PATHS.includes(path)) return refuse(socket, '404 Not Found');
    if (isClosed) return refuse(socket, '503 Service Unavailable');
    if (!originAllowed(request.headers.origin, deps.settings)) return refuse(socket, '403 Forbidden');
    loaded().then(
      ({ ws }) => ws.take(request, socket, head),
      () => refuse(socket, '503 Service Unavailable'),
    );
  });

  return {
    connections: () => doors?.connections.count ?? 0,
    async close() {
      isClosed = true;
      const carriers = [...namespace.sockets.values()].map(({ conn }) => conn);
      await deps.voice.close();
      doors?.connections.close();
      doors?.ws.close();
      if (carriers.length > 0) await lastWords(carriers);
    },
  };
}
