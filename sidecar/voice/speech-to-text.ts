/** Words that a recogniser heard. */
export interface HeardWord {
  readonly word: string;
  /** ms from the first sample that was pushed. */
  readonly startMs: number;
  readonly endMs: number;
  /** 0 to 1. */
  readonly confidence: number;
}
export type SttEvent =
  /** What is heard so far of the utterance in hand; replaces the interim before. */
  | { readonly type: 'interim'; readonly text: string; readonly confidence: number }
  /** These words will not change. Several finals may make up one utterance. */
  | {
      readonly type: 'final';
      readonly text: string;
      readonly confidence: number;
      readonly words: readonly HeardWord[];
    }
  /** The provider's own guess that the person has finished; ours counts. */
  | { readonly type: 'end-of-turn'; readonly confidence: number }
  /** The stream is over and broken; what was not final is lost to this provider. */
  | { readonly type: 'failed'; readonly error: SpeechError };

export interface SttStream {
  /** PCM16, mono, at the rate that was asked for. Never blocks: what the provider does not take is dropped with a `failed`. */
  push(samples: Int16Array): void;
  /** Gives all that was heard and is not final yet as one final, then goes on listening. */
  finalise(): void;
  /** That final always comes within so many ms, empty if there was nothing; absent: only when there are words. */
  readonly finalMs?: number;
  /** Ends; no event comes afterwards. */
  close(): void;
}

export interface SpeechToText {
  /** Such as `deepgram`, `openai`, `local`. */
  readonly id: string;
  /** @throws SpeechError when no stream can be had. */
  open(options: {
    readonly sampleRate: number;
    /** BCP 47. */
    readonly language: string;
    /** Words that are likely, the likeliest first: the assistant's name, the company's. */
    readonly hints: readonly string[];
    /** Names of people that are likely: personal, so not everybody may be told them. */
    readonly names?: readonly string[];
    readonly signal: AbortSignal;
    readonly onEvent: (event: SttEvent) => void;
  }): Promise<SttStream>;
}

export type SpeechFailure =
  | 'unreachable'
  | 'timeout'
  | 'rate-limited'
  | 'quota'
  | 'key'
  | 'unsupported'
  | 'cut'
  | 'garbled'
  | 'bad-request';
/** A speech provider's failure in our words; the SDK's error is the cause, for the log alone. */
export class SpeechError extends Error {
  readonly failure: SpeechFailure;
  readonly provider: string;
  constructor(failure: SpeechFailure, provider: string, options: { readonly cause?: unknown } = {}) {
    super(`${provider}: ${failure}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SpeechError';
    this.failure = failure;
    this.provider = provider;
  }
}
