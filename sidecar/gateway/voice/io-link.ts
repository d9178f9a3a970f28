import type { VoiceClientEvents, VoiceServerEvents } from '@dartwing-va/contract/voice.ts';
import type { Socket } from 'socket.io';
import type { AskableLink } from './voice-connections.ts';
import { framed } from './voice-message.ts';

export type IoVoiceSocket = Socket<VoiceClientEvents, VoiceServerEvents>;

/** A socket.io connection to the voice namespace as a session sees it. */
export function ioLink(socket: IoVoiceSocket): AskableLink {
  const { conn } = socket;
  /** Bytes of sound that wait for the transport, and those it is writing: it says when it is given some, not how much is left. */
  let waiting = 0;
  let inHand = 0;
  const onDrain = () => {
    inHand = waiting;
    waiting = 0;
  };
  conn.on('drain', onDrain);
  socket.once('disconnect', () => conn.off('drain', onDrain));
  return {
    send(event) {
      if (socket.connected) socket.emit('message', event);
    },
    sendAudio(frame, sequence) {
      if (!socket.connected) return;
      const message = framed(frame, sequence);
      waiting += message.byteLength;
      socket.emit('audio', message);
    },
    get buffered() {
      return waiting + (conn.transport.writable ? 0 : inHand);
    },
    // Asked every 20 s, and given up 20 s later.
    ping: null,
    close(code, reason) {
      if (!socket.connected) return;
      socket.emit('closed', { code, reason });
      socket.disconnect();
    },
  };
}

/** Resolves when what was said over these connections is on its way, or they are gone. */
export async function handedOver(connections: readonly IoVoiceSocket['conn'][]): Promise<void> {
  await Promise.all(
    connections.map(async (conn) => {
      if (conn.transport.writable || conn.readyState !== 'open') return;
      await new Promise<unknown>((resolve) => {
        conn.once('drain', resolve);
        conn.once('close', resolve);
      });
    }),
  );
}
