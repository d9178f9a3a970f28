import type { Person } from '../../people/person.ts';
import { personalityOf } from '../../personality/model.ts';
import { emotionOf, voiceOfPersonality, withEmotion } from '../../personality/voice.ts';
import type { Speech } from '../speech.ts';
import type { Manner } from '../text-to-speech.ts';
import { voiceNameOf } from '../voice-name.ts';

/** How the assistant of one person is heard in a session. */
export interface SpokenVoice {
  /** `provider:voice`; null when nobody speaks. */
  readonly id: string | null;
  /** Rest between two sentences, ms. */
  readonly pauseMs: number;
  /** By what a clause says: an apology sounds like one. */
  mannerOf(clause: string): Manner;
}

/** @param wanted `provider:voice` that the client asked for; before what the person chose for his assistant. */
export function spokenVoice(
  speech: Speech,
  person: Pick<Person, 'personality' | 'instance'>,
  wanted: string | undefined,
): SpokenVoice {
  const personality = personalityOf(person);
  const { voice: chosen } = person.instance;
  const sound = voiceOfPersonality(personality, chosen.speed);
  const isOffered = (one: string | null | undefined) =>
    chosen.offered.length === 0 || chosen.offered.some((name) => name === one);
  const { id, voice } = chooseVoice(speech, [wanted, chosen.id].filter(isOffered), sound.profile);
  return {
    id,
    pauseMs: sound.pauseMs,
    mannerOf(clause) {
      const emotion = emotionOf(clause, personality);
      const { range, profile, emphasis } = sound;
      return { voice, ...withEmotion(sound, emotion), range, emotion, emphasis, profile };
    },
  };
}

function chooseVoice(
  speech: Speech,
  wanted: readonly (string | null | undefined)[],
  profile: Parameters<NonNullable<Speech['chooseVoice']>>[1],
): { readonly id: string | null; readonly voice: string } {
  const { tts, defaultVoice } = speech;
  if (tts === null) return { id: null, voice: '' };
  if (speech.chooseVoice) {
    const id = speech.chooseVoice(wanted, profile);
    return { id, voice: id };
  }
  const named = wanted.map(voiceNameOf).find((one) => one?.provider === tts.id);
  const voice = named?.voice ?? defaultVoice;
  return { id: `${tts.id}:${voice}`, voice };
}
