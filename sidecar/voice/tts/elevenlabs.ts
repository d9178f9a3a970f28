import { z } from 'zod';
import type { Report } from '../../llm/providers/failure.ts';
import type { EmotionalRange } from '../../personality/voice.ts';
import type { SpeechDeps } from '../open-speech.ts';
import type { SpeechError } from '../speech-to-text.ts';
import type { Manner, TextToSpeech, Voice } from '../text-to-speech.ts';
import { keptFetch, warmConnection } from './keep-alive.ts';
import { failSpeech, toldFailure } from './provider-failure.ts';
import { type SoundAnswer, soundOf } from './sound-stream.ts';

const ADDRESS = 'https://api.elevenlabs.io';
/** Rates of its PCM that every account may ask for; others are made of the nearest. */
const RATES = [8000, 16_000, 24_000];
const SLOWEST = 0.7;
const FASTEST = 1.2;
/** The steadier, the less feeling. */
const STABILITY: Readonly<Record<EmotionalRange, number>> = { flat: 0.75, moderate: 0.5, expressive: 0.35 };
const USUAL_VOICE = 'EXAVITQu4vr4xnSDxMaL';
const MOST_VOICES = 500;
/** The list is asked for anew after this, ms. */
const LIST_MS = 300_000;
const LONGEST_ERROR = 10_000;

const listSchema = z.object({
  voices: z.array(
    z.object({
      voice_id: z.string().min(1),
      name: z.string().nullish(),
      preview_url: z.string().nullish(),
      labels: z.record(z.string(), z.unknown()).nullish(),
    }),
  ),
});
const errorSchema = z.object({
  detail: z.union([
    z.string(),
    z.object({ status: z.string().nullish(), code: z.string().nullish(), message: z.string().nullish() }),
    z.array(z.unknown()),
  ]),
});

/** ElevenLabs by its streaming HTTP API; null without a key. */
export async function openElevenLabs({
  settings,
  clock,
}: Pick<SpeechDeps, 'settings' | 'clock'>): Promise<TextToSpeech | null> {
  const { elevenlabsKey: key, elevenlabsUrl, elevenlabsModel: model } = settings;
  if (key === null) return null;
  const url = elevenlabsUrl ?? ADDRESS;
  const fail = failSpeech('elevenlabs', [key]);
  const headers = { 'xi-api-key': key };

  let listed: { readonly at: number; readonly voices: readonly Voice[] } | null = null;

  async function refusal(response: Response): Promise<SpeechError> {
    const body = (await response.text()).slice(0, LONGEST_ERROR);
    const report = reportOf(response, body);
    return fail(toldFailure(report), new Error(`HTTP ${report.status} ${report.codes.join(' ')} ${report.message}`));
  }

  async function ask(text: string, manner: Manner, sampleRate: number, signal: AbortSignal): Promise<SoundAnswer> {
    const rate = RATES.includes(sampleRate) ? sampleRate : (RATES.at(-1) ?? sampleRate);
    const voice = encodeURIComponent(manner.voice === '' ? USUAL_VOICE : manner.voice);
    const response = await keptFetch(`${url}/v1/text-to-speech/${voice}/stream?output_format=pcm_${rate}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({
        text,
        model_id: model,
        voice_settings: {
          stability: STABILITY[manner.range ?? 'moderate'],
          similarity_boost: 0.75,
          speed: Math.max(SLOWEST, Math.min(FASTEST, manner.speed)),
        },
      }),
      signal,
    });
    if (!response.ok) throw await refusal(response);
    if (response.body === null) throw fail('garbled', new Error('answered without a body'));
    return { bytes: response.body, type: response.headers.get('content-type'), rate };
  }

  return {
    id: 'elevenlabs',
    async voices(signal) {
      if (listed !== null && clock.now() - listed.at < LIST_MS) return listed.voices;
      const response = await keptFetch(`${url}/v1/voices`, { headers, signal });
      if (!response.ok) throw await refusal(response);
      const read = listSchema.safeParse(await response.json().catch(() => null));
      if (!read.success) throw fail('garbled', read.error);
      const voices = read.data.voices.slice(0, MOST_VOICES).map(voiceOf);
      listed = { at: clock.now(), voices };
      return voices;
    },
    speak: (text, manner, { sampleRate, signal }) =>
      soundOf((inner) => ask(text, manner, sampleRate, inner), {
        text,
        sampleRate,
        signal,
        timeouts: { firstMs: settings.ttsFirstMs, gapMs: settings.ttsGapMs },
        fail,
        told: () => null,
      }),
    warm: (signal) => warmConnection(url, signal),
  };
}

function voiceOf(one: z.infer<typeof listSchema>['voices'][number]): Voice {
  const label = (name: string) => {
    const value = one.labels?.[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const gender = label('gender');
  return {
    id: `elevenlabs:${one.voice_id}`,
    name: one.name ?? one.voice_id,
    provider: 'elevenlabs',
    language: label('language') ?? 'en',
    gender: gender === 'female' || gender === 'male' || gender === 'neutral' ? gender : null,
    accent: label('accent'),
    style: label('descriptive') ?? label('description') ?? label('use_case'),
    previewUrl: one.preview_url ?? null,
  };
}

function reportOf(response: Response, body: string): Report {
  const header = (name: string) => response.headers.get(name);
  const read = errorSchema.safeParse(jsonOf(body));
  const detail = read.success ? read.data.detail : body;
  if (typeof detail === 'string') return { status: response.status, codes: [], message: detail, header };
  if (!('message' in detail)) return { status: response.status, codes: [], message: JSON.stringify(detail), header };
  const codes = [detail.status, detail.code].filter((code): code is string => typeof code === 'string');
  return { status: response.status, codes, message: detail.message ?? '', header };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
