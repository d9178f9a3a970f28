import { silentLog } from '../../../sidecar/lib/log.ts';
import { createMetrics } from '../../../sidecar/lib/metrics.ts';
import type { SpeechDeps } from '../../../sidecar/voice/open-speech.ts';
import { defaultSpeechSettings, type SpeechSettings } from '../../../sidecar/voice/speech-settings.ts';
import type { Manner } from '../../../sidecar/voice/text-to-speech.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

export const PLAIN: Manner = { voice: '', speed: 1, pitch: 0 };

export function speechDeps(
  settings: Partial<SpeechSettings>,
  more: Partial<Omit<SpeechDeps, 'settings'>> = {},
): SpeechDeps {
  return {
    settings: { ...defaultSpeechSettings, ...settings },
    llm: { openaiKey: null, openaiUrl: null },
    clock: manualClock(),
    random: () => 0.5,
    log: silentLog,
    metrics: createMetrics(),
    namesMayLeave: true,
    ...more,
  };
}

/** All sound of a clause. */
export async function collect(sound: AsyncIterable<Int16Array>): Promise<Int16Array> {
  const pieces: Int16Array[] = [];
  for await (const piece of sound) pieces.push(piece);
  const all = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
