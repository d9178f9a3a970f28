import type { SpeechDeps } from '../open-speech.ts';
import type { TextToSpeech } from '../text-to-speech.ts';
import { createOpenAiSpeech } from './openai-speech.ts';

/** A server of one's own that speaks OpenAI's speech API; null without its address. */
export async function openLocal({ settings }: SpeechDeps): Promise<TextToSpeech | null> {
  const { localTtsUrl: url, localTtsVoices: names } = settings;
  if (url === null) return null;
  return createOpenAiSpeech({
    id: 'local',
    key: settings.localTtsKey,
    url,
    model: settings.localTtsModel,
    usual: names[0] ?? 'alloy',
    rate: settings.localTtsRate,
    isSteerable: false,
    // Small machines take longer to begin.
    timeouts: { firstMs: settings.localTtsFirstMs, gapMs: settings.ttsGapMs },
    voices: names.map((name) => ({
      id: `local:${name}`,
      name,
      provider: 'local',
      language: 'en',
      gender: null,
      previewUrl: null,
    })),
  });
}
