import type { Clock } from '../lib/clock.ts';
import type { ModelEvent } from './model.ts';
import type { Attempt } from './router-attempt.ts';

/** Who spoke first, and what. */
export interface Begun {
  readonly attempt: Attempt;
  readonly event: ModelEvent | null;
}

/** Both were asked and both failed. */
export class BothFailed extends Error {
  readonly errors: readonly unknown[];
  constructor(errors: readonly unknown[]) {
    super('both models failed');
    this.name = 'BothFailed';
    this.errors = errors;
  }
}

type Outcome = { readonly attempt: Attempt } & ({ readonly event: ModelEvent | null } | { readonly error: unknown });

/**
 * The first event of the first attempt; when it is silent for `waitMs`, of whichever of two comes first. The other one is
 * ended.
 * @param second asks somebody else; null when nobody is left
 * @throws what the first attempt threw before the second was asked; BothFailed.
 */
export async function hedged(
  first: Attempt,
  second: () => Promise<Attempt | null>,
  options: { readonly waitMs: number; readonly clock: Clock; readonly onSecond: () => void },
): Promise<Begun> {
  const waiting = new AbortController();
  const leading = begin(first);
  try {
    const late = options.clock.sleep(options.waitMs, waiting.signal).then(
      () => null,
      () => null,
    );
    const early = await Promise.race([leading, late]);
    if (early !== null) return begunOf(early);
    const other = await second();
    if (other === null) return begunOf(await leading);
    options.onSecond();
    const following = begin(other);
    const quicker = await Promise.race([leading, following]);
    const slower = quicker.attempt === first ? following : leading;
    if (!('error' in quicker)) {
      (quicker.attempt === first ? other : first).end('lost');
      return quicker;
    }
    const last = await slower;
    if ('error' in last) throw new BothFailed([quicker.error, last.error]);
    return last;
  } finally {
    waiting.abort();
  }
}

async function begin(attempt: Attempt): Promise<Outcome> {
  try {
    return { attempt, event: await attempt.next() };
  } catch (error) {
    return { attempt, error };
  }
}

function begunOf(outcome: Outcome): Begun {
  if ('error' in outcome) throw outcome.error;
  return outcome;
}
