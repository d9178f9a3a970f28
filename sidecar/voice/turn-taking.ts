import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { SttEvent } from './speech-to-text.ts';

/**
 * Whose turn it is. A session tells what it hears and what it does itself, and gets signs back:
 * `speech`: the person has begun; `end`: has finished, the words (if any) are a turn; `duck`: may be interrupting, speak quieter;
 * `restore`: was not, and what was heard of it counts for nothing; `cut`: is interrupting, stop.
 */
export type TurnSign = 'speech' | 'end' | 'duck' | 'restore' | 'cut';

/** A stretch of what the microphone hears: 16 kHz, mono. */
export interface Stretch {
  readonly samples: Int16Array;
  /** dBFS, root mean square. */
  readonly levelDb: number;
}

/** What the session is doing and what it expects. */
export interface TurnSituation {
  /** Our speech comes out of the person's loudspeaker. */
  readonly speaking: boolean;
  /** An answer is being made. */
  readonly thinking: boolean;
  /** What is said next may be: an answer to a card, to a question of ours, or anything. */
  readonly expects: 'anything' | 'card' | 'question';
}

export interface TurnTaking {
  sound(stretch: Stretch): void;
  words(event: Exclude<SttEvent, { type: 'failed' }>): void;
  /** Push-to-talk was let go: the session takes the words as a turn itself. */
  released(): void;
  situation(now: TurnSituation): void;
  /** A frame of ours that comes out of the loudspeaker at `at`, epoch ms. */
  playing?(frame: { readonly at: number; readonly levelDb: number }): void;
  /** Words of ours that are spoken next. */
  saying?(text: string): void;
  /** The words just heard were our own voice, as far as it can be told. */
  isOurs?(text: string): boolean;
  close(): void;
}

export type OpenTurnTaking = (options: {
  readonly clock: Clock;
  readonly log: Log;
  /** False: the person holds a button to talk, and only letting go ends a turn. */
  readonly handsFree: boolean;
  readonly onSign: (sign: TurnSign) => void;
}) => TurnTaking;
