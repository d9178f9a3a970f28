import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { voiceFindings } from '../../sidecar/doctor/voices.ts';
import { defaultSpeechSettings, type SpeechSettings } from '../../sidecar/voice/speech-settings.ts';
import { startDeepgramTts } from '../fakes/speech/tts-deepgram.ts';
import { startElevenLabsTts } from '../fakes/speech/tts-elevenlabs.ts';
import type { TtsFake } from '../fakes/speech/tts-fake.ts';
import { startOpenAiTts } from '../fakes/speech/tts-openai.ts';

let openai: TtsFake;
let elevenlabs: TtsFake;
let deepgram: TtsFake;
beforeAll(async () => {
  [openai, elevenlabs, deepgram] = await Promise.all([startOpenAiTts(), startElevenLabsTts(), startDeepgramTts()]);
});
afterAll(() => Promise.all([openai, elevenlabs, deepgram].map((one) => one.close())));

const nobody = { openaiKey: null, openaiUrl: null };
const find = (settings: Partial<SpeechSettings>, llm: Parameters<typeof voiceFindings>[1] = nobody) =>
  voiceFindings({ ...defaultSpeechSettings, ...settings }, llm);
const all = (key: string) => ({
  elevenlabsKey: key,
  elevenlabsUrl: elevenlabs.url,
  deepgramKey: key,
  deepgramUrl: deepgram.url,
  localTtsKey: key,
  localTtsUrl: openai.url,
});

describe('the doctor looks at voices', () => {
  it('and says what to set when there are none', async () => {
    expect(await find({})).toEqual([{ what: 'voices', ok: true, detail: expect.stringMatching(/docs\/speech\.md/) }]);
  });

  it('and is content with those that answer, without a word that costs', async () => {
    const found = await find(all('test-key'), { openaiKey: 'test-key', openaiUrl: openai.url });
    expect(found.map((one) => [one.what, one.ok])).toEqual([
      ['the voices of elevenlabs can be asked', true],
      ['the voices of openai can be asked', true],
      ['the voices of deepgram can be asked', true],
      ['the voices of local can be asked', true],
    ]);
    expect([...openai.asked, ...elevenlabs.asked, ...deepgram.asked]).toEqual([]);
  });

  it('and names the key that was refused, never its value', async () => {
    const found = await find(all('wrong-4711'), { openaiKey: 'wrong-4711', openaiUrl: openai.url });
    const keys = ['ELEVENLABS_API_KEY', 'OPENAI_API_KEY', 'DEEPGRAM_API_KEY', 'VA_LOCAL_TTS_KEY'];
    expect(found.map((one) => one.ok)).toEqual(keys.map(() => false));
    for (const [index, key] of keys.entries())
      expect(found[index]?.detail).toContain(`Correct ${key}: it was refused.`);
    expect(JSON.stringify(found)).not.toContain('wrong-4711');
  });

  it('and says which model OpenAI does not have any more', async () => {
    const llm = { openaiKey: 'test-key', openaiUrl: openai.url };
    const [found] = await find({ openaiTtsModel: 'gpt-4o-mini-tts-2020' }, llm);
    expect(found).toMatchObject({ ok: false, detail: expect.stringMatching(/Correct VA_OPENAI_TTS_MODEL/) });
  });

  it('and says where nobody answers', async () => {
    const gone = await startOpenAiTts();
    await gone.close();
    const [found] = await find({ localTtsUrl: gone.url });
    expect(found).toMatchObject({ ok: false, detail: expect.stringMatching(/Check VA_LOCAL_TTS_URL/) });
  });

  it('and at the usual voice: its provider, and that it is on the list', async () => {
    const [, missing] = await find({ ...all('test-key'), ttsOrder: ['deepgram'], defaultVoice: 'openai:nova' });
    expect(missing).toMatchObject({ ok: false, detail: expect.stringMatching(/Correct VA_DEFAULT_VOICE/) });
    const [unlisted] = await find({ ...all('test-key'), ttsOrder: ['elevenlabs'], defaultVoice: 'elevenlabs:nobody' });
    expect(unlisted).toMatchObject({ ok: false, detail: expect.stringMatching(/does not offer elevenlabs:nobody/) });
  });
});
