import { resampler } from '../audio/resample.ts';
import { EAR_RATE } from '../audio/sound-in.ts';
import type { SpeechDeps } from '../open-speech.ts';
import { SpeechError, type SpeechToText } from '../speech-to-text.ts';
import { hasPocketsphinx, openDecoder } from './pocketsphinx-decoder.ts';
import { createUtterances } from './pocketsphinx-utterances.ts';

/** Debian's pocketsphinx with a language model of our own sentences: for tests and demos, without a key or a network. */
const ID = 'pocketsphinx';

/** Null where the program or its English model is not installed (`pocketsphinx`, `pocketsphinx-en-us`). */
export async function openPocketsphinx(deps: Pick<SpeechDeps, 'log'>): Promise<SpeechToText | null> {
  if (!(await hasPocketsphinx())) return null;
  return {
    id: ID,
    async open({ sampleRate, language, signal, onEvent }) {
      if (!/^en\b/iu.test(language)) throw new SpeechError('unsupported', ID);
      const toEar = resampler(sampleRate, EAR_RATE);
      const over = new AbortController();
      const utterances = createUtterances({
        // A stream is there at once: what is said while the model is made is heard afterwards.
        decode: async (samples) => {
          const decode = await openDecoder();
          return await decode(samples, AbortSignal.any([signal, over.signal]));
        },
        onEvent: (event) => {
          if (!signal.aborted && !over.signal.aborted) onEvent(event);
        },
        onFailure(cause) {
          if (signal.aborted || over.signal.aborted) return;
          deps.log.warn('pocketsphinx could not be run', {}, cause);
          onEvent({ type: 'failed', error: new SpeechError('cut', ID, { cause }) });
          over.abort();
        },
      });
      return {
        push: (samples) => {
          if (!over.signal.aborted) utterances.push(toEar.push(samples));
        },
        finalise: () => utterances.finalise(),
        close: () => over.abort(),
      };
    },
  };
}
