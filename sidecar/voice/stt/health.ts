import type { Clock } from '../../lib/clock.ts';
import type { SpeechFailure } from '../speech-to-text.ts';

/**
 * Whom to ask for speech. One that broke is asked last for a pause. One that cannot be had several times in a row, or
 * whose key or account does not work, is left alone, longer each time; then one caller tries.
 */
export interface RecogniserHealth {
  /** Those that may be asked, the best first. */
  askable(providers: readonly string[]): readonly string[];
  /** It is being asked: of one that was left alone, others wait for what comes of it. */
  asking(provider: string): void;
  worked(provider: string): void;
  failed(provider: string, failure: SpeechFailure): void;
  /** Why it is left alone; null when it is not. */
  restsBecause(provider: string): SpeechFailure | null;
}

/** In a row, after which a provider is left alone. */
const FAILURES = 3;
/** Failures further apart than so many pauses are not in a row. */
const FORGET_PAUSES = 30;
const LONGEST_MS = 600_000;
/** Trouble that the next request has too, and how long the provider is left alone for it, ms. */
const RESTS: Readonly<Partial<Record<SpeechFailure, number>>> = {
  'rate-limited': 5000,
  key: 60_000,
  quota: 300_000,
  unsupported: 600_000,
};

interface State {
  failures: number;
  failedAt: number;
  /** Times in a row that it was left alone. */
  rests: number;
  lastUntil: number;
  restsUntil: number;
  isTrying: boolean;
  why: SpeechFailure;
}

export function createRecogniserHealth(deps: { readonly clock: Clock; readonly pauseMs: number }): RecogniserHealth {
  const { clock, pauseMs } = deps;
  const states = new Map<string, State>();

  function stateOf(provider: string, now: number): State {
    const known = states.get(provider);
    const isInRow = known !== undefined && now - Math.max(known.failedAt, known.restsUntil) < pauseMs * FORGET_PAUSES;
    const state: State = isInRow
      ? known
      : { failures: 0, failedAt: now, rests: 0, lastUntil: 0, restsUntil: 0, isTrying: false, why: 'cut' };
    states.set(provider, state);
    return state;
  }

  return {
    askable(providers) {
      const now = clock.now();
      const may = providers.filter((one) => (states.get(one)?.restsUntil ?? 0) <= now);
      const isLast = (one: string) => (states.get(one)?.lastUntil ?? 0) > now;
      return [...may.filter((one) => !isLast(one)), ...may.filter(isLast)];
    },
    asking(provider) {
      const state = states.get(provider);
      if (state === undefined || state.restsUntil === 0) return;
      state.isTrying = true;
      state.restsUntil = clock.now() + pauseMs;
    },
    worked(provider) {
      states.delete(provider);
    },
    failed(provider, failure) {
      const now = clock.now();
      const state = stateOf(provider, now);
      state.lastUntil = now + pauseMs;
      // A connection that broke says nothing about the next one; and what many calls had at once is one trouble.
      if (failure === 'cut' || (state.restsUntil > now && !state.isTrying)) return;
      state.failures += 1;
      state.failedAt = now;
      state.why = failure;
      const told = RESTS[failure] ?? null;
      if (told === null && !state.isTrying && state.failures < FAILURES) return;
      state.isTrying = false;
      state.restsUntil = now + Math.min(Math.max(told ?? 0, pauseMs * 2 ** state.rests), LONGEST_MS);
      state.rests = Math.min(state.rests + 1, 10);
    },
    restsBecause(provider) {
      const state = states.get(provider);
      return state !== undefined && state.restsUntil > clock.now() ? state.why : null;
    },
  };
}
