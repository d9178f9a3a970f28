import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { EAR_RATE } from '../audio/sound-in.ts';
import { SpeechError, type SpeechToText, type SttEvent, type SttStream } from '../speech-to-text.ts';
import { createKeptSound } from './kept-sound.ts';

/** Sound kept for a provider that takes over: a little before the first word, and the utterance in hand. */
const KEPT_QUIET = 2 * EAR_RATE;
const KEPT_UTTERANCE = 20 * EAR_RATE;
/** After so many failures without a word in between it is told, and tried again only after a pause, ms. */
const FAILURES = 2;
const PAUSE_MS = 5000;

/** The recogniser of a session: kept open, opened anew when it breaks, without losing what was said meanwhile. */
export interface Listening {
  push(samples: Int16Array): void;
  finalise(): void;
  close(): void;
}

export function createListening(options: {
  readonly stt: SpeechToText;
  readonly language: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly onEvent: (event: Exclude<SttEvent, { type: 'failed' }>) => void;
  /** It cannot be had for now. */
  readonly onDown: (error: SpeechError) => void;
}): Listening {
  const { stt, clock, log } = options;
  const over = new AbortController();
  let stream: SttStream | null = null;
  const kept = createKeptSound(KEPT_QUIET);
  let hasWords = false;
  let failures = 0;
  let generation = 0;

  function keep(samples: Int16Array): void {
    kept.push(samples);
    kept.drop(hasWords ? KEPT_UTTERANCE : KEPT_QUIET);
  }
  function heard(event: SttEvent, of: number): void {
    if (of !== generation || over.signal.aborted) return;
    if (event.type === 'failed') {
      broken(event.error);
      return;
    }
    failures = 0;
    if (event.type === 'interim') hasWords = event.text.trim() !== '';
    if (event.type === 'final') {
      // What is final needs not be heard again.
      hasWords = false;
      kept.drop(0);
    }
    options.onEvent(event);
  }
  function broken(error: SpeechError): void {
    stream = null;
    generation += 1;
    failures += 1;
    log.warn('the recogniser broke', { provider: error.provider, failure: error.failure }, error.cause);
    if (failures >= FAILURES) {
      options.onDown(error);
      failures = 0;
      clock.sleep(PAUSE_MS, over.signal).then(open, () => undefined);
    } else open();
  }
  function open(): void {
    if (over.signal.aborted) return;
    generation += 1;
    const mine = generation;
    stt
      .open({
        sampleRate: EAR_RATE,
        language: options.language,
        hints: [],
        signal: over.signal,
        onEvent: (event) => heard(event, mine),
      })
      .then(
        (opened) => {
          if (over.signal.aborted || mine !== generation) return opened.close();
          stream = opened;
          for (const samples of kept.pieces()) opened.push(samples);
        },
        (error: unknown) => {
          if (over.signal.aborted || mine !== generation) return;
          broken(error instanceof SpeechError ? error : new SpeechError('unreachable', stt.id, { cause: error }));
        },
      );
  }
  open();

  return {
    push(samples) {
      keep(samples);
      stream?.push(samples);
    },
    finalise: () => stream?.finalise(),
    close() {
      over.abort();
      stream?.close();
      stream = null;
    },
  };
}
