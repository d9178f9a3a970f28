import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtIn } from './agents/built-in.ts';
import { createCustomAgents } from './agents/custom/custom-agents.ts';
import { createWebhookCaller, type WebhookNetwork } from './agents/custom/webhook/caller.ts';
import { createAgentRegistry } from './agents/registry.ts';
import { createAgentSite } from './agents/site-facts.ts';
import { consentAudit } from './audit/audit-record.ts';
import type { Config } from './config.ts';
import { createConsents } from './consent/consent.ts';
import { openSiteBus } from './frappe/bus.ts';
import { openDelegations } from './frappe/delegation.ts';
import { openSiteClient } from './frappe/rest-site-client.ts';
import { connectBus } from './gateway/bus/ingress.ts';
import { gatewayClosing } from './gateway/closing.ts';
import type { GatewayDeps, HealthPart } from './gateway/deps.ts';
import { createHttpServer } from './gateway/http/server.ts';
import { attachSocketServer } from './gateway/socket/socket-server.ts';
import { lazyVoice } from './gateway/voice/voice-rooms.ts';
import { attachVoice } from './gateway/voice/voice-upgrade.ts';
import { createArticleLibrary } from './knowledge/library.ts';
import { openKnowledge } from './knowledge/open.ts';
import type { Clock } from './lib/clock.ts';
import { sortableIds } from './lib/ids.ts';
import type { Log } from './lib/log.ts';
import { createMetrics } from './lib/metrics.ts';
import type { Model } from './llm/model.ts';
import { openModels } from './llm/registry.ts';
import { createModelMasking } from './model-masking.ts';
import { createPeople } from './people/people.ts';
import { createSignIn } from './people/sign-in.ts';
import { siteTimeIn } from './people/site-time.ts';
import { createColleagues } from './privacy/colleagues.ts';
import { createOutbox } from './records/outbox.ts';
import { openChunkIndex } from './search/open.ts';
import { siteZone } from './site-zone.ts';
import { openStores } from './stores/open.ts';
import { siteKey } from './stores/site-key.ts';
import { createTurnEngine } from './turn/engine.ts';
import type { Speech } from './voice/speech.ts';

export interface RunningApp {
  readonly url: string;
  /** Stops taking in, lets running turns finish within the setting, keeps everything accepted. */
  close(): Promise<void>;
}

export interface AppOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly random?: () => number;
  readonly version: string;
  /** Stands between the turns and the model: who listens there hears what is asked of it. Default: nobody. */
  readonly wrapModel?: (model: Model) => Model;
  /** Who listens and speaks. Default: what is configured. */
  readonly speech?: Speech;
  /** How web addresses of custom agents are reached. Default: the public internet alone. */
  readonly webhookNetwork?: WebhookNetwork;
}

/** How long the first start of all waits for the site. */
const FIRST_START_PATIENCE_MS = 60_000;

/** Of the time that stopping may take; the rest is for turns and the outbox to leave all in order. */
const OPEN_REQUESTS_SHARE = 0.75;

/** Wires all rooms together and serves. @throws what keeps the service from starting, with a sentence that says what to do. */
export async function openApp(options: AppOptions): Promise<RunningApp> {
  const { config, clock, log } = options;
  const random = options.random ?? Math.random;
  const { frappe } = config;
  const metrics = createMetrics({ processMetrics: true });
  const ids = sortableIds(clock);
  const key = siteKey(frappe.siteName);
  const closing: (() => Promise<void> | void)[] = [];
  const close = async () => {
    // Last opened, first closed.
    for (const step of closing.splice(0).reverse()) await step();
  };

  try {
    const stores = await openStores({ settings: config.stores, site: frappe.siteName, clock, log });
    closing.push(() => stores.close());
    const delegations = await openDelegations({
      path: frappe.delegationKeyFile ?? join(config.stores.dataDir, 'delegation-key.json'),
      siteName: frappe.siteName,
      clock,
    });
    const credentials = { siteName: frappe.siteName, apiKey: frappe.apiKey, apiSecret: frappe.apiSecret };
    const site = openSiteClient({
      ...credentials,
      url: frappe.siteUrl,
      timeoutMs: frappe.siteTimeoutMs,
      maxSockets: frappe.maxSockets,
      breaker: { failures: frappe.breakerFailures, halfOpenAfterMs: frappe.breakerPauseMs },
      delegations,
      clock,
      random,
      log,
      metrics,
    });
    closing.push(() => site.close());
    const zone = await siteZone({
      site,
      kv: stores.kv,
      key: key('time-zone'),
      clock,
      log,
      patienceMs: FIRST_START_PATIENCE_MS,
    });
    const siteTime = siteTimeIn(zone);

    const outbox = createOutbox({ stores, site, settings: config.records, clock, random, log, metrics });
    closing.push(() => outbox.close());
    const people = createPeople({ site, clock, settings: config.people, siteTimeZone: zone });
    const consents = createConsents({
      people,
      journal: stores.journal,
      kv: stores.kv,
      outbox,
      ids,
      clock,
      siteTime,
      settings: config.consent,
      siteKey: key,
      auditRow: consentAudit(ids),
    });
    const masking = createModelMasking({ settings: config.privacy, site, clock });
    const models = openModels({
      settings: config.llm,
      counters: stores.counters,
      siteKey: key,
      clock,
      random,
      log,
      metrics,
      protect: masking.protect,
      protectText: masking.protectText,
    });
    const agentSite = createAgentSite({ site, log });
    const knowledge = config.knowledge.index
      ? openKnowledge({
          settings: config.knowledge,
          index: await openChunkIndex({
            openSearchUrl: config.search.openSearchUrl,
            dataDir: config.stores.dataDir,
            siteName: frappe.siteName,
          }),
          site,
          embedder: await models.embedder(AbortSignal.timeout(config.llm.embedTimeoutMs)),
          timeZone: zone,
          clock,
          log,
          metrics,
        })
      : null;
    if (knowledge) closing.push(() => knowledge.close());
    const articles = knowledge?.library ?? createArticleLibrary();
    const customAgents = createCustomAgents({
      site,
      log,
      articles,
      webhooks: createWebhookCaller(options.webhookNetwork),
    });
    await Promise.all([agentSite.refresh(), customAgents.refresh()]);
    const agents = createAgentRegistry(builtIn(articles), agentSite, customAgents);
    const model = options.wrapModel?.(models.model) ?? models.model;
    const turns = createTurnEngine({
      site,
      stores,
      sharedStores: config.stores.redisUrl !== null,
      outbox,
      people,
      consents,
      clock,
      ids,
      siteTime,
      siteKey: key,
      log,
      metrics,
      settings: { turn: config.turn, actions: config.actions },
      agents,
      linkHosts: linkHosts(config),
      model: (person, mode) => masking.forPerson(model, person, mode),
      rules: models.rules,
      usage: models.usage,
    });
    closing.push(() => turns.close());

    const bus = openSiteBus({
      ...credentials,
      siteUrl: frappe.siteUrl,
      socketioUrl: frappe.socketioUrl ?? frappe.siteUrl,
      clock,
      random,
      log,
      metrics,
    });
    closing.push(() => bus.close());
    connectBus(bus, [
      (event) => people.handleBus(event),
      (event) => agentSite.handleBus(event),
      (event) => customAgents.handleBus(event),
      (event) => turns.handleBus(event),
      ...(knowledge ? [knowledge.handleBus] : []),
    ]);

    const health: HealthPart[] = [
      { name: config.stores.redisUrl === null ? 'store' : 'redis', required: true, check: () => stores.ping() },
      {
        name: 'site',
        required: true,
        check: async (signal) => {
          await site.readAnonymous('ping', { signal, timeoutMs: 2000 });
        },
      },
      {
        // Without the bus, messages of other apps wait for the next reconnect; everything else works.
        name: 'bus',
        required: false,
        check: async () => {
          if (!bus.connected) throw new Error('not connected');
        },
      },
    ];
    const deps: GatewayDeps = {
      clock,
      ids,
      log,
      metrics,
      stores,
      siteName: frappe.siteName,
      people,
      signIn: createSignIn({ site, clock, passwordGrant: config.gateway.passwordGrant }),
      consents,
      turns,
      voice: lazyVoice(async () => {
        const [{ openVoiceSessions }, { openSpeech }] = await Promise.all([
          import('./voice/session/registry.ts'),
          import('./voice/open-speech.ts'),
        ]);
        const speech =
          options.speech ??
          (await openSpeech({
            settings: config.speech,
            llm: config.llm,
            namesMayLeave: config.privacy.masking !== 'all',
            clock,
            random,
            log,
            metrics,
          }));
        const colleagues = createColleagues({ site, clock });
        return openVoiceSessions({
          clock,
          ids,
          log,
          metrics,
          stores,
          outbox,
          siteKey: key,
          people,
          consents,
          turns,
          speech,
          settings: config.voice,
          colleagues: colleagues.names,
        });
      }),
      agentsOf: (person) => agents.agentsFor(person).map((agent) => agent.id),
      health,
      settings: gatewaySettings(config, options.version),
    };
    const http = await createHttpServer(deps);
    const sockets = attachSocketServer(http.server, deps);
    metrics.gauge('open_sockets', 'Sockets of pages that are open.', () => sockets.openSockets());
    const voice = attachVoice(http.server, deps, sockets.voice);
    const doors = {
      async close() {
        // Calls over socket.io are told that they end before their connection does.
        await voice.close();
        await sockets.close();
      },
    };
    const closeGateway = gatewayClosing(http, doors, clock);
    closing.push(() => closeGateway(config.gateway.shutdownMs * OPEN_REQUESTS_SHARE));

    outbox.start();
    await turns.open();
    bus.start();
    void models.providers.warm();
    await http.listen({ port: config.gateway.port, host: config.gateway.host });
    const { port } = http.server.address() as AddressInfo;
    const host = config.gateway.host === '0.0.0.0' ? '127.0.0.1' : config.gateway.host;
    return { url: `http://${host}:${port}`, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where answers may lead to. */
function linkHosts({ frappe, gateway }: Config): readonly string[] {
  return [frappe.siteUrl, ...(gateway.publicUrl === null ? [] : [gateway.publicUrl])].map((url) => new URL(url).host);
}

function gatewaySettings(config: Config, version: string): GatewayDeps['settings'] {
  const { gateway, frappe } = config;
  return {
    version,
    publicUrl: gateway.publicUrl ?? `http://${gateway.host === '0.0.0.0' ? '127.0.0.1' : gateway.host}:${gateway.port}`,
    siteUrl: frappe.siteUrl,
    allowedOrigins: [new URL(frappe.siteUrl).origin, ...gateway.allowedOrigins],
    assetsDir: fileURLToPath(new URL('../dartwing_va/public', import.meta.url)),
    passwordGrant: gateway.passwordGrant,
    trustProxy: gateway.trustProxy,
    limits: {
      auth: gateway.signInsPerMinute,
      conversations: gateway.conversationsPerMinute,
      actions: gateway.actionsPerMinute,
      default: gateway.otherPerMinute,
    },
    companyPerMinute: gateway.companyPerMinute,
    messageWaitMs: gateway.messageWaitMs,
  };
}
