import type { VoiceClientEvents, VoiceServerEvents } from '@dartwing-va/contract/voice.ts';
import type { Namespace } from 'socket.io';
import { ioLink } from './io-link.ts';
import type { VoiceConnections } from './voice-connections.ts';
import { tokenOf } from './voice-token.ts';

export type VoiceNamespace = Namespace<VoiceClientEvents, VoiceServerEvents>;

const NO_DEFAULTS = new URLSearchParams();

/** `va-voice-v1` over the voice namespace of our socket.io. */
export function serveNamespace(namespace: VoiceNamespace, connections: VoiceConnections): void {
  namespace.on('connection', (socket) => {
    const token: unknown = socket.handshake.auth['token'];
    const connection = connections.open(ioLink(socket), {
      token: typeof token === 'string' ? token.slice(0, 4097) : tokenOf(socket.request),
      defaults: NO_DEFAULTS,
    });
    socket.on('message', connection.message);
    socket.on('audio', (frame: unknown) => {
      // Whatever else came in its place is a message that cannot be read.
      if (Buffer.isBuffer(frame)) connection.frame(frame);
      else connection.message(null);
    });
    socket.on('disconnect', connection.gone);
  });
}
