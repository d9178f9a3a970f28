import type { CallState } from './call-state.ts';
import { type Encodings, encodingsOfBrowser } from './codec.ts';
import { type CallChoices, microphones, onMicrophonesChanged } from './devices.ts';
import { createEars, type Ears } from './ears.ts';
import { microphoneTrouble } from './microphone-trouble.ts';
import { MicrophoneRefused, openSound } from './sound.ts';
import type { CapturedFrame, PlaybackNews, PlaybackOrder } from './worklet/messages.ts';

/** The fade of what is being played takes a few milliseconds. */
const FADE_MS = 100;

/** The sound of one call: its ears, its loudspeaker, and the microphones there are. */
export interface CallSound {
  readonly ears: Ears;
  /** What this browser can encode and decode. */
  readonly encodings: Encodings;
  readonly outputDelayMs: number;
  play(order: PlaybackOrder): void;
  /** Another microphone from now on; what is wrong with it stands in the state. */
  choose(microphone: string | null): Promise<void>;
  close(): void;
}

/** @throws MicrophoneRefused */
export async function openCallSound(options: {
  readonly moduleUrl: string;
  readonly state: CallState;
  readonly choices: CallChoices;
  /** What is said from the first moment on counts. */
  readonly isGateOpen: () => boolean;
  /** What of the microphone's sound goes out. */
  readonly pass: (frame: CapturedFrame) => readonly Float32Array<ArrayBuffer>[];
  readonly onPacket: (packet: Uint8Array<ArrayBuffer>) => void;
  readonly onLevel: (level: number) => void;
  readonly onNews: (news: PlaybackNews) => void;
  /** The browser cannot encode after all. */
  readonly onBroken: () => void;
  readonly announce: (text: string) => void;
}): Promise<CallSound> {
  const { state, choices } = options;
  const sound = await openSound(options.moduleUrl, options.onNews);
  const ears = createEars({
    sound,
    pass: options.pass,
    onPacket: options.onPacket,
    onLevel: options.onLevel,
    onLost: () => void lost(),
    onBroken: options.onBroken,
  });

  async function list(): Promise<void> {
    state.microphones = await microphones();
    state.microphone = ears.deviceId;
  }
  async function choose(microphone: string | null): Promise<void> {
    try {
      await ears.open(microphone);
      state.trouble = null;
      await list();
    } catch (error) {
      state.trouble = error instanceof MicrophoneRefused ? error.trouble : microphoneTrouble('other');
    }
  }
  async function lost(): Promise<void> {
    await choose(null);
    if (state.trouble !== null) state.trouble = microphoneTrouble('lost');
    else state.notice = 'The microphone is gone; another one is used now.';
    options.announce(state.trouble?.title ?? state.notice ?? '');
  }

  try {
    const encodings = await encodingsOfBrowser();
    ears.encode(encodings.input);
    ears.gate(options.isGateOpen());
    await ears.open(choices.microphone);
    await list();
    const stopWatching = onMicrophonesChanged(() => void list());
    return {
      ears,
      encodings,
      get outputDelayMs() {
        return sound.outputDelayMs;
      },
      play: sound.play,
      choose,
      close() {
        stopWatching();
        ears.close();
        setTimeout(() => sound.close(), FADE_MS);
      },
    };
  } catch (error) {
    ears.close();
    sound.close();
    throw error;
  }
}
