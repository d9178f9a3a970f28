import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type BrowserSide, createBrowserSide } from '../../../web/voice/browser-side.ts';
import { lookOf, startCallState } from '../../../web/voice/call-state.ts';
import type { SpeechSourceEvents } from '../../../web/voice/speech-source.ts';

let done: (() => void)[];
let asked: string[];
let told: string[];
let heard: SpeechSourceEvents | null;
let side: BrowserSide;

beforeEach(() => {
  vi.useFakeTimers();
  done = [];
  asked = [];
  told = [];
  heard = null;
  side = createBrowserSide(
    {
      hears: true,
      speaks: true,
      notice: '',
      agreed: true,
      agree: () => undefined,
      listen(events) {
        asked.push('listen');
        heard = events;
      },
      finish: () => asked.push('finish'),
      abort: () => asked.push('abort'),
      speak(text, onDone) {
        asked.push(`speak ${text}`);
        done.push(onDone);
      },
      silence() {
        asked.push('silence');
        for (const one of done.splice(0)) one();
      },
    },
    {
      onInterim: (text) => told.push(`… ${text}`),
      onFinal: (text) => told.push(text),
      onTrouble: (message) => told.push(`! ${message}`),
      onSpeaking: (isSpeaking) => told.push(isSpeaking ? 'speaking' : 'quiet'),
    },
  );
});
afterEach(() => vi.useRealTimers());

it('does not listen to its own voice', () => {
  side.listen(true);
  side.speak('One.');
  side.speak('Two.');
  expect(asked).toEqual(['listen', 'abort', 'speak One.', 'speak Two.']);
  done.shift()?.();
  expect(told).not.toContain('quiet');
  done.shift()?.();
  expect(told.at(-1)).toBe('quiet');
  expect(asked.at(-1)).toBe('listen');
});

it('asks again when the recogniser stops by itself, and not when it says why', () => {
  side.listen(true);
  heard?.onStopped(null);
  expect(asked).toEqual(['listen']);
  vi.advanceTimersByTime(1000);
  expect(asked).toEqual(['listen', 'listen']);
  heard?.onStopped('It is not allowed here.');
  vi.advanceTimersByTime(1000);
  expect(asked).toHaveLength(2);
  expect(told).toEqual(['! It is not allowed here.']);
});

it('takes the words that come after the button was let go', () => {
  side.listen(true);
  heard?.onInterim('book');
  side.listen(false);
  expect(asked).toEqual(['listen', 'finish']);
  heard?.onFinal('book friday off');
  expect(told).toEqual(['… book', 'book friday off']);
});

it('is over with the call, in mid-word too', () => {
  side.speak('One.');
  side.close();
  expect(asked.slice(-2)).toEqual(['abort', 'silence']);
});

it('a call looks like the most pressing thing about it', () => {
  const live = { ...startCallState(), stage: 'live' as const };
  expect(lookOf(live).look).toBe('listening');
  expect(lookOf({ ...live, mode: 'hold' }).look).toBe('ready');
  expect(lookOf({ ...live, isMuted: true }).look).toBe('muted');
  expect(lookOf({ ...live, isMuted: true, activity: 'speaking' }).look).toBe('speaking');
  expect(lookOf({ ...live, activity: 'speaking', isTalking: true }).look).toBe('hearing');
  expect(lookOf({ ...live, hears: 'nobody' }).look).toBe('text');
  expect(lookOf({ ...live, stage: 'reconnecting', isTalking: true }).look).toBe('reconnecting');
});
