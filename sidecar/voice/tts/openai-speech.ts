import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import type { SpeechError } from '../speech-to-text.ts';
import type { Manner, TextToSpeech, Voice } from '../text-to-speech.ts';
import { keptFetch, warmConnection } from './keep-alive.ts';
import { failSpeech, toldFailure } from './provider-failure.ts';
import { type SoundAnswer, type SpeechTimeouts, soundOf } from './sound-stream.ts';
import { instructionsFor } from './speech-wording.ts';

/** OpenAI's speech, or that of a server that speaks the same API. */
export interface OpenAiSpeechOptions {
  readonly id: string;
  readonly key: string | null;
  readonly url: string;
  readonly model: string;
  readonly voices: readonly Voice[];
  /** The one that speaks when none is named, its own name. */
  readonly usual: string;
  /** Hz of what it gives as `pcm`. */
  readonly rate: number;
  /** It is told in words how to speak. */
  readonly isSteerable: boolean;
  readonly timeouts: SpeechTimeouts;
}

const SLOWEST = 0.25;
const FASTEST = 4;

export function createOpenAiSpeech(options: OpenAiSpeechOptions): TextToSpeech {
  const fail = failSpeech(options.id, [options.key]);
  const client = new OpenAI({
    apiKey: options.key ?? 'none',
    baseURL: options.url,
    organization: null,
    project: null,
    maxRetries: 0,
    // Ours are sharper: this one only covers the way to the headers.
    timeout: options.timeouts.firstMs + options.timeouts.gapMs,
    logLevel: 'off',
    fetch: keptFetch,
    ...(options.key === null ? { defaultHeaders: { Authorization: null } } : {}),
  });

  async function ask(text: string, manner: Manner, signal: AbortSignal): Promise<SoundAnswer> {
    const instructions = options.isSteerable ? instructionsFor(manner) : '';
    const response = await client.audio.speech.create(
      {
        model: options.model,
        input: text,
        voice: manner.voice === '' ? options.usual : manner.voice,
        response_format: 'pcm',
        speed: Math.max(SLOWEST, Math.min(FASTEST, manner.speed)),
        ...(instructions === '' ? {} : { instructions }),
      },
      { signal },
    );
    if (response.body === null) throw fail('garbled', new Error('answered without a body'));
    const type = response.headers.get('content-type');
    return { bytes: response.body, type, rate: toldRate(type) ?? options.rate };
  }

  function told(error: unknown, said: boolean): SpeechError | null {
    if (error instanceof APIConnectionTimeoutError) return fail('timeout', error);
    if (error instanceof APIConnectionError) return fail(said ? 'cut' : 'unreachable', error);
    if (!(error instanceof APIError)) return null;
    if (error.status === 400 && error.param === 'voice') return fail('unsupported', error);
    const codes = [error.code, error.type].filter((code): code is string => typeof code === 'string');
    const { status = null, message } = error;
    return fail(toldFailure({ status, codes, message, header: (name) => error.headers?.get(name) ?? null }), error);
  }

  return {
    id: options.id,
    voices: async () => options.voices,
    speak: (text, manner, { sampleRate, signal }) =>
      soundOf((inner) => ask(text, manner, inner), {
        text,
        sampleRate,
        signal,
        timeouts: options.timeouts,
        fail,
        told,
      }),
    warm: (signal) => warmConnection(options.url, signal),
  };
}

/** `audio/L16; rate=22050` and the like. */
function toldRate(type: string | null): number | null {
  const rate = Number(/\brate=(\d{4,6})\b/iu.exec(type ?? '')?.[1] ?? Number.NaN);
  return Number.isNaN(rate) ? null : rate;
}
