import type { VoiceEvent } from '@dartwing-va/contract/voice.ts';
import type { WebSocket } from 'ws';
import type { AskableLink } from './voice-connections.ts';
import { framed } from './voice-message.ts';

/** How long a client gets to answer the farewell, ms. */
const FAREWELL_MS = 2000;

/** A WebSocket as a session sees it. */
export function wsLink(socket: WebSocket): AskableLink {
  return {
    send(event: VoiceEvent) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(event));
    },
    sendAudio(frame, sequence) {
      if (socket.readyState === socket.OPEN) socket.send(framed(frame, sequence));
    },
    get buffered() {
      return socket.bufferedAmount;
    },
    ping: () => socket.ping(),
    close(code, reason) {
      socket.close(code, reason);
      const patience = setTimeout(() => socket.terminate(), FAREWELL_MS);
      patience.unref();
      socket.once('close', () => clearTimeout(patience));
    },
  };
}
