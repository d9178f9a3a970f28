import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SpeechToText } from '../../../sidecar/voice/speech-to-text.ts';
import { boundedHints } from '../../../sidecar/voice/stt/hints.ts';
import { openRecognisers } from '../../../sidecar/voice/stt/recognisers.ts';
import { type DeepgramFake, startDeepgramFake } from '../../fakes/speech/stt-deepgram.ts';
import { type OpenAiSttFake, startOpenAiSttFake } from '../../fakes/speech/stt-openai.ts';
import { openEar, RATE, speechDeps, type TestDeps } from './rig.ts';

let deepgram: DeepgramFake;
let local: OpenAiSttFake;
let deps: TestDeps;
let stt: SpeechToText;
beforeEach(async () => {
  deepgram = await startDeepgramFake();
  local = await startOpenAiSttFake({ speaks: 'json' });
  deps = speechDeps({
    DEEPGRAM_API_KEY: deepgram.key,
    DEEPGRAM_BASE_URL: deepgram.url,
    VA_LOCAL_STT_URL: local.url,
    VA_LOCAL_STT_KEY: local.key,
  });
  stt = await found(deps);
});
afterEach(async () => {
  await deepgram.close();
  await local.close();
});
async function found(of: TestDeps): Promise<SpeechToText> {
  const opened = await openRecognisers(of);
  if (opened === null) throw new Error('nobody listens');
  return opened;
}

describe('the recognisers in order', () => {
  it('are nobody when none is set up, or none of the order', async () => {
    expect(await openRecognisers(speechDeps({}))).toBeNull();
    expect(await openRecognisers(speechDeps({ VA_STT_ORDER: 'local', DEEPGRAM_API_KEY: 'x' }))).toBeNull();
    // An address of OpenAI without a key may be of a server that knows no sound.
    expect(await openRecognisers(speechDeps({}, { openaiUrl: 'http://127.0.0.1:9/v1' }))).toBeNull();
  });

  it('the first is asked, and when it refuses the second in the same moment', async () => {
    const ear = await openEar(stt);
    expect([deepgram.asked.length, local.asked.length]).toEqual([1, 0]);
    ear.stream.close();
    deepgram.trouble({ refuse: 500 });
    local.hear({ text: 'hello', fromMs: 0, toMs: 0 });
    const other = await openEar(stt);
    other.voice(600);
    other.stream.finalise();
    expect((await other.next('final')).text).toBe('hello');
    other.stream.close();
  });

  it('a stream that breaks is told, the next is of another, and after the pause of the first again', async () => {
    const ear = await openEar(stt);
    deepgram.cut();
    expect((await ear.next('failed')).error).toMatchObject({ provider: 'deepgram', failure: 'cut' });
    const opened = deepgram.asked.length;
    (await openEar(stt)).stream.close();
    expect(deepgram.asked).toHaveLength(opened);
    await deps.clock.advance(deps.settings.pauseMs + 1);
    (await openEar(stt)).stream.close();
    expect(deepgram.asked).toHaveLength(opened + 1);
  });

  it('alone, the one that broke is opened again at once', async () => {
    const alone = await found(
      speechDeps({ DEEPGRAM_API_KEY: deepgram.key, DEEPGRAM_BASE_URL: deepgram.url, VA_STT_ORDER: 'deepgram' }),
    );
    const ear = await openEar(alone);
    deepgram.cut();
    await ear.next('failed');
    (await openEar(alone)).stream.close();
    expect(deepgram.asked).toHaveLength(2);
  });

  it('a key that is refused is not tried by every call', async () => {
    deepgram.trouble({ refuse: 401 });
    for (let n = 0; n < 5; n += 1) (await openEar(stt)).stream.close();
    expect(deepgram.asked).toHaveLength(1);
  });

  it('none left is an error, with the reason of one that is left alone', async () => {
    const alone = await found(
      speechDeps({ DEEPGRAM_API_KEY: 'wrong', DEEPGRAM_BASE_URL: deepgram.url, VA_STT_ORDER: 'deepgram' }),
    );
    await expect(openEar(alone)).rejects.toMatchObject({ failure: 'key' });
    await expect(openEar(alone)).rejects.toMatchObject({ failure: 'key' });
    expect(deepgram.asked).toHaveLength(1);
  });

  it('a session that ends while one is opened leaves no failure behind', async () => {
    const over = new AbortController();
    const opening = openEar(stt, { signal: over.signal });
    over.abort(new Error('hung up'));
    await expect(opening).rejects.toThrow('hung up');
    expect(await deps.metrics.text()).not.toMatch(/va_voice_stt_failures_total\{/u);
  });

  it('counts who took a stream and who failed how, and nobody who spoke', async () => {
    deepgram.trouble({ refuse: 429 });
    (await openEar(stt)).stream.close();
    const text = await deps.metrics.text();
    expect(text).toContain('va_voice_stt_streams_total{provider="local"} 1');
    expect(text).toContain('va_voice_stt_failures_total{provider="deepgram",failure="rate-limited"} 1');
  });
});

describe('likely words', () => {
  const names = ['Priya Raghunathan', 'Marcus Webb'];
  const open = async (of: SpeechToText) =>
    await of.open({
      sampleRate: RATE,
      language: 'en-US',
      hints: ['Ada', 'Acme'],
      names,
      signal: new AbortController().signal,
      onEvent: () => undefined,
    });

  it('go to the provider, names of people only if they may leave', async () => {
    (await open(stt)).close();
    expect(deepgram.asked[0]?.query.getAll('keyterm')).toEqual(['Ada', 'Acme', ...names]);
    const strict = await found({ ...deps, namesMayLeave: false, metrics: speechDeps({}).metrics });
    (await open(strict)).close();
    expect(deepgram.asked[1]?.query.getAll('keyterm')).toEqual(['Ada', 'Acme']);
  });

  it('of people stay in the company, and so go to a server of its own in any case', async () => {
    const strict = await found({ ...deps, namesMayLeave: false, metrics: speechDeps({}).metrics });
    deepgram.trouble({ refuse: 500 });
    const stream = await open(strict);
    const sound = Int16Array.from({ length: RATE }, (_, at) => Math.round(6000 * Math.sin(at / 12)));
    stream.push(sound);
    stream.finalise();
    await expect.poll(() => local.asked.length).toBe(1);
    expect(local.asked[0]?.fields['prompt']).toBe('Ada, Acme, Priya Raghunathan, Marcus Webb');
    stream.close();
  });

  it('are few, short and plain', () => {
    const many = Array.from({ length: 500 }, (_, n) => `Name ${n}`);
    expect(boundedHints(many)).toHaveLength(60);
    expect(boundedHints(['Ada', 'ada', ' Ada ', 'x', 'a'.repeat(49), 'One,\nTwo:3|4'])).toEqual(['Ada', 'One Two 3 4']);
  });
});
