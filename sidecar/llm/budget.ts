import type { Clock } from '../lib/clock.ts';
import type { SiteKey } from '../stores/site-key.ts';
import type { Counters } from '../stores/stores.ts';
import type { ModelRequest } from './model.ts';
import type { LlmSettings } from './settings.ts';
import type { UsageBook } from './usage.ts';

/** The first limit that leaves no room for another request. */
export interface Spent {
  readonly who: 'turn' | 'employee' | 'company';
  readonly window: 'turn' | 'minute' | 'day';
}

/** What models may be used for whom; counted in the stores, so that replicas share it. */
export interface ModelBudget {
  /** Counts a request; what is spent already refuses it. */
  admit(request: ModelRequest): Promise<Spent | null>;
  spend(request: ModelRequest, tokens: number): Promise<void>;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

interface Purse {
  readonly spent: Spent;
  readonly key: string;
  readonly windowMs: number;
  readonly requests: number;
  readonly tokens: number;
}

export function createModelBudget(deps: {
  readonly counters: Counters;
  readonly siteKey: SiteKey;
  readonly clock: Clock;
  readonly settings: LlmSettings;
  readonly usage: Pick<UsageBook, 'soFar'>;
}): ModelBudget {
  const { counters, settings, siteKey } = deps;

  function purses({ payer, situation }: ModelRequest): readonly Purse[] {
    if (payer === undefined) return [];
    // "Today" is the employee's own day (decisions.md 11); a company has people in several zones.
    const own = day(deps.clock.now(), situation.timeZone);
    const common = day(deps.clock.now(), 'utc');
    const purse = (who: 'employee' | 'company', name: string, window: 'minute' | 'day', date: string): Purse => ({
      spent: { who, window },
      key: siteKey('llm', who, name, window, date),
      // A key that names its day only has to outlive it.
      windowMs: window === 'minute' ? MINUTE_MS : 2 * DAY_MS,
      requests: settings[`${who}RequestsPer${window === 'minute' ? 'Minute' : 'Day'}` as const],
      tokens: settings[`${who}TokensPer${window === 'minute' ? 'Minute' : 'Day'}` as const],
    });
    return [
      purse('employee', payer.employee, 'minute', ''),
      purse('employee', payer.employee, 'day', own),
      purse('company', payer.company, 'minute', ''),
      purse('company', payer.company, 'day', common),
    ];
  }

  return {
    async admit(request) {
      const turn = deps.usage.soFar();
      if (reached(turn.requests, settings.callsPerTurn) || reached(turn.tokens, settings.tokensPerTurn)) {
        return { who: 'turn', window: 'turn' };
      }
      for (const purse of purses(request)) {
        if (purse.tokens > 0 && reached(await counters.peek(`${purse.key}:tokens`), purse.tokens)) return purse.spent;
        if (purse.requests === 0) continue;
        const { count } = await counters.hit(`${purse.key}:requests`, purse.windowMs);
        if (count > purse.requests) return purse.spent;
      }
      return null;
    },
    async spend(request, tokens) {
      if (tokens <= 0) return;
      for (const purse of purses(request)) {
        if (purse.tokens > 0) await counters.hit(`${purse.key}:tokens`, purse.windowMs, Math.round(tokens));
      }
    },
  };
}

function reached(count: number, most: number): boolean {
  return most > 0 && count >= most;
}

/** Making one costs more than all the rest of a request's way. */
const dates = new Map<string, Intl.DateTimeFormat>();
function day(now: number, zone: string): string {
  const format = dates.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  dates.set(zone, format);
  return format.format(now);
}
