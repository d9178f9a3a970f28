import {
  type HeardWord,
  SpeechError,
  type SpeechFailure,
  type SpeechToText,
  type SttEvent,
} from '../../../sidecar/voice/speech-to-text.ts';

/** An event that comes once so much sound was pushed, ms. */
export interface Cue {
  readonly atMs: number;
  readonly event: SttEvent;
}

/** A recogniser that hears what the test says, at once or when so much sound has come in. */
export interface ScriptedStt extends SpeechToText {
  /** Streams that were opened. */
  readonly opened: number;
  /** Sound pushed into the stream in hand, ms. */
  readonly heardMs: number;
  /** Words that will not change, and the end of the turn. */
  say(text: string): void;
  interim(text: string): void;
  final(text: string): void;
  endOfTurn(): void;
  /** Words by the sound that is pushed from now on. */
  script(cues: readonly Cue[]): void;
  /** The stream breaks. */
  fail(failure?: SpeechFailure): void;
  /** So many attempts to open one are refused. */
  refuse(times: number): void;
}

export function scriptedStt(): ScriptedStt {
  let emit: ((event: SttEvent) => void) | null = null;
  let opened = 0;
  let refusals = 0;
  let samples = 0;
  let rate = 16_000;
  let cues: Cue[] = [];
  let open = '';
  const heardMs = () => (samples * 1000) / rate;
  const tell = (event: SttEvent) => {
    if (event.type === 'interim') open = event.text;
    if (event.type === 'final') open = '';
    emit?.(event);
  };
  const stt: ScriptedStt = {
    id: 'scripted',
    get opened() {
      return opened;
    },
    get heardMs() {
      return heardMs();
    },
    async open(options) {
      if (refusals > 0) {
        refusals -= 1;
        throw new SpeechError('unreachable', 'scripted');
      }
      opened += 1;
      samples = 0;
      rate = options.sampleRate;
      emit = options.onEvent;
      return {
        push(pushed) {
          samples += pushed.length;
          const due = cues.filter((cue) => cue.atMs <= heardMs());
          cues = cues.filter((cue) => cue.atMs > heardMs());
          for (const { event } of due) tell(event);
        },
        finalise() {
          stt.final(open);
        },
        close() {
          emit = null;
          samples = 0;
        },
      };
    },
    say(text) {
      stt.final(text);
      stt.endOfTurn();
    },
    interim: (text) => tell({ type: 'interim', text, confidence: 0.8 }),
    final: (text) => tell({ type: 'final', text, confidence: 0.95, words: wordsOf(text, heardMs()) }),
    endOfTurn: () => tell({ type: 'end-of-turn', confidence: 0.9 }),
    script(next) {
      const from = heardMs();
      cues = next.map((cue) => ({ ...cue, atMs: cue.atMs + from }));
    },
    fail(failure = 'cut') {
      const broken = emit;
      emit = null;
      broken?.({ type: 'failed', error: new SpeechError(failure, 'scripted') });
    },
    refuse(times) {
      refusals = times;
    },
  };
  return stt;
}

function wordsOf(text: string, endMs: number): HeardWord[] {
  const words = text.split(/\s+/u).filter((word) => word !== '');
  return words.map((word, index) => ({
    word,
    startMs: endMs - (words.length - index) * 300,
    endMs: endMs - (words.length - index - 1) * 300,
    confidence: 0.95,
  }));
}
