import { backoff } from '../lib/async.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { Spent } from './budget.ts';
import { type Begun, BothFailed, hedged } from './hedge.ts';
import type { Model, ModelEvent, ModelRequest, ModelTask } from './model.ts';
import { ModelError, type ModelFailure } from './model-error.ts';
import type { Providers } from './registry-providers.ts';
import { type Attempt, type AttemptDeps, startAttempt } from './router-attempt.ts';
import { asModelError, brokenOff, modelTrouble, nobodyInside, spentSentence, spentTrouble } from './router-failure.ts';
import { orderFor, type Wanted } from './router-order.ts';
import { goingOn, isFirstRound, rulesCanAnswer, withoutOldest } from './router-request.ts';
import { createSeam, wordGate } from './router-seam.ts';
import type { LlmSettings } from './settings.ts';

export interface RouterDeps extends AttemptDeps {
  readonly providers: Providers;
  readonly orders: (task: ModelTask) => readonly Wanted[];
  /** Answers when nobody else does. */
  readonly offline: Model;
  readonly metrics: Metrics;
  readonly random: () => number;
  readonly settings: LlmSettings;
}

/** What has come of a request so far, by whomever. */
interface Progress {
  said: string;
  calls: number;
  request: ModelRequest;
  isTrimmed: boolean;
  readonly failures: ModelError[];
}

/** Trouble that may be over in a moment. */
const PASSING: ReadonlySet<ModelFailure> = new Set(['unreachable', 'overloaded', 'rate-limited', 'cut', 'garbled']);

/**
 * The models that are set up, as one: asked in the order of the request's task, each when those before it failed, are
 * resting or kept silent; at last the rules of the offline model, which say that they stand in. What was said is not said
 * again by the next one, and an answer that broke off after a call ends with that call.
 * @throws VaError LLM_* when nobody answered, with the first provider's trouble; the signal's reason when aborted.
 */
export function createRouter(deps: RouterDeps): Model {
  const { settings, health, providers, clock, budget } = deps;
  const pause = backoff({ baseMs: 300, maxMs: 300, random: deps.random });
  const hedges = deps.metrics.counter('llm_hedges_total', 'Second providers asked because the first was silent', [
    'won',
  ]);
  const standIns = deps.metrics.counter('llm_stand_ins_total', 'Answers of the offline model in place of another', [
    'why',
  ]);

  const missing = new Set<string>();
  function tellWhenMissing(provider: string): void {
    if (providers.names.includes(provider) || missing.has(provider)) return;
    missing.add(provider);
    deps.log.warn('an agent asks for a provider that is not set up; the order of its task counts', { provider });
  }

  async function* standIn(request: ModelRequest, why: string, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    standIns.inc({ why });
    const situation = { ...request.situation, standIn: true };
    for await (const event of deps.offline.stream({ ...request, situation }, signal)) {
      yield event.type === 'done' ? { ...event, model: deps.offline.id } : event;
    }
  }

  async function* spent(request: ModelRequest, by: Spent, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    if (settings.whenSpent === 'error' || by.who === 'turn' || !rulesCanAnswer(request)) throw spentTrouble(by);
    if (isFirstRound(request.messages)) yield { type: 'text', text: `${spentSentence(by)} ` };
    yield* standIn(request, 'spent', signal);
  }

  /** Those that may be asked, one after the other; why the others may not is noted. */
  async function* askable(
    wanted: readonly Wanted[],
    failures: ModelError[],
    signal: AbortSignal,
  ): AsyncGenerator<Model> {
    for (const one of wanted) {
      try {
        const model = await providers.model(one, signal);
        if (model === null) continue;
        const resting = health.admit(model.id);
        if (resting === null) yield model;
        else
          failures.push(new ModelError(resting, model.id, { retryAfterMs: health.restsUntil(model.id) - clock.now() }));
      } catch (error) {
        signal.throwIfAborted();
        failures.push(asModelError(error, one.provider));
      }
    }
  }

  async function begin(
    first: Model,
    more: AsyncGenerator<Model>,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<Begun> {
    const start = (model: Model) => startAttempt(deps, model, goingOn(progress.request, progress.said), signal);
    const attempt = start(first);
    const isHedged = settings.hedgeMs > 0 && progress.request.spoken === true && progress.said === '';
    if (!isHedged) return { attempt, event: await attempt.next() };
    let asked = false;
    const second = async () => {
      const { value, done } = await more.next();
      return done ? null : start(value);
    };
    const begun = await hedged(attempt, second, { waitMs: settings.hedgeMs, clock, onSecond: () => (asked = true) });
    if (asked) hedges.inc({ won: begun.attempt === attempt ? 'first' : 'second' });
    return begun;
  }

  /** The rest of an answer; only then is it over without an error. */
  async function* relay({ attempt, event: first }: Begun, progress: Progress): AsyncGenerator<ModelEvent> {
    const seam = progress.said === '' ? null : createSeam(progress.said);
    const gate = wordGate(seam === null);
    function* told(text: string): Generator<ModelEvent> {
      if (text === '') return;
      progress.said += text;
      yield { type: 'text', text };
    }
    const rest = () => {
      const last = gate.flush();
      return seam === null ? last : seam.push(last) + seam.end();
    };
    for (let event = first; event !== null; event = await attempt.next()) {
      if (event.type === 'text') {
        const words = gate.push(event.text);
        yield* told(seam === null ? words : seam.push(words));
        continue;
      }
      if (event.type !== 'suggestions' && event.type !== 'focus') yield* told(rest());
      if (event.type === 'call') progress.calls += 1;
      yield event.type === 'done' ? { ...event, model: attempt.model } : event;
    }
  }

  /** @returns whether the answer came to its end. */
  async function* askAll(
    models: AsyncGenerator<Model>,
    progress: Progress,
    signal: AbortSignal,
  ): AsyncGenerator<ModelEvent, boolean> {
    let again: Model | null = null;
    for (;;) {
      const model: Model | undefined = again ?? (await models.next()).value;
      again = null;
      if (model === undefined) return false;
      let attempt: Attempt | null = null;
      try {
        const begun = await begin(model, models, progress, signal);
        attempt = begun.attempt;
        yield* relay(begun, progress);
        return true;
      } catch (error) {
        signal.throwIfAborted();
        const failures = error instanceof BothFailed ? error.errors : [error];
        const known = failures.map((one) => asModelError(one, model.id));
        progress.failures.push(...known);
        if (known.some((one) => !one.othersMayAnswer)) throw modelTrouble(known);
        if (progress.calls > 0) {
          // What the call brings is answered in the next round, by whoever is there then.
          yield { type: 'done', usage: { inputTokens: 0, outputTokens: 0 }, model: model.id };
          return true;
        }
        const shorter =
          known.at(-1)?.failure === 'context-too-long' && !progress.isTrimmed ? withoutOldest(progress.request) : null;
        if (shorter !== null) {
          progress.request = shorter;
          progress.isTrimmed = true;
          again = model;
        }
      } finally {
        attempt?.end('stopped');
      }
    }
  }

  /** The first that failed for now, once it may be asked again; null when that takes too long. */
  async function onceMore(
    wanted: readonly Wanted[],
    progress: Progress,
    signal: AbortSignal,
  ): Promise<AsyncGenerator<Model> | null> {
    const first = progress.failures.find(({ failure }) => PASSING.has(failure));
    if (first === undefined) return null;
    const waitMs = Math.max(health.restsUntil(first.model) - clock.now(), pause(1));
    if (waitMs > settings.retryMs) return null;
    await clock.sleep(waitMs, signal);
    const [provider] = first.model.split(':');
    return askable(
      wanted.filter((one) => one.provider === provider),
      [],
      signal,
    );
  }

  return {
    id: 'router',
    async *stream(request, signal) {
      signal.throwIfAborted();
      const limit = await budget.admit(request);
      if (limit !== null) return yield* spent(request, limit, signal);
      const { choice, ...bare } = request;
      if (choice?.provider !== undefined) tellWhenMissing(choice.provider);
      // Which model is ours to choose; what is left is how it is to answer.
      const { provider: _, model: __, ...manner } = choice ?? {};
      const progress: Progress = {
        said: '',
        calls: 0,
        request: choice === undefined ? bare : { ...bare, choice: manner },
        isTrimmed: false,
        failures: [],
      };
      const wanted = orderFor(request, deps.orders).filter(
        ({ provider }) => request.outside !== 'never' || providers.isOwn(provider),
      );
      if (yield* askAll(askable(wanted, progress.failures, signal), progress, signal)) return;
      const again = await onceMore(wanted, progress, signal);
      if (again !== null && (yield* askAll(again, progress, signal))) return;
      if (progress.said !== '') throw brokenOff(progress.failures);
      const trouble =
        request.outside === 'never' && wanted.length === 0 ? nobodyInside() : modelTrouble(progress.failures);
      if (!settings.standIn || !rulesCanAnswer(request)) throw trouble;
      yield* standIn(request, trouble.code, signal);
    },
  };
}
