import type { SpeechToText } from './speech-to-text.ts';
import type { TextToSpeech } from './text-to-speech.ts';

/** Who listens and who speaks; null where nobody was configured. */
export interface Speech {
  readonly stt: SpeechToText | null;
  readonly tts: TextToSpeech | null;
  /** The providers' own name of the voice that speaks when nobody chose one. */
  readonly defaultVoice: string;
}
