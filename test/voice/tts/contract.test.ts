import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { levelDb } from '../../../sidecar/voice/audio/pcm.ts';
import type { SpeechSettings } from '../../../sidecar/voice/speech-settings.ts';
import { SpeechError } from '../../../sidecar/voice/speech-to-text.ts';
import type { TextToSpeech } from '../../../sidecar/voice/text-to-speech.ts';
import { openDeepgramVoices } from '../../../sidecar/voice/tts/deepgram.ts';
import { openElevenLabs } from '../../../sidecar/voice/tts/elevenlabs.ts';
import { openLocal } from '../../../sidecar/voice/tts/local.ts';
import { openOpenAi } from '../../../sidecar/voice/tts/openai.ts';
import { startDeepgramTts } from '../../fakes/speech/tts-deepgram.ts';
import { startElevenLabsTts } from '../../fakes/speech/tts-elevenlabs.ts';
import { MS_PER_CHARACTER, TONE, type TtsFake, type TtsFault } from '../../fakes/speech/tts-fake.ts';
import { startOpenAiTts } from '../../fakes/speech/tts-openai.ts';
import { collect, PLAIN, speechDeps } from './deps.ts';

// Every provider by its real client over its own wire protocol; each behaves alike.

const SHORT = { ttsFirstMs: 150, ttsGapMs: 150, localTtsFirstMs: 150 };
const LONG = { ttsFirstMs: 20_000, ttsGapMs: 20_000, localTtsFirstMs: 20_000 };

interface Provider {
  readonly id: string;
  /** A voice beside the usual one. */
  readonly voice: string;
  start(): Promise<TtsFake>;
  open(fake: TtsFake, key: string | null, settings: Partial<SpeechSettings>): Promise<TextToSpeech | null>;
}
const providers: readonly Provider[] = [
  {
    id: 'openai',
    voice: 'nova',
    start: startOpenAiTts,
    open: (fake, openaiKey, settings) => openOpenAi(speechDeps(settings, { llm: { openaiKey, openaiUrl: fake.url } })),
  },
  {
    id: 'elevenlabs',
    voice: 'ownClonedVoice000001',
    start: startElevenLabsTts,
    open: (fake, elevenlabsKey, settings) =>
      openElevenLabs(speechDeps({ ...settings, elevenlabsKey, elevenlabsUrl: fake.url })),
  },
  {
    id: 'deepgram',
    voice: 'aura-2-zeus-en',
    start: startDeepgramTts,
    open: (fake, deepgramKey, settings) =>
      openDeepgramVoices(speechDeps({ ...settings, deepgramKey, deepgramUrl: fake.url })),
  },
  {
    id: 'local',
    voice: 'af_heart',
    start: () => startOpenAiTts({ voices: ['bf_emma', 'af_heart'] }),
    open: (fake, localTtsKey, settings) =>
      openLocal(
        speechDeps({ ...settings, localTtsKey, localTtsUrl: fake.url, localTtsVoices: ['bf_emma', 'af_heart'] }),
      ),
  },
];

const TEXT = 'Your leave on Friday is booked, and Marcus was told about it.';

describe.each(providers)('$id', (provider) => {
  let fake: TtsFake;
  let tts: TextToSpeech;
  const signal = new AbortController().signal;
  const opened = async (key: string | null, settings: Partial<SpeechSettings>) => {
    const made = await provider.open(fake, key, settings);
    if (made === null) throw new Error('not set up');
    return made;
  };
  const say = (text = TEXT, sampleRate = 24_000) => collect(tts.speak(text, PLAIN, { sampleRate, signal }));
  const failureOf = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(SpeechError);
    expect(error).toMatchObject({ provider: provider.id });
    return error as SpeechError;
  };
  beforeAll(async () => {
    fake = await provider.start();
    tts = await opened('test-key', LONG);
  });
  afterEach(() => fake.meet());
  afterAll(() => fake.close());

  it.each([8000, 16_000, 24_000, 48_000])('gives sound at %i Hz, whole and unbroken', async (sampleRate) => {
    const sound = await say(TEXT, sampleRate);
    const ms = (sound.length * 1000) / sampleRate;
    expect(Math.abs(ms - TEXT.length * MS_PER_CHARACTER)).toBeLessThan(5);
    // A torn sample would be a leap; a tone of 300 Hz has none.
    const steepest = (2 * Math.PI * TONE.hz * TONE.amplitude) / sampleRate;
    let leap = 0;
    for (let index = 1; index < sound.length; index += 1) {
      leap = Math.max(leap, Math.abs((sound[index] ?? 0) - (sound[index - 1] ?? 0)));
    }
    expect(leap).toBeLessThan(steepest * 1.3 + 2);
    expect(levelDb(sound)).toBeCloseTo(20 * Math.log10(TONE.amplitude / Math.SQRT2 / 32_768), 0);
  });

  it('speaks with the voice and the speed it is told, within what the provider takes', async () => {
    await collect(
      tts.speak('Quickly.', { voice: provider.voice, speed: 1.1, pitch: 0 }, { sampleRate: 24_000, signal }),
    );
    expect(fake.asked.at(-1)).toMatchObject({ text: 'Quickly.', voice: provider.voice, speed: 1.1 });
    for (const speed of [0.5, 2]) {
      await collect(tts.speak('To the limit.', { ...PLAIN, speed }, { sampleRate: 24_000, signal }));
    }
    expect(fake.asked.at(-1)?.speed).toBeGreaterThan(1.1);
  });

  it('gives the first sound before the last is made', async () => {
    fake.meet({ stallAfterMs: 300 });
    const stop = new AbortController();
    const sound = tts.speak(TEXT, PLAIN, { sampleRate: 24_000, signal: stop.signal })[Symbol.asyncIterator]();
    const first = await sound.next();
    expect(first.value?.length).toBeGreaterThan(0);
    stop.abort();
    await sound.return?.(undefined);
  });

  it.each([
    ['before its answer', { fault: 'hang' }],
    ['in the middle of it', { stallAfterMs: 300 }],
  ] satisfies [string, TtsFault][])('is stopped at once %s, also on the wire', async (_when, fault) => {
    fake.meet(fault);
    const stop = new AbortController();
    const before = fake.asked.length;
    const work = collect(tts.speak(TEXT, PLAIN, { sampleRate: 24_000, signal: stop.signal })).catch(
      (error: unknown) => error,
    );
    while (fake.asked.length === before) await new Promise((resolve) => setImmediate(resolve));
    stop.abort(new Error('enough'));
    expect(await work).toMatchObject({ message: 'enough' });
    expect(await fake.asked.at(-1)?.abandoned).toBe(true);
  });

  it('is not asked when it is stopped before', async () => {
    const before = fake.asked.length;
    const stopped = AbortSignal.abort(new Error('enough'));
    await expect(collect(tts.speak(TEXT, PLAIN, { sampleRate: 24_000, signal: stopped }))).rejects.toThrow('enough');
    expect(fake.asked.length).toBe(before);
  });

  it.each([
    ['quota', 'quota'],
    ['rate-limited', 'rate-limited'],
    ['overloaded', 'unreachable'],
    ['no-voice', 'unsupported'],
    ['bad-request', 'bad-request'],
    ['reset', 'unreachable'],
    ['garbage', 'garbled'],
    ['silence', 'garbled'],
    ['endless', 'garbled'],
  ] as const)('tells %s as %s', async (fault, failure) => {
    // A kept connection that closes as it is used is tried once more.
    fake.meet({ fault }, ...(fault === 'reset' ? [{ fault }] : []));
    expect((await failureOf(say())).failure).toBe(failure);
    fake.meet();
    expect(fake.asked.at(-1)?.text).toBe(TEXT);
    await say('And it works again.');
  });

  it('tells a refused key, and keeps it out of the error', async () => {
    const secret = 'wrong-and-secret-4711';
    const wrong = await opened(secret, LONG);
    const error = await failureOf(collect(wrong.speak(TEXT, PLAIN, { sampleRate: 24_000, signal })));
    expect(error.failure).toBe('key');
    expect(`${error.message} ${String(error.cause)} ${JSON.stringify(error.cause)}`).not.toContain(secret);
  });

  it('tells a break after sound as cut, and gives what came', async () => {
    fake.meet({ cutAfterMs: 1000 });
    let samples = 0;
    const work = async () => {
      for await (const piece of tts.speak(TEXT, PLAIN, { sampleRate: 24_000, signal })) samples += piece.length;
    };
    expect((await failureOf(work())).failure).toBe('cut');
    expect(Math.abs(samples / 24 - 1000)).toBeLessThan(5);
  });

  it.each([
    ['first sound', { fault: 'hang' }],
    ['next sound', { stallAfterMs: 300 }],
  ] satisfies [string, TtsFault][])('does not wait for ever for the %s', async (_what, fault) => {
    const hasty = await opened('test-key', SHORT);
    fake.meet(fault);
    const error = await failureOf(collect(hasty.speak(TEXT, PLAIN, { sampleRate: 24_000, signal })));
    expect(error.failure).toBe('timeout');
    expect(await fake.asked.at(-1)?.abandoned).toBe(true);
  });

  it('tells that nobody is there', async () => {
    const gone = await provider.start();
    const nobody = await provider.open(gone, 'test-key', LONG);
    await gone.close();
    if (nobody === null) throw new Error('not set up');
    const error = await failureOf(collect(nobody.speak(TEXT, PLAIN, { sampleRate: 24_000, signal })));
    expect(error.failure).toBe('unreachable');
    await expect(nobody.warm(signal)).rejects.toThrow();
  });

  it('opens its connection ahead, without the key, and keeps it', async () => {
    const fresh = await provider.start();
    try {
      const warmed = await provider.open(fresh, 'test-key', LONG);
      await Promise.all([warmed?.warm(signal), warmed?.warm(signal)]);
      await warmed?.warm(signal);
      expect(fresh.others.filter((one) => one.startsWith('OPTIONS'))).toHaveLength(1);
      for (const text of ['One.', 'Two.']) {
        await collect(warmed?.speak(text, PLAIN, { sampleRate: 24_000, signal }) ?? fail());
      }
      expect(new Set(fresh.asked.map((one) => one.port)).size).toBe(1);
    } finally {
      await fresh.close();
    }
  });

  it('names its voices as provider:voice, and speaks with the first', async () => {
    const voices = await tts.voices(signal);
    expect(voices.length).toBeGreaterThan(1);
    for (const voice of voices) expect(voice.id).toMatch(new RegExp(`^${provider.id}:\\S+$`, 'u'));
    expect(voices.map((voice) => voice.id)).toContain(`${provider.id}:${provider.voice}`);
    const [first] = voices;
    await collect(
      tts.speak(
        'Hello.',
        { ...PLAIN, voice: first?.id.slice(provider.id.length + 1) ?? '' },
        { sampleRate: 24_000, signal },
      ),
    );
  });

  it('is not there without key and address', async () => {
    const nothing = speechDeps({});
    const open = { openai: openOpenAi, elevenlabs: openElevenLabs, deepgram: openDeepgramVoices, local: openLocal };
    expect(await open[provider.id as keyof typeof open](nothing)).toBeNull();
  });
});

function fail(): never {
  throw new Error('not set up');
}
