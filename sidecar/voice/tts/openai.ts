import { OPENAI_ADDRESS } from '../../llm/providers/openai-dialect.ts';
import type { SpeechDeps } from '../open-speech.ts';
import type { TextToSpeech, Voice } from '../text-to-speech.ts';
import { createOpenAiSpeech } from './openai-speech.ts';

/** Hz of OpenAI's `pcm`. */
const RATE = 24_000;
/** These do not take instructions. */
const UNSTEERABLE = /^tts-1/u;
/** It has no list to ask for. */
const VOICES: readonly (readonly [name: string, gender: Voice['gender'], style: string])[] = [
  ['alloy', 'neutral', 'balanced'],
  ['ash', 'male', 'clear'],
  ['ballad', 'male', 'expressive'],
  ['cedar', 'male', 'natural'],
  ['coral', 'female', 'friendly'],
  ['echo', 'male', 'calm'],
  ['fable', 'neutral', 'narrative'],
  ['marin', 'female', 'natural'],
  ['nova', 'female', 'warm'],
  ['onyx', 'male', 'professional'],
  ['sage', 'female', 'calm'],
  ['shimmer', 'female', 'bright'],
  ['verse', 'male', 'versatile'],
];

/** OpenAI's voices; null without a key. */
export async function openOpenAi({ settings, llm }: SpeechDeps): Promise<TextToSpeech | null> {
  if (llm.openaiKey === null) return null;
  return createOpenAiSpeech({
    id: 'openai',
    key: llm.openaiKey,
    url: llm.openaiUrl ?? OPENAI_ADDRESS,
    model: settings.openaiTtsModel,
    usual: 'alloy',
    rate: RATE,
    isSteerable: !UNSTEERABLE.test(settings.openaiTtsModel),
    timeouts: { firstMs: settings.ttsFirstMs, gapMs: settings.ttsGapMs },
    voices: VOICES.map(([name, gender, style]) => ({
      id: `openai:${name}`,
      name: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      provider: 'openai',
      language: 'en',
      gender,
      accent: null,
      style,
      previewUrl: null,
    })),
  });
}
