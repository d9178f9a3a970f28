import { SpeechError, type SttEvent, type SttStream } from '../speech-to-text.ts';
import { createFinalising, type Part } from './finalising.ts';
import { createSegmenter, type Segment } from './segmenter.ts';

/** So many utterances wait at most for the one before to be transcribed. */
const MOST_WAITING = 4;
/** How sure the quiet behind an utterance makes us that it is over; turn-taking knows better. */
const QUIET = 0.5;

/** Words of a segment. `onPart`: what is there so far. @throws SpeechError */
export type Transcribe = (segment: Segment, onPart: (part: Part) => void, signal: AbortSignal) => Promise<Part>;

/** A stream over a provider that takes no stream: utterances are cut out of the sound and transcribed one after the other. */
export function openUtterances(options: {
  readonly sampleRate: number;
  readonly provider: string;
  readonly finalMs: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: SttEvent) => void;
  readonly transcribe: Transcribe;
}): SttStream {
  const { signal, onEvent } = options;
  const over = new AbortController();
  const emit = (event: SttEvent) => {
    if (!over.signal.aborted) onEvent(event);
  };
  const finalising = createFinalising(emit);
  const waiting: Segment[] = [];
  let isBusy = false;

  const segmenter = createSegmenter(options.sampleRate, (segment) => {
    waiting.push(segment);
    if (waiting.length > MOST_WAITING) {
      broken(new SpeechError('timeout', options.provider, { cause: new Error('it is too slow for what is said') }));
    } else if (!isBusy) void work();
  });

  function end(): void {
    signal.removeEventListener('abort', end);
    waiting.length = 0;
    over.abort();
  }
  function broken(error: SpeechError): void {
    if (over.signal.aborted) return;
    end();
    onEvent({ type: 'failed', error });
  }
  async function work(): Promise<void> {
    isBusy = true;
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const part = await options.transcribe(next, finalising.open, over.signal);
        const isOver = !finalising.isAsked && !segmenter.isSpeaking && part.text !== '';
        finalising.final(part, waiting.length === 0);
        if (isOver) emit({ type: 'end-of-turn', confidence: QUIET });
      }
    } catch (error) {
      broken(error instanceof SpeechError ? error : new SpeechError('garbled', options.provider, { cause: error }));
    } finally {
      isBusy = false;
    }
  }
  signal.addEventListener('abort', end, { once: true });

  return {
    finalMs: options.finalMs,
    push(samples) {
      if (!over.signal.aborted) segmenter.push(samples);
    },
    finalise() {
      if (over.signal.aborted) return;
      finalising.ask();
      segmenter.flush();
      if (!isBusy) finalising.settle();
    },
    close: end,
  };
}
