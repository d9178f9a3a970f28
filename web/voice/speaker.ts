import type { VoiceEncoding } from '@dartwing-va/contract/voice.ts';
import { type Decoder, openDecoder } from './codec.ts';
import type { PlaybackNews, PlaybackOrder } from './worklet/messages.ts';

/** How often the service is told how much was played, ms of playing. */
const REPORT_MS = 400;

/** The mouth of a call: frames in, what was played out. */
export interface Speaker {
  /** The frames that come from now on belong to this turn. */
  begin(turnId: string): void;
  frame(payload: Uint8Array<ArrayBuffer>): void;
  /** All frames of the turn have come. */
  end(turnId: string): void;
  duck(): void;
  restore(): void;
  /** As the service says: silence, and what was played is reported. */
  cut(turnId: string): void;
  /** As the person says: silence at once; what is still under way from the service is left out. */
  interrupt(): void;
  news(news: PlaybackNews): void;
  close(): void;
}

export function createSpeaker(options: {
  readonly encoding: VoiceEncoding;
  readonly sampleRate: number;
  readonly play: (order: PlaybackOrder) => void;
  readonly outputDelayMs: () => number;
  /** For the captions, ten times a second. */
  readonly onPlayed: (turnId: string, ms: number) => void;
  /** For the service. */
  readonly onReport: (turnId: string, ms: number) => void;
  /** The browser cannot decode what comes. */
  readonly onBroken: () => void;
}): Speaker {
  const { play } = options;
  const turns: string[] = [];
  let current: number | null = null;
  let reportedMs = 0;
  let reported: number | null = null;
  let cutting: string | null = null;
  /** Between the person's interruption and the service's answer to it. */
  let isDiscarding = false;
  const decoder: Decoder = openDecoder(
    options.encoding,
    options.sampleRate,
    (turn, samples, sampleRate) => play({ type: 'frame', turn, samples, sampleRate }),
    options.onBroken,
  );

  function silence(): void {
    decoder.cut();
    play({ type: 'cut' });
  }
  function report(turn: number, ms: number): void {
    const turnId = turns[turn];
    if (turnId === undefined) return;
    reported = turn;
    reportedMs = ms;
    options.onReport(turnId, Math.round(ms));
  }
  return {
    begin(turnId) {
      if (current !== null && turns[current] === turnId) return;
      current = turns.push(turnId) - 1;
      isDiscarding = false;
    },
    frame(payload) {
      if (current !== null && !isDiscarding) decoder.push(current, payload);
    },
    end(turnId) {
      const turn = turns.lastIndexOf(turnId);
      if (turn === -1) return;
      // Rejected when it is cut meanwhile: then there is no end to tell.
      decoder.drained().then(
        () => play({ type: 'end', turn }),
        () => undefined,
      );
    },
    duck: () => play({ type: 'duck' }),
    restore: () => play({ type: 'restore' }),
    cut(turnId) {
      cutting = turnId;
      isDiscarding = false;
      current = null;
      silence();
    },
    interrupt() {
      isDiscarding = true;
      silence();
    },
    news({ type, turn, ms }) {
      const heard = type === 'quiet' ? ms : Math.max(0, ms - options.outputDelayMs());
      const turnId = turns[turn];
      if (turnId !== undefined) options.onPlayed(turnId, heard);
      if (type === 'cut') {
        if (cutting === null) report(turn, heard);
        else options.onReport(cutting, cutting === turnId ? Math.round(heard) : 0);
        cutting = null;
      } else if (reported !== turn || type === 'quiet' || heard - reportedMs >= REPORT_MS) report(turn, heard);
    },
    close() {
      decoder.close();
      play({ type: 'cut' });
    },
  };
}
