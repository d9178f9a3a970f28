import type { Dimensions } from './dimensions.ts';

/** How an assistant is heard (architecture.md 7.8): worked out of its personality, adjusted clause by clause. Pure. */

export const VOICE_PROFILES = ['warm_casual', 'warm_formal', 'neutral', 'professional', 'energetic'] as const;
export type VoiceProfile = (typeof VOICE_PROFILES)[number];
export type EmotionalRange = 'flat' | 'moderate' | 'expressive';
export type Emphasis = 'subtle' | 'normal' | 'strong';
export type Emotion = 'happy' | 'apologetic' | 'excited' | 'calm' | 'concerned' | 'neutral';

export interface VoiceOfPersonality {
  readonly profile: VoiceProfile;
  /** 0.5 to 2. */
  readonly speed: number;
  /** -1 to 1. */
  readonly pitch: number;
  readonly range: EmotionalRange;
  /** Silence after a sentence that is followed by another one, ms; beside what the voice leaves itself. */
  readonly pauseMs: number;
  /** How much single words stand out. */
  readonly emphasis: Emphasis;
}

export const SPEED = { lowest: 0.5, highest: 2 } as const;
export const PITCH = { lowest: -1, highest: 1 } as const;

const SOUNDS: Readonly<
  Record<VoiceProfile, { speed: readonly [number, number]; pitch: number; range: EmotionalRange }>
> = {
  warm_casual: { speed: [0.95, 1.1], pitch: 0.05, range: 'expressive' },
  warm_formal: { speed: [0.9, 1], pitch: 0, range: 'moderate' },
  neutral: { speed: [0.95, 1.05], pitch: 0, range: 'moderate' },
  professional: { speed: [0.9, 1], pitch: -0.05, range: 'flat' },
  energetic: { speed: [1, 1.15], pitch: 0.1, range: 'expressive' },
};
const EMOTIONS: Readonly<Record<Emotion, { readonly speed: number; readonly pitch: number }>> = {
  happy: { speed: 1.05, pitch: 0.1 },
  apologetic: { speed: 0.95, pitch: -0.05 },
  excited: { speed: 1.1, pitch: 0.15 },
  calm: { speed: 0.9, pitch: -0.05 },
  concerned: { speed: 0.95, pitch: 0 },
  neutral: { speed: 1, pitch: 0 },
};
/** Of the emotion's change, what a voice of this range makes. */
const SHARE: Readonly<Record<EmotionalRange, number>> = { flat: 0.5, moderate: 1, expressive: 1 };
const HIGH = 7;
const CASUAL = 4;
const MIDDLE = 5;
const ENERGY_STEP = 0.02;
const GENEROUS_PAUSE_MS = 120;
const STRONG_WARMTH = 8;

/** What is told of feelings in the words of a clause: the first that fits counts. */
const SIGNS: readonly (readonly [Emotion, RegExp])[] = [
  ['apologetic', /\b(?:sorry|apolog(?:y|ies|i[sz]e[ds]?)|unfortunately|regret|afraid)\b/iu],
  ['concerned', /\b(?:concerned|worried|careful|caution|warning|attention)\b/iu],
  ['excited', /\b(?:exciting|amazing|incredible|congratulations)\b/iu],
  ['happy', /\b(?:great|excellent|wonderful|fantastic|glad|happy to)\b|!/iu],
  ['calm', /\b(?:relax|calm|peaceful|no rush|take your time)\b/iu],
];

/**
 * The voice that fits a personality.
 * @param chosenSpeed what the employee set for his assistant; 1 as it is. It multiplies what the personality makes: the range
 * of a profile bounds the personality and not the person's own wish.
 */
export function voiceOfPersonality(traits: Dimensions, chosenSpeed = 1): VoiceOfPersonality {
  const profile = profileOf(traits);
  const sound = SOUNDS[profile];
  const own = within(1 + (traits.energy - MIDDLE) * ENERGY_STEP, sound.speed[0], sound.speed[1]);
  return {
    profile,
    speed: rounded(within(own * chosenSpeed, SPEED.lowest, SPEED.highest)),
    pitch: sound.pitch,
    range: sound.range,
    pauseMs: traits.directness < HIGH && traits.patience >= HIGH ? GENEROUS_PAUSE_MS : 0,
    emphasis:
      traits.energy >= HIGH || traits.warmth >= STRONG_WARMTH
        ? 'strong'
        : traits.formality >= HIGH
          ? 'subtle'
          : 'normal',
  };
}

/** The emotion of what is said, by its words; an assistant that never celebrates is neither happy nor excited. */
export function emotionOf(text: string, traits: Pick<Dimensions, 'celebration_style'>): Emotion {
  const emotion = SIGNS.find(([, sign]) => sign.test(text))?.[0] ?? 'neutral';
  const celebrates = traits.celebration_style !== 'none';
  return !celebrates && (emotion === 'happy' || emotion === 'excited') ? 'neutral' : emotion;
}

/** Speed and pitch of a clause that is said with an emotion. @param intensity 0 to 1. */
export function withEmotion(
  voice: Pick<VoiceOfPersonality, 'speed' | 'pitch' | 'range'>,
  emotion: Emotion,
  intensity = SHARE[voice.range],
): { readonly speed: number; readonly pitch: number } {
  const change = EMOTIONS[emotion];
  return {
    speed: rounded(within(voice.speed * (1 + (change.speed - 1) * intensity), SPEED.lowest, SPEED.highest)),
    pitch: rounded(within(voice.pitch + change.pitch * intensity, PITCH.lowest, PITCH.highest)),
  };
}

function profileOf({ warmth, formality, energy }: Dimensions): VoiceProfile {
  if (warmth >= HIGH) return formality <= CASUAL ? 'warm_casual' : 'warm_formal';
  if (energy >= HIGH) return 'energetic';
  return formality >= HIGH ? 'professional' : 'neutral';
}

function within(value: number, lowest: number, highest: number): number {
  return Math.max(lowest, Math.min(highest, value));
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
