import { expect, it } from 'vitest';
import { silentLog } from '../../../sidecar/lib/log.ts';
import type { SpeechError } from '../../../sidecar/voice/speech-to-text.ts';
import type { TextToSpeech } from '../../../sidecar/voice/text-to-speech.ts';
import { openFlite } from '../../../sidecar/voice/tts/flite.ts';
import { describeWithSpeech, recognised } from '../../fakes/speech/said.ts';

const open = async () => (await openFlite({ log: silentLog })) as TextToSpeech;
const AS_IT_IS = { voice: 'slt', speed: 1, pitch: 0 };

async function speak(
  text: string,
  {
    sampleRate = 16_000,
    signal = new AbortController().signal,
    ...manner
  }: Partial<typeof AS_IT_IS> & {
    sampleRate?: number;
    signal?: AbortSignal;
  } = {},
): Promise<Int16Array> {
  const tts = await open();
  const all: number[] = [];
  for await (const piece of tts.speak(text, { ...AS_IT_IS, ...manner }, { sampleRate, signal })) all.push(...piece);
  return Int16Array.from(all);
}
const wordsIn = async (samples: Int16Array, rate: number) =>
  (await recognised(samples, rate)).map(({ word }) => word).join(' ');

describeWithSpeech('flite', () => {
  it('lists its voices', async () => {
    expect((await (await open()).voices(new AbortController().signal)).map(({ id }) => id)).toEqual([
      'flite:slt',
      'flite:rms',
      'flite:awb',
    ]);
  });

  it.each([16_000, 24_000, 48_000])('speaks words at %i Hz that can be understood', async (sampleRate) => {
    expect(await wordsIn(await speak('how many leave days do I have', { sampleRate }), sampleRate)).toBe(
      'how many leave days do i have',
    );
  });

  it('speaks faster when asked to', async () => {
    const [slow, fast] = [await speak('show me my tasks'), await speak('show me my tasks', { speed: 1.5 })];
    expect(fast.length / slow.length).toBeGreaterThan(0.6);
    expect(fast.length / slow.length).toBeLessThan(0.75);
  });

  it('takes a text for words, whatever is in it', async () => {
    const plain = await speak('hello $(touch x); -o x');
    expect(plain.length).toBeGreaterThan(8000);
    expect(await wordsIn(await speak('-- show me my tasks\u0000'), 16_000)).toBe('show me my tasks');
    expect(await speak(' \n ')).toHaveLength(0);
  });

  it('knows no other voice than its own', async () => {
    await expect(speak('hello', { voice: '/etc/passwd' })).rejects.toMatchObject({
      failure: 'unsupported',
    } satisfies Partial<SpeechError>);
  });

  it('stops at once when it is told to', async () => {
    const stop = new AbortController();
    const tts = await open();
    const signal = stop.signal;
    const spoken = tts
      .speak('a sentence. '.repeat(300), AS_IT_IS, { sampleRate: 16_000, signal })
      [Symbol.asyncIterator]();
    const first = spoken.next();
    stop.abort();
    await expect(first).rejects.toThrow(/abort/i);
  });
});
