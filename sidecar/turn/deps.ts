import type { ActionDeps } from '../actions/deps.ts';
import type { ActionSettings } from '../actions/settings.ts';
import type { Tool, ToolOutcome } from '../actions/tool.ts';
import type { Consents } from '../consent/consent.ts';
import type { SiteClient } from '../frappe/site-client.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { Focus, ModelMessage, Situation } from '../llm/model.ts';
import type { People, Person } from '../people/person.ts';
import type { SiteTime } from '../people/site-time.ts';
import type { Outbox } from '../records/record.ts';
import type { SiteKey } from '../stores/site-key.ts';
import type { Stores } from '../stores/stores.ts';
import type { TurnSettings } from './settings.ts';

/** What the turn engine needs of the world; app.ts hands it over. */
export interface EngineDeps {
  readonly site: SiteClient;
  readonly stores: Pick<Stores, 'kv' | 'leases' | 'counters' | 'journal' | 'events'>;
  /** True when other processes use the same stores (Redis): turns of a live one are left to it. */
  readonly sharedStores: boolean;
  readonly outbox: Pick<Outbox, 'toEntry' | 'pending' | 'drained'>;
  readonly people: Pick<People, 'person'>;
  readonly consents: Pick<Consents, 'demand'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly siteTime: SiteTime;
  readonly siteKey: SiteKey;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly settings: { readonly turn: TurnSettings; readonly actions: ActionSettings };
  /** A tool by dotted name, such as `hr.submit_leave_request`. */
  readonly tool: (type: string) => Tool | null;
  /** An agent's answer to the words of a turn. */
  readonly converse: Converse;
}

/** What an agent gets for one turn. */
export interface ConverseRequest {
  readonly person: Person;
  /** Parts of the system text that hold for this person, stable ones first. */
  readonly system: readonly string[];
  /** Earlier exchanges and, last, the words of this turn. */
  readonly messages: readonly ModelMessage[];
  readonly situation: Situation;
  /** Every tool call goes through here. */
  readonly callTool: (type: string, args: unknown) => Promise<ToolOutcome>;
}
export type ConverseEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool.started'; readonly callId: string; readonly tool: string; readonly label: string }
  | {
      readonly type: 'tool.done';
      readonly callId: string;
      readonly tool: string;
      readonly ok: boolean;
      readonly label: string;
    }
  | { readonly type: 'suggestions'; readonly suggestions: readonly string[] }
  | { readonly type: 'focus'; readonly focus: Focus }
  | { readonly type: 'done'; readonly model: string; readonly agent: string | null; readonly tokens: number };
export type Converse = (request: ConverseRequest, signal: AbortSignal) => AsyncIterable<ConverseEvent>;

/** The deps of the room `actions`, out of the engine's. */
export function actionDepsOf(deps: EngineDeps, emit: ActionDeps['emit']): ActionDeps {
  const { site, stores, outbox, people, clock, ids, siteTime, siteKey, log, tool } = deps;
  return {
    site,
    stores,
    outbox,
    people,
    clock,
    ids,
    siteTime,
    siteKey,
    log,
    tool,
    emit,
    settings: deps.settings.actions,
  };
}
