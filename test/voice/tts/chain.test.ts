import { beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../../sidecar/lib/log.ts';
import { createMetrics } from '../../../sidecar/lib/metrics.ts';
import { SpeechError, type SpeechFailure } from '../../../sidecar/voice/speech-to-text.ts';
import type { Manner, TextToSpeech, Voice } from '../../../sidecar/voice/text-to-speech.ts';
import { createVoiceChain } from '../../../sidecar/voice/tts/chain.ts';
import { createSpeechPace } from '../../../sidecar/voice/tts/cut-clause.ts';
import { createProviderHealth } from '../../../sidecar/voice/tts/health.ts';
import { createPhraseCache } from '../../../sidecar/voice/tts/phrase-cache.ts';
import { createVoiceChoice } from '../../../sidecar/voice/tts/voice-choice.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { collect, PLAIN } from './deps.ts';

const MS_PER_CHARACTER = 60;
const RATE = 8000;
const TEXT = 'Your leave is booked for Friday, and Marcus was told about it this morning.';

/** A voice that says so many ms a character, and breaks when it is told to. */
interface PlayedVoice extends TextToSpeech {
  readonly said: { readonly text: string; readonly voice: string; readonly manner: Manner }[];
  readonly warmed: number[];
  /** What the next clauses meet: after so many ms the failure. */
  readonly faults: { readonly afterMs: number; readonly failure: SpeechFailure }[];
  /** Its own names; others are unsupported. Null: any. */
  knows: readonly string[] | null;
  isUnreachable: boolean;
}

function playedVoice(id: string): PlayedVoice {
  const tts: PlayedVoice = {
    id,
    said: [],
    warmed: [],
    faults: [],
    knows: null,
    isUnreachable: false,
    voices: async () => {
      if (tts.isUnreachable) throw new SpeechError('unreachable', id);
      return [{ id: `${id}:one`, name: 'One', provider: id, language: 'en', gender: null, previewUrl: null } as Voice];
    },
    warm: async () => {
      if (tts.isUnreachable) throw new SpeechError('unreachable', id);
      tts.warmed.push(1);
    },
    async *speak(text, manner, { sampleRate }) {
      if (tts.knows !== null && manner.voice !== '' && !tts.knows.includes(manner.voice))
        throw new SpeechError('unsupported', id);
      tts.said.push({ text, voice: manner.voice, manner });
      const fault = tts.faults.shift();
      const ms = fault?.afterMs ?? text.length * MS_PER_CHARACTER;
      for (let at = 0; at < ms; at += 20) yield new Int16Array((sampleRate * Math.min(20, ms - at)) / 1000).fill(1000);
      if (fault) throw new SpeechError(fault.failure, id);
    },
  };
  return tts;
}

const clock = manualClock();
let first: PlayedVoice;
let second: PlayedVoice;
let lines: string[];

function chain(
  settings: { readonly own?: readonly string[]; readonly defaultVoice?: string; readonly maxBytes?: number } = {},
) {
  const log = createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } });
  const providers = [first, second];
  return createVoiceChain({
    providers,
    health: createProviderHealth(clock),
    pace: createSpeechPace(),
    cache: createPhraseCache({
      clock,
      maxBytes: settings.maxBytes ?? 1_000_000,
      maxPhrases: 10,
      own: new Set(settings.own ?? []),
    }),
    choice: createVoiceChoice({
      clock,
      log,
      providers: providers.map((one) => one.id),
      defaultVoice: settings.defaultVoice ?? null,
      usual: {},
    }),
    log,
    clauses: createMetrics().counter('voice_tts_clauses_total', 'x', ['provider', 'outcome']),
  });
}

beforeEach(() => {
  first = playedVoice('openai');
  second = playedVoice('deepgram');
  lines = [];
});
const signal = new AbortController().signal;
const say = (tts: TextToSpeech, text: string, manner: Manner = PLAIN) =>
  collect(tts.speak(text, manner, { sampleRate: RATE, signal }));
const wordsOf = (text: string) => text.split(/\s+/u);

describe('a clause whose provider breaks', () => {
  it('before its first sound is said once, whole, by the next', async () => {
    first.faults.push({ afterMs: 0, failure: 'unreachable' });
    const sound = await say(chain(), TEXT);
    expect(second.said.map((one) => one.text)).toEqual([TEXT]);
    expect(sound.length).toBe((TEXT.length * MS_PER_CHARACTER * RATE) / 1000);
  });

  it('in the middle is said on by the next, from the phrase that was cut', async () => {
    const tts = chain();
    await say(tts, 'This is how fast the first voice speaks.');
    const at = TEXT.indexOf('was told');
    first.faults.push({ afterMs: at * MS_PER_CHARACTER, failure: 'cut' });
    const sound = await say(tts, TEXT);
    expect(second.said.map((one) => one.text)).toEqual(['and Marcus was told about it this morning.']);
    const breath = 120;
    const ms = at * MS_PER_CHARACTER + breath + (second.said[0]?.text.length ?? 0) * MS_PER_CHARACTER;
    expect(sound.length).toBe((ms * RATE) / 1000);
  });

  it.each(Array.from({ length: 24 }, (_, index) => index * 3 + 2))(
    'after %i characters loses no word, and says at most three again',
    async (characters) => {
      const tts = chain();
      await say(tts, 'This is how fast the first voice speaks.');
      first.faults.push({ afterMs: characters * MS_PER_CHARACTER, failure: 'cut' });
      await say(tts, TEXT);
      const rest = second.said[0]?.text ?? '';
      expect(TEXT.endsWith(rest)).toBe(true);
      const whole = wordsOf(TEXT.slice(0, characters + 1)).length - 1;
      const left = wordsOf(rest).length;
      const all = wordsOf(TEXT).length;
      expect(left).toBeGreaterThanOrEqual(all - whole);
      expect(left - (all - whole)).toBeLessThanOrEqual(4);
    },
  );

  it('with all of them is an error of the last', async () => {
    first.faults.push({ afterMs: 0, failure: 'rate-limited' });
    second.faults.push({ afterMs: 500, failure: 'cut' });
    const error = await say(chain(), TEXT).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'SpeechError', provider: 'deepgram', failure: 'cut' });
  });

  it('is not said on after a stop', async () => {
    const stop = new AbortController();
    const tts = chain();
    const sound = tts.speak(TEXT, PLAIN, { sampleRate: RATE, signal: stop.signal })[Symbol.asyncIterator]();
    await sound.next();
    stop.abort(new Error('enough'));
    await expect(sound.next()).rejects.toThrow('enough');
    expect(second.said).toEqual([]);
  });
});

describe('a provider that broke', () => {
  it('is asked last for a while, longer each time, and first again when it works', async () => {
    const tts = chain();
    first.faults.push({ afterMs: 0, failure: 'unreachable' });
    await say(tts, 'One.');
    await say(tts, 'Two.');
    expect(first.said.map((one) => one.text)).toEqual(['One.']);
    await clock.advance(5001);
    first.faults.push({ afterMs: 0, failure: 'unreachable' });
    await say(tts, 'Three.');
    await clock.advance(5001);
    await say(tts, 'Four.');
    expect(first.said.map((one) => one.text)).toEqual(['One.', 'Three.']);
    await clock.advance(5001);
    await say(tts, 'Five.');
    expect(first.said.at(-1)?.text).toBe('Five.');
  });

  it('is asked all the same when the others are worse off', async () => {
    const tts = chain();
    first.faults.push({ afterMs: 0, failure: 'timeout' });
    second.faults.push({ afterMs: 0, failure: 'timeout' });
    await say(tts, 'One.').catch(() => undefined);
    await say(tts, 'Two.');
    expect(first.said.at(-1)?.text).toBe('Two.');
  });

  it.each(['key', 'quota'] as const)(
    'for its %s is not asked at all, and with nobody else the error comes at once',
    async (failure) => {
      const tts = chain();
      for (const one of [first, second]) one.faults.push({ afterMs: 0, failure });
      await say(tts, 'One.').catch(() => undefined);
      await expect(say(tts, 'Two.')).rejects.toMatchObject({ failure });
      expect([...first.said, ...second.said]).toHaveLength(2);
      await clock.advance(300_001);
      await say(tts, 'Three.');
    },
  );

  it('is not blamed for words that it refuses', async () => {
    const tts = chain();
    first.faults.push({ afterMs: 0, failure: 'bad-request' });
    await say(tts, 'One.');
    await say(tts, 'Two.');
    expect(first.said.map((one) => one.text)).toEqual(['One.', 'Two.']);
  });

  it('when it is warmed does not delay the first clause', async () => {
    const tts = chain();
    first.isUnreachable = true;
    await tts.warm(signal);
    expect(second.warmed).toHaveLength(1);
    await say(tts, 'One.');
    expect(first.said).toEqual([]);
  });
});

describe('a voice', () => {
  it('of another provider is asked there first', async () => {
    await say(chain(), 'One.', { ...PLAIN, voice: 'deepgram:aura-2-zeus-en', profile: 'professional' });
    expect(second.said).toMatchObject([{ voice: 'aura-2-zeus-en' }]);
    expect(first.said).toEqual([]);
  });

  it('stays with its provider: the next one speaks with its own that fits', async () => {
    first.faults.push({ afterMs: 0, failure: 'unreachable' });
    await say(chain(), 'One.', { ...PLAIN, voice: 'openai:verse', profile: 'professional' });
    expect(first.said).toMatchObject([{ voice: 'verse' }]);
    expect(second.said).toMatchObject([{ voice: 'aura-2-athena-en' }]);
  });

  it('that the provider does not know gives way to the usual one, is remembered, and is told in the log without its name', async () => {
    const tts = chain();
    first.knows = ['onyx'];
    const manner: Manner = { ...PLAIN, voice: 'openai:priyas-own', profile: 'professional' };
    await say(tts, 'One.', manner);
    await say(tts, 'Two.', manner);
    expect(first.said.map((one) => one.voice)).toEqual(['onyx', 'onyx']);
    expect(second.said).toEqual([]);
    expect(lines.filter((line) => line.includes('does not know a voice'))).toHaveLength(1);
    expect(lines.join('')).not.toContain('priyas-own');
    expect(tts.choose(['openai:priyas-own'], 'professional')).toBe('openai:onyx');
  });

  it('is chosen: the first that is there, else the default, else by the personality', () => {
    const tts = chain();
    expect(tts.choose([undefined, 'deepgram:x', 'openai:y'], 'neutral')).toBe('deepgram:x');
    expect(tts.choose(['flite:slt', 'alloy', null], 'warm_casual')).toBe('openai:nova');
    expect(chain({ defaultVoice: 'deepgram:z' }).choose(['alloy'], 'neutral')).toBe('deepgram:z');
  });

  it('is listed with those of all providers; one that cannot tell is left out', async () => {
    const tts = chain();
    expect((await tts.voices(signal)).map((one) => one.id)).toEqual(['openai:one', 'deepgram:one']);
    first.isUnreachable = true;
    expect((await tts.voices(signal)).map((one) => one.id)).toEqual(['deepgram:one']);
  });
});

describe('a phrase', () => {
  it('of our own is made once; another one twice', async () => {
    const tts = chain({ own: ['One moment.'] });
    const sound = [];
    for (const text of ['One moment.', 'One moment.', 'Hello Priya.', 'Hello Priya.', 'Hello Priya.'])
      sound.push(await say(tts, text));
    expect(first.said.map((one) => one.text)).toEqual(['One moment.', 'Hello Priya.', 'Hello Priya.']);
    expect(sound[4]).toEqual(sound[2]);
  });

  it('sounds as it is asked for: another voice, speed, rate or feeling is another sound', async () => {
    const tts = chain({ own: ['One moment.'] });
    const manners: Manner[] = [
      PLAIN,
      { ...PLAIN, voice: 'openai:onyx' },
      { ...PLAIN, speed: 1.2 },
      { ...PLAIN, pitch: 0.1 },
      { ...PLAIN, emotion: 'happy' },
    ];
    for (const manner of manners) await say(tts, 'One moment.', manner);
    await collect(tts.speak('One moment.', PLAIN, { sampleRate: 16_000, signal }));
    expect(first.said).toHaveLength(manners.length + 1);
  });

  it('that somebody said is forgotten after ten minutes; ours is not', async () => {
    const tts = chain({ own: ['One moment.'] });
    for (const text of ['One moment.', 'Hello Priya.', 'Hello Priya.']) await say(tts, text);
    await clock.advance(600_001);
    for (const text of ['One moment.', 'Hello Priya.']) await say(tts, text);
    expect(first.said.map((one) => one.text)).toEqual(['One moment.', 'Hello Priya.', 'Hello Priya.', 'Hello Priya.']);
  });

  it('that broke off, is long or has no room is not kept', async () => {
    const tts = chain({ own: ['One moment.', TEXT.repeat(2)], maxBytes: 4000 });
    first.faults.push({ afterMs: 200, failure: 'cut' });
    await say(tts, 'One moment.');
    await clock.advance(5001);
    for (const text of ['One moment.', 'One moment.', TEXT.repeat(2), TEXT.repeat(2)]) await say(tts, text);
    expect(first.said.map((one) => one.text)).toHaveLength(5);
  });
});
