/** How something is said. */
export interface Manner {
  /** The provider's own name of the voice. */
  readonly voice: string;
  /** 0.5 to 2. */
  readonly speed: number;
  /** -1 to 1, 0 as the voice is; providers that cannot, leave it out. */
  readonly pitch: number;
}

export interface Voice {
  /** `provider:voice`. */
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly language: string;
  readonly gender: 'female' | 'male' | 'neutral' | null;
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
