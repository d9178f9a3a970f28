import type { VoiceProfile } from '../personality/voice.ts';
import type { SpeechToText } from './speech-to-text.ts';
import type { TextToSpeech } from './text-to-speech.ts';

/** Who listens and who speaks; null where nobody was configured. */
export interface Speech {
  readonly stt: SpeechToText | null;
  readonly tts: TextToSpeech | null;
  /** Voice that speaks when nobody chose one: `provider:voice`, or where one provider speaks its own name of it. */
  readonly defaultVoice: string;
  /**
   * `provider:voice` that speaks when these were wanted, the first that is there; else one that fits the profile. What `tts` takes
   * as a voice then. Absent where one provider speaks.
   */
  readonly chooseVoice?: (wanted: readonly (string | null | undefined)[], profile: VoiceProfile) => string;
}
