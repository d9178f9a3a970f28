import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHOICES, type Dimensions, TRAITS } from '../../sidecar/personality/dimensions.ts';
import { emotionOf, VOICE_PROFILES, voiceOfPersonality, withEmotion } from '../../sidecar/personality/voice.ts';
import { personality } from './people.ts';

const EMOTIONS = ['happy', 'apologetic', 'excited', 'calm', 'concerned', 'neutral'] as const;
/** All 26 dimensions, each within what the site lets be saved. */
const anyPersonality = fc
  .record({
    ...Object.fromEntries(Object.keys(TRAITS).map((name) => [name, fc.integer({ min: 1, max: 10 })])),
    ...Object.fromEntries(
      Object.entries(CHOICES).map(([name, choice]) => [name, fc.constantFrom<string>(...choice.options)]),
    ),
  })
  .map((values) => values as unknown as Dimensions);

describe('the voice of a personality', () => {
  it.each([
    ['warm_casual', { warmth: 7, formality: 4, energy: 5 }, 1, 0.05, 'expressive'],
    ['warm_formal', { warmth: 9, formality: 5, energy: 9 }, 1, 0, 'moderate'],
    ['energetic', { warmth: 6, formality: 8, energy: 7 }, 1.04, 0.1, 'expressive'],
    ['professional', { warmth: 4, formality: 7, energy: 1 }, 0.92, -0.05, 'flat'],
    ['neutral', { warmth: 5, formality: 6, energy: 6 }, 1.02, 0, 'moderate'],
  ] as const)('is %s for %o', (profile, traits, speed, pitch, range) => {
    expect(voiceOfPersonality(personality(null, traits))).toMatchObject({ profile, speed, pitch, range });
  });

  it('keeps the speed of its profile within bounds, and takes the speed that the person chose on top', () => {
    const calm = personality(null, { warmth: 8, formality: 7, energy: 10 });
    expect(voiceOfPersonality(calm).speed).toBe(1);
    expect(voiceOfPersonality(calm, 1.5).speed).toBe(1.5);
    expect(voiceOfPersonality(calm, 3).speed).toBe(2);
  });

  it('rests between sentences when patient, not when direct', () => {
    expect(voiceOfPersonality(personality(null, { patience: 7, directness: 6 })).pauseMs).toBeGreaterThan(0);
    expect(voiceOfPersonality(personality(null, { patience: 6, directness: 6 })).pauseMs).toBe(0);
    expect(voiceOfPersonality(personality(null, { patience: 10, directness: 7 })).pauseMs).toBe(0);
  });

  it('stresses as it is', () => {
    expect(voiceOfPersonality(personality(null, { warmth: 8, energy: 1 })).emphasis).toBe('strong');
    expect(voiceOfPersonality(personality(null, { warmth: 1, energy: 1, formality: 7 })).emphasis).toBe('subtle');
    expect(voiceOfPersonality(personality(null, { warmth: 1, energy: 1, formality: 6 })).emphasis).toBe('normal');
  });

  it('is within bounds whatever the personality, the speed and the emotion', () => {
    fc.assert(
      fc.property(
        anyPersonality,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.constantFrom(...EMOTIONS),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (traits, speed, emotion, intensity) => {
          const voice = voiceOfPersonality(traits, speed);
          expect(VOICE_PROFILES).toContain(voice.profile);
          for (const sound of [voice, withEmotion(voice, emotion), withEmotion(voice, emotion, intensity)]) {
            expect(sound.speed).toBeGreaterThanOrEqual(0.5);
            expect(sound.speed).toBeLessThanOrEqual(2);
            expect(Math.abs(sound.pitch)).toBeLessThanOrEqual(1);
          }
          expect(voice.pauseMs).toBeGreaterThanOrEqual(0);
          expect(voice.pauseMs).toBeLessThanOrEqual(500);
        },
      ),
    );
  });

  it('is faster the more energy there is, within one profile', () => {
    fc.assert(
      fc.property(anyPersonality, fc.integer({ min: 1, max: 9 }), (traits, energy) => {
        const less = voiceOfPersonality({ ...traits, energy });
        const more = voiceOfPersonality({ ...traits, energy: energy + 1 });
        if (less.profile === more.profile) expect(more.speed).toBeGreaterThanOrEqual(less.speed);
      }),
    );
  });
});

describe('an emotion', () => {
  const plain = { speed: 1, pitch: 0, range: 'moderate' } as const;
  it.each([
    ['happy', 1.05, 0.1],
    ['apologetic', 0.95, -0.05],
    ['excited', 1.1, 0.15],
    ['calm', 0.9, -0.05],
    ['concerned', 0.95, 0],
    ['neutral', 1, 0],
  ] as const)('%s changes speed and pitch as the table says', (emotion, speed, pitch) => {
    expect(withEmotion(plain, emotion)).toEqual({ speed, pitch });
  });

  it('is half as strong in a voice that shows little, and as strong as it is told', () => {
    expect(withEmotion({ ...plain, range: 'flat' }, 'excited')).toEqual({ speed: 1.05, pitch: 0.08 });
    expect(withEmotion(plain, 'excited', 0.2)).toEqual({ speed: 1.02, pitch: 0.03 });
  });

  it.each([
    ['I am sorry, that did not work.', 'apologetic'],
    ['Unfortunately, that is too late!', 'apologetic'],
    ['Done!', 'happy'],
    ['That is great news.', 'happy'],
    ['Congratulations on ten years.', 'excited'],
    ['Careful: this is your last day of leave.', 'concerned'],
    ['No rush.', 'calm'],
    ['You have 14 days left.', 'neutral'],
    ['The greater part is done.', 'neutral'],
    ['Shall I do it?', 'neutral'],
  ] as const)('of "%s" is %s', (text, emotion) => {
    expect(emotionOf(text, { celebration_style: 'subtle' })).toBe(emotion);
  });

  it('of joy is not heard from an assistant that never celebrates', () => {
    expect(emotionOf('Done!', { celebration_style: 'none' })).toBe('neutral');
    expect(emotionOf('I am sorry!', { celebration_style: 'none' })).toBe('apologetic');
  });
});
