import { DeepgramClient, DeepgramError, DeepgramTimeoutError } from '@deepgram/sdk';
import type { SpeechDeps } from '../open-speech.ts';
import type { SpeechError } from '../speech-to-text.ts';
import type { Manner, TextToSpeech, Voice } from '../text-to-speech.ts';
import { keptFetch, warmConnection } from './keep-alive.ts';
import { failSpeech, toldFailure } from './provider-failure.ts';
import { type SoundAnswer, soundOf } from './sound-stream.ts';

const ADDRESS = 'https://api.deepgram.com';
const SLOWEST = 0.7;
const FASTEST = 1.5;
const USUAL_VOICE = 'aura-2-thalia-en';
const LONGEST_ERROR = 2000;
/** English voices that it offers; it has no list of voices to ask for. */
const VOICES: readonly (readonly [name: string, gender: 'female' | 'male', style: string])[] = [
  ['thalia', 'female', 'clear'],
  ['andromeda', 'female', 'casual'],
  ['helena', 'female', 'caring'],
  ['apollo', 'male', 'casual'],
  ['arcas', 'male', 'natural'],
  ['aries', 'male', 'warm'],
  ['asteria', 'female', 'confident'],
  ['athena', 'female', 'calm'],
  ['aurora', 'female', 'energetic'],
  ['cora', 'female', 'warm'],
  ['hera', 'female', 'professional'],
  ['hermes', 'male', 'professional'],
  ['luna', 'female', 'friendly'],
  ['orion', 'male', 'polite'],
  ['zeus', 'male', 'deep'],
];

/** Deepgram's Aura voices by its SDK; null without a key or an address. */
export async function openDeepgramVoices({ settings }: SpeechDeps): Promise<TextToSpeech | null> {
  const { deepgramKey: key, deepgramUrl, deepgramOptOut } = settings;
  if (key === null && deepgramUrl === null) return null;
  const fail = failSpeech('deepgram', [key]);
  const client = new DeepgramClient({
    apiKey: key ?? 'none',
    ...(deepgramUrl === null ? {} : { baseUrl: deepgramUrl }),
    maxRetries: 0,
    fetch: keptFetch,
  });

  let takesSpeed = true;

  async function ask(text: string, manner: Manner, sampleRate: number, signal: AbortSignal): Promise<SoundAnswer> {
    const speed = Math.max(SLOWEST, Math.min(FASTEST, manner.speed));
    const asksSpeed = takesSpeed && speed !== 1;
    try {
      const { data, rawResponse } = await client.speak.v1.audio
        .generate(
          {
            text,
            model: manner.voice === '' ? USUAL_VOICE : manner.voice,
            encoding: 'linear16',
            container: 'none',
            sample_rate: sampleRate,
            mip_opt_out: deepgramOptOut,
            ...(asksSpeed ? { speed } : {}),
          },
          { abortSignal: signal, timeoutInSeconds: (settings.ttsFirstMs + settings.ttsGapMs) / 1000 },
        )
        .withRawResponse();
      const bytes = data.stream();
      if (!bytes) throw fail('garbled', new Error('answered without a body'));
      return { bytes, type: rawResponse.headers.get('content-type'), rate: sampleRate };
    } catch (error) {
      // Older servers and some voices know no speed: said without it rather than not at all.
      const isAboutSpeed = error instanceof DeepgramError && error.statusCode === 400 && /speed/iu.test(wordsOf(error));
      if (!asksSpeed || !isAboutSpeed) throw error;
      takesSpeed = false;
      return ask(text, manner, sampleRate, signal);
    }
  }

  function told(error: unknown, said: boolean): SpeechError | null {
    if (error instanceof DeepgramTimeoutError) return fail('timeout', error);
    if (!(error instanceof DeepgramError)) return null;
    const { statusCode: status } = error;
    if (status === undefined) return fail(said ? 'cut' : 'unreachable', error);
    const message = wordsOf(error);
    return fail(
      toldFailure({ status, codes: [], message, header: () => null }),
      new Error(`HTTP ${status} ${message}`),
    );
  }

  return {
    id: 'deepgram',
    voices: async () =>
      VOICES.map(
        ([name, gender, style]): Voice => ({
          id: `deepgram:aura-2-${name}-en`,
          name: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
          provider: 'deepgram',
          language: 'en',
          gender,
          accent: null,
          style,
          previewUrl: null,
        }),
      ),
    speak: (text, manner, { sampleRate, signal }) =>
      soundOf((inner) => ask(text, manner, sampleRate, inner), {
        text,
        sampleRate,
        signal,
        timeouts: { firstMs: settings.ttsFirstMs, gapMs: settings.ttsGapMs },
        fail,
        told,
      }),
    warm: (signal) => warmConnection(deepgramUrl ?? ADDRESS, signal),
  };
}

function wordsOf({ body }: DeepgramError): string {
  return (typeof body === 'string' ? body : JSON.stringify(body ?? '')).slice(0, LONGEST_ERROR);
}
