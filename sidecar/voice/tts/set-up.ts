import type { SpeechDeps } from '../open-speech.ts';
import type { VoiceProvider } from '../speech-settings.ts';

/** Known without loading anything: the SDKs are large. */
const SET_UP: Readonly<Record<VoiceProvider, (deps: Pick<SpeechDeps, 'settings' | 'llm'>) => boolean>> = {
  elevenlabs: ({ settings }) => settings.elevenlabsKey !== null || settings.elevenlabsUrl !== null,
  openai: ({ llm }) => llm.openaiKey !== null || llm.openaiUrl !== null,
  deepgram: ({ settings }) => settings.deepgramKey !== null || settings.deepgramUrl !== null,
  local: ({ settings }) => settings.localTtsUrl !== null,
};

/** The providers of VA_TTS_ORDER that have a key or an address, in order. */
export function voicesSetUp(deps: Pick<SpeechDeps, 'settings' | 'llm'>): readonly VoiceProvider[] {
  return [...new Set(deps.settings.ttsOrder)].filter((name) => SET_UP[name](deps));
}
