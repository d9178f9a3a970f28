import type { SpeechDeps } from '../open-speech.ts';
import type { TextToSpeech } from '../text-to-speech.ts';

/** The voices that are set up, behind one: the next takes over where one breaks. Null: none. */
export async function openVoices(
  _deps: SpeechDeps,
): Promise<{ readonly tts: TextToSpeech; readonly defaultVoice: string } | null> {
  return null;
}
