import { silentLog } from '../../../sidecar/lib/log.ts';
import { createMetrics, type Metrics } from '../../../sidecar/lib/metrics.ts';
import { loadSettings } from '../../../sidecar/lib/settings.ts';
import type { SpeechDeps } from '../../../sidecar/voice/open-speech.ts';
import { speechSettings } from '../../../sidecar/voice/speech-settings.ts';
import type { SpeechToText, SttEvent, SttStream } from '../../../sidecar/voice/speech-to-text.ts';
import { type ManualClock, manualClock } from '../../fakes/manual-clock.ts';
import { humming } from '../../fakes/voice/tone-tts.ts';

export const RATE = 16_000;

export interface TestDeps extends SpeechDeps {
  readonly clock: ManualClock;
  readonly metrics: Metrics;
}
export function speechDeps(env: Readonly<Record<string, string>>, llm: Partial<SpeechDeps['llm']> = {}): TestDeps {
  return {
    settings: loadSettings({ speech: speechSettings }, env).speech,
    llm: { openaiKey: null, openaiUrl: null, ...llm },
    namesMayLeave: true,
    clock: manualClock(),
    random: () => 0.5,
    log: silentLog,
    metrics: createMetrics(),
  };
}

/** A stream with all that it told. */
export interface Ear {
  readonly stream: SttStream;
  readonly events: SttEvent[];
  /** The next event of a type that was not looked at yet. */
  next<T extends SttEvent['type']>(type: T): Promise<Extract<SttEvent, { type: T }>>;
  /** Somebody speaks, or nobody does, in pieces of 20 ms. */
  voice(ms: number): void;
  quiet(ms: number): void;
}

export async function openEar(
  stt: SpeechToText,
  more: { readonly hints?: readonly string[]; readonly signal?: AbortSignal } = {},
): Promise<Ear> {
  const events: SttEvent[] = [];
  const waiting = new Set<() => void>();
  let looked = 0;
  const stream = await stt.open({
    sampleRate: RATE,
    language: 'en-US',
    hints: more.hints ?? [],
    signal: more.signal ?? new AbortController().signal,
    onEvent(event) {
      events.push(event);
      for (const look of [...waiting]) look();
    },
  });
  const push = (ms: number, amplitude: number) => {
    for (let at = 0; at < ms; at += 20) stream.push(humming(RATE, 20, amplitude));
  };
  return {
    stream,
    events,
    next: (type) =>
      new Promise((resolve) => {
        const look = () => {
          const at = events.findIndex((event, index) => index >= looked && event.type === type);
          if (at < 0) return;
          looked = at + 1;
          waiting.delete(look);
          resolve(events[at] as never);
        };
        waiting.add(look);
        look();
      }),
    voice: (ms) => push(ms, 6000),
    quiet: (ms) => push(ms, 0),
  };
}
