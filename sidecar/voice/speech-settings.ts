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

/** Who can recognise speech, by the names that VA_STT_ORDER takes. */
const RECOGNISERS = ['deepgram', 'openai', 'local', 'pocketsphinx'];

const key = (env: string, whose: string) =>
  setting({ env, schema: optionalText(), default: null, secret: true, description: `Key for ${whose}.` });
const address = (env: string, description: string) =>
  setting<string | null>({ env, schema: httpUrl(), default: null, description });

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
    schema: list(),
    default: ['elevenlabs', 'openai', 'deepgram', 'local'],
    description: 'Who speaks, in order; those that are not set up are left out.',
  }),
  deepgramKey: key('DEEPGRAM_API_KEY', 'Deepgram'),
  deepgramUrl: address('DEEPGRAM_BASE_URL', 'Address of Deepgram, or of a server that speaks its API.'),
  elevenlabsKey: key('ELEVENLABS_API_KEY', 'ElevenLabs'),
  elevenlabsUrl: address('ELEVENLABS_BASE_URL', 'Address of ElevenLabs, or of a server that speaks its API.'),
};
export type SpeechSettings = SliceValues<typeof speechSettings>;
export const defaultSpeechSettings: SpeechSettings = loadSettings({ speech: speechSettings }, {}).speech;
