import type { VoiceProfile } from '../../personality/voice.ts';

type Voices = Readonly<Record<VoiceProfile, string>>;

/** The voice of each provider that fits a personality (7.8 names those of OpenAI); a provider without a row has its usual one. */
const VOICES: Readonly<Record<string, Voices>> = {
  openai: {
    warm_casual: 'nova',
    warm_formal: 'alloy',
    neutral: 'alloy',
    professional: 'onyx',
    energetic: 'nova',
  },
  elevenlabs: {
    // Sarah, Matilda, River, Daniel, Jessica: voices that every account has.
    warm_casual: 'EXAVITQu4vr4xnSDxMaL',
    warm_formal: 'XrExE9yKIg1WjnnlVkGX',
    neutral: 'SAz9YHcvj6GT2YYXdXww',
    professional: 'onwK4e9ZLuTAKqWW03F9',
    energetic: 'cgSgspJ2msm6clMCkdW9',
  },
  deepgram: {
    warm_casual: 'aura-2-andromeda-en',
    warm_formal: 'aura-2-helena-en',
    neutral: 'aura-2-thalia-en',
    professional: 'aura-2-athena-en',
    energetic: 'aura-2-aurora-en',
  },
};

/** The provider's own name; '': its usual voice. */
export function profileVoice(provider: string, profile: VoiceProfile | undefined): string {
  return profile === undefined ? '' : (VOICES[provider]?.[profile] ?? '');
}
