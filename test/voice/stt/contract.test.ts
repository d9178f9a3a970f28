import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { SpeechError, type SpeechToText } from '../../../sidecar/voice/speech-to-text.ts';
import { openDeepgram } from '../../../sidecar/voice/stt/deepgram.ts';
import { openLocal, openOpenAi } from '../../../sidecar/voice/stt/openai.ts';
import { startDeepgramFake } from '../../fakes/speech/stt-deepgram.ts';
import { type OpenAiSttOptions, startOpenAiSttFake } from '../../fakes/speech/stt-openai.ts';
import type { SttFake } from '../../fakes/speech/stt-script.ts';
import { openEar, speechDeps, type TestDeps } from './rig.ts';

// What every recogniser keeps to, over its real SDK and its provider's wire protocol.
interface Rig {
  readonly fake: SttFake;
  readonly deps: TestDeps;
  readonly stt: SpeechToText;
}
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const found = (stt: SpeechToText | null): SpeechToText => {
  if (stt === null) throw new Error('not set up');
  return stt;
};
async function deepgram(model: string, url?: string): Promise<Rig> {
  const fake = await startDeepgramFake();
  closing.push(fake.close);
  const deps = speechDeps({
    DEEPGRAM_API_KEY: fake.key,
    DEEPGRAM_BASE_URL: url ?? fake.url,
    VA_DEEPGRAM_STT_MODEL: model,
  });
  return { fake, deps, stt: found(await openDeepgram(deps)) };
}
async function openai(url?: string): Promise<Rig> {
  const fake = await startOpenAiSttFake();
  closing.push(fake.close);
  const deps = speechDeps({}, { openaiKey: fake.key, openaiUrl: url ?? fake.url });
  return { fake, deps, stt: found(await openOpenAi(deps)) };
}
async function local(speaks: NonNullable<OpenAiSttOptions['speaks']>, url?: string): Promise<Rig> {
  const fake = await startOpenAiSttFake({ speaks });
  closing.push(fake.close);
  const deps = speechDeps({ VA_LOCAL_STT_URL: url ?? fake.url, VA_LOCAL_STT_KEY: fake.key });
  return { fake, deps, stt: found(await openLocal(deps)) };
}

const PROVIDERS: readonly (readonly [string, (url?: string) => Promise<Rig>])[] = [
  ['deepgram', (url) => deepgram('nova-3', url)],
  ['deepgram with a flux model', (url) => deepgram('flux-general-en', url)],
  ['openai', (url) => openai(url)],
  ['a local server that streams segments', (url) => local('segments', url)],
  ['a local server that streams as in a chat', (url) => local('chunks', url)],
  ['a local server that streams all so far', (url) => local('totals', url)],
  ['a local server that answers in JSON', (url) => local('json', url)],
  ['a local server that tells words and times', (url) => local('verbose', url)],
  ['a local server that answers in plain text', (url) => local('text', url)],
];

/** The failure that somebody who listens is told, whenever that is. */
async function failureOf(stt: SpeechToText, then: () => Promise<void> = async () => undefined): Promise<SpeechError> {
  try {
    const ear = await openEar(stt);
    ear.quiet(200);
    ear.voice(800);
    ear.quiet(800);
    await then();
    return (await ear.next('failed')).error;
  } catch (error) {
    if (error instanceof SpeechError) return error;
    throw error;
  }
}

describe.each(PROVIDERS)('%s', (_name, start) => {
  it('tells the words with their times, as they stay', async () => {
    const { fake, stt } = await start();
    fake.hear({ text: 'book next Tuesday off', fromMs: 300, toMs: 1200 });
    const ear = await openEar(stt);
    ear.quiet(300);
    ear.voice(900);
    ear.quiet(900);
    const final = await ear.next('final');
    expect(final.text).toBe('book next Tuesday off');
    expect(final.confidence).toBeGreaterThan(0.5);
    expect(final.words.map(({ word }) => word)).toEqual(['book', 'next', 'Tuesday', 'off']);
    const times = final.words.flatMap(({ startMs, endMs }) => [startMs, endMs]);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(0);
    expect(times.at(-1)).toBeLessThanOrEqual(2100);
    const guess = await ear.next('end-of-turn');
    expect(guess.confidence).toBeGreaterThan(0);
    ear.stream.close();
  });

  it('gives what is still open when it is asked for, and goes on listening', async () => {
    const { fake, stt } = await start();
    fake.hear(
      { text: 'how much leave do I have', fromMs: 200, toMs: 1000 },
      { text: 'and who is my manager', fromMs: 3000, toMs: 4000 },
    );
    const ear = await openEar(stt);
    ear.quiet(200);
    ear.voice(1000);
    ear.stream.finalise();
    expect((await ear.next('final')).text).toBe('how much leave do I have');
    ear.quiet(1500);
    ear.voice(1400);
    ear.quiet(1500);
    expect((await ear.next('final')).text).toBe('and who is my manager');
    expect(ear.events.filter(({ type }) => type === 'final')).toHaveLength(2);
    ear.stream.close();
  });

  it('answers with an empty final when there was nothing to give', async () => {
    const { stt } = await start();
    const ear = await openEar(stt);
    ear.quiet(600);
    ear.stream.finalise();
    expect(await ear.next('final')).toMatchObject({ text: '', words: [] });
    expect(ear.stream.finalMs).toBeGreaterThan(0);
    ear.stream.close();
  });

  it.each([
    [401, 'key'],
    [402, 'quota'],
    [429, 'rate-limited'],
    [500, 'unreachable'],
    [404, 'bad-request'],
  ] as const)('says what a refusal with %i means, and never the key', async (status, failure) => {
    const { fake, stt } = await start();
    fake.trouble({ refuse: status });
    const error = await failureOf(stt);
    expect(error.failure).toBe(failure);
    expect(error.provider).toBe(stt.id);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(fake.key);
  });

  it('tells a connection that breaks', async () => {
    const { fake, stt } = await start();
    fake.trouble({ cutAtMs: 400 });
    expect(['cut', 'unreachable']).toContain((await failureOf(stt)).failure);
  });

  it('tells an answer that makes no sense', async () => {
    const { fake, stt } = await start();
    fake.trouble({ garbage: true });
    expect((await failureOf(stt)).failure).toBe('garbled');
  });

  it('does not wait for ever for whoever says nothing', async () => {
    const { fake, deps, stt } = await start();
    fake.trouble({ mute: true });
    const ear = await openEar(stt);
    ear.voice(16_000);
    ear.quiet(1000);
    await expect.poll(() => fake.asked.length).toBeGreaterThan(0);
    await deps.clock.advance(20_000);
    expect((await ear.next('failed')).error.failure).toBe('timeout');
  });

  it('tells that nobody is at its address', async () => {
    const { stt } = await start('http://127.0.0.1:9');
    expect((await failureOf(stt)).failure).toBe('unreachable');
  });

  it('takes sound after it failed, and says no more', async () => {
    const { fake, stt } = await start();
    fake.trouble({ cutAtMs: 0 });
    const ear = await openEar(stt);
    ear.voice(800);
    ear.quiet(800);
    await ear.next('failed');
    ear.voice(800);
    ear.stream.finalise();
    ear.stream.close();
    expect(ear.events).toHaveLength(1);
  });

  it('says nothing after it was closed', async () => {
    const { fake, stt } = await start();
    fake.hear({ text: 'never mind', fromMs: 0, toMs: 600 });
    const ear = await openEar(stt);
    ear.voice(800);
    ear.quiet(800);
    ear.stream.close();
    ear.stream.close();
    // Another stream is served after this one: what it still had to say would have come by then.
    fake.hear({ text: 'hello', fromMs: 0, toMs: 600 });
    const other = await openEar(stt);
    other.voice(800);
    other.quiet(800);
    expect((await other.next('final')).text).toBe('hello');
    expect(ear.events).toEqual([]);
    other.stream.close();
  });

  it('gives no stream to a session that is over', async () => {
    const { stt } = await start();
    const over = new AbortController();
    over.abort(new Error('the call is over'));
    await expect(openEar(stt, { signal: over.signal })).rejects.toThrow('the call is over');
  });

  it('is over with its session', async () => {
    const { fake, stt } = await start();
    fake.hear({ text: 'never mind', fromMs: 0, toMs: 600 });
    const over = new AbortController();
    const ear = await openEar(stt, { signal: over.signal });
    over.abort();
    ear.voice(800);
    ear.quiet(800);
    ear.stream.finalise();
    expect(ear.events).toEqual([]);
    await expect.poll(() => fake.asked.every(({ isClosed, soundMs }) => isClosed || soundMs === 0)).toBe(true);
  });
});
