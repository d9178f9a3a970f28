import type { Clock } from '../lib/clock.ts';
import type { Metrics } from '../lib/metrics.ts';
import { currentTrace } from '../lib/trace.ts';
import type { Prices } from './cost.ts';
import type { ModelRequest, ModelTask, ModelUsage } from './model.ts';
import type { ModelFailure } from './model-error.ts';

/** One request to one model and what it took, whether it came to anything or not. */
export interface ModelCall {
  readonly model: string;
  readonly task: ModelTask | 'embed';
  /** `lost`: another provider was quicker; `stopped`: nobody wanted the answer any more. */
  readonly outcome: 'answered' | 'lost' | 'stopped' | ModelFailure;
  readonly usage: ModelUsage;
  /** The provider did not say; counted by the length of the texts. */
  readonly estimated: boolean;
  /** In the currency of the price table; null when the model has no price there. */
  readonly cost: number | null;
  readonly currency: string;
  /** To the end, and to the first word (null: none came), ms. */
  readonly ms: number;
  readonly firstMs: number | null;
}

/** What a turn used so far. */
export interface TurnUsage {
  readonly requests: number;
  readonly tokens: number;
}

/** What models were asked and what it cost, by turn; metrics without persons. */
export interface UsageBook {
  /**
   * Of the turn in hand (lib/trace). What comes after its answer was kept, such as a summary, counts with the next answer of the
   * conversation; outside of any it is in the metrics alone.
   */
  note(call: Omit<ModelCall, 'cost' | 'currency'>): ModelCall;
  /** Of the turn in hand. */
  soFar(): TurnUsage;
  /** All calls of a turn so far and what its conversation left over, once: they are forgotten here. */
  take(turnId: string, conversationId?: string): readonly ModelCall[];
}

/** Turns that never come to an outcome here (a shutdown), and conversations that do not go on, must not pile up. */
const MOST = 5000;

export function createUsageBook(deps: { readonly prices: Prices; readonly metrics: Metrics }): UsageBook {
  const { prices } = deps;
  const turns = keptCalls();
  const leftOver = keptCalls();
  const taken = new Set<string>();
  const count = callMetrics(deps.metrics);
  return {
    note(given) {
      const call = { ...given, cost: prices.costOf(given.model, given.usage), currency: prices.currency };
      count(call);
      const { turn_id: turn, conversation_id: conversation } = currentTrace();
      if (turn !== undefined && !taken.has(turn)) turns.add(turn, call);
      else if (conversation !== undefined) leftOver.add(conversation, call);
      return call;
    },
    soFar() {
      const turn = currentTrace().turn_id;
      const calls = turn === undefined ? [] : turns.of(turn);
      return { requests: calls.length, tokens: calls.reduce((sum, { usage }) => sum + tokensOf(usage), 0) };
    },
    take(turnId, conversationId) {
      taken.add(turnId);
      const oldest = taken.values().next().value;
      if (taken.size > MOST && oldest !== undefined) taken.delete(oldest);
      return [...(conversationId === undefined ? [] : leftOver.take(conversationId)), ...turns.take(turnId)];
    },
  };
}

/** Calls by a key; the oldest keys go when there are too many. */
function keptCalls() {
  const kept = new Map<string, ModelCall[]>();
  const of = (key: string): readonly ModelCall[] => kept.get(key) ?? [];
  return {
    of,
    add(key: string, call: ModelCall) {
      kept.set(key, [...of(key), call]);
      const oldest = kept.keys().next().value;
      if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
    },
    take(key: string): readonly ModelCall[] {
      const calls = of(key);
      kept.delete(key);
      return calls;
    },
  };
}

export function tokensOf(usage: ModelUsage): number {
  return usage.inputTokens + usage.outputTokens;
}

/** About as many characters as a token has in English. */
const CHARS_PER_TOKEN = 4;

/** What a request takes that its provider said nothing about. */
export function estimatedUsage(request: ModelRequest, said: string): ModelUsage {
  const messages = request.messages.reduce((sum, one) => {
    if (one.role === 'tool') return sum + one.content.length;
    return sum + one.text.length + (one.role === 'assistant' ? JSON.stringify(one.calls).length : 0);
  }, 0);
  const tools = request.tools.reduce((sum, tool) => sum + tool.description.length + lengthOf(tool.parameters), 0);
  const chars = request.system.join('').length + messages + tools;
  return { inputTokens: Math.ceil(chars / CHARS_PER_TOKEN), outputTokens: Math.ceil(said.length / CHARS_PER_TOKEN) };
}

/** Schemas are made once and are the same objects in every request. */
const lengths = new WeakMap<object, number>();
function lengthOf(schema: Readonly<Record<string, unknown>>): number {
  const length = lengths.get(schema) ?? JSON.stringify(schema).length;
  lengths.set(schema, length);
  return length;
}

function callMetrics(metrics: Metrics): (call: ModelCall) => void {
  const requests = metrics.counter('llm_requests_total', 'Requests to models', ['model', 'task', 'outcome']);
  const errors = metrics.counter('llm_errors_total', 'Requests to models that failed', ['model', 'error_type']);
  const limited = metrics.counter('llm_rate_limited_total', 'Requests that a provider put off', ['model']);
  const tokens = metrics.counter('llm_tokens_total', 'Tokens that models took', ['model', 'type']);
  const cost = metrics.counter('llm_cost_total', 'What models cost, as far as their price is known', [
    'model',
    'currency',
  ]);
  const unpriced = metrics.counter('llm_unpriced_total', 'Requests to models without a price', ['model']);
  const labels = { labels: ['model'] } as const;
  const whole = metrics.histogram('llm_request_duration_seconds', 'Time to the end of an answer', labels);
  const first = metrics.histogram('llm_first_token_seconds', 'Time to the first word of an answer', labels);
  return (call) => {
    const { model, outcome, usage } = call;
    requests.inc({ model, task: call.task, outcome });
    if (outcome !== 'answered' && outcome !== 'lost' && outcome !== 'stopped')
      errors.inc({ model, error_type: outcome });
    if (outcome === 'rate-limited') limited.inc({ model });
    tokens.inc({ model, type: 'input' }, usage.inputTokens);
    tokens.inc({ model, type: 'output' }, usage.outputTokens);
    tokens.inc({ model, type: 'cached' }, usage.cachedTokens ?? 0);
    if (call.cost === null) unpriced.inc({ model });
    else cost.inc({ model, currency: call.currency }, call.cost);
    whole.observe({ model }, call.ms / 1000);
    if (call.firstMs !== null) first.observe({ model }, call.firstMs / 1000);
  };
}

/** A stop watch for one call. */
export function stopwatch(clock: Clock): {
  readonly first: () => void;
  readonly read: () => Pick<ModelCall, 'ms' | 'firstMs'>;
} {
  const start = clock.now();
  let firstMs: number | null = null;
  return {
    first: () => {
      firstMs ??= clock.now() - start;
    },
    read: () => ({ ms: clock.now() - start, firstMs }),
  };
}
