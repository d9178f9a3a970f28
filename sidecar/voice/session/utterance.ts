import type { VoiceWord } from '@dartwing-va/contract/voice.ts';
import { SILENCE_DB } from '../audio/pcm.ts';
import type { SttEvent } from '../speech-to-text.ts';

/** Frames of an utterance whose level is kept: 30 s. */
const MAX_LEVELS = 1500;
/** Quieter is the room, dBFS. */
const VOICED_DB = -55;

/** What a person has said since his last turn. */
export interface Utterance {
  readonly text: string;
  readonly confidence: number;
  readonly words: readonly VoiceWord[];
  /** Loudness of the voiced part, dBFS; null when no sound was heard. */
  readonly levelDb: number | null;
  /** When it began, epoch ms. */
  readonly startedAt: number;
  /** It is what we said ourselves, come back through the microphone. */
  readonly isOurs: boolean;
}

/** Gathers finals into one utterance and notes how loud it was. */
export interface Gathering {
  /** Words are there, final or not. */
  readonly hasWords: boolean;
  /** Words are there that may still change. */
  readonly isOpen: boolean;
  /** All that was understood so far. */
  readonly text: string;
  sound(levelDb: number): void;
  words(event: Extract<SttEvent, { type: 'interim' | 'final' }>): void;
  /** Hands the utterance out and begins a new one; null when there are no words. */
  take(): Omit<Utterance, 'isOurs' | 'startedAt'> | null;
  clear(): void;
}

export function createGathering(): Gathering {
  let finals: Extract<SttEvent, { type: 'final' }>[] = [];
  let interim = '';
  let interimConfidence = 0;
  let levels: number[] = [];

  const textOf = () =>
    [...finals.map((one) => one.text), interim]
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .join(' ');
  function clear(): void {
    finals = [];
    interim = '';
    levels = [];
  }
  return {
    get hasWords() {
      return textOf() !== '';
    },
    get isOpen() {
      return interim.trim() !== '';
    },
    get text() {
      return textOf();
    },
    sound(level) {
      if (level < VOICED_DB) return;
      levels.push(level);
      if (levels.length > MAX_LEVELS) levels.shift();
    },
    words(event) {
      if (event.type === 'interim') {
        interim = event.text;
        interimConfidence = event.confidence;
      } else {
        interim = '';
        if (event.text.trim() !== '') finals.push(event);
      }
    },
    take() {
      const text = textOf();
      if (text === '') return null;
      const first = finals[0]?.words[0]?.startMs ?? 0;
      const words = finals.flatMap((one) =>
        one.words.map(({ word, startMs, endMs, confidence }) => ({
          word,
          start: (startMs - first) / 1000,
          end: (endMs - first) / 1000,
          confidence,
        })),
      );
      const sure = [...finals.map((one) => one.confidence), ...(interim.trim() === '' ? [] : [interimConfidence])];
      const utterance = {
        text,
        confidence: sure.reduce((sum, one) => sum + one, 0) / sure.length,
        words,
        levelDb: loudness(levels),
      };
      clear();
      return utterance;
    },
    clear,
  };
}

/** The upper part of the levels: pauses between words say nothing about how loud somebody speaks. */
function loudness(levels: readonly number[]): number | null {
  if (levels.length === 0) return null;
  const sorted = levels.toSorted((a, b) => a - b);
  return Math.max(SILENCE_DB, sorted[Math.floor(sorted.length * 0.75)] ?? SILENCE_DB);
}
