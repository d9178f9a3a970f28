import type { Clock } from '../lib/clock.ts';
import type { ModelError, ModelFailure } from './model-error.ts';

/** Which models may be asked: a circuit breaker for each, and for a provider whose key or account does not work. */
export interface ModelHealth {
  /** Null: ask it. Else why it is left alone. After a pause one caller at a time is let through to try. */
  admit(model: string): ModelFailure | null;
  /** When `admit` will let somebody through again, epoch ms; 0: now. */
  restsUntil(model: string): number;
  worked(model: string): void;
  failed(error: ModelError): void;
}

/** Trouble that the next request has too, and how long it is left at that, ms. */
const RESTS: Readonly<Partial<Record<ModelFailure, number>>> = {
  key: 60_000,
  quota: 300_000,
  'no-such-model': 600_000,
};
/** Trouble of the whole provider, not of one of its models. */
const OF_PROVIDER: ReadonlySet<ModelFailure> = new Set(['key', 'quota']);
/** Trouble of the request; it says nothing about the model. */
const OF_REQUEST: ReadonlySet<ModelFailure> = new Set(['refused', 'context-too-long', 'bad-request']);
const RATE_LIMIT_MS = 5000;
const LONGEST_MS = 600_000;

interface State {
  /** In a row. */
  failures: number;
  /** Pauses in a row. */
  pauses: number;
  restsUntil: number;
  why: ModelFailure;
}

export function createModelHealth(deps: {
  readonly clock: Clock;
  readonly settings: { readonly breakerFailures: number; readonly breakerPauseMs: number };
}): ModelHealth {
  const { clock, settings } = deps;
  const states = new Map<string, State>();
  const keysOf = (model: string) => [model, providerOf(model)];

  function rest(key: string, state: State, why: ModelFailure, ms: number): void {
    state.why = why;
    state.restsUntil = Math.max(state.restsUntil, clock.now() + Math.min(ms, LONGEST_MS));
    states.set(key, state);
  }

  return {
    admit(model) {
      const known = keysOf(model).flatMap((key) => states.get(key) ?? []);
      const resting = known.find((state) => state.restsUntil > clock.now());
      if (resting !== undefined) return resting.why;
      for (const state of known) {
        // One tries; the others wait for what comes of it.
        if (state.restsUntil > 0) state.restsUntil = clock.now() + settings.breakerPauseMs;
      }
      return null;
    },
    restsUntil: (model) => Math.max(0, ...keysOf(model).map((key) => states.get(key)?.restsUntil ?? 0)),
    worked(model) {
      for (const key of keysOf(model)) states.delete(key);
    },
    failed({ model, failure, retryAfterMs }) {
      if (OF_REQUEST.has(failure)) return;
      const key = OF_PROVIDER.has(failure) ? providerOf(model) : model;
      const state = states.get(key) ?? { failures: 0, pauses: 0, restsUntil: 0, why: failure };
      state.failures += 1;
      const told = retryAfterMs ?? (failure === 'rate-limited' ? RATE_LIMIT_MS : null) ?? RESTS[failure] ?? null;
      if (told !== null) return rest(key, state, failure, told);
      const isProbe = state.restsUntil > 0;
      states.set(key, state);
      if (!isProbe && state.failures < settings.breakerFailures) return;
      state.restsUntil = 0;
      rest(key, state, failure, settings.breakerPauseMs * 2 ** state.pauses);
      state.pauses = Math.min(state.pauses + 1, 10);
    },
  };
}

function providerOf(model: string): string {
  return model.split(':')[0] ?? model;
}
