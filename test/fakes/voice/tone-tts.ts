import { SpeechError } from '../../../sidecar/voice/speech-to-text.ts';
import type { TextToSpeech } from '../../../sidecar/voice/text-to-speech.ts';

/** A voice that hums: so long for each word, all of it at once. */
export interface ToneTts extends TextToSpeech {
  /** Clauses it was given, in order. */
  readonly spoken: string[];
  /** Clauses from the n-th on (from 0) break after half their sound; -1: none. */
  breakFrom: number;
  /** Length of a word. */
  msPerWord: number;
}

const FREQUENCY = 440;

export function toneTts(msPerWord = 100): ToneTts {
  const tones = new Map<number, Int16Array>();
  const tone = (sampleRate: number, length: number) => {
    const known = tones.get(sampleRate);
    if (known && known.length >= length) return known.subarray(0, length);
    const made = Int16Array.from({ length }, (_, index) =>
      Math.round(8000 * Math.sin((2 * Math.PI * FREQUENCY * index) / sampleRate)),
    );
    tones.set(sampleRate, made);
    return made;
  };
  const tts: ToneTts = {
    id: 'tone',
    spoken: [],
    breakFrom: -1,
    msPerWord,
    voices: async () => [],
    warm: async () => undefined,
    async *speak(text, _manner, { sampleRate, signal }) {
      const index = tts.spoken.push(text) - 1;
      const words = text.split(/\s+/u).length;
      const length = Math.round((words * tts.msPerWord * sampleRate) / 1000);
      if (tts.breakFrom >= 0 && index >= tts.breakFrom) {
        yield tone(sampleRate, Math.floor(length / 2));
        throw new SpeechError('cut', 'tone');
      }
      if (!signal.aborted) yield tone(sampleRate, length);
    },
  };
  return tts;
}

/** Sound of a person at a level, PCM16: so many ms at this rate. */
export function humming(sampleRate: number, ms: number, amplitude = 6000): Int16Array {
  return Int16Array.from({ length: (sampleRate * ms) / 1000 }, (_, index) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * 220 * index) / sampleRate)),
  );
}
