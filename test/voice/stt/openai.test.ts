import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SpeechToText } from '../../../sidecar/voice/speech-to-text.ts';
import { openLocal, openOpenAi } from '../../../sidecar/voice/stt/openai.ts';
import { type OpenAiSttFake, type OpenAiSttOptions, startOpenAiSttFake } from '../../fakes/speech/stt-openai.ts';
import { openEar, speechDeps } from './rig.ts';

let fake: OpenAiSttFake;
afterEach(() => fake?.close());

async function openai(options: OpenAiSttOptions = {}): Promise<SpeechToText> {
  fake = await startOpenAiSttFake(options);
  const stt = await openOpenAi(speechDeps({}, { openaiKey: fake.key, openaiUrl: fake.url }));
  if (stt === null) throw new Error('not set up');
  return stt;
}
async function local(options: OpenAiSttOptions, env: Readonly<Record<string, string>> = {}): Promise<SpeechToText> {
  fake = await startOpenAiSttFake(options);
  const stt = await openLocal(speechDeps({ VA_LOCAL_STT_URL: fake.url, ...env }));
  if (stt === null) throw new Error('not set up');
  return stt;
}
const said = (...texts: readonly string[]) => fake.hear(...texts.map((text) => ({ text, fromMs: 0, toMs: 0 })));

describe('what is sent', () => {
  it('is the utterance as a WAV file, a little before and after it, and what helps', async () => {
    const stt = await openai();
    said('hello');
    const ear = await openEar(stt, { hints: ['Priya', 'Acme'] });
    ear.quiet(2000);
    ear.voice(1000);
    ear.quiet(2000);
    await ear.next('final');
    const [asked] = fake.asked;
    expect(asked?.fields).toMatchObject({
      model: 'gpt-4o-mini-transcribe',
      response_format: 'json',
      stream: 'true',
      language: 'en',
      prompt: 'Priya, Acme',
      'include[]': 'logprobs',
    });
    expect(asked?.soundMs).toBeGreaterThanOrEqual(1200);
    expect(asked?.soundMs).toBeLessThan(1600);
    ear.stream.close();
  });

  it('is nothing while nobody speaks', async () => {
    const stt = await openai();
    const ear = await openEar(stt);
    ear.quiet(30_000);
    ear.voice(20);
    ear.quiet(2000);
    ear.stream.finalise();
    expect(await ear.next('final')).toMatchObject({ text: '' });
    expect(fake.asked).toEqual([]);
    ear.stream.close();
  });

  it('to a server of one own goes without a key where there is none, with its model', async () => {
    const stt = await local({ speaks: 'json', key: null }, { VA_LOCAL_STT_MODEL: 'whisper-small' });
    said('hello');
    const ear = await openEar(stt);
    ear.voice(600);
    ear.stream.finalise();
    await ear.next('final');
    expect(fake.asked[0]?.authorization).toBeNull();
    expect(fake.asked[0]?.fields).toMatchObject({ model: 'whisper-small' });
    expect(fake.asked[0]?.fields).not.toHaveProperty('include[]');
    ear.stream.close();
  });

  it('leaves out from then on what a server refuses by name', async () => {
    const stt = await local({ speaks: 'json', key: null, refuses: ['stream', 'prompt'] });
    said('hello', 'again');
    const ear = await openEar(stt, { hints: ['Acme'] });
    ear.voice(600);
    ear.stream.finalise();
    expect((await ear.next('final')).text).toBe('hello');
    expect(fake.asked).toHaveLength(3);
    ear.quiet(1000);
    ear.voice(600);
    ear.stream.finalise();
    expect((await ear.next('final')).text).toBe('again');
    expect(fake.asked).toHaveLength(4);
    ear.stream.close();
  });
});

describe('what comes back', () => {
  it('is told word by word while it is streamed', async () => {
    const stt = await openai({ hold: true });
    said('book next Tuesday off');
    const ear = await openEar(stt);
    ear.voice(900);
    ear.quiet(900);
    for (let text = ''; text !== 'book next Tuesday off'; ) text = (await ear.next('interim')).text;
    expect(ear.events.map(({ type }) => type)).not.toContain('final');
    fake.release();
    const final = await ear.next('final');
    expect(final.text).toBe('book next Tuesday off');
    expect(final.confidence).toBeCloseTo(Math.exp(-0.1));
    ear.stream.close();
  });

  it('is one final of several utterances when it is asked for', async () => {
    const stt = await openai({ speaks: 'json', hold: true });
    said('book next Tuesday', 'and Wednesday');
    const ear = await openEar(stt);
    ear.voice(900);
    ear.quiet(900);
    ear.voice(900);
    ear.stream.finalise();
    await expect.poll(() => fake.asked.length).toBe(1);
    fake.release();
    await expect.poll(() => fake.asked.length).toBe(2);
    expect(ear.events).toEqual([]);
    fake.release();
    expect((await ear.next('final')).text).toBe('book next Tuesday and Wednesday');
    ear.stream.close();
  });

  it('comes in the order in which it was said, whenever it is there', async () => {
    const stt = await openai({ speaks: 'json' });
    said('one', 'two', 'three');
    const ear = await openEar(stt);
    for (let n = 0; n < 3; n += 1) {
      ear.voice(600);
      ear.quiet(900);
    }
    const finals = [await ear.next('final'), await ear.next('final'), await ear.next('final')];
    expect(finals.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    const starts = finals.map(({ words }) => words[0]?.startMs ?? 0);
    expect(starts[1]).toBeGreaterThan(1200);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    ear.stream.close();
  });

  it('counts for nothing where the server itself says that nobody spoke', async () => {
    const stt = await local({ speaks: 'verbose', key: null });
    said('Thank you for watching!');
    const ear = await openEar(stt);
    ear.voice(600);
    ear.stream.finalise();
    expect((await ear.next('final')).text).toBe('');
    ear.stream.close();
  });

  it.each(['broken', 'broken-events'] as const)('and cannot be read is not quoted (%s)', async (speaks) => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const stt = await openai({ speaks });
    said('salary 5000');
    const ear = await openEar(stt);
    ear.voice(600);
    ear.stream.finalise();
    const { error } = await ear.next('failed');
    expect(error.failure).toBe('garbled');
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/salary|5000/u);
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
  });

  it('that is too slow for what is said ends the stream', async () => {
    const stt = await openai({ hold: true });
    const ear = await openEar(stt);
    for (let n = 0; n < 6; n += 1) {
      ear.voice(400);
      ear.quiet(900);
    }
    expect((await ear.next('failed')).error.failure).toBe('timeout');
  });

  it('breaks off in the midst: told as cut, with the words as they stood', async () => {
    const stt = await openai({ hold: true });
    said('book next Tuesday off');
    const ear = await openEar(stt);
    ear.voice(900);
    ear.stream.finalise();
    await ear.next('interim');
    await fake.close();
    expect((await ear.next('failed')).error.failure).toBe('cut');
    expect(ear.events.map(({ type }) => type)).not.toContain('final');
  });
});
