import { DateTime } from 'luxon';
import type { Clock } from '../../lib/clock.ts';
import type { Person } from '../../people/person.ts';
import type { Outbox } from '../../records/record.ts';
import { updateRow } from '../../records/writers.ts';
import type { SiteKey } from '../../stores/site-key.ts';
import type { Stores } from '../../stores/stores.ts';

const DAY_MS = 86_400_000;
/** Longer than any month. */
const MONTH_KEPT_MS = 40 * DAY_MS;
/** A conversation that is taken up again aloud later than this begins to count anew. */
const CONVERSATION_KEPT_MS = 180 * DAY_MS;

/**
 * How long people talked: `voice_minutes_used` of VA Instance (his month so far) and `voice_duration_seconds` of VA Conversation. Both are
 * totals, so that a record that is sent twice is the same record. Called for one person by one session at a time.
 */
export interface TalkTime {
  /** Talked in his month, ms. */
  month(person: Person): Promise<number>;
  /** Notes time, durably; with `tell` the site's rows are told too. Notes are made often, rows are written once a session. */
  add(person: Person, conversationId: string, ms: number, tell: boolean): Promise<void>;
  /** Tells the site what a process noted that died before it told. */
  settle(person: Person): Promise<void>;
}

interface Noted {
  /** `2026-11`, of his zone. */
  readonly month: string;
  readonly ms: number;
  /** Conversation whose rows are behind; null when nothing is. */
  readonly untold: string | null;
}

export function createTalkTime(deps: {
  readonly stores: Pick<Stores, 'kv' | 'journal'>;
  readonly outbox: Pick<Outbox, 'toEntry'>;
  readonly siteKey: SiteKey;
  readonly clock: Clock;
}): TalkTime {
  const { kv, journal } = deps.stores;
  const lanes = new Map<string, Promise<void>>();
  const personKey = (person: Person) => deps.siteKey('voice-talk', person.user);
  const conversationKey = (id: string) => deps.siteKey('voice-talk-conversation', id);

  async function noted(person: Person): Promise<Noted> {
    const month = DateTime.fromMillis(deps.clock.now(), { zone: person.timeZone }).toFormat('yyyy-MM');
    const kept = await kv.get(personKey(person));
    const last = kept === null ? null : (JSON.parse(kept) as Noted);
    return last?.month === month ? last : { month, ms: 0, untold: last?.untold ?? null };
  }
  async function write(person: Person, conversationId: string, ms: number, tell: boolean): Promise<void> {
    const before = await noted(person);
    const talked = Number((await kv.get(conversationKey(conversationId))) ?? 0) + ms;
    const now: Noted = { month: before.month, ms: before.ms + ms, untold: tell ? null : conversationId };
    const rows = [
      updateRow('VA Conversation', conversationId, { voice_duration_seconds: Math.round(talked / 100) / 10 }),
      updateRow('VA Instance', person.instance.name, { voice_minutes_used: Math.round(now.ms / 600) / 100 }),
    ];
    await journal.commit({
      append: tell ? rows.map((row) => deps.outbox.toEntry(row)) : [],
      set: [
        { key: personKey(person), value: JSON.stringify(now), ttlMs: MONTH_KEPT_MS },
        { key: conversationKey(conversationId), value: String(talked), ttlMs: CONVERSATION_KEPT_MS },
      ],
    });
  }
  /** One after the other for each person. */
  async function inLane(user: string, work: () => Promise<void>): Promise<void> {
    const before = lanes.get(user) ?? Promise.resolve();
    const mine = before.then(work, work);
    const quiet = mine.catch(() => undefined);
    lanes.set(user, quiet);
    await mine.finally(() => {
      if (lanes.get(user) === quiet) lanes.delete(user);
    });
  }

  return {
    month: async (person) => (await noted(person)).ms,
    add: (person, conversationId, ms, tell) => inLane(person.user, () => write(person, conversationId, ms, tell)),
    settle: (person) =>
      inLane(person.user, async () => {
        const { untold } = await noted(person);
        if (untold !== null) await write(person, untold, 0, true);
      }),
  };
}
