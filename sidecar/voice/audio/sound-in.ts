import type { VoiceEncoding } from '@dartwing-va/contract/voice.ts';
import type { OpusPool } from './opus-pool.ts';
import { samplesOf } from './pcm.ts';
import { resampler } from './resample.ts';

/** The rate at which everything behind the ears works, Hz. */
export const EAR_RATE = 16_000;
/** An Opus packet is never longer: three frames of the greatest size. */
const MAX_PACKET_BYTES = 3828;

/** Frames of a client become samples at 16 kHz, in order. */
export interface SoundIn {
  /** PCM16 at the agreed rate, or one Opus packet. What cannot be read is told and left out. */
  push(frame: Uint8Array): void;
  /** Resolves when all that was pushed has come out. */
  drained(): Promise<void>;
  close(): void;
}

export function createSoundIn(options: {
  readonly encoding: VoiceEncoding;
  readonly sampleRate: number;
  readonly opus: OpusPool;
  readonly onSamples: (samples: Int16Array) => void;
  readonly onUnreadable: () => void;
}): SoundIn {
  const { onSamples, onUnreadable } = options;
  if (options.encoding === 'pcm') {
    const toEar = resampler(options.sampleRate, EAR_RATE);
    return {
      push(frame) {
        const samples = samplesOf(frame);
        if (samples === null) onUnreadable();
        else if (samples.length > 0) onSamples(toEar.push(samples));
      },
      drained: () => Promise.resolve(),
      close: () => undefined,
    };
  }
  // Opus decodes to any of its rates, whatever it was made from.
  const codec = options.opus.open(EAR_RATE, 24_000);
  let last: Promise<void> = Promise.resolve();
  return {
    push(frame) {
      if (frame.byteLength === 0 || frame.byteLength > MAX_PACKET_BYTES) return onUnreadable();
      last = codec.decode(frame).then(
        (bytes) => {
          const samples = samplesOf(bytes);
          if (samples === null || samples.length === 0) onUnreadable();
          else onSamples(samples);
        },
        () => onUnreadable(),
      );
    },
    drained: () => last,
    close: () => codec.close(),
  };
}
