import type { PrivacyMode } from '@dartwing-va/contract/rest.ts';
import type { ActionDeps } from '../actions/deps.ts';
import type { ActionSettings } from '../actions/settings.ts';
import type { AgentRegistry } from '../agents/registry.ts';
import type { Consents } from '../consent/consent.ts';
import type { SiteClient } from '../frappe/site-client.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { Model } from '../llm/model.ts';
import type { UsageBook } from '../llm/usage.ts';
import type { People, Person } from '../people/person.ts';
import type { SiteTime } from '../people/site-time.ts';
import type { Outbox } from '../records/record.ts';
import type { SiteKey } from '../stores/site-key.ts';
import type { Stores } from '../stores/stores.ts';
import type { Planner } from './decide/plan.ts';
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
  readonly agents: AgentRegistry;
  /** Takes requests of several wishes apart. Default: by their words alone. */
  readonly planner?: Planner;
  /** Hosts that links in answers may lead to: the site and the service. Default: none. */
  readonly linkHosts?: readonly string[];
  /** Answers for a person; the offline one when no key is configured. */
  readonly model: (person: Person, mode: PrivacyMode) => Model;
  /** Rules that read words at once, whoever answers them: what is still being spoken is looked up ahead by them. Default: it is not. */
  readonly rules?: Model;
  /** What models took in a turn; kept with its answer. Default: nobody counts. */
  readonly usage?: Pick<UsageBook, 'take'>;
}

/** The deps of the room `actions`, out of the engine's. */
export function actionDepsOf(deps: EngineDeps, emit: ActionDeps['emit']): ActionDeps {
  const { site, stores, outbox, people, clock, ids, siteTime, siteKey, log } = deps;
  const tool = deps.agents.tool;
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
    isAgentOff: deps.agents.isOff,
    missingApp: deps.agents.missingApp,
    callsPerMinute: deps.agents.callsPerMinute,
  };
}
