import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { SiteKey } from '../stores/site-key.ts';
import type { Counters } from '../stores/stores.ts';
import { createModelBudget } from './budget.ts';
import { loadPrices } from './cost.ts';
import { createModelHealth } from './health.ts';
import type { Model } from './model.ts';
import { offlineOnFirstUse } from './offline/on-first-use.ts';
import type { Embedder } from './providers/embeddings.ts';
import { embedderOptions, openWatchedEmbedder } from './registry-embedder.ts';
import { createProviders, type Providers } from './registry-providers.ts';
import { providerSetups } from './registry-setups.ts';
import { createRouter } from './router.ts';
import { ordersOf, wantedOf } from './router-order.ts';
import type { LlmSettings } from './settings.ts';
import { createUsageBook, type UsageBook } from './usage.ts';

/** What answers, as the settings say. */
export interface Models {
  /** The offline model when no provider is set up, else a router over those that are. */
  readonly model: Model;
  /** The offline model, whoever answers. */
  readonly rules: Model;
  readonly usage: UsageBook;
  readonly providers: Providers;
  /** Makes vectors; null: nobody does. Asks the server once where its length is not set. */
  embedder(signal: AbortSignal): Promise<Embedder | null>;
}

/** The start stops with this sentence. */
export class UnknownModelError extends Error {
  constructor(id: string, known: readonly string[]) {
    const there = known.length === 0 ? 'no provider is set up' : `set up: ${known.join(', ')}`;
    super(
      `There is no model "${id}". Set VA_MODEL to auto, offline, or a provider that is set up (${there}; docs/models.md).`,
    );
    this.name = 'UnknownModelError';
  }
}

/** @throws UnknownModelError, PricesError, EmbeddingsError: sentences that stop the start. */
export function openModels(deps: {
  readonly settings: LlmSettings;
  readonly counters: Counters;
  readonly siteKey: SiteKey;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Stands before every model outside of the company. */
  readonly protect?: (model: Model) => Model;
  /** Masks what an embedder outside of the company reads; null: it may read nothing. */
  readonly protectText?: ((text: string) => string) | null;
}): Models {
  const { settings, log, clock } = deps;
  const providers = createProviders(settings.model === 'offline' ? [] : providerSetups(settings), log, deps.protect);
  const usage = createUsageBook({ prices: loadPrices(settings.pricesFile), metrics: deps.metrics });
  const health = createModelHealth({ clock, settings });
  const vectors = embedderOptions(settings);
  const protection = deps.protectText === undefined ? {} : { protectText: deps.protectText };
  const embedder = (signal: AbortSignal) =>
    openWatchedEmbedder(vectors, { clock, log, health, usage, ...protection }, signal);
  const offline = offlineOnFirstUse();
  const first = settings.model === 'auto' || settings.model === 'offline' ? null : settings.model;
  if (first !== null && !providers.names.includes(wantedOf(first).provider)) {
    throw new UnknownModelError(first, providers.names);
  }
  // Rules that are all there is need nobody above them; without them, that nobody is set up is an error like any other.
  if (settings.model === 'offline' || (providers.names.length === 0 && settings.standIn)) {
    return { model: offline, rules: offline, usage, providers, embedder };
  }
  const model = createRouter({
    providers,
    orders: ordersOf(settings, first),
    offline,
    clock,
    random: deps.random,
    log,
    metrics: deps.metrics,
    settings,
    health,
    usage,
    budget: createModelBudget({ counters: deps.counters, siteKey: deps.siteKey, clock, settings, usage }),
  });
  return { model, rules: offline, usage, providers, embedder };
}
