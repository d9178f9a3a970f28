import { z } from 'zod';
import type { HeardWord } from '../speech-to-text.ts';
import type { Part } from './finalising.ts';
import type { Segment } from './segmenter.ts';

/** How sure a transcript is whose server does not say, 0 to 1. */
const NOT_TOLD = 0.8;
/** Whisper makes words up for sound without any: then it says that there was probably no speech. */
const NO_SPEECH = 0.6;
const UNSURE = -1;

const logprobs = z.array(z.object({ logprob: z.number().optional() })).nullish();
const segments = z
  .array(z.object({ text: z.string(), avg_logprob: z.number().optional(), no_speech_prob: z.number().optional() }))
  .nullish();
const words = z.array(z.object({ word: z.string(), start: z.number(), end: z.number() })).nullish();
const whole = z.object({ text: z.string(), logprobs, segments, words });
const delta = z.object({ type: z.literal('transcript.text.delta'), delta: z.string(), logprobs });
const done = z.object({ type: z.literal('transcript.text.done'), text: z.string(), logprobs, segments, words });
/** As vLLM streams: like a chat. */
const chunk = z.object({
  choices: z.array(z.object({ delta: z.object({ content: z.string().nullish() }).nullish() })),
});
const other = z.object({ type: z.string() });

/** What a server answered about one utterance. */
export interface Answer {
  readonly text: string;
  readonly logprobs: readonly number[];
  readonly words: readonly { readonly word: string; readonly start: number; readonly end: number }[];
}

/** One answer as JSON or as plain text. @throws Error when it is neither */
export function answerOf(text: string, contentType: string): Answer {
  if (contentType.includes('html')) throw new Error('a page instead of a transcript');
  if (!contentType.includes('json')) return { text: text.trim(), logprobs: [], words: [] };
  return read(whole.parse(JSON.parse(text)));
}

/** An event of a stream: some more words, or all of them; null: neither. @throws Error when it makes no sense */
export function streamPiece(event: unknown): { readonly isWhole: boolean; readonly answer: Answer } | null {
  const more = delta.safeParse(event);
  if (more.success) return { isWhole: false, answer: read({ text: more.data.delta, logprobs: more.data.logprobs }) };
  const all = done.safeParse(event);
  if (all.success) return { isWhole: true, answer: read(all.data) };
  const asChat = chunk.safeParse(event);
  if (asChat.success) {
    const text = asChat.data.choices.map((one) => one.delta?.content ?? '').join('');
    return { isWhole: false, answer: read({ text, logprobs: null }) };
  }
  // Of another type and so none of ours.
  if (other.safeParse(event).success) return null;
  // Servers that stream segment by segment.
  const { text, ...rest } = whole.parse(event);
  return { isWhole: false, answer: read({ ...rest, text: `${text.trim()} ` }) };
}

function read(
  told: z.infer<typeof whole> | { readonly text: string; readonly logprobs: z.infer<typeof logprobs> },
): Answer {
  const { segments: parts = null, words: timed = null } = 'segments' in told || 'words' in told ? told : {};
  const spoken = parts?.filter((one) => !((one.no_speech_prob ?? 0) > NO_SPEECH && (one.avg_logprob ?? 0) < UNSURE));
  const isAll = spoken === undefined || spoken.length === parts?.length;
  return {
    text: isAll ? told.text : spoken.map(({ text }) => text.trim()).join(' '),
    logprobs:
      told.logprobs?.flatMap(({ logprob }) => logprob ?? []) ?? spoken?.flatMap((one) => one.avg_logprob ?? []) ?? [],
    words: isAll ? (timed ?? []) : [],
  };
}

/** An answer as the words of the sound it is about. */
export function partOf(
  answer: Answer,
  { samples, startMs, sampleRate }: Segment & { readonly sampleRate: number },
): Part {
  const text = answer.text.replace(/\s+/gu, ' ').trim();
  const { logprobs: sure } = answer;
  const confidence = sure.length === 0 ? NOT_TOLD : Math.exp(sure.reduce((sum, one) => sum + one, 0) / sure.length);
  if (answer.words.length > 0) {
    const timed = answer.words.map(({ word, start, end }) => ({
      word: word.trim(),
      startMs: Math.round(startMs + start * 1000),
      endMs: Math.round(startMs + end * 1000),
      confidence,
    }));
    return { text, confidence, words: timed };
  }
  return { text, confidence, words: spread(text, confidence, startMs, (samples.length * 1000) / sampleRate) };
}

/** Words without times share the sound by their length. */
function spread(text: string, confidence: number, startMs: number, ms: number): HeardWord[] {
  const said = text.split(' ').filter((word) => word !== '');
  const letters = said.reduce((sum, word) => sum + word.length + 1, 0);
  let at = 0;
  return said.map((word) => {
    const from = startMs + (at / letters) * ms;
    at += word.length + 1;
    return { word, startMs: Math.round(from), endMs: Math.round(startMs + (at / letters) * ms), confidence };
  });
}
