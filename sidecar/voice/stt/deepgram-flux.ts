import { z } from 'zod';
import type { HeardWord } from '../speech-to-text.ts';
import type { Ear, EarIo } from './deepgram-stream.ts';
import { createFinalising, type Part } from './finalising.ts';

/** As Deepgram recommends. */
const PIECE_MS = 80;
/** Flux knows no message that keeps a stream open. */
const IDLE_SILENCE_MS = 100;
/** It hears the last word once there is something behind it. */
const TAIL_MS = 480;
const BEHIND_MS = 160;

const turnInfo = z.object({
  event: z.string(),
  turn_index: z.number(),
  audio_window_start: z.number(),
  audio_window_end: z.number(),
  transcript: z.string(),
  words: z
    .array(
      z.object({
        word: z.string(),
        confidence: z.number(),
        start: z.number().optional(),
        end: z.number().optional(),
      }),
    )
    .default([]),
  end_of_turn_confidence: z.number().default(0.5),
});
type TurnInfo = z.infer<typeof turnInfo>;
const trouble = z.object({ code: z.string().default(''), description: z.string().default('') });

/** Listen v2: what was said in the turn so far, and when it is over. */
export function fluxEar({ time, emit, fail, silence }: EarIo): Ear {
  const finalising = createFinalising(emit);
  let turn = -1;
  /** Words of the turn in hand that were given as final before it was over. */
  let given = 0;
  let count = 0;
  /** What was asked for is heard once Deepgram has come so far, ms of what was sent. */
  let askedUntil = 0;

  function part(info: TurnInfo): Part {
    if (info.turn_index !== turn) {
      turn = info.turn_index;
      given = 0;
    }
    count = info.words.length;
    const words = info.words.map((word, index): HeardWord => {
      // Where words carry no times they share the stretch evenly.
      const each = (info.audio_window_end - info.audio_window_start) / Math.max(1, info.words.length);
      const start = word.start ?? info.audio_window_start + index * each;
      return {
        word: word.word,
        startMs: time.pushedAt(start),
        endMs: time.pushedAt(word.end ?? start + each),
        confidence: word.confidence,
      };
    });
    const left = words.slice(given);
    return {
      text: given === 0 ? info.transcript.trim() : left.map(({ word }) => word).join(' '),
      confidence: left.length === 0 ? 0 : left.reduce((sum, { confidence }) => sum + confidence, 0) / left.length,
      words: left,
    };
  }
  function turnMessage(info: TurnInfo): void {
    const heard = part(info);
    const isAnswer = finalising.isAsked && info.audio_window_end * 1000 >= askedUntil;
    if (info.event === 'EndOfTurn') {
      finalising.final(heard, isAnswer);
      given = count;
      if (heard.text !== '' && !isAnswer) emit({ type: 'end-of-turn', confidence: info.end_of_turn_confidence });
    } else if (isAnswer) {
      finalising.final(heard, true);
      given = count;
    } else {
      finalising.open(heard);
      const isLikely = info.event === 'EagerEndOfTurn' && heard.text !== '';
      if (isLikely) emit({ type: 'end-of-turn', confidence: info.end_of_turn_confidence });
    }
  }

  return {
    pieceMs: PIECE_MS,
    message(message) {
      const { type } = z.object({ type: z.string() }).parse(message);
      if (type === 'TurnInfo') turnMessage(turnInfo.parse(message));
      else if (type === 'Error') {
        const { code, description } = trouble.parse(message);
        fail(/UNPARSABLE|INVALID/u.test(code) ? 'bad-request' : 'cut', new Error(`${code} ${description}`));
      }
    },
    idle: () => silence(IDLE_SILENCE_MS),
    finalise() {
      finalising.ask();
      askedUntil = time.sentMs + BEHIND_MS;
      silence(TAIL_MS);
    },
    settle() {
      if (finalising.settle() >= 0) given = count;
    },
  };
}
