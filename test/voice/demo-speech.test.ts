import { expect, it } from 'vitest';
import { demoSpeech } from '../../scripts/demo-speech.ts';
import { describeWithSpeech } from '../fakes/speech/said.ts';

it('what is configured speaks and listens in the demo', async () => {
  expect(await demoSpeech({ DEEPGRAM_API_KEY: 'k', OPENAI_API_KEY: 'o' })).toEqual({
    settings: {},
    told: 'Deepgram, OpenAI',
  });
  expect(await demoSpeech({ VA_LOCAL_TTS_URL: 'http://127.0.0.1:9/v1' })).toMatchObject({ settings: {} });
  expect((await demoSpeech({ VA_STT_ORDER: 'local', DEEPGRAM_API_KEY: 'k' })).settings).toEqual({});
});

it("without programs and keys it is the browser's own speech", async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = '/nowhere';
  try {
    const { settings, told } = await demoSpeech({});
    expect(settings).toEqual({});
    expect(told).toMatch(/browser's own speech/);
  } finally {
    process.env['PATH'] = path;
  }
});

describeWithSpeech('without a key', () => {
  it('the installed programs listen and speak, and the demo says so', async () => {
    const { settings, told } = await demoSpeech({});
    expect(settings).toEqual({ VA_STT_ORDER: 'pocketsphinx', VA_TTS_ORDER: 'flite' });
    expect(told).toMatch(/^pocketsphinx and flite/);
  });
});
