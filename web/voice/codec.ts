import type { VoiceEncoding } from '@dartwing-va/contract/voice.ts';
import { floatsOf, pcmOf } from './frames.ts';
import { CAPTURE_RATE } from './worklet/messages.ts';

const OPUS_BITRATE = 24_000;
const FRAME_US = 20_000;
const ENCODER = {
  codec: 'opus',
  sampleRate: CAPTURE_RATE,
  numberOfChannels: 1,
  bitrate: OPUS_BITRATE,
  opus: { frameDuration: FRAME_US, complexity: 5 },
} as const satisfies AudioEncoderConfig;
const DECODER = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1 } as const satisfies AudioDecoderConfig;

/** Frames of the microphone become packets. */
export interface Encoder {
  readonly encoding: VoiceEncoding;
  push(samples: Float32Array<ArrayBuffer>): void;
  /** All that was pushed has come out. */
  drained(): Promise<void>;
  close(): void;
}
/** Packets become samples. */
export interface Decoder {
  push(turn: number, payload: Uint8Array<ArrayBuffer>): void;
  /** All that was pushed has come out. */
  drained(): Promise<void>;
  /** What was pushed and has not come out yet will not. */
  cut(): void;
  close(): void;
}
export interface Encodings {
  readonly input: VoiceEncoding;
  readonly output: VoiceEncoding;
}

/** Opus where the browser has it, each way by itself; else PCM. */
export async function encodingsOfBrowser(): Promise<Encodings> {
  const [encodes, decodes] = await Promise.all([
    typeof AudioEncoder !== 'undefined' && supported(AudioEncoder.isConfigSupported(ENCODER)),
    typeof AudioDecoder !== 'undefined' && supported(AudioDecoder.isConfigSupported(DECODER)),
  ]);
  return { input: encodes ? 'opus' : 'pcm', output: decodes ? 'opus' : 'pcm' };
}
async function supported(asked: Promise<{ supported?: boolean }>): Promise<boolean> {
  return (await asked.catch(() => ({ supported: false }))).supported === true;
}

export function openEncoder(
  encoding: VoiceEncoding,
  onPacket: (packet: Uint8Array<ArrayBuffer>) => void,
  onBroken: () => void,
): Encoder {
  if (encoding === 'pcm')
    return {
      encoding,
      push: (samples) => onPacket(pcmOf(samples)),
      drained: async () => undefined,
      close: () => undefined,
    };
  const encoder = new AudioEncoder({
    output(chunk) {
      const packet = new Uint8Array(chunk.byteLength);
      chunk.copyTo(packet);
      onPacket(packet);
    },
    error: onBroken,
  });
  encoder.configure(ENCODER);
  let timestamp = 0;
  return {
    encoding,
    push(samples) {
      if (encoder.state !== 'configured') return;
      const data = new AudioData({
        format: 'f32',
        sampleRate: CAPTURE_RATE,
        numberOfFrames: samples.length,
        numberOfChannels: 1,
        timestamp,
        data: samples,
      });
      timestamp += FRAME_US;
      encoder.encode(data);
      data.close();
    },
    drained: async () => (encoder.state === 'configured' ? encoder.flush() : undefined),
    close: () => {
      if (encoder.state !== 'closed') encoder.close();
    },
  };
}

export function openDecoder(
  encoding: VoiceEncoding,
  pcmRate: number,
  onSamples: (turn: number, samples: Float32Array<ArrayBuffer>, sampleRate: number) => void,
  onBroken: () => void,
): Decoder {
  if (encoding === 'pcm')
    return {
      push: (turn, payload) => onSamples(turn, floatsOf(payload), pcmRate),
      drained: async () => undefined,
      cut: () => undefined,
      close: () => undefined,
    };
  /** Whose packet it was, by its time. */
  const turns = new Map<number, number>();
  let timestamp = 0;
  const decoder = new AudioDecoder({
    output(data) {
      const turn = turns.get(data.timestamp);
      turns.delete(data.timestamp);
      const samples = new Float32Array(data.numberOfFrames);
      data.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      const { sampleRate } = data;
      data.close();
      if (turn !== undefined) onSamples(turn, samples, sampleRate);
    },
    error: onBroken,
  });
  decoder.configure(DECODER);
  return {
    push(turn, payload) {
      if (decoder.state !== 'configured') return;
      turns.set(timestamp, turn);
      decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp, data: payload }));
      timestamp += FRAME_US;
    },
    drained: async () => (decoder.state === 'configured' ? decoder.flush() : undefined),
    cut() {
      turns.clear();
      if (decoder.state !== 'configured') return;
      decoder.reset();
      decoder.configure(DECODER);
    },
    close: () => {
      if (decoder.state !== 'closed') decoder.close();
    },
  };
}
