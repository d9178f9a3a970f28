/** Names of the two processors of va_audio.js. */
export const CAPTURE = 'va-capture';
export const PLAYBACK = 'va-playback';

/** The rate at which the microphone's sound goes out, and the length of its frames. */
export const CAPTURE_RATE = 16_000;
export const CAPTURE_FRAME = 320;

/** 20 ms of the microphone. */
export interface CapturedFrame {
  readonly samples: Float32Array<ArrayBuffer>;
  /** Root mean square, 0 to 1. */
  readonly level: number;
}

export type PlaybackOrder =
  | {
      readonly type: 'frame';
      readonly turn: number;
      readonly samples: Float32Array<ArrayBuffer>;
      readonly sampleRate: number;
    }
  | { readonly type: 'end'; readonly turn: number }
  | { readonly type: 'duck' }
  | { readonly type: 'restore' }
  | { readonly type: 'cut' };

/** How far a turn was played: from time to time, when it came to its end or ran dry, and when it was cut. */
export interface PlaybackNews {
  readonly type: 'playing' | 'quiet' | 'cut';
  readonly turn: number;
  readonly ms: number;
  readonly gaps: number;
}
