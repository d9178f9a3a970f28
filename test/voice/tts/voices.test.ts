import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../sidecar/config.ts';
import { levelDb } from '../../../sidecar/voice/audio/pcm.ts';
import { hasFlite } from '../../../sidecar/voice/tts/flite.ts';
import { openVoices } from '../../../sidecar/voice/tts/voices.ts';
import { startElevenLabsTts } from '../../fakes/speech/tts-elevenlabs.ts';
import type { TtsFake } from '../../fakes/speech/tts-fake.ts';
import { startOpenAiTts } from '../../fakes/speech/tts-openai.ts';
import { collect, PLAIN, speechDeps } from './deps.ts';

const REQUIRED = {
  VA_SITE_URL: 'http://127.0.0.1:1',
  VA_SITE_NAME: 'x',
  VA_SITE_API_KEY: 'x',
  VA_SITE_API_SECRET: 'x',
};
const signal = new AbortController().signal;

describe('the settings of voices', () => {
  it('are read', () => {
    const { speech } = loadConfig({ ...REQUIRED, VA_TTS_ORDER: 'local, openai', VA_DEFAULT_VOICE: 'openai:onyx' });
    expect(speech).toMatchObject({ ttsOrder: ['local', 'openai'], defaultVoice: 'openai:onyx' });
  });

  it.each([
    ['VA_TTS_ORDER', 'openai,elevenlab'],
    ['VA_DEFAULT_VOICE', 'onyx'],
  ])('stop the start with a sentence when %s is %s', (env, value) => {
    expect(() => loadConfig({ ...REQUIRED, [env]: value })).toThrow(
      new RegExp(`Correct ${env}: it (?:must|may) .*\\(it is "${value}"\\)`, 'u'),
    );
  });
});

describe('the voices that are set up', () => {
  let openai: TtsFake;
  let elevenlabs: TtsFake;
  beforeAll(async () => {
    [openai, elevenlabs] = await Promise.all([
      startOpenAiTts({ voices: ['bf_emma', 'alloy', 'nova'] }),
      startElevenLabsTts(),
    ]);
  });
  afterAll(() => Promise.all([openai.close(), elevenlabs.close()]));

  it('are none without keys and addresses', async () => {
    expect(await openVoices(speechDeps({}))).toBeNull();
  });

  it('speak in the order of the setting, each once', async () => {
    const voices = await openVoices(
      speechDeps(
        {
          ttsOrder: ['openai', 'elevenlabs', 'openai'],
          elevenlabsKey: elevenlabs.key,
          elevenlabsUrl: elevenlabs.url,
        },
        { llm: { openaiKey: openai.key, openaiUrl: openai.url } },
      ),
    );
    expect(voices?.defaultVoice).toBe('openai:alloy');
    openai.meet({ fault: 'overloaded' });
    await collect(voices?.tts.speak('Hello.', PLAIN, { sampleRate: 8000, signal }) ?? nobody());
    expect(openai.asked).toHaveLength(1);
    expect(elevenlabs.asked.at(-1)?.text).toBe('Hello.');
    const listed = (await voices?.tts.voices(signal)) ?? [];
    expect(new Set(listed.map((one) => one.provider))).toEqual(new Set(['openai', 'elevenlabs']));
  });

  it('of a server of one’s own speak with the first that was named', async () => {
    const voices = await openVoices(
      speechDeps({ localTtsUrl: openai.url, localTtsKey: 'test-key', localTtsVoices: ['bf_emma'] }),
    );
    expect(voices?.defaultVoice).toBe('local:bf_emma');
    await collect(
      voices?.tts.speak('Good morning.', { ...PLAIN, profile: 'energetic' }, { sampleRate: 8000, signal }) ?? nobody(),
    );
    expect(openai.asked.at(-1)).toMatchObject({ text: 'Good morning.', voice: 'bf_emma' });
  });

  it('of OpenAI are told in words how to speak; the older models are not', async () => {
    const speak = async (openaiTtsModel: string) => {
      const deps = speechDeps({ openaiTtsModel }, { llm: { openaiKey: openai.key, openaiUrl: openai.url } });
      const voices = await openVoices(deps);
      const manner = { ...PLAIN, emotion: 'apologetic', range: 'flat', profile: 'professional', pitch: -0.1 } as const;
      await collect(
        voices?.tts.speak('I am sorry.', { ...manner, voice: 'openai:nova' }, { sampleRate: 8000, signal }) ?? nobody(),
      );
      return openai.asked.at(-1)?.body;
    };
    expect(await speak('gpt-4o-mini-tts')).toMatchObject({
      voice: 'nova',
      instructions: expect.stringMatching(/businesslike.*sorry.*little feeling.*lower/u),
    });
    expect(await speak('tts-1')).not.toHaveProperty('instructions');
  });
});

describe.skipIf(!(await hasFlite()))('flite', () => {
  it('takes over with real sound, and its first voice is the usual one', async () => {
    const gone = await startOpenAiTts();
    await gone.close();
    const voices = await openVoices(
      speechDeps({ ttsOrder: ['openai', 'flite'] }, { llm: { openaiKey: 'test-key', openaiUrl: gone.url } }),
    );
    const manner = { ...PLAIN, voice: 'openai:nova', profile: 'neutral' } as const;
    const sound = await collect(
      voices?.tts.speak('Good morning, Priya.', manner, { sampleRate: 16_000, signal }) ?? nobody(),
    );
    expect(sound.length / 16_000).toBeGreaterThan(0.6);
    expect(levelDb(sound)).toBeGreaterThan(-40);
    expect(voices?.tts.choose(['flite:rms'], 'neutral')).toBe('flite:rms');
    const alone = await openVoices(speechDeps({ ttsOrder: ['flite'] }));
    expect(alone?.defaultVoice).toBe('flite:slt');
  });
});

function nobody(): never {
  throw new Error('nobody speaks');
}
