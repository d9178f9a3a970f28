import { AUDIO_HEADER_BYTES, AUDIO_KIND, type VoiceEvent } from '@dartwing-va/contract/voice.ts';
import type { WebSocket } from 'ws';
import type { VoiceLink } from '../../voice/voice-link.ts';

/** How long a client gets to answer the farewell, ms. */
const FAREWELL_MS = 2000;

/** A WebSocket as a session sees it. */
export function wsLink(socket: WebSocket): VoiceLink {
  return {
    send(event: VoiceEvent) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(event));
    },
    sendAudio(frame, sequence) {
      if (socket.readyState !== socket.OPEN) return;
      const message = Buffer.allocUnsafe(AUDIO_HEADER_BYTES + frame.byteLength);
      message[0] = AUDIO_KIND.output;
      message.writeUInt32BE(sequence >>> 0, 1);
      message.set(frame, AUDIO_HEADER_BYTES);
      socket.send(message);
    },
    get buffered() {
      return socket.bufferedAmount;
    },
    close(code, reason) {
      socket.close(code, reason);
      const patience = setTimeout(() => socket.terminate(), FAREWELL_MS);
      patience.unref();
      socket.once('close', () => clearTimeout(patience));
    },
  };
}
