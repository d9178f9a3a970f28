import type { SpeechDeps } from '../open-speech.ts';
import type { SpeechToText } from '../speech-to-text.ts';

/** The recognisers that are set up, behind one: the next takes over where one breaks. Null: none. */
export async function openRecognisers(_deps: SpeechDeps): Promise<SpeechToText | null> {
  return null;
}
