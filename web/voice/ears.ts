import type { VoiceEncoding } from '@dartwing-va/contract/voice.ts';
import { type Encoder, openEncoder } from './codec.ts';
import type { Microphone, Sound } from './sound.ts';
import type { CapturedFrame } from './worklet/messages.ts';

/** Frames of a level are held so long for the meter: its needle falls slower than it rises. */
const FALL = 0.85;

/** The ear of a call: the microphone's sound as packets, as long as the gate is open. */
export interface Ears {
  readonly isOpen: boolean;
  readonly deviceId: string;
  /** Frames that went out since the gate was opened last. */
  readonly frames: number;
  /** @throws MicrophoneRefused */
  open(deviceId: string | null): Promise<void>;
  gate(isOpen: boolean): void;
  /** The browser shows that nobody listens. */
  mute(isMuted: boolean): void;
  /** Everything that was heard so far is out. */
  drained(): Promise<void>;
  encode(encoding: VoiceEncoding): void;
  close(): void;
}

export function createEars(options: {
  readonly sound: Sound;
  /** What of the sound goes out: all of it, less, or more that was kept. */
  readonly pass: (frame: CapturedFrame) => readonly Float32Array<ArrayBuffer>[];
  readonly onPacket: (packet: Uint8Array<ArrayBuffer>) => void;
  /** 0 to 1, twenty times a second. */
  readonly onLevel: (level: number) => void;
  readonly onLost: () => void;
  readonly onBroken: () => void;
}): Ears {
  let microphone: Microphone | null = null;
  let encoder: Encoder | null = null;
  let isGateOpen = false;
  let isMuted = false;
  let frames = 0;
  let heard = 0;
  let level = 0;

  return {
    get isOpen() {
      return microphone !== null;
    },
    get deviceId() {
      return microphone?.deviceId ?? '';
    },
    get frames() {
      return frames;
    },
    async open(deviceId) {
      const next = await options.sound.openMicrophone({
        deviceId,
        onFrame(frame) {
          const now = frame.level;
          heard += 1;
          level = Math.max(now, level * FALL);
          if (heard % 3 === 0) options.onLevel(isGateOpen ? level : 0);
          if (!isGateOpen) return;
          for (const samples of options.pass(frame)) {
            frames += 1;
            encoder?.push(samples);
          }
        },
        onLost() {
          microphone = null;
          options.onLevel(0);
          options.onLost();
        },
      });
      microphone?.close();
      microphone = next;
      next.mute(isMuted);
    },
    gate(isOpen) {
      if (isOpen && !isGateOpen) frames = 0;
      isGateOpen = isOpen;
      if (!isOpen) options.onLevel(0);
    },
    mute(muted) {
      isMuted = muted;
      microphone?.mute(muted);
    },
    drained: async () => encoder?.drained(),
    encode(encoding) {
      encoder?.close();
      encoder = openEncoder(encoding, options.onPacket, options.onBroken);
    },
    close() {
      microphone?.close();
      microphone = null;
      encoder?.close();
      encoder = null;
      options.onLevel(0);
    },
  };
}
