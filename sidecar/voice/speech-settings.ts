import type { z } from 'zod';
import {
  flag,
  httpUrl,
  integer,
  list,
  listOf,
  loadSettings,
  optionalText,
  type SliceValues,
  setting,
  text,
} from '../lib/settings.ts';
import { isVoiceName } from './voice-name.ts';

export const VOICE_PROVIDERS = ['elevenlabs', 'openai', 'deepgram', 'local', 'flite'] as const;
export type VoiceProvider = (typeof VOICE_PROVIDERS)[number];

/** Who can recognise speech, by the names that VA_STT_ORDER takes. */
const RECOGNISERS = ['deepgram', 'openai', 'local', 'pocketsphinx'];

const key = (env: string, whose: string) =>
  setting({ env, schema: optionalText(), default: null, secret: true, description: `Key for ${whose}.` });
const address = (env: string, description: string) =>
  setting<string | null>({ env, schema: httpUrl(), default: null, description });
const voiceName = (): z.ZodType<string | null, string> =>
  optionalText().refine((name) => name === null || isVoiceName(name), 'must be written as provider:voice');

/** Who listens and who speaks (docs/speech.md). OpenAI's key and address are those of the models. */
export const speechSettings = {
  sttOrder: setting({
    env: 'VA_STT_ORDER',
    schema: listOf(...RECOGNISERS),
    default: ['deepgram', 'openai', 'local'],
    description: 'Who recognises speech, in order; those that are not set up are left out.',
  }),
  deepgramSttModel: setting({
    env: 'VA_DEEPGRAM_STT_MODEL',
    schema: text(),
    default: 'nova-3',
    description: "Deepgram's model that listens; one of its flux models also tells when somebody has finished.",
  }),
  deepgramOptOut: setting({
    env: 'VA_DEEPGRAM_MIP_OPT_OUT',
    schema: flag(),
    default: true,
    description: 'Deepgram may not keep what it hears to improve its models; 0: it may, at a lower price.',
  }),
  openaiSttModel: setting({
    env: 'VA_OPENAI_STT_MODEL',
    schema: text(),
    default: 'gpt-4o-mini-transcribe',
    description: "OpenAI's model that transcribes.",
  }),
  localSttUrl: address(
    'VA_LOCAL_STT_URL',
    'Address of a server of your own that transcribes as OpenAI does (speaches, vLLM, LocalAI), with its /v1.',
  ),
  localSttKey: key('VA_LOCAL_STT_KEY', 'the server of your own that transcribes, where it wants one'),
  localSttModel: setting({
    env: 'VA_LOCAL_STT_MODEL',
    schema: text(),
    default: 'whisper-1',
    description: 'The model that the server of your own shall take.',
  }),
  sttTimeoutMs: setting({
    env: 'VA_STT_TIMEOUT_MS',
    schema: integer({ min: 500, max: 120_000 }),
    unit: 'ms',
    default: 10_000,
    description: 'A transcription that takes longer is given up.',
  }),
  pauseMs: setting({
    env: 'VA_SPEECH_PAUSE_MS',
    schema: integer({ min: 100, max: 600_000 }),
    unit: 'ms',
    default: 10_000,
    description:
      'How long a provider of speech that broke is asked last; after three times in a row it is left alone, longer each time.',
  }),
  ttsOrder: setting({
    env: 'VA_TTS_ORDER',
    schema: listOf(...VOICE_PROVIDERS),
    default: ['elevenlabs', 'openai', 'deepgram', 'local'],
    description: 'Who speaks, in order; those that are not set up are left out.',
  }),
  defaultVoice: setting({
    env: 'VA_DEFAULT_VOICE',
    schema: voiceName(),
    default: null,
    description:
      'Voice of assistants for whom none was chosen, as provider:voice; without it the one that fits the personality.',
  }),
  openaiTtsModel: setting({
    env: 'VA_OPENAI_TTS_MODEL',
    schema: text(),
    default: 'gpt-4o-mini-tts',
    description: "OpenAI's speech model.",
  }),
  elevenlabsModel: setting({
    env: 'VA_ELEVENLABS_MODEL',
    schema: text(),
    default: 'eleven_flash_v2_5',
    description: "ElevenLabs' speech model.",
  }),
  localTtsUrl: address(
    'VA_LOCAL_TTS_URL',
    "Address of a server of one's own that speaks OpenAI's speech API, with /v1.",
  ),
  localTtsKey: key('VA_LOCAL_TTS_KEY', "the server of one's own that speaks"),
  localTtsModel: setting({
    env: 'VA_LOCAL_TTS_MODEL',
    schema: text(),
    default: 'tts-1',
    description: "Speech model of the server of one's own.",
  }),
  localTtsVoices: setting({
    env: 'VA_LOCAL_TTS_VOICES',
    schema: list(),
    default: ['alloy'],
    description: "Voices of the server of one's own; the first speaks when none was chosen.",
  }),
  localTtsRate: setting({
    env: 'VA_LOCAL_TTS_RATE',
    schema: integer({ min: 8000, max: 48_000 }),
    unit: 'Hz',
    default: 24_000,
    description: "Rate of the sound of the server of one's own, when it does not say it itself.",
  }),
  localTtsFirstMs: setting({
    env: 'VA_LOCAL_TTS_FIRST_MS',
    schema: integer({ min: 1 }),
    unit: 'ms',
    default: 10_000,
    description: "How long the first sound of the server of one's own is waited for.",
  }),
  ttsFirstMs: setting({
    env: 'VA_TTS_FIRST_MS',
    schema: integer({ min: 1 }),
    unit: 'ms',
    default: 3000,
    description: 'How long the first sound of a clause is waited for before the next provider speaks it.',
  }),
  ttsGapMs: setting({
    env: 'VA_TTS_GAP_MS',
    schema: integer({ min: 1 }),
    unit: 'ms',
    default: 2000,
    description: 'How long sound that has begun may pause before the next provider goes on.',
  }),
  ttsCacheBytes: setting({
    env: 'VA_TTS_CACHE_BYTES',
    schema: integer({ min: 0 }),
    unit: 'bytes',
    default: 16_777_216,
    description: 'Sound of repeated phrases that a process keeps in memory; 0: none.',
  }),
  ttsCachePhrases: setting({
    env: 'VA_TTS_CACHE_PHRASES',
    schema: integer({ min: 1 }),
    default: 500,
    description: 'Repeated phrases that a process keeps in memory.',
  }),
  deepgramKey: key('DEEPGRAM_API_KEY', 'Deepgram'),
  deepgramUrl: address('DEEPGRAM_BASE_URL', 'Address of Deepgram, or of a server that speaks its API.'),
  elevenlabsKey: key('ELEVENLABS_API_KEY', 'ElevenLabs'),
  elevenlabsUrl: address('ELEVENLABS_BASE_URL', 'Address of ElevenLabs, or of a server that speaks its API.'),
};
export type SpeechSettings = SliceValues<typeof speechSettings>;
export const defaultSpeechSettings: SpeechSettings = loadSettings({ speech: speechSettings }, {}).speech;
