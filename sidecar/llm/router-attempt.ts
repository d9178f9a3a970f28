import { orAborted } from '../lib/async.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { ModelBudget } from './budget.ts';
import type { ModelHealth } from './health.ts';
import type { Model, ModelEvent, ModelRequest, ModelUsage } from './model.ts';
import { ModelError } from './model-error.ts';
import { asModelError } from './router-failure.ts';
import { estimatedUsage, type ModelCall, stopwatch, tokensOf, type UsageBook } from './usage.ts';

export interface AttemptDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly health: ModelHealth;
  readonly usage: UsageBook;
  readonly budget: ModelBudget;
}

/** One request to one model; what it took is noted once, however it ends. */
export interface Attempt {
  readonly model: string;
  /** Null after `done`. @throws ModelError, or the signal's reason when the caller's signal is aborted. */
  next(): Promise<ModelEvent | null>;
  /** Nobody waits for the rest. No effect once it is over. */
  end(outcome: 'lost' | 'stopped'): void;
}

export function startAttempt(deps: AttemptDeps, model: Model, request: ModelRequest, signal: AbortSignal): Attempt {
  const { clock, log, health, usage, budget } = deps;
  const controller = new AbortController();
  const onAbort = () => controller.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const watch = stopwatch(clock);
  const events = model.stream(request, controller.signal)[Symbol.asyncIterator]();
  let said = '';
  let isOver = false;

  async function over(outcome: ModelCall['outcome'], told: ModelUsage | null): Promise<void> {
    if (isOver) return;
    isOver = true;
    signal.removeEventListener('abort', onAbort);
    // What was refused before a word was read costs nothing.
    const took = told ?? (isFree(outcome) ? NOTHING : estimatedUsage(request, said));
    const call = { model: model.id, task: request.task ?? 'agent', outcome, usage: took } as const;
    usage.note({ ...call, estimated: told === null, ...watch.read() });
    try {
      await budget.spend(request, tokensOf(took));
    } catch (error) {
      log.warn('what a model used could not be counted', { model: model.id }, error);
    }
  }

  async function failed(thrown: unknown): Promise<never> {
    // Ended from outside, while somebody still waited for it.
    if (isOver) throw thrown;
    if (signal.aborted) {
      await over('stopped', null);
      throw signal.reason;
    }
    const error = asModelError(thrown, model.id);
    health.failed(error);
    log.warn('a model failed', { model: model.id, failure: error.failure, task: request.task ?? 'agent' }, error);
    await over(error.failure, null);
    controller.abort(error);
    throw error;
  }

  return {
    model: model.id,
    async next() {
      if (isOver) return null;
      try {
        const { done, value } = await orAborted(events.next(), controller.signal);
        if (done) throw new ModelError('cut', model.id);
        watch.first();
        if (value.type === 'text') said += value.text;
        if (value.type === 'done') {
          health.worked(model.id);
          await over('answered', value.usage);
        }
        return value;
      } catch (error) {
        return await failed(error);
      }
    },
    end(outcome) {
      if (isOver) return;
      void over(outcome, null);
      controller.abort(new DOMException('not needed any more', 'AbortError'));
      // Its own end may come late or with an error: nobody is there to hear it.
      events.return?.().catch(() => undefined);
    },
  };
}

const NOTHING: ModelUsage = { inputTokens: 0, outputTokens: 0 };

function isFree(outcome: ModelCall['outcome']): boolean {
  return [
    'unreachable',
    'overloaded',
    'rate-limited',
    'quota',
    'key',
    'no-such-model',
    'context-too-long',
    'bad-request',
  ].includes(outcome);
}
