import type { Clock } from '../../lib/clock.ts';
import type { SpeechError, SpeechFailure } from '../speech-to-text.ts';

/** Which providers are asked first: those that work, then those whose trouble may be over. */
export interface ProviderHealth {
  /** Those worth asking, the best first. A key that is refused or an account that is empty is left alone for a while. */
  order(providers: readonly string[]): readonly string[];
  /** Why none of them is worth asking; null when one is. */
  why(providers: readonly string[]): { readonly provider: string; readonly failure: SpeechFailure } | null;
  worked(provider: string): void;
  failed(error: SpeechError): void;
}

/** Trouble that the next clause has too, and how long that is taken for granted, ms. */
const RESTS: Readonly<Partial<Record<SpeechFailure, number>>> = {
  key: 60_000,
  quota: 300_000,
  'rate-limited': 5000,
};
/** Not asked at all meanwhile: nothing that we do mends it. */
const HOPELESS: ReadonlySet<SpeechFailure> = new Set(['key', 'quota']);
/** Trouble of the words; it says nothing about the provider. */
const OF_REQUEST: ReadonlySet<SpeechFailure> = new Set(['bad-request']);
const PAUSE_MS = 5000;
const LONGEST_MS = 300_000;

interface State {
  /** In a row. */
  readonly failures: number;
  readonly restsUntil: number;
  readonly failure: SpeechFailure;
}

export function createProviderHealth(clock: Pick<Clock, 'now'>): ProviderHealth {
  const states = new Map<string, State>();
  const resting = (provider: string) => {
    const state = states.get(provider);
    return state !== undefined && state.restsUntil > clock.now() ? state : null;
  };
  const isHopeless = (provider: string) => {
    const state = resting(provider);
    return state !== null && HOPELESS.has(state.failure);
  };
  return {
    order(providers) {
      const working = providers.filter((one) => resting(one) === null);
      const doubtful = providers.filter((one) => resting(one) !== null && !isHopeless(one));
      return [...working, ...doubtful];
    },
    why(providers) {
      const [first] = providers;
      if (first === undefined || !providers.every(isHopeless)) return null;
      return { provider: first, failure: resting(first)?.failure ?? 'unreachable' };
    },
    worked(provider) {
      states.delete(provider);
    },
    failed({ provider, failure }) {
      if (OF_REQUEST.has(failure)) return;
      const failures = (states.get(provider)?.failures ?? 0) + 1;
      const ms = RESTS[failure] ?? Math.min(LONGEST_MS, PAUSE_MS * 2 ** Math.min(failures - 1, 10));
      states.set(provider, { failures, failure, restsUntil: clock.now() + ms });
    },
  };
}
