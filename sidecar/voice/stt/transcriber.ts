import type OpenAI from 'openai';
import { APIConnectionTimeoutError, APIError } from 'openai';
import type { TranscriptionCreateParams } from 'openai/resources/audio/transcriptions';
import { Stream } from 'openai/streaming';
import type { Clock } from '../../lib/clock.ts';
import { failureMaker } from '../../llm/providers/failure.ts';
import { openAiFailure } from '../../llm/providers/openai.ts';
import { writeWav } from '../audio/wav.ts';
import { SpeechError } from '../speech-to-text.ts';
import { speechError } from './failure.ts';
import type { Part } from './finalising.ts';
import type { Segment } from './segmenter.ts';
import { type Answer, answerOf, partOf, streamPiece } from './transcript.ts';

/** What a request may do without, the most dispensable first: servers refuse by name what they do not know. */
const EXTRAS = ['include', 'stream', 'prompt', 'language'] as const;
type Extra = (typeof EXTRAS)[number];

export interface Wanted extends Segment {
  readonly sampleRate: number;
  /** ISO 639-1. */
  readonly language: string;
  readonly hints: readonly string[];
}

/**
 * Asks an OpenAI-compatible server for the words of an utterance; takes what comes, a stream of events or one answer.
 * @throws SpeechError
 */
export function createTranscriber(options: {
  readonly client: OpenAI;
  readonly model: string;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly provider: string;
  readonly secrets: readonly string[];
}): (wanted: Wanted, onPart: (part: Part) => void, signal: AbortSignal) => Promise<Part> {
  const { client, clock, provider } = options;
  const fail = failureMaker(provider, options.secrets);
  const refused = new Set<Extra>(provider === 'local' ? ['include'] : []);

  function learn(error: unknown): boolean {
    if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return false;
    const words = `${error.message} ${error.param ?? ''}`;
    const extra = EXTRAS.find((one) => !refused.has(one) && new RegExp(`\\b${one}\\b|${ALSO[one]}`, 'iu').test(words));
    if (extra === undefined) return false;
    refused.add(extra);
    return true;
  }
  function body(wanted: Wanted, file: File): TranscriptionCreateParams {
    const extra = <T>(name: Extra, value: T) => (refused.has(name) ? {} : { [name]: value });
    return {
      file,
      model: options.model,
      response_format: 'json',
      ...extra('stream', true),
      ...extra('include', ['logprobs']),
      ...extra('language', wanted.language),
      ...(wanted.hints.length === 0 ? {} : extra('prompt', wanted.hints.join(', '))),
    };
  }
  async function ask(wanted: Wanted, signal: AbortSignal): Promise<Response> {
    const sound = writeWav(wanted.samples, wanted.sampleRate);
    for (;;) {
      try {
        const file = new File([sound], 'speech.wav', { type: 'audio/wav' });
        return await client.audio.transcriptions.create(body(wanted, file), { signal }).asResponse();
      } catch (error) {
        if (signal.aborted || !learn(error)) throw error;
      }
    }
  }
  async function read(response: Response, wanted: Wanted, onPart: (part: Part) => void): Promise<Part> {
    const type = response.headers.get('content-type') ?? '';
    if (!type.includes('event-stream')) return partOf(answerOf(await response.text(), type), wanted);
    let said = '';
    let answer: Answer | null = null;
    // With the client, whose log is off: without it what cannot be read is printed.
    for await (const event of Stream.fromSSEResponse<unknown>(response, new AbortController(), client)) {
      const piece = streamPiece(event);
      if (piece === null) continue;
      if (piece.isWhole) answer = piece.answer;
      else {
        // Some servers send what is new, some all so far.
        const isAll = said !== '' && piece.answer.text.length > said.length && piece.answer.text.startsWith(said);
        said = isAll ? piece.answer.text : said + piece.answer.text;
        onPart(partOf({ ...piece.answer, text: said }, wanted));
      }
    }
    return partOf(answer ?? { text: said, logprobs: [], words: [] }, wanted);
  }

  return async (wanted, onPart, signal) => {
    const late = new AbortController();
    const done = new AbortController();
    clock.sleep(options.timeoutMs, done.signal).then(
      () => late.abort(new APIConnectionTimeoutError()),
      () => undefined,
    );
    let hasWords = false;
    const inner = AbortSignal.any([signal, late.signal]);
    try {
      const response = await ask(wanted, inner);
      return await read(response, wanted, (part) => {
        hasWords ||= part.text !== '';
        onPart(part);
      });
    } catch (error) {
      if (error instanceof SpeechError) throw error;
      // The words of a parser quote what it read: what somebody said.
      if (error instanceof SyntaxError) throw new SpeechError('garbled', provider, { cause: new Error('no JSON') });
      if (late.signal.aborted) throw new SpeechError('timeout', provider);
      throw speechError(openAiFailure(error, hasWords, fail, clock.now), provider);
    } finally {
      done.abort();
    }
  };
}

/** Words by which servers speak of a field without naming it. */
const ALSO: Readonly<Record<Extra, string>> = {
  include: 'logprobs',
  stream: 'streaming',
  prompt: 'prompts',
  language: 'languages',
};
