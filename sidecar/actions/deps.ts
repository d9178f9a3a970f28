import type { TurnEventBody } from '@dartwing-va/contract/turn-events.ts';
import type { SiteClient } from '../frappe/site-client.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { People, Person } from '../people/person.ts';
import type { SiteTime } from '../people/site-time.ts';
import type { Outbox } from '../records/record.ts';
import type { SiteKey } from '../stores/site-key.ts';
import type { Stores } from '../stores/stores.ts';
import type { ActionSettings } from './settings.ts';
import type { Tool } from './tool.ts';

/** What the room `actions` needs of the world. */
export interface ActionDeps {
  readonly site: SiteClient;
  readonly stores: Pick<Stores, 'kv' | 'leases' | 'counters' | 'journal'>;
  readonly outbox: Pick<Outbox, 'toEntry' | 'pending' | 'drained'>;
  readonly people: Pick<People, 'person'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly siteTime: SiteTime;
  readonly siteKey: SiteKey;
  readonly log: Log;
  readonly settings: ActionSettings;
  /** By dotted name, such as `hr.submit_leave_request`; with a person also those that his company made and he may use. */
  readonly tool: (type: string, person?: Person) => Tool | null;
  /** Whether the site switched an agent off for everybody. Default: no. */
  readonly isAgentOff?: (agent: string) => boolean;
  /** The app that a tool needs and the site lacks. Default: none. */
  readonly missingApp?: (type: string) => string | null;
  /** Calls of an agent's tools that a person may cause in a minute. Default: the setting. */
  readonly callsPerMinute?: (agent: string) => number;
  /** Puts events into the conversation's log, so that every device sees them. `turnId` is the turn they belong to. */
  readonly emit: (conversationId: string, turnId: string, events: readonly TurnEventBody[]) => Promise<void>;
}
