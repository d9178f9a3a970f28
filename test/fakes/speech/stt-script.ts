import type { Clock } from '../../../sidecar/lib/clock.ts';

/** What the fakes of all recognisers are told to hear: each puts it into its provider's own wire format. */
export interface Hearing {
  /** The words, in the order in which they are heard. */
  readonly text: string;
  /** When the first of them begins in the sound that comes in, ms, and when the last one ends. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a provider does instead of listening. */
export type Trouble =
  /** The status with which the provider refuses. */
  | { readonly refuse: 400 | 401 | 402 | 404 | 429 | 500 }
  /** The connection is broken once so much sound came in, ms; 0: at once. */
  | { readonly cutAtMs: number }
  /** What comes makes no sense. */
  | { readonly garbage: true }
  /** Takes everything and says nothing. */
  | { readonly mute: true };

/** How long words take from being heard to being told, by whose clock; default: no time. */
export interface Lag {
  readonly clock: Clock;
  readonly lagMs: number;
}

export interface SttFake {
  /** What a client takes as base URL. */
  readonly url: string;
  readonly key: string;
  /** What is heard from now on; the times are those of each stream's own sound. */
  hear(...hearings: readonly Hearing[]): void;
  /** From the next connection or request on; null: none. */
  trouble(trouble: Trouble | null): void;
  /** Connections or requests that came, refused ones too. */
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}
export interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | null;
  /** Fields of a form, where there is one. */
  readonly fields: Readonly<Record<string, string>>;
  /** Sound that came in, ms. */
  readonly soundMs: number;
  /** Types of the messages that the client sent beside sound. */
  readonly messages: readonly string[];
  readonly isClosed: boolean;
}

/** Words with their times, evenly over the stretch. */
export function timed({ text, fromMs, toMs }: Hearing): readonly { word: string; start: number; end: number }[] {
  const words = text.split(' ');
  const each = (toMs - fromMs) / words.length / 1000;
  return words.map((word, index) => ({
    word,
    start: fromMs / 1000 + index * each,
    end: fromMs / 1000 + (index + 1) * each,
  }));
}
