import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { VOICE_MAX_MESSAGE, VOICE_SUBPROTOCOL } from '@dartwing-va/contract/voice.ts';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Log } from '../../lib/log.ts';
import type { VoiceConnections } from './voice-connections.ts';
import { JsonText } from './voice-message.ts';
import { tokenOf } from './voice-token.ts';
import { wsLink } from './ws-link.ts';

export interface WsVoice {
  take(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

/** `va-voice-v1` over plain WebSocket. */
export function createWsVoice(connections: VoiceConnections, log: Log): WsVoice {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: VOICE_MAX_MESSAGE,
    // Sound does not get smaller by it, and it costs memory for each connection.
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(VOICE_SUBPROTOCOL) ? VOICE_SUBPROTOCOL : false),
  });

  server.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    const connection = connections.open(wsLink(socket), {
      token: tokenOf(request),
      defaults: new URL(request.url ?? '/', 'http://localhost').searchParams,
    });
    socket.on('message', (data, isBinary) => {
      connection.heard();
      if (isBinary) connection.frame(data as Buffer);
      else connection.message(new JsonText(String(data)));
    });
    socket.on('ping', connection.heard);
    socket.on('pong', connection.heard);
    // A message that is too long closes with 1009 by itself; what else breaks ends in `close`.
    socket.on('error', (error) => log.debug('a voice connection broke', { code: error.name }));
    socket.on('close', connection.gone);
  });

  return {
    take(request, socket, head) {
      server.handleUpgrade(request, socket, head, (ready) => server.emit('connection', ready, request));
    },
    close: () => server.close(),
  };
}
