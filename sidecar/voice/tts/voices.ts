import type { SpeechDeps } from '../open-speech.ts';
import type { VoiceProvider } from '../speech-settings.ts';
import type { TextToSpeech } from '../text-to-speech.ts';
import { createVoiceChain, type VoiceChain } from './chain.ts';
import { createSpeechPace } from './cut-clause.ts';
import { createProviderHealth } from './health.ts';
import { ownPhrases } from './own-phrases.ts';
import { createPhraseCache } from './phrase-cache.ts';
import { voicesSetUp } from './set-up.ts';
import { createVoiceChoice } from './voice-choice.ts';

/** Loaded at first use: the SDKs are large. */
const PROVIDERS: Readonly<Record<VoiceProvider, (deps: SpeechDeps) => Promise<TextToSpeech | null>>> = {
  elevenlabs: async (deps) => (await import('./elevenlabs.ts')).openElevenLabs(deps),
  openai: async (deps) => (await import('./openai.ts')).openOpenAi(deps),
  deepgram: async (deps) => (await import('./deepgram.ts')).openDeepgramVoices(deps),
  local: async (deps) => (await import('./local.ts')).openLocal(deps),
  flite: async (deps) => (await import('./flite.ts')).openFlite(deps),
};
/** How long a list of voices may be waited for at the start, ms; the usual voices are those of short static ones. */
const LIST_MS = 2000;

/** The voices that are set up, behind one: the next takes over where one breaks. Null: none. */
export async function openVoices(
  deps: SpeechDeps,
): Promise<{ readonly tts: VoiceChain; readonly defaultVoice: string } | null> {
  const { clock, log, metrics, settings } = deps;
  const opened = voicesSetUp(deps).map((name) => PROVIDERS[name](deps));
  const providers = (await Promise.all(opened)).filter((one) => one !== null);
  if (providers.length === 0) return null;
  const choice = createVoiceChoice({
    clock,
    log,
    providers: providers.map((one) => one.id),
    defaultVoice: settings.defaultVoice,
    usual: await usualVoices(providers),
  });
  const tts = createVoiceChain({
    providers,
    health: createProviderHealth(clock),
    pace: createSpeechPace(),
    cache: createPhraseCache({
      clock,
      maxBytes: settings.ttsCacheBytes,
      maxPhrases: settings.ttsCachePhrases,
      own: ownPhrases(),
    }),
    choice,
    log,
    clauses: metrics.counter('voice_tts_clauses_total', 'Clauses by who spoke them and what came of it', [
      'provider',
      'outcome',
    ]),
  });
  return { tts, defaultVoice: choice.choose([], 'neutral') };
}

/** The first voice of those of one's own; the others are chosen by personality. */
async function usualVoices(providers: readonly TextToSpeech[]): Promise<Readonly<Record<string, string>>> {
  const own = providers.filter((one) => one.id === 'local' || one.id === 'flite');
  const entries = own.map(async (one) => {
    const [first] = await one.voices(AbortSignal.timeout(LIST_MS));
    return [one.id, first?.id.slice(one.id.length + 1) ?? ''] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
