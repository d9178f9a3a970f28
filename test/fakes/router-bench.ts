import { silentLog } from '../../sidecar/lib/log.ts';
import { createMetrics, type Metrics } from '../../sidecar/lib/metrics.ts';
import { createModelBudget } from '../../sidecar/llm/budget.ts';
import { pricesOf } from '../../sidecar/llm/cost.ts';
import { createModelHealth } from '../../sidecar/llm/health.ts';
import type { Model, ModelEvent, ModelRequest } from '../../sidecar/llm/model.ts';
import type { Providers } from '../../sidecar/llm/registry-providers.ts';
import { createRouter } from '../../sidecar/llm/router.ts';
import { ordersOf } from '../../sidecar/llm/router-order.ts';
import { defaultLlmSettings, type LlmSettings } from '../../sidecar/llm/settings.ts';
import { createUsageBook, type UsageBook } from '../../sidecar/llm/usage.ts';
import { siteKey } from '../../sidecar/stores/site-key.ts';
import type { Counters } from '../../sidecar/stores/stores.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';
import { call, done, scriptedModel } from './scripted-model.ts';
import { situation } from './situation.ts';

/** A router over scripted models, with counters in memory and a clock whose hands the test turns. */
export interface RouterBench {
  readonly clock: ManualClock;
  readonly router: Model;
  readonly usage: UsageBook;
  readonly metrics: Metrics;
  readonly counters: Counters;
  /** All events of an answer. */
  ask(request?: Partial<ModelRequest>, signal?: AbortSignal): Promise<readonly ModelEvent[]>;
}

export const ASKED: ModelRequest = {
  system: ['Rules.'],
  messages: [{ role: 'user', text: 'How many days do I have left?' }],
  tools: [],
  payer: { employee: 'HR-EMP-1', company: 'Acme' },
  situation: situation(),
};

/** The rules of the product are not what is tested here: these say that they stand in, and call for a balance. */
export const rules = () =>
  scriptedModel('offline', (request) => {
    const last = request.messages.at(-1);
    const text = `${request.situation.standIn ? 'Standing in. ' : ''}Rules say so.`;
    if (last?.role === 'user' && last.text.includes('balance')) return [call('balance'), done(0, 0)];
    return [text, done(0, 0)];
  });

/** @param models the providers in their order; each model's id is `provider:name` */
export function routerBench(
  models: readonly Model[],
  options: { readonly settings?: Partial<LlmSettings>; readonly offline?: Model; readonly counters?: Counters } = {},
): RouterBench {
  const clock = manualClock();
  const names = [...new Set(models.map(({ id }) => id.split(':')[0] ?? ''))];
  const settings = { ...defaultLlmSettings, order: models.map(({ id }) => id), ...options.settings };
  const metrics = createMetrics();
  const prices = pricesOf({ currency: 'USD', models: { 'openai:*': { input: 1, cached: 0.5, output: 10 } } });
  const usage = createUsageBook({ prices, metrics });
  const counters = options.counters ?? countersInMemory(clock);
  const providers: Providers = {
    names,
    setups: [],
    isOwn: (provider) => provider === 'local',
    model: async (wanted) => {
      if (!names.includes(wanted.provider)) return null;
      const ofProvider = models.filter(({ id }) => id.startsWith(`${wanted.provider}:`));
      const found = ofProvider.find(({ id }) => wanted.model === null || id === `${wanted.provider}:${wanted.model}`);
      return found ?? scriptedModel(`${wanted.provider}:${wanted.model}`, [{ fail: 'no-such-model' }]);
    },
    warm: async () => undefined,
  };
  const router = createRouter({
    providers,
    orders: ordersOf(settings, null),
    offline: options.offline ?? rules(),
    clock,
    random: () => 0.5,
    log: silentLog,
    metrics,
    settings,
    health: createModelHealth({ clock, settings }),
    usage,
    budget: createModelBudget({ counters, siteKey: siteKey('acme.test'), clock, settings, usage }),
  });
  return {
    clock,
    router,
    usage,
    metrics,
    counters,
    async ask(request = {}, signal = new AbortController().signal) {
      const events: ModelEvent[] = [];
      for await (const event of router.stream({ ...ASKED, ...request }, signal)) events.push(event);
      return events;
    },
  };
}

export function countersInMemory(clock: ManualClock): Counters {
  const counts = new Map<string, { count: number; readonly resetAt: number }>();
  const live = (key: string) => {
    const known = counts.get(key);
    return known !== undefined && known.resetAt > clock.now() ? known : null;
  };
  return {
    async hit(key, windowMs, by = 1) {
      const counted = live(key) ?? { count: 0, resetAt: clock.now() + windowMs };
      counted.count += by;
      counts.set(key, counted);
      return { ...counted };
    },
    peek: async (key) => live(key)?.count ?? 0,
  };
}

export const textOf = (events: readonly ModelEvent[]) =>
  events.map((event) => (event.type === 'text' ? event.text : '')).join('');
export const answeredBy = (events: readonly ModelEvent[]) =>
  events.flatMap((event) => (event.type === 'done' ? [event.model] : []));
