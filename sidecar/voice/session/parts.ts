import type { VoiceState } from '@dartwing-va/contract/voice.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { Person } from '../../people/person.ts';
import type { VoiceMetrics } from '../metrics.ts';
import type { VoiceSettings } from '../settings.ts';
import type { Tape } from './tape.ts';

/** What the pieces of one session share. */
export interface SessionParts {
  readonly conversationId: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly tape: Tape;
  readonly metrics: VoiceMetrics;
  readonly settings: VoiceSettings;
  /** Anew for every turn: what HR switched off counts at once. */
  person(): Promise<Person>;
  /** What the session is doing. */
  state(): VoiceState;
}
