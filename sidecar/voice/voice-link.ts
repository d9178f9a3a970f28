import type { VoiceEvent } from '@dartwing-va/contract/voice.ts';

/** A transport as a session sees it; `ws` and socket.io are thin adapters of it. */
export interface VoiceLink {
  send(event: VoiceEvent): void;
  /** One frame of audio out: PCM16 or an Opus packet, as agreed at the start. */
  sendAudio(frame: Uint8Array, sequence: number): void;
  /** Bytes that wait to be sent; a slow client is not buried in audio. */
  readonly buffered: number;
  close(code: number, reason: string): void;
}
