import { describe, expect, it } from 'vitest';
import { silentLog } from '../../sidecar/lib/log.ts';
import { createListening } from '../../sidecar/voice/session/listening.ts';
import { SpeechError, type SttEvent } from '../../sidecar/voice/speech-to-text.ts';
import { manualClock } from '../fakes/manual-clock.ts';

// The recogniser of a session: opened anew when it breaks, without losing what was said.
const RATE = 16_000;
const FRAME = RATE / 50;

interface Stream {
  readonly heard: number[];
  finals: number;
  emit(event: SttEvent): void;
}

function listening() {
  const clock = manualClock();
  const streams: Stream[] = [];
  const events: string[] = [];
  const world = { refuses: 0, isSpeaking: false, downs: 0 };
  const ears = createListening({
    stt: {
      id: 'played',
      async open({ onEvent }) {
        if (world.refuses > 0) {
          world.refuses -= 1;
          throw new SpeechError('unreachable', 'played');
        }
        const stream: Stream = { heard: [], finals: 0, emit: onEvent };
        streams.push(stream);
        return {
          finalMs: 7000,
          push: (samples) => void stream.heard.push(samples[0] ?? 0),
          finalise() {
            stream.finals += 1;
          },
          close: () => undefined,
        };
      },
    },
    language: 'en-US',
    likely: { hints: [], names: [] },
    clock,
    log: silentLog,
    isSpeaking: () => world.isSpeaking,
    onEvent: (event) => void events.push(event.type),
    onDown() {
      world.downs += 1;
    },
  });
  let next = 0;
  return {
    clock,
    streams,
    events,
    world,
    ears,
    /** Frames of 20 ms, numbered. */
    push(ms: number) {
      for (let at = 0; at < ms; at += 20) {
        next += 1;
        ears.push(new Int16Array(FRAME).fill(next));
      }
    },
    settle: () => clock.advance(0),
    fail: (at: number) => streams[at]?.emit({ type: 'failed', error: new SpeechError('cut', 'played') }),
  };
}
const final = (endMs: number | null): SttEvent => ({
  type: 'final',
  text: 'hello',
  confidence: 1,
  words: endMs === null ? [] : [{ word: 'hello', startMs: 0, endMs, confidence: 1 }],
});

describe('a recogniser that breaks', () => {
  it('gives way to one that hears the last two seconds, when nobody spoke', async () => {
    const { push, settle, fail, streams } = listening();
    await settle();
    push(10_000);
    fail(0);
    await settle();
    expect(streams[1]?.heard).toHaveLength(100);
    expect(streams[1]?.heard.at(-1)).toBe(500);
  });

  it('gives way to one that hears the whole utterance, words or none', async () => {
    const { push, settle, fail, streams, world } = listening();
    await settle();
    push(2000);
    world.isSpeaking = true;
    push(8000);
    world.isSpeaking = false;
    push(2000);
    fail(0);
    await settle();
    expect(streams[1]?.heard).toHaveLength(600);
  });

  it('is not told again what was final, but what came after it', async () => {
    const { push, settle, fail, streams, world } = listening();
    await settle();
    world.isSpeaking = true;
    push(3000);
    streams[0]?.emit(final(2000));
    fail(0);
    await settle();
    // The last word rings on for a tenth of a second.
    expect(streams[1]?.heard[0]).toBe(106);
    expect(streams[1]?.heard).toHaveLength(45);
    streams[1]?.emit(final(800));
    fail(1);
    await settle();
    expect(streams[2]?.heard).toHaveLength(0);
    push(1000);
    streams[2]?.emit(final(null));
    fail(2);
    await settle();
    expect(streams[3]?.heard).toHaveLength(0);
  });

  it('is asked again for what was asked of the one before', async () => {
    const { push, settle, fail, streams, ears } = listening();
    await settle();
    push(1000);
    ears.finalise();
    fail(0);
    await settle();
    expect(streams[1]?.finals).toBe(1);
    streams[1]?.emit(final(null));
    fail(1);
    await settle();
    expect(streams[2]?.finals).toBe(0);
  });

  it('is told once when none can be had, is tried again, and heard again', async () => {
    const { push, settle, fail, streams, world, clock, events } = listening();
    await settle();
    push(1000);
    world.refuses = 9;
    fail(0);
    await settle();
    await clock.advance(21_000);
    expect([world.downs, world.refuses]).toEqual([1, 0]);
    await clock.advance(5000);
    expect(streams).toHaveLength(2);
    streams[1]?.emit(final(null));
    expect(events).toEqual(['final']);
    world.refuses = 9;
    fail(1);
    await settle();
    expect(world.downs).toBe(2);
  });

  it('again and again without a word is given up for a while too', async () => {
    const { settle, fail, streams, world } = listening();
    await settle();
    for (let n = 0; n < 5; n += 1) {
      fail(n);
      await settle();
    }
    expect([streams.length, world.downs]).toEqual([5, 1]);
  });

  it('tells how long its final may take', async () => {
    const { settle, fail, ears, world } = listening();
    expect(ears.finalMs).toBeNull();
    await settle();
    expect(ears.finalMs).toBe(7000);
    world.refuses = 9;
    fail(0);
    expect(ears.finalMs).toBeNull();
  });
});
