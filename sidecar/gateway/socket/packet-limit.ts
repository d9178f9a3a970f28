import type { Server } from 'socket.io';
import type { VoiceNamespace } from '../voice/io-voice.ts';

type Engine = Server['engine'];
interface Packet {
  readonly data?: unknown;
}
/** A connection of the engine below socket.io. */
interface Connection {
  on(event: 'packet', listener: (packet: Packet) => void): void;
  removeAllListeners(event: 'data'): void;
  close(discard: boolean): void;
}

/** The engine has one limit for all: connections that carry no voice are held to a lower one. */
export function limitPackets(engine: Engine, voice: VoiceNamespace, maxBytes: number): void {
  const speaking = new WeakSet<object>();
  voice.on('connection', ({ conn }) => void speaking.add(conn));
  engine.on('connection', (connection: Connection) => {
    connection.on('packet', ({ data }) => {
      if (speaking.has(connection)) return;
      const bytes = typeof data === 'string' || Buffer.isBuffer(data) ? data.length : 0;
      if (bytes <= maxBytes) return;
      // Nobody reads it.
      connection.removeAllListeners('data');
      connection.close(true);
    });
  });
}
