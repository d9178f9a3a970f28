import type { Metrics } from '../lib/metrics.ts';

/** Numbers of voice (architecture.md 5.10); no person, no conversation. */
export interface VoiceMetrics {
  /** Voice heard to the first word understood, ms. */
  firstWord(ms: number): void;
  /** A clause handed over to its first sound, ms. */
  firstSound(ms: number): void;
  /** What was said understood to the first sound of the answer, ms. */
  answered(ms: number): void;
  response(): void;
  interrupted(): void;
  failed(what: 'stt' | 'tts' | 'codec' | 'protocol' | 'turn'): void;
  session(ms: number): void;
  minute(): void;
}

export function createVoiceMetrics(metrics: Metrics, sessions: () => number): VoiceMetrics {
  const stt = metrics.histogram('voice_stt_latency_seconds', 'Voice heard to the first word understood');
  const tts = metrics.histogram('voice_tts_latency_seconds', 'A clause handed to the voice to its first sound');
  const total = metrics.histogram(
    'voice_total_latency_seconds',
    'The end of what was said to the first sound of the answer',
  );
  const duration = metrics.histogram('voice_session_duration_seconds', 'Length of voice sessions', {
    buckets: [10, 30, 60, 120, 300, 600, 1200, 3600],
  });
  const responses = metrics.counter('voice_responses_total', 'Answers that were spoken or written in voice sessions');
  const interruptions = metrics.counter('voice_interruptions_total', 'Answers that were cut by the person');
  const errors = metrics.counter('voice_errors_total', 'What went wrong in voice sessions', ['part']);
  const minutes = metrics.counter('voice_minutes_total', 'Voice minutes begun');
  metrics.gauge('voice_sessions', 'Voice sessions that are alive.', sessions);
  return {
    firstWord: (ms) => stt.observe(ms / 1000),
    firstSound: (ms) => tts.observe(ms / 1000),
    answered: (ms) => total.observe(ms / 1000),
    response: () => responses.inc(),
    interrupted: () => interruptions.inc(),
    failed: (part) => errors.inc({ part }),
    session: (ms) => duration.observe(ms / 1000),
    minute: () => minutes.inc(),
  };
}
