import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SpeechToText } from '../../../sidecar/voice/speech-to-text.ts';
import { openDeepgram } from '../../../sidecar/voice/stt/deepgram.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { type DeepgramFake, startDeepgramFake } from '../../fakes/speech/stt-deepgram.ts';
import { openEar, RATE, speechDeps, type TestDeps } from './rig.ts';

let fake: DeepgramFake;
beforeEach(async () => {
  fake = await startDeepgramFake();
});
afterEach(() => fake.close());

async function opened(env: Readonly<Record<string, string>> = {}): Promise<{ stt: SpeechToText; deps: TestDeps }> {
  const deps = speechDeps({ DEEPGRAM_API_KEY: fake.key, DEEPGRAM_BASE_URL: fake.url, ...env });
  const stt = await openDeepgram(deps);
  if (stt === null) throw new Error('not set up');
  return { stt, deps };
}
const FLUX = { VA_DEEPGRAM_STT_MODEL: 'flux-general-en' };
const asked = () => fake.asked.at(-1);

/** Words of v1 at a second each, from `from` seconds on. */
function results(text: string, from: number, more: Readonly<Record<string, unknown>> = {}) {
  const words = text.split(' ').map((word, index) => ({
    word,
    punctuated_word: word,
    start: from + index,
    end: from + index + 0.9,
    confidence: 0.9,
  }));
  return {
    type: 'Results',
    is_final: false,
    channel: { alternatives: [{ transcript: text, confidence: 0.9, words }] },
    ...more,
  };
}
/** The turn so far of v2. */
function turnInfo(event: string, turn: number, text: string, until: number) {
  const words = text.split(' ').map((word) => ({ word, confidence: 0.9 }));
  return {
    type: 'TurnInfo',
    event,
    turn_index: turn,
    audio_window_start: 0,
    audio_window_end: until,
    transcript: text,
    words,
    end_of_turn_confidence: 0.6,
  };
}

describe('what Deepgram is asked for', () => {
  it('interim results of the language and the rate, with the likely words, and nothing kept', async () => {
    const { stt } = await opened();
    const ear = await openEar(stt, { hints: ['Priya Raghunathan', 'Acme & Sons'] });
    expect(asked()?.path).toBe('/v1/listen');
    expect(Object.fromEntries(asked()?.query ?? [])).toMatchObject({
      model: 'nova-3',
      language: 'en-US',
      encoding: 'linear16',
      sample_rate: String(RATE),
      interim_results: 'true',
      mip_opt_out: 'true',
    });
    expect(asked()?.query.getAll('keyterm')).toEqual(['Priya Raghunathan', 'Acme & Sons']);
    expect(asked()?.authorization).toBe(`Token ${fake.key}`);
    ear.stream.close();
    await expect.poll(() => asked()?.isClosed).toBe(true);
    expect(asked()?.messages).toEqual(['CloseStream']);
  });

  it('keywords of models that know no keyterms', async () => {
    const { stt } = await opened({ VA_DEEPGRAM_STT_MODEL: 'nova-2', VA_DEEPGRAM_MIP_OPT_OUT: '0' });
    (await openEar(stt, { hints: ['Acme'] })).stream.close();
    expect(asked()?.query.getAll('keywords')).toEqual(['Acme']);
    expect(asked()?.query.has('keyterm')).toBe(false);
    expect(asked()?.query.get('mip_opt_out')).toBe('false');
  });

  it('turns, where the model is a flux one, in the language that it may be told', async () => {
    const one = await opened(FLUX);
    (await openEar(one.stt)).stream.close();
    expect(asked()?.query.has('keyterm')).toBe(false);
    (await openEar(one.stt, { hints: ['Acme'] })).stream.close();
    expect(asked()?.path).toBe('/v2/listen');
    expect(asked()?.query.has('language') || asked()?.query.has('language_hint')).toBe(false);
    expect(asked()?.query.getAll('keyterm')).toEqual(['Acme']);
    const many = await opened({ VA_DEEPGRAM_STT_MODEL: 'flux-general-multi' });
    (await openEar(many.stt)).stream.close();
    expect(asked()?.query.getAll('language_hint')).toEqual(['en']);
  });
});

describe('a stream of Deepgram', () => {
  it('is kept while nobody pushes, and only then', async () => {
    const { stt, deps } = await opened();
    const ear = await openEar(stt);
    ear.quiet(20);
    await deps.clock.advance(4000);
    expect(asked()?.messages).toEqual([]);
    await deps.clock.advance(4000);
    await expect.poll(() => asked()?.messages).toEqual(['KeepAlive']);
    await deps.clock.advance(4000);
    await expect.poll(() => asked()?.messages).toEqual(['KeepAlive', 'KeepAlive']);
    ear.stream.close();
    await deps.clock.advance(20_000);
    expect(asked()?.messages.filter((type) => type === 'KeepAlive')).toHaveLength(2);
  });

  it('of a flux model is kept with silence, which does not shift the times of words', async () => {
    const { stt, deps } = await opened(FLUX);
    fake.hear({ text: 'hello there', fromMs: 300, toMs: 700 });
    const ear = await openEar(stt);
    await deps.clock.advance(8000);
    await expect.poll(() => asked()?.soundMs).toBe(200);
    ear.voice(800);
    ear.quiet(800);
    const { words } = await ear.next('final');
    expect(words.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [100, 300],
      [300, 500],
    ]);
    expect(asked()?.messages).toEqual([]);
    ear.stream.close();
  });

  it('gives what it has when Deepgram does not answer, and the same words not again', async () => {
    const { stt, deps } = await opened();
    fake.trouble({ mute: true });
    const ear = await openEar(stt);
    fake.say(results('book next Tuesday', 0));
    await ear.next('interim');
    ear.stream.finalise();
    await deps.clock.advance(999);
    expect(ear.events.at(-1)?.type).toBe('interim');
    await deps.clock.advance(1);
    expect((await ear.next('final')).text).toBe('book next Tuesday');
    fake.say(results('book next Tuesday off please', 0, { is_final: true }));
    expect((await ear.next('final')).text).toBe('off please');
    ear.stream.close();
  });

  it('tells words when they come, however long they take', async () => {
    const clock = manualClock();
    const slow = await startDeepgramFake({ clock, lagMs: 700 });
    const { stt } = await opened({ DEEPGRAM_API_KEY: slow.key, DEEPGRAM_BASE_URL: slow.url });
    slow.hear({ text: 'hello there', fromMs: 0, toMs: 600 });
    const ear = await openEar(stt);
    ear.voice(1200);
    await expect.poll(() => slow.asked[0]?.soundMs).toBe(1200);
    await clock.advance(699);
    expect(ear.events).toEqual([]);
    await clock.advance(1);
    expect((await ear.next('final')).text).toBe('hello there');
    ear.stream.close();
    await slow.close();
  });

  it('joins the pieces of what was asked for', async () => {
    const { stt } = await opened();
    fake.trouble({ mute: true });
    const ear = await openEar(stt);
    fake.say(results('book next', 0));
    await ear.next('interim');
    ear.stream.finalise();
    fake.say(results('book next', 0, { is_final: true }));
    fake.say(results('Tuesday off', 2, { is_final: true, from_finalize: true }));
    const final = await ear.next('final');
    expect([final.text, final.words.length]).toEqual(['book next Tuesday off', 4]);
    ear.stream.close();
  });

  it('that was asked twice answers twice', async () => {
    const { stt } = await opened();
    const ear = await openEar(stt);
    ear.stream.finalise();
    ear.stream.finalise();
    await ear.next('final');
    await ear.next('final');
    expect(ear.events).toHaveLength(2);
    ear.stream.close();
  });

  it('of a flux model goes on in the middle of a turn without the words that were given', async () => {
    const { stt, deps } = await opened(FLUX);
    fake.trouble({ mute: true });
    const ear = await openEar(stt);
    fake.say(turnInfo('Update', 0, 'book next Tuesday', 1));
    await ear.next('interim');
    ear.stream.finalise();
    await deps.clock.advance(1000);
    expect((await ear.next('final')).text).toBe('book next Tuesday');
    fake.say(turnInfo('Update', 0, 'book next Tuesday off', 2));
    expect((await ear.next('interim')).text).toBe('off');
    fake.say(turnInfo('EndOfTurn', 0, 'book next Tuesday off please', 3));
    expect((await ear.next('final')).text).toBe('off please');
    expect((await ear.next('end-of-turn')).confidence).toBe(0.6);
    fake.say(turnInfo('Update', 1, 'thanks', 4));
    expect((await ear.next('interim')).text).toBe('thanks');
    ear.stream.close();
  });

  it('tells a likely end before the end, where Deepgram does', async () => {
    const { stt } = await opened(FLUX);
    fake.trouble({ mute: true });
    const ear = await openEar(stt);
    fake.say(turnInfo('EagerEndOfTurn', 0, 'book it', 1));
    expect((await ear.next('end-of-turn')).confidence).toBe(0.6);
    fake.say(turnInfo('TurnResumed', 0, 'book it for Tuesday', 2));
    expect((await ear.next('interim')).text).toBe('book it for Tuesday');
    ear.stream.close();
  });

  it.each([
    ['an error that it tells', { type: 'Error', description: 'internal' }, {}, 'cut'],
    ['an error of the flux kind', { type: 'Error', code: 'INTERNAL_SERVER_ERROR', description: '' }, FLUX, 'cut'],
    ['that it does not understand us', { type: 'Error', code: 'UNPARSABLE_CLIENT_MESSAGE' }, FLUX, 'bad-request'],
    ['results of another shape', { type: 'Results', channel: 'none' }, {}, 'garbled'],
    ['a turn of another shape', { type: 'TurnInfo', event: 'Update' }, FLUX, 'garbled'],
    ['a list', '[1, 2]', {}, 'garbled'],
  ] as const)('ends with %s', async (_what, message, env, failure) => {
    const { stt } = await opened(env);
    const ear = await openEar(stt);
    fake.say(message);
    expect((await ear.next('failed')).error).toMatchObject({ failure, provider: 'deepgram' });
    await expect.poll(() => asked()?.isClosed).toBe(true);
  });

  it.each([
    [1011, 'cut'],
    [1008, 'bad-request'],
    [1000, 'cut'],
  ] as const)('that Deepgram closes with %i is told', async (code, failure) => {
    const { stt } = await opened();
    const ear = await openEar(stt);
    fake.hangUp(code);
    expect((await ear.next('failed')).error.failure).toBe(failure);
  });

  it('leaves out what it does not know', async () => {
    const { stt } = await opened();
    const ear = await openEar(stt);
    fake.say({ type: 'SomethingNew', value: 1 });
    fake.say({ type: 'Metadata', request_id: 'r' });
    fake.say(results('hello', 0));
    expect((await ear.next('interim')).text).toBe('hello');
    expect(ear.events).toHaveLength(1);
    ear.stream.close();
  });

  it('that does not take what is sent ends before the memory does', async () => {
    const { stt } = await opened();
    const ear = await openEar(stt);
    fake.stall();
    const second = new Int16Array(RATE);
    for (let n = 0; n < 1000 && ear.events.length === 0; n += 1) {
      ear.stream.push(second);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await ear.next('failed')).error.failure).toBe('timeout');
  });

  it('takes the replay of twenty seconds at once', async () => {
    const { stt } = await opened();
    const ear = await openEar(stt);
    ear.quiet(20_000);
    await expect.poll(() => asked()?.soundMs).toBe(20_000);
    expect(ear.events).toEqual([]);
    ear.stream.close();
  });
});

it('a connection that is not answered is given up by the clock', async () => {
  const { createServer } = await import('node:net');
  const silent = createServer((socket) => void socket.on('error', () => undefined));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as { port: number };
  const { stt, deps } = await opened({ DEEPGRAM_BASE_URL: `http://127.0.0.1:${port}` });
  const opening = openEar(stt);
  const refused = expect(opening).rejects.toMatchObject({ failure: 'timeout' });
  await expect.poll(() => deps.clock.sleepers).toBe(1);
  await deps.clock.advance(5000);
  await refused;
  silent.close();
});
