import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { VoiceProfile } from '../../personality/voice.ts';
import { voiceNameOf } from '../voice-name.ts';
import { profileVoice } from './profile-voices.ts';

/** Which voice speaks: the one that was chosen where it is there, else the usual one. */
export interface VoiceChoice {
  choose(wanted: readonly (string | null | undefined)[], profile: VoiceProfile): string;
  /** Voices of a provider to be tried one after the other, by its own names: the next only when it does not know one. */
  at(
    provider: string,
    named: { readonly provider: string; readonly voice: string } | null,
    profile: VoiceProfile | undefined,
  ): readonly string[];
  /** The provider does not know it. False when that was its usual voice: there is no other to try. */
  isUnknown(provider: string, voice: string): boolean;
}

/** A voice that a provider did not know is not asked for again so long, ms. */
const UNKNOWN_MS = 600_000;
const MOST_UNKNOWN = 1000;

export function createVoiceChoice(deps: {
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  /** In order. */
  readonly providers: readonly string[];
  /** Setting VA_DEFAULT_VOICE. */
  readonly defaultVoice: string | null;
  /** By provider, its own names; those whose voice follows from the personality need none. */
  readonly usual: Readonly<Record<string, string>>;
}): VoiceChoice {
  const { clock, log, providers, usual } = deps;
  const byDefault = voiceNameOf(deps.defaultVoice);
  const unknown = new Map<string, number>();

  const isKnown = (provider: string, voice: string) =>
    providers.includes(provider) && (unknown.get(`${provider}:${voice}`) ?? 0) <= clock.now();
  const fitting = (provider: string, profile: VoiceProfile | undefined) =>
    profileVoice(provider, profile) || (usual[provider] ?? '');

  return {
    choose(wanted, profile) {
      for (const name of wanted) {
        const named = voiceNameOf(name);
        if (named === null) continue;
        if (isKnown(named.provider, named.voice)) return `${named.provider}:${named.voice}`;
        log.info('a chosen voice is not there, the usual one speaks', { provider: named.provider });
      }
      if (byDefault !== null && isKnown(byDefault.provider, byDefault.voice))
        return `${byDefault.provider}:${byDefault.voice}`;
      const [first = ''] = providers;
      return `${first}:${fitting(first, profile)}`;
    },
    at(provider, named, profile) {
      const wished = [named, byDefault].flatMap((one) => (one?.provider === provider ? [one.voice] : []));
      const voices = [...wished, profileVoice(provider, profile)].filter((one) => one !== '' && isKnown(provider, one));
      return [...new Set([...voices, usual[provider] ?? ''])];
    },
    isUnknown(provider, voice) {
      if (voice === (usual[provider] ?? '')) return false;
      if (unknown.size >= MOST_UNKNOWN) unknown.clear();
      unknown.set(`${provider}:${voice}`, clock.now() + UNKNOWN_MS);
      log.warn('a provider does not know a voice, its usual one speaks', { provider });
      return true;
    },
  };
}
