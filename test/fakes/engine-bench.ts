import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TurnEvent } from '@dartwing-va/contract/turn-events.ts';
import { defaultActionSettings } from '../../sidecar/actions/settings.ts';
import type { Agent } from '../../sidecar/agents/agent.ts';
import { createAgentRegistry } from '../../sidecar/agents/registry.ts';
import { consentAudit } from '../../sidecar/audit/audit-record.ts';
import { createConsents } from '../../sidecar/consent/consent.ts';
import { sortableIds } from '../../sidecar/lib/ids.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { createMetrics } from '../../sidecar/lib/metrics.ts';
import { loadSettings } from '../../sidecar/lib/settings.ts';
import type { Model } from '../../sidecar/llm/model.ts';
import { createPeople } from '../../sidecar/people/people.ts';
import type { Identity, Person } from '../../sidecar/people/person.ts';
import { siteTimeIn } from '../../sidecar/people/site-time.ts';
import { createOutbox } from '../../sidecar/records/outbox.ts';
import { recordsSettings } from '../../sidecar/records/settings.ts';
import { openEmbeddedStores } from '../../sidecar/stores/embedded/open.ts';
import { siteKey } from '../../sidecar/stores/site-key.ts';
import type { Stores } from '../../sidecar/stores/stores.ts';
import type { Planner } from '../../sidecar/turn/decide/plan.ts';
import { createTurnEngine, type RunningTurnEngine } from '../../sidecar/turn/engine.ts';
import { defaultTurnSettings, type TurnSettings } from '../../sidecar/turn/settings.ts';
import type { TurnOutcome } from '../../sidecar/turn/turn-engine.ts';
import { profileOf } from './acme-people.ts';
import { type CompanySite, companySite } from './company-site.ts';
import { deskAgent } from './desk-agent.ts';
import { type PlainModel, plainModel } from './plain-model.ts';
import { type ShiftingClock, shiftingClock } from './shifting-clock.ts';

/** A sidecar's heart on real embedded stores and a real outbox, with a site in process and a model that a test can read. */
export interface EngineBench {
  readonly clock: ShiftingClock;
  readonly site: CompanySite;
  readonly model: PlainModel;
  engine: RunningTurnEngine;
  stores: Stores;
  /** Wraps the stores from the next start on. */
  wrap: (stores: Stores) => Stores;
  person(first: string): Promise<Person>;
  identity(first: string): Promise<Identity>;
  /** A conversation of a person. */
  begin(first: string): Promise<string>;
  /** Says something and waits for the answer. */
  say(first: string, conversation: string, text: string, options?: SayOptions): Promise<TurnOutcome>;
  events(first: string, conversation: string): Promise<readonly TurnEvent[]>;
  /** Waits until every record is at the site. */
  drained(): Promise<void>;
  /** Ends the process's part without a word, as a kill does, and starts a new one on the same folder. */
  restart(options?: { readonly open?: boolean }): Promise<void>;
  close(): Promise<void>;
}
export interface SayOptions {
  readonly clientMessageId?: string;
  readonly withoutSession?: boolean;
}

export async function engineBench(
  options: {
    readonly turn?: Partial<TurnSettings>;
    readonly profiles?: readonly Record<string, unknown>[];
    /** Real agents and a real model in place of the plain ones. */
    readonly talk?: { readonly agents: readonly Agent[]; readonly model: Model; readonly planner?: Planner };
  } = {},
): Promise<EngineBench> {
  const dir = mkdtempSync(join(tmpdir(), 'va-engine-'));
  const clock = shiftingClock();
  const siteTime = siteTimeIn('America/Chicago');
  const site = await companySite(clock, siteTime);
  for (const profile of options.profiles ?? [profileOf('Priya'), profileOf('Erik')]) {
    site.profiles.set(String(profile['user']), profile);
  }
  site.reads.set('balance', () => ({ remaining: 14 }));
  const model = plainModel();
  const key = siteKey('acme.test');
  const ids = sortableIds(clock);
  const log = silentLog;
  let part: Awaited<ReturnType<typeof assemble>>;

  async function assemble() {
    const stores = bench.wrap(openEmbeddedStores({ dir, clock, log }));
    const metrics = createMetrics();
    const settings = loadSettings({ records: recordsSettings }, {}).records;
    const outbox = createOutbox({ stores, site, settings, clock, random: Math.random, log, metrics });
    outbox.start();
    const people = createPeople({ site, clock });
    const consents = createConsents({
      people,
      journal: stores.journal,
      kv: stores.kv,
      outbox,
      ids,
      clock,
      siteTime,
      siteKey: key,
      auditRow: consentAudit(ids),
    });
    const engine = createTurnEngine({
      site,
      stores,
      sharedStores: false,
      outbox,
      people,
      consents,
      clock,
      ids,
      siteTime,
      siteKey: key,
      log,
      metrics,
      settings: { turn: { ...defaultTurnSettings, ...options.turn }, actions: defaultActionSettings },
      agents: createAgentRegistry(options.talk?.agents ?? [deskAgent]),
      model: () => options.talk?.model ?? model,
      rules: model,
      ...(options.talk?.planner === undefined ? {} : { planner: options.talk.planner }),
    });
    return { stores, outbox, people, engine };
  }

  const bench: EngineBench = {
    clock,
    site,
    model,
    wrap: (stores) => stores,
    engine: undefined as unknown as RunningTurnEngine,
    stores: undefined as unknown as Stores,
    person: (first) => part.people.person(`${first.toLowerCase()}@acme.test`),
    async identity(first) {
      return await part.people.identify(await site.token(`${first.toLowerCase()}@acme.test`));
    },
    async begin(first) {
      const options = { mode: 'text', privacyMode: 'normal', platform: 'web', context: {} } as const;
      return (await bench.engine.start(await bench.person(first), options)).conversationId;
    },
    async say(first, conversationId, text, { clientMessageId, withoutSession = false } = {}) {
      const { turnId } = await bench.engine.accept({
        person: await bench.person(first),
        identity: withoutSession ? null : await bench.identity(first),
        conversationId,
        text,
        clientMessageId: clientMessageId ?? null,
        // What comes without a session comes from the site.
        origin: withoutSession ? 'site' : 'api',
      });
      return await bench.engine.outcome(conversationId, turnId, AbortSignal.timeout(8000));
    },
    async events(first, conversationId) {
      const heard = await bench.engine.subscribe(await bench.person(first), conversationId, 0, () => undefined);
      heard.unsubscribe();
      return heard.replay ?? [];
    },
    drained: () => part.outbox.drained(AbortSignal.timeout(8000)),
    async restart({ open = true } = {}) {
      await part.engine.close();
      await part.outbox.close();
      await part.stores.close();
      await start();
      if (open) await bench.engine.open();
    },
    async close() {
      await part.engine.close();
      await part.outbox.close();
      await part.stores.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  async function start(): Promise<void> {
    part = await assemble();
    bench.engine = part.engine;
    bench.stores = part.stores;
  }
  await start();
  return bench;
}
