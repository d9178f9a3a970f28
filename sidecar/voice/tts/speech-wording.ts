import type { Emotion, EmotionalRange, Emphasis, VoiceProfile } from '../../personality/voice.ts';
import type { Manner } from '../text-to-speech.ts';

/** For voices that are told in words how to speak. What is told to a machine is no sentence for a person. */

const PROFILES: Readonly<Record<VoiceProfile, string>> = {
  warm_casual: 'Warm and relaxed, like a colleague one likes.',
  warm_formal: 'Warm, polite and clear.',
  neutral: 'Clear and natural.',
  professional: 'Calm, precise and businesslike.',
  energetic: 'Lively and bright.',
};
const EMOTIONS: Readonly<Record<Exclude<Emotion, 'neutral'>, string>> = {
  happy: 'Sound pleased.',
  apologetic: 'Sound sorry, without drama.',
  excited: 'Sound excited.',
  calm: 'Sound calm.',
  concerned: 'Sound careful and serious.',
};
const RANGES: Readonly<Record<EmotionalRange, string>> = {
  flat: 'Show little feeling.',
  moderate: '',
  expressive: 'Let feeling be heard.',
};
const STRESSES: Readonly<Record<Emphasis, string>> = {
  subtle: 'Stress single words only lightly.',
  normal: '',
  strong: 'Stress the words that matter.',
};
const NOTICEABLE = 0.04;
const FASTER = 1.04;
const SLOWER = 0.96;

/** Instructions for OpenAI's steerable voices; the same manner gives the same words. */
export function instructionsFor(manner: Manner): string {
  const { profile, emotion = 'neutral', range = 'moderate', emphasis = 'normal', pitch, speed } = manner;
  return [
    profile === undefined ? '' : PROFILES[profile],
    emotion === 'neutral' ? '' : EMOTIONS[emotion],
    RANGES[range],
    STRESSES[emphasis],
    pitch >= NOTICEABLE ? 'A little higher than usual.' : pitch <= -NOTICEABLE ? 'A little lower than usual.' : '',
    speed >= FASTER ? 'A little faster than usual.' : speed <= SLOWER ? 'A little slower than usual.' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}
