import { z } from 'zod';
import type { HeardWord } from '../speech-to-text.ts';
import type { Ear, EarIo } from './deepgram-stream.ts';
import { createFinalising, type Part } from './finalising.ts';

/** How sure Deepgram's two guesses are that somebody has finished. */
const SPEECH_FINAL = 0.7;
const UTTERANCE_END = 0.8;

const results = z.object({
  is_final: z.boolean().optional(),
  speech_final: z.boolean().optional(),
  from_finalize: z.boolean().optional(),
  channel: z.object({
    alternatives: z.array(
      z.object({
        transcript: z.string(),
        confidence: z.number(),
        words: z
          .array(
            z.object({
              word: z.string(),
              punctuated_word: z.string().optional(),
              start: z.number(),
              end: z.number(),
              confidence: z.number(),
            }),
          )
          .default([]),
      }),
    ),
  }),
});
const trouble = z.object({ description: z.string().default(''), message: z.string().default('') });

/** Listen v1: results that change until they are final. */
export function novaEar({ socket, time, emit, fail }: EarIo): Ear {
  const finalising = createFinalising(emit);
  /** Words before were given already, because Deepgram did not say in time that they are final, ms. */
  let givenMs = -1;
  let hasNews = false;

  function part(message: z.infer<typeof results>): Part {
    const best = message.channel.alternatives[0];
    const all = (best?.words ?? []).map(
      (word): HeardWord => ({
        word: word.punctuated_word ?? word.word,
        startMs: time.pushedAt(word.start),
        endMs: time.pushedAt(word.end),
        confidence: word.confidence,
      }),
    );
    const words = all.filter((word) => word.endMs > givenMs);
    const isWhole = words.length === all.length;
    return {
      text: isWhole ? (best?.transcript.trim() ?? '') : words.map(({ word }) => word).join(' '),
      confidence: best?.confidence ?? 0,
      words,
    };
  }
  function endOfTurn(confidence: number): void {
    if (hasNews && !finalising.isAsked) emit({ type: 'end-of-turn', confidence });
    hasNews = false;
  }

  return {
    pieceMs: 0,
    message(message) {
      const { type } = z.object({ type: z.string() }).parse(message);
      if (type === 'Results') {
        const read = results.parse(message);
        const heard = part(read);
        if (heard.text !== '') hasNews = true;
        if (read.is_final !== true) finalising.open(heard);
        else finalising.final(heard, read.from_finalize === true);
        if (read.speech_final === true) endOfTurn(SPEECH_FINAL);
      } else if (type === 'UtteranceEnd') endOfTurn(UTTERANCE_END);
      else if (type === 'Error') {
        const { description, message: words } = trouble.parse(message);
        fail('cut', new Error(`${description} ${words}`.trim()));
      }
    },
    idle: () => socket.sendKeepAlive?.({ type: 'KeepAlive' }),
    finalise() {
      finalising.ask();
      socket.sendFinalize?.({ type: 'Finalize' });
    },
    settle() {
      givenMs = Math.max(givenMs, finalising.settle());
    },
  };
}
