import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { People } from '../../people/person.ts';
import type { TurnEngine } from '../../turn/turn-engine.ts';
import type { OpusPool } from '../audio/opus-pool.ts';
import type { VoiceMetrics } from '../metrics.ts';
import type { VoiceSettings } from '../settings.ts';
import type { Speech } from '../speech.ts';
import type { Preview } from '../turn-taking/completeness.ts';
import type { OpenTurnTaking } from '../turn-taking.ts';
import type { Minutes } from './minutes.ts';
import type { TalkTime } from './talk-time.ts';

/** What a session needs of the world. */
export interface SessionDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly turns: Pick<TurnEngine, 'accept' | 'foresee' | 'cancelTurn' | 'subscribe' | 'heard' | 'actions'>;
  readonly people: Pick<People, 'person' | 'identify'>;
  readonly speech: Speech;
  readonly takeTurns: OpenTurnTaking;
  /** Whether words could be all that is said. */
  readonly preview: Preview;
  readonly opus: OpusPool;
  readonly settings: VoiceSettings;
  readonly metrics: VoiceMetrics;
  readonly minutes: Minutes;
  readonly talkTime: Pick<TalkTime, 'add'>;
}
