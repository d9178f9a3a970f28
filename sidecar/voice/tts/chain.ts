import type { Counter } from 'prom-client';
import type { Log } from '../../lib/log.ts';
import type { VoiceProfile } from '../../personality/voice.ts';
import { SpeechError } from '../speech-to-text.ts';
import type { Manner, TextToSpeech, Voice } from '../text-to-speech.ts';
import { voiceNameOf } from '../voice-name.ts';
import { restOfClause, type SpeechPace } from './cut-clause.ts';
import type { ProviderHealth } from './health.ts';
import type { PhraseCache, PhraseKey } from './phrase-cache.ts';
import type { VoiceChoice } from './voice-choice.ts';

/** A short rest where another voice goes on, ms: no half word runs into the next. */
const BREATH_MS = 120;

export type ClauseOutcome = 'spoken' | 'cached' | 'failed' | 'continued';

export interface VoiceChain extends TextToSpeech {
  /** `provider:voice` that speaks when these were wanted, the first that is there; else one that fits the personality. */
  choose(wanted: readonly (string | null | undefined)[], profile: VoiceProfile): string;
}

/**
 * The voices that are set up, behind one. A clause that nobody has begun is given to the next provider as it is; of one that broke
 * off the next says what is left (cut-clause.ts). When none is left the last error is thrown.
 */
export function createVoiceChain(deps: {
  /** In order. */
  readonly providers: readonly TextToSpeech[];
  readonly health: ProviderHealth;
  readonly pace: SpeechPace;
  readonly cache: PhraseCache;
  readonly choice: VoiceChoice;
  readonly log: Log;
  readonly clauses: Counter<'provider' | 'outcome'>;
}): VoiceChain {
  const { providers, health, pace, cache, choice, log } = deps;
  const byId = new Map(providers.map((one) => [one.id, one]));
  const count = (provider: string, outcome: ClauseOutcome) => deps.clauses.inc({ provider, outcome });

  function inLine(first: string | undefined): readonly TextToSpeech[] {
    const ids = [...byId.keys()].sort((a, b) => Number(b === first) - Number(a === first));
    const hopeless = health.why(ids);
    if (hopeless !== null) throw new SpeechError(hopeless.failure, hopeless.provider);
    return health.order(ids).flatMap((id) => byId.get(id) ?? []);
  }

  async function* byOne(
    provider: TextToSpeech,
    key: PhraseKey,
    signal: AbortSignal,
  ): AsyncGenerator<Int16Array, void, undefined> {
    const { text, manner, sampleRate } = key;
    const known = cache.get(key);
    if (known !== null) {
      count(provider.id, 'cached');
      yield known;
      return;
    }
    const keeps = cache.wants(key);
    const kept: Int16Array[] = [];
    let samples = 0;
    for await (const sound of provider.speak(text, manner, { sampleRate, signal })) {
      if (signal.aborted) throw signal.reason;
      samples += sound.length;
      if (keeps) kept.push(sound);
      yield sound;
    }
    pace.learn(paceOf(provider, manner), text, (samples * 1000) / sampleRate, manner.speed);
    if (keeps) cache.put(key, joined(kept, samples));
    health.worked(provider.id);
    count(provider.id, 'spoken');
  }

  async function* speak(
    text: string,
    manner: Manner,
    { sampleRate, signal }: { readonly sampleRate: number; readonly signal: AbortSignal },
  ): AsyncGenerator<Int16Array, void, undefined> {
    const named = voiceNameOf(manner.voice);
    let rest = text;
    let broke: SpeechError | null = null;
    let isCut = false;
    for (const provider of inLine(named?.provider)) {
      for (const voice of choice.at(provider.id, named, manner.profile)) {
        const spoken = { ...manner, voice };
        let samples = 0;
        try {
          for await (const sound of byOne(
            provider,
            { provider: provider.id, manner: spoken, sampleRate, text: rest },
            signal,
          )) {
            if (samples === 0 && isCut) {
              count(provider.id, 'continued');
              yield new Int16Array((sampleRate * BREATH_MS) / 1000);
            }
            samples += sound.length;
            yield sound;
          }
          return;
        } catch (error) {
          signal.throwIfAborted();
          broke = error instanceof SpeechError ? error : new SpeechError('cut', provider.id, { cause: error });
          const { failure } = broke;
          count(provider.id, 'failed');
          const saidMs = (samples * 1000) / sampleRate;
          log.warn('a voice broke', { provider: provider.id, failure, said_ms: Math.round(saidMs) }, broke.cause);
          if (samples > 0) {
            rest = restOfClause(rest, pace.characters(paceOf(provider, spoken), saidMs, spoken.speed));
            isCut = true;
          }
          if (failure === 'unsupported' && samples === 0 && choice.isUnknown(provider.id, voice)) continue;
          health.failed(broke);
          break;
        }
      }
    }
    throw broke ?? new SpeechError('unreachable', 'tts');
  }

  return {
    id: 'voices',
    choose: choice.choose,
    speak,
    async voices(signal) {
      const lists = await Promise.all(
        providers.map((provider) =>
          provider.voices(signal).catch((error: unknown): readonly Voice[] => {
            const failure = error instanceof SpeechError ? error.failure : 'garbled';
            log.warn('the voices of a provider could not be listed', { provider: provider.id, failure }, error);
            return [];
          }),
        ),
      );
      return lists.flat();
    },
    async warm(signal) {
      const warming = health.order([...byId.keys()]).map(async (id) => {
        try {
          await byId.get(id)?.warm(signal);
        } catch (error) {
          // The first clause does not wait for what could not be reached just now.
          if (!signal.aborted) health.failed(new SpeechError('unreachable', id, { cause: error }));
        }
      });
      await Promise.all(warming);
    },
  };
}

/** Each voice has a speed of its own. */
function paceOf(provider: TextToSpeech, manner: Manner): string {
  return `${provider.id}:${manner.voice}`;
}

function joined(pieces: readonly Int16Array[], length: number): Int16Array {
  const all = new Int16Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
