import type { Emotion, EmotionalRange, Emphasis, VoiceProfile } from '../personality/voice.ts';

/** How something is said. */
export interface Manner {
  /** `provider:voice` for all providers behind one; of one provider its own name of the voice. '': its usual one. */
  readonly voice: string;
  /** 0.5 to 2. */
  readonly speed: number;
  /** -1 to 1, 0 as the voice is; providers that cannot, leave it out. */
  readonly pitch: number;
  /** How much feeling is heard; default moderate. Providers that cannot, leave it out. So is the next. */
  readonly range?: EmotionalRange;
  /** Default neutral. */
  readonly emotion?: Emotion;
  /** Default normal. */
  readonly emphasis?: Emphasis;
  /** What kind of voice is meant, for a provider whose voice was not named. */
  readonly profile?: VoiceProfile;
}

export interface Voice {
  /** `provider:voice`. */
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly language: string;
  readonly gender: 'female' | 'male' | 'neutral' | null;
  /** Such as American; null or absent: not known. So is the next. */
  readonly accent?: string | null;
  /** Such as friendly. */
  readonly style?: string | null;
  readonly previewUrl: string | null;
}

export interface TextToSpeech {
  readonly id: string;
  voices(signal: AbortSignal): Promise<readonly Voice[]>;
  /**
   * PCM16, mono, at `sampleRate`, as it is made; ends by itself. Aborting the signal stops it at once.
   * @throws SpeechError
   */
  speak(
    text: string,
    manner: Manner,
    options: { readonly sampleRate: number; readonly signal: AbortSignal },
  ): AsyncIterable<Int16Array>;
  /** Opens connections before the first word is needed. */
  warm(signal: AbortSignal): Promise<void>;
}
