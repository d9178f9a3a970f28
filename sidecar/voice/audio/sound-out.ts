import type { SampleRate, VoiceEncoding } from '@dartwing-va/contract/voice.ts';
import { createFramer, FRAME_MS } from './framer.ts';
import type { OpusPool } from './opus-pool.ts';
import { bytesOf, levelDb } from './pcm.ts';

/** Bits a second of speech. */
const OPUS_BITRATE = 24_000;

export interface FrameOut {
  /** A promise while a codec works on it. */
  readonly payload: Uint8Array | Promise<Uint8Array>;
  readonly ms: number;
  /** dBFS: what the person's microphone may hear of it. */
  readonly levelDb: number;
}

/** Synthesised speech becomes frames of 20 ms as the client wants them. */
export interface SoundOut {
  push(samples: Int16Array): FrameOut[];
  flush(): FrameOut[];
  close(): void;
}

export function createSoundOut(options: {
  readonly encoding: VoiceEncoding;
  readonly sampleRate: SampleRate;
  readonly opus: OpusPool;
}): SoundOut {
  const framer = createFramer(options.sampleRate);
  const codec = options.encoding === 'opus' ? options.opus.open(options.sampleRate, OPUS_BITRATE) : null;
  const frameOf = (samples: Int16Array): FrameOut => {
    const bytes = bytesOf(samples);
    return { payload: codec ? codec.encode(bytes) : bytes, ms: FRAME_MS, levelDb: levelDb(samples) };
  };
  return {
    push: (samples) => framer.push(samples).map(frameOf),
    flush() {
      const rest = framer.flush();
      return rest === null ? [] : [frameOf(rest)];
    },
    close: () => codec?.close(),
  };
}
