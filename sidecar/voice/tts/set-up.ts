import type { SpeechDeps } from '../open-speech.ts';
import { VOICE_PROVIDERS, type VoiceProvider } from '../speech-settings.ts';

/** Known without loading anything: the SDKs are large. */
const SET_UP: Readonly<Record<VoiceProvider, (deps: Pick<SpeechDeps, 'settings' | 'llm'>) => boolean>> = {
  elevenlabs: ({ settings }) => settings.elevenlabsKey !== null,
  // An address alone is one of models: most servers behind it know no sound.
  openai: ({ llm }) => llm.openaiKey !== null,
  deepgram: ({ settings }) => settings.deepgramKey !== null || settings.deepgramUrl !== null,
  local: ({ settings }) => settings.localTtsUrl !== null,
  // Named in the order by whoever wants it; whether the program is there is seen when it is opened.
  flite: () => true,
};

/** The providers of VA_TTS_ORDER that have a key (one's own server: an address), in order. */
export function voicesSetUp(deps: Pick<SpeechDeps, 'settings' | 'llm'>): readonly VoiceProvider[] {
  return VOICE_PROVIDERS.filter((name) => deps.settings.ttsOrder.includes(name) && SET_UP[name](deps)).sort(
    (one, other) => deps.settings.ttsOrder.indexOf(one) - deps.settings.ttsOrder.indexOf(other),
  );
}
