import type { VoiceEvent, VoiceEventBody } from '@dartwing-va/contract/voice.ts';
import type { VoiceLink } from '../voice-link.ts';

/** Events kept for a client that comes back. */
const KEPT = 500;
/** Audio frames kept for it: more than is ever sent ahead. */
const KEPT_FRAMES = 120;

/** All that a session says: numbered, kept for a while, sent to whatever connection there is. */
export interface Tape {
  readonly link: VoiceLink | null;
  readonly lastSeq: number;
  tell(body: VoiceEventBody): void;
  audio(frame: Uint8Array): void;
  /** False when what the client lacks is no longer kept; nothing is sent then. */
  canGoOn(lastSeq: number): boolean;
  /** Sends what came after `lastSeq`, and the frames after `lastAudio` when the client says which it has. */
  attach(link: VoiceLink, lastSeq: number, lastAudio: number | null): void;
  detach(): void;
  /** A new answer: the frames of the one before are of no use any more. */
  forgetAudio(): void;
}

export function createTape(options: { readonly binary: () => boolean }): Tape {
  const events: VoiceEvent[] = [];
  const frames: { readonly frame: Uint8Array; readonly sequence: number }[] = [];
  let link: VoiceLink | null = null;
  let seq = 0;
  let sequence = 0;

  function play(frame: Uint8Array, number: number): void {
    if (options.binary()) link?.sendAudio(frame, number);
    else {
      // Audio in messages is not numbered as an event is: it could not be kept as long.
      link?.send({
        type: 'audio.output',
        seq,
        audio: Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString('base64'),
        sequence: number,
        is_final: false,
      });
    }
  }
  return {
    get link() {
      return link;
    },
    get lastSeq() {
      return seq;
    },
    tell(body) {
      seq += 1;
      const event = { seq, ...body } as VoiceEvent;
      events.push(event);
      if (events.length > KEPT) events.shift();
      link?.send(event);
    },
    audio(frame) {
      sequence += 1;
      frames.push({ frame, sequence });
      if (frames.length > KEPT_FRAMES) frames.shift();
      play(frame, sequence);
    },
    canGoOn: (lastSeq) =>
      lastSeq <= seq && (lastSeq === seq || (events[0]?.seq ?? Number.POSITIVE_INFINITY) <= lastSeq + 1),
    attach(to, lastSeq, lastAudio) {
      link = to;
      for (const event of events) if (event.seq > lastSeq) to.send(event);
      if (lastAudio !== null) for (const one of frames) if (one.sequence > lastAudio) play(one.frame, one.sequence);
    },
    detach() {
      link = null;
    },
    forgetAudio() {
      frames.length = 0;
    },
  };
}
