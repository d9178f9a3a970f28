import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../sidecar/config.ts';
import { recogniserFindings } from '../../sidecar/doctor/recognisers.ts';
import { loadSettings, SettingsError } from '../../sidecar/lib/settings.ts';
import { llmSettings } from '../../sidecar/llm/settings.ts';
import { speechSettings } from '../../sidecar/voice/speech-settings.ts';
import { type DeepgramFake, startDeepgramFake } from '../fakes/speech/stt-deepgram.ts';
import { type OpenAiSttFake, startOpenAiSttFake } from '../fakes/speech/stt-openai.ts';

let deepgram: DeepgramFake;
let openai: OpenAiSttFake;
beforeAll(async () => {
  deepgram = await startDeepgramFake();
  openai = await startOpenAiSttFake();
});
afterAll(async () => {
  await deepgram?.close();
  await openai?.close();
});
const findings = async (env: Readonly<Record<string, string>>) => {
  const { speech, llm } = loadSettings({ speech: speechSettings, llm: llmSettings }, env);
  return await recogniserFindings(speech, llm);
};

describe('the doctor about who listens', () => {
  it('nobody is fine, and it says how to set one up', async () => {
    expect(await findings({})).toEqual([
      { what: 'who listens', ok: true, detail: expect.stringMatching(/the person types.*DEEPGRAM_API_KEY/u) },
    ]);
  });

  it('says of each in the order of asking that it answers, and which model listens', async () => {
    const env = {
      DEEPGRAM_API_KEY: deepgram.key,
      DEEPGRAM_BASE_URL: deepgram.url,
      OPENAI_API_KEY: openai.key,
      OPENAI_BASE_URL: openai.url,
      VA_LOCAL_STT_URL: openai.url,
      VA_LOCAL_STT_KEY: openai.key,
      VA_STT_ORDER: 'local, OpenAI, deepgram',
    };
    const found = await findings(env);
    expect(found.map(({ what, ok }) => [what, ok])).toEqual([
      ['local can listen', true],
      ['openai can listen', true],
      ['deepgram can listen', true],
    ]);
    expect(found.map(({ detail }) => detail).join()).toMatch(/whisper-1 .*gpt-4o-mini-transcribe .*nova-3 /u);
  });

  it.each([
    [
      'a wrong key of Deepgram',
      () => ({ DEEPGRAM_API_KEY: 'wrong', DEEPGRAM_BASE_URL: deepgram.url }),
      /DEEPGRAM_API_KEY/u,
    ],
    ['nobody at the address of Deepgram', () => ({ DEEPGRAM_BASE_URL: 'http://127.0.0.1:9' }), /DEEPGRAM_BASE_URL/u],
    ['a wrong key of OpenAI', () => ({ OPENAI_API_KEY: 'wrong', OPENAI_BASE_URL: openai.url }), /OPENAI_API_KEY/u],
    [
      'nobody at the address of the own server',
      () => ({ VA_LOCAL_STT_URL: 'http://127.0.0.1:9/v1' }),
      /VA_LOCAL_STT_URL/u,
    ],
    [
      'a model that is not there',
      () => ({ VA_LOCAL_STT_URL: openai.url, VA_LOCAL_STT_KEY: openai.key, VA_LOCAL_STT_MODEL: 'gone' }),
      /does not offer gone.*VA_LOCAL_STT_MODEL.*whisper-1/u,
    ],
  ])('%s is to be mended, with what to do', async (_title, env, words) => {
    const [finding] = await findings(env());
    expect(finding?.ok).toBe(false);
    expect(finding?.detail).toMatch(words);
  });

  it('a name that nobody has stops the start, with those that there are', () => {
    try {
      loadConfig({ VA_STT_ORDER: 'deepgram,wisper' });
      expect.unreachable();
    } catch (error) {
      const problems = error instanceof SettingsError ? error.problems.join('\n') : '';
      expect(problems).toMatch(/Correct VA_STT_ORDER: it may name deepgram, openai, local and pocketsphinx.*wisper/u);
    }
  });
});
