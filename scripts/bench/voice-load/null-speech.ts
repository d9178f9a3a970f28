import type { Speech } from '../../../sidecar/voice/speech.ts';
import type { SttEvent } from '../../../sidecar/voice/speech-to-text.ts';
import { COMMAND, msSince, stampOf } from './stamp.ts';

/** What is said; the rules answer it without a read, and the answers are told apart. */
const WORDS = { [COMMAND.say]: 'thank you', [COMMAND.echo]: 'hello' } as const;
const GREETING = /^(?:hi|hey|hello|good)/iu;
const FRAME_SAMPLES = 320;
const FRAMES_PER_WORD = 15;
/** Frames of the microphone that an answer gives back: 2 s. */
const ECHOED = 100;

/** Providers that take no time: the recogniser hears by the marks in the sound, the voice hums or gives the microphone back. */
export function nullSpeech(onFrame: (latenessMs: number) => void): Speech {
  /** Who asked for his own sound, oldest first. */
  const waiting: Ears[] = [];
  const hum = Int16Array.from({ length: FRAME_SAMPLES * 1000 }, (_, n) => Math.round(6000 * Math.sin(n / 6)));

  return {
    stt: {
      id: 'null',
      async open({ onEvent }) {
        const ears = createEars();
        return {
          push(samples) {
            const mark = stampOf((index) => samples[index] ?? 0);
            if (mark === null) return;
            onFrame(msSince(mark.at));
            ears.push(samples);
            if (mark.command === COMMAND.none) return;
            if (mark.command === COMMAND.echo) waiting.push(ears);
            say(onEvent, mark.command === COMMAND.echo ? WORDS[COMMAND.echo] : WORDS[COMMAND.say]);
          },
          finalise: () => undefined,
          close: () => ears.close(),
        };
      },
    },
    tts: {
      id: 'null',
      voices: async () => [],
      warm: async () => undefined,
      async *speak(text, _manner, { signal }) {
        const ears = GREETING.test(text) ? waiting.shift() : undefined;
        if (ears) yield* ears.give(ECHOED, signal);
        else yield hum.subarray(0, text.split(' ').length * FRAMES_PER_WORD * FRAME_SAMPLES);
      },
    },
    defaultVoice: 'hum',
  };
}

function say(onEvent: (event: SttEvent) => void, text: string): void {
  onEvent({ type: 'final', text, confidence: 1, words: [] });
  onEvent({ type: 'end-of-turn', confidence: 1 });
}

interface Ears {
  push(samples: Int16Array): void;
  give(frames: number, signal: AbortSignal): AsyncGenerator<Int16Array>;
  close(): void;
}
function createEars(): Ears {
  let wake: (() => void) | null = null;
  let isGiving = false;
  const heard: Int16Array[] = [];
  return {
    push(samples) {
      if (!isGiving) return;
      heard.push(samples);
      wake?.();
    },
    async *give(frames, signal) {
      isGiving = true;
      for (let left = frames; left > 0 && isGiving && !signal.aborted; left -= 1) {
        if (heard.length === 0)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        const samples = heard.shift();
        if (samples) yield samples;
      }
      isGiving = false;
      heard.length = 0;
    },
    close() {
      isGiving = false;
      wake?.();
    },
  };
}
