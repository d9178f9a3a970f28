import { expect, it, vi } from 'vitest';
import { silentLog } from '../../../sidecar/lib/log.ts';
import type { SpeechToText, SttEvent, SttStream } from '../../../sidecar/voice/speech-to-text.ts';
import { openPocketsphinx } from '../../../sidecar/voice/stt/pocketsphinx.ts';
import { describeWithSpeech, said } from '../../fakes/speech/said.ts';
import { cough, microphone } from '../timeline.ts';

interface Listener {
  readonly stream: SttStream;
  readonly events: SttEvent[];
  readonly finals: readonly string[];
  readonly stop: AbortController;
}
async function listener(options: { sampleRate?: number; language?: string } = {}): Promise<Listener> {
  const stt = (await openPocketsphinx({ log: silentLog })) as SpeechToText;
  const events: SttEvent[] = [];
  const stop = new AbortController();
  const stream = await stt.open({
    sampleRate: 16_000,
    language: 'en-US',
    hints: [],
    ...options,
    signal: stop.signal,
    onEvent: (event) => events.push(event),
  });
  return {
    stream,
    events,
    stop,
    get finals() {
      return events.flatMap((event) => (event.type === 'final' ? [event.text] : []));
    },
  };
}
/** However busy the machine is. */
const come = <T>(what: () => T) => vi.waitUntil(what, { timeout: 45_000, interval: 20 });
const QUIET = { beforeMs: 500, afterMs: 1000 };

describeWithSpeech('pocketsphinx', () => {
  it.each([
    ['slt', 'book next tuesday off'],
    ['rms', 'schedule a meeting with priya tomorrow at three pm'],
    ['slt', 'yes please'],
    ['rms', 'undo that'],
  ] as const)('understands %s: %s', async (voice, text) => {
    const { stream, events } = await listener();
    stream.push(said(text, { voice, ...QUIET }));
    const final = await come(() => events.find((event) => event.type === 'final'));
    expect(final.text).toBe(text);
    expect(final.words.map(({ word }) => word).join(' ')).toBe(text);
    expect(final.confidence).toBeGreaterThan(0.5);
    // Times are from the first sample that was pushed: half a second of room came before the words.
    expect(final.words[0]?.startMs).toBeGreaterThan(350);
    expect(final.words[0]?.startMs).toBeLessThan(700);
    expect(final.words.every(({ startMs, endMs }) => endMs > startMs)).toBe(true);
  });

  it('gives what is open when asked, without waiting for quiet, and goes on', async () => {
    const heard = await listener();
    heard.stream.push(said('show me my tasks', { ...QUIET, afterMs: 40 }));
    heard.stream.finalise();
    await come(() => heard.finals.length === 1);
    heard.stream.finalise();
    heard.stream.push(said('yes', QUIET));
    await come(() => heard.finals.length === 2);
    expect(heard.finals).toEqual(['show me my tasks', 'yes']);
  });

  it('tells at a pause what was understood so far', async () => {
    const heard = await listener();
    heard.stream.push(said('book friday off', { ...QUIET, afterMs: 300 }));
    const interim = await come(() => heard.events.find((event) => event.type === 'interim'));
    expect(interim.text).toBe('book friday off');
    expect(heard.finals).toEqual([]);
  });

  it('keeps the order of what was said', async () => {
    const heard = await listener();
    for (const text of ['book friday off', 'no', 'show me my tasks', 'yes']) heard.stream.push(said(text, QUIET));
    await come(() => heard.finals.length === 4);
    expect(heard.finals).toEqual(['book friday off', 'no', 'show me my tasks', 'yes']);
  });

  it('makes no words of a room and of coughs', async () => {
    const heard = await listener();
    const room = microphone([...cough(600, { bursts: 3 }), ...cough(3500, { bursts: 1 })]);
    for (let at = 0; at < 6000; at += 20) heard.stream.push(room.frame(at));
    heard.stream.push(said('yes', QUIET));
    await come(() => heard.finals.includes('yes'));
    expect(heard.finals).toEqual(['yes']);
  });

  it('says nothing any more once it is closed', async () => {
    const heard = await listener();
    heard.stream.push(said('book friday off', QUIET));
    heard.stream.close();
    heard.stream.push(said('yes', QUIET));
    const other = await listener();
    other.stream.push(said('no', QUIET));
    await come(() => other.finals.length === 1);
    expect(heard.events).toEqual([]);
  });

  it('understands English alone', async () => {
    await expect(listener({ language: 'de-DE' })).rejects.toMatchObject({ failure: 'unsupported' });
  });
});
