import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { LlmSettings } from '../llm/settings.ts';
import type { Speech } from './speech.ts';
import type { SpeechSettings } from './speech-settings.ts';
import { openRecognisers } from './stt/recognisers.ts';
import { openVoices } from './tts/voices.ts';

/** What speech providers are made of. */
export interface SpeechDeps {
  readonly settings: SpeechSettings;
  /** OpenAI's key and address serve speech too. */
  readonly llm: Pick<LlmSettings, 'openaiKey' | 'openaiUrl'>;
  /** Names of people may be told to providers outside, as hints of what is likely to be said. */
  readonly namesMayLeave: boolean;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Who listens and who speaks, as configured; loads what is needed for it. */
export async function openSpeech(deps: SpeechDeps): Promise<Speech> {
  const [stt, voices] = await Promise.all([openRecognisers(deps), openVoices(deps)]);
  if (voices === null) return { stt, tts: null, defaultVoice: '' };
  return { stt, tts: voices.tts, defaultVoice: voices.defaultVoice, chooseVoice: voices.tts.choose };
}
