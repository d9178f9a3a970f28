import { httpUrl, list, loadSettings, optionalText, type SliceValues, setting } from '../lib/settings.ts';

const key = (env: string, whose: string) =>
  setting({ env, schema: optionalText(), default: null, secret: true, description: `Key for ${whose}.` });
const address = (env: string, description: string) =>
  setting<string | null>({ env, schema: httpUrl(), default: null, description });

/** Who listens and who speaks (docs/speech.md). OpenAI's key and address are those of the models. */
export const speechSettings = {
  sttOrder: setting({
    env: 'VA_STT_ORDER',
    schema: list(),
    default: ['deepgram', 'openai', 'local'],
    description: 'Who recognises speech, in order; those that are not set up are left out.',
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
