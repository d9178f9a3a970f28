import { DateTime } from 'luxon';
import type { Person } from '../people/person.ts';
import type { ActionDeps } from './deps.ts';
import { say } from './sentences.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A limit that was reached, and the sentence for it. */
export interface LimitReached {
  readonly limit: 'calls' | 'turn' | 'minute' | 'day';
  readonly sentence: string;
}

/** Counts a call of one of an agent's tools (reads and writes alike). */
export async function countCall(
  deps: Pick<ActionDeps, 'stores' | 'siteKey' | 'settings' | 'callsPerMinute'>,
  person: Person,
  agent: string,
): Promise<LimitReached | null> {
  const key = deps.siteKey('agent-calls', person.employee.id, agent);
  const { count } = await deps.stores.counters.hit(key, MINUTE_MS);
  const most = deps.settings.agentCallsPerMinute || (deps.callsPerMinute?.(agent) ?? 60);
  return count > most ? { limit: 'calls', sentence: say('tooManyCalls') } : null;
}

/**
 * Counts a proposal: per turn, minute and the employee's own day. The site counts what is executed and has the last
 * word; counting here too keeps a model that loops from filling the log with cards.
 */
export async function countProposal(
  deps: Pick<ActionDeps, 'stores' | 'siteKey' | 'clock'>,
  person: Person,
  inThisTurn: number,
): Promise<LimitReached | null> {
  const { maxActionsPerTurn, maxActionsPerMinute } = person.settings;
  if (inThisTurn >= maxActionsPerTurn) {
    return { limit: 'turn', sentence: say('turnLimit', { limit: maxActionsPerTurn }) };
  }
  const today = DateTime.fromMillis(deps.clock.now(), { zone: person.timeZone }).toISODate() ?? '';
  const dayKey = deps.siteKey('actions-day', person.employee.id, today);
  if ((await deps.stores.counters.peek(dayKey)) >= person.instance.dailyActionLimit) {
    return { limit: 'day', sentence: say('dayLimit') };
  }
  const minute = await deps.stores.counters.hit(deps.siteKey('actions-minute', person.employee.id), MINUTE_MS);
  if (minute.count > maxActionsPerMinute) return { limit: 'minute', sentence: say('minuteLimit') };
  // The key names the day, so the window only has to outlive it.
  const day = await deps.stores.counters.hit(dayKey, 2 * DAY_MS);
  return day.count > person.instance.dailyActionLimit ? { limit: 'day', sentence: say('dayLimit') } : null;
}
