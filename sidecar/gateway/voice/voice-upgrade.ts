import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { SOCKET_PATH } from '@dartwing-va/contract/socket.ts';
import { originAllowed } from '../auth/origins.ts';
import type { GatewayDeps } from '../deps.ts';
import type { VoiceServer } from './voice-server.ts';

const PATHS = ['/v1/voice', '/api/v1/voice'];

export interface VoiceGateway {
  readonly connections: () => number;
  close(): Promise<void>;
}

/** Waits at the doors of voice; what is behind them is loaded when somebody knocks. */
export function attachVoice(http: HttpServer, deps: GatewayDeps): VoiceGateway {
  let server: VoiceServer | null = null;
  let loading: Promise<VoiceServer> | null = null;
  let isClosed = false;

  async function load(): Promise<VoiceServer> {
    const { createVoiceServer } = await import('./voice-server.ts');
    server ??= createVoiceServer(deps);
    return server;
  }
  function refuse(socket: Duplex, status: string): void {
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  }

  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname.replace(/\/$/u, '');
    // The page's own socket is somebody else's.
    if (path.startsWith(SOCKET_PATH)) return;
    socket.on('error', (error) => deps.log.debug('a connection broke while it was opened', { code: error.name }));
    if (!PATHS.includes(path)) return refuse(socket, '404 Not Found');
    if (isClosed) return refuse(socket, '503 Service Unavailable');
    if (!originAllowed(request.headers.origin, deps.settings)) return refuse(socket, '403 Forbidden');
    loading ??= load();
    loading.then(
      (ready) => ready.take(request, socket, head),
      (error: unknown) => {
        loading = null;
        deps.log.error('voice could not be loaded', {}, error);
        refuse(socket, '503 Service Unavailable');
      },
    );
  });

  return {
    connections: () => server?.connections ?? 0,
    async close() {
      isClosed = true;
      await deps.voice.close();
      server?.close();
    },
  };
}
