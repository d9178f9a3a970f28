import { DeepgramClient } from '@deepgram/sdk';
import { secretsOf } from '../../llm/providers/failure.ts';
import type { SpeechDeps } from '../open-speech.ts';
import type { SpeechToText } from '../speech-to-text.ts';
import { fluxEar } from './deepgram-flux.ts';
import { novaEar } from './deepgram-nova.ts';
import { type DeepgramSocket, openDeepgramStream } from './deepgram-stream.ts';
import { speechErrors } from './failure.ts';

const ID = 'deepgram';
/** Quiet after which Deepgram guesses that somebody has finished, ms; whether he has is decided by our own turn-taking. */
const ENDPOINTING_MS = 300;
const UTTERANCE_END_MS = 1000;
/** One attempt: the session and the chain know better when to try again. */
const ONCE = { reconnectAttempts: 0, shouldReconnect: () => false };

/** Deepgram's streams: listen v1, or v2 where the model is a flux one. Null without a key or an address. */
export async function openDeepgram(deps: SpeechDeps): Promise<SpeechToText | null> {
  const { deepgramKey: apiKey, deepgramUrl, deepgramSttModel: model, deepgramOptOut } = deps.settings;
  if (apiKey === null && deepgramUrl === null) return null;
  const address = deepgramUrl === null ? {} : { baseUrl: deepgramUrl };
  // A server of one's own may ask for no key; the SDK wants one.
  const client = new DeepgramClient({ apiKey: apiKey ?? 'none', ...address });
  const fail = speechErrors(ID, secretsOf({ apiKey, ...address }));
  const isFlux = /\bflux\b/iu.test(model);

  return {
    id: ID,
    async open({ sampleRate, language, hints, signal, onEvent }) {
      const common = {
        model,
        encoding: 'linear16' as const,
        sample_rate: String(sampleRate),
        mip_opt_out: String(deepgramOptOut),
        ...ONCE,
      };
      const connect = async (): Promise<DeepgramSocket> => {
        if (isFlux) {
          const multi = /multi/iu.test(model) ? { language_hint: [language.split('-')[0] ?? language] } : {};
          return await client.listen.v2.createConnection({ ...common, ...multi, keyterm: [...hints] });
        }
        return await client.listen.v1.createConnection({
          ...common,
          language,
          interim_results: 'true',
          punctuate: 'true',
          numerals: 'true',
          endpointing: String(ENDPOINTING_MS),
          utterance_end_ms: String(UTTERANCE_END_MS),
          // Models before nova-3 know weighted keywords only.
          ...(/^nova-3/iu.test(model) ? { keyterm: [...hints] } : { keywords: [...hints] }),
        });
      };
      return await openDeepgramStream({
        connect,
        ear: isFlux ? fluxEar : novaEar,
        sampleRate,
        clock: deps.clock,
        fail,
        signal,
        onEvent,
      });
    },
  };
}
