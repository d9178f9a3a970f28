import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { EAR_RATE } from '../audio/sound-in.ts';
import { SpeechError, type SpeechToText, type SttEvent, type SttStream } from '../speech-to-text.ts';
import { createKeptSound } from './kept-sound.ts';
import type { LikelyWords } from './likely-words.ts';

/** Sound kept for a provider that takes over: a little before the first word, and the utterance in hand. */
const KEPT_QUIET = 2 * EAR_RATE;
const KEPT_UTTERANCE = 20 * EAR_RATE;
/** Final words end a little before their sound does, ms. */
const AFTER_WORD_MS = 100;
/**
 * It is told, and tried again only after a pause, when nobody can be had at the second attempt, or when so many broke
 * without a word in between: behind one recogniser there may be several.
 */
const REFUSALS = 2;
const BREAKS = 5;
const PAUSE_MS = 5000;

/** The recogniser of a session: kept open, opened anew when it breaks, without losing what was said meanwhile. */
export interface Listening {
  /** The final that was asked for comes within this, ms; null: it may not come. */
  readonly finalMs: number | null;
  push(samples: Int16Array): void;
  finalise(): void;
  close(): void;
}

export function createListening(options: {
  readonly stt: SpeechToText;
  readonly language: string;
  readonly likely: LikelyWords;
  readonly clock: Clock;
  readonly log: Log;
  /** Somebody is speaking, whether or not there are words yet. */
  readonly isSpeaking: () => boolean;
  readonly onEvent: (event: Exclude<SttEvent, { type: 'failed' }>) => void;
  /** It cannot be had for now. */
  readonly onDown: (error: SpeechError) => void;
}): Listening {
  const { stt, clock, log } = options;
  const over = new AbortController();
  let stream: SttStream | null = null;
  const kept = createKeptSound(KEPT_QUIET);
  /** Sound of the stream in hand. */
  let pushed = 0;
  let isOpen = false;
  let isAsked = false;
  let failures = 0;
  let isDown = false;
  let generation = 0;

  function keep(samples: Int16Array): void {
    kept.push(samples);
    // A recogniser that gives no interims has words first when they are final.
    isOpen ||= options.isSpeaking();
    kept.drop(isOpen ? KEPT_UTTERANCE : KEPT_QUIET);
  }
  function heard(event: SttEvent, of: number): void {
    if (of !== generation || over.signal.aborted) return;
    if (event.type === 'failed') {
      broken(event.error, BREAKS);
      return;
    }
    failures = 0;
    isDown = false;
    if (event.type === 'interim' && event.text.trim() !== '') isOpen = true;
    if (event.type === 'final') {
      isOpen = false;
      isAsked = false;
      // What is final needs not be heard again; what came after it does.
      const end = event.words.at(-1)?.endMs ?? null;
      const heardUntil = end === null ? pushed : ((end + AFTER_WORD_MS) * EAR_RATE) / 1000;
      kept.drop(Math.max(0, pushed - heardUntil));
    }
    options.onEvent(event);
  }
  function broken(error: SpeechError, most: number): void {
    stream = null;
    generation += 1;
    failures += 1;
    if (!isDown) log.warn('the recogniser broke', { provider: error.provider, failure: error.failure }, error.cause);
    if (failures >= most) {
      // Told once, however often it is tried again.
      if (!isDown) options.onDown(error);
      isDown = true;
      failures = 0;
      clock.sleep(PAUSE_MS, over.signal).then(open, () => undefined);
    } else open();
  }
  function send(to: SttStream, samples: Int16Array): void {
    pushed += samples.length;
    to.push(samples);
  }
  function open(): void {
    if (over.signal.aborted) return;
    generation += 1;
    const mine = generation;
    stt
      .open({
        sampleRate: EAR_RATE,
        language: options.language,
        ...options.likely,
        signal: over.signal,
        onEvent: (event) => heard(event, mine),
      })
      .then(
        (opened) => {
          if (over.signal.aborted || mine !== generation) return opened.close();
          stream = opened;
          pushed = 0;
          for (const samples of kept.pieces()) send(opened, samples);
          if (isAsked) opened.finalise();
        },
        (error: unknown) => {
          if (over.signal.aborted || mine !== generation) return;
          broken(
            error instanceof SpeechError ? error : new SpeechError('unreachable', stt.id, { cause: error }),
            REFUSALS,
          );
        },
      );
  }
  open();

  return {
    get finalMs() {
      return stream?.finalMs ?? null;
    },
    push(samples) {
      keep(samples);
      if (stream !== null) send(stream, samples);
    },
    finalise() {
      isAsked = true;
      stream?.finalise();
    },
    close() {
      over.abort();
      stream?.close();
      stream = null;
    },
  };
}
