import type { TurnOrigin } from '@dartwing-va/contract/turn-events.ts';
import { citationSchema, visualSchema } from '@dartwing-va/contract/visuals.ts';
import { z } from 'zod';
import type { SiteRow } from '../../frappe/site-client.ts';
import { storedMode } from '../../privacy/modes.ts';
import type { EngineDeps } from '../deps.ts';
import {
  type ConversationState,
  KEPT_EXCHANGES,
  type Shown,
  type StoredExchange,
  storesWords,
} from './conversation-state.ts';

export const CONVERSATION_FIELDS = [
  'name',
  'employee',
  'status',
  'mode',
  'privacy_mode',
  'started_at',
  'ended_at',
  'modified',
  'summary',
  'topics',
  'turn_count',
] as const;
const TURN_FIELDS = [
  'name',
  'turn_number',
  'role',
  'status',
  'timestamp',
  'content',
  'origin',
  'client_message_id',
  'in_reply_to',
  'visuals',
  'citations',
] as const;

/** Whose conversation it is: as much of a Person as storage needs. */
export interface Owner {
  readonly user: string;
  readonly employee: { readonly id: string };
}

type Deps = Pick<EngineDeps, 'site' | 'siteTime'>;

/** A conversation as the site has it; null when it has none of this employee's under that name. */
export async function rebuild(deps: Deps, person: Owner, conversationId: string): Promise<ConversationState | null> {
  const rows = await deps.site.list(
    'VA Conversation',
    {
      fields: CONVERSATION_FIELDS,
      filters: [
        ['name', '=', conversationId],
        ['employee', '=', person.employee.id],
      ],
      orderBy: 'name asc',
      limit: 1,
    },
    { kind: 'service' },
  );
  const row = rows[0];
  if (!row) return null;
  const conversation = conversationFromRow(deps, person, row);
  const { exchanges, lastTurnNumber } = await readExchanges(deps, person, conversationId, KEPT_EXCHANGES);
  return {
    ...conversation,
    // Rows without words are no exchanges that a page or a model could read.
    exchanges: storesWords(conversation) ? exchanges : exchanges.filter(({ userContent }) => userContent !== ''),
    exchangeCount: Math.max(Number(row['turn_count'] ?? 0), exchanges.length),
    lastTurnNumber,
    focus: {},
    front: null,
    lastOutcome: null,
  };
}

export function conversationFromRow(
  deps: Deps,
  person: Owner,
  row: SiteRow,
): Omit<ConversationState, 'exchanges' | 'exchangeCount' | 'lastTurnNumber' | 'focus' | 'front' | 'lastOutcome'> {
  const createdAt = deps.siteTime.fromSite(row['started_at']) ?? 0;
  return {
    v: 1,
    conversationId: String(row['name']),
    employeeId: String(row['employee'] ?? ''),
    user: person.user,
    status: statusOf(row['status']),
    mode: row['mode'] === 'voice' ? 'voice' : 'text',
    privacyMode: storedMode(row['privacy_mode']),
    createdAt,
    updatedAt: deps.siteTime.fromSite(row['modified']) ?? createdAt,
    endedAt: deps.siteTime.fromSite(row['ended_at']),
    summary: typeof row['summary'] === 'string' && row['summary'] !== '' ? row['summary'] : null,
    topics: topicsOf(row['topics']),
  };
}

/** The last `limit` exchanges, oldest first. */
export async function readExchanges(
  deps: Deps,
  person: Owner,
  conversationId: string,
  limit: number,
): Promise<{ readonly exchanges: StoredExchange[]; readonly lastTurnNumber: number }> {
  const rows = await deps.site.list(
    'VA Conversation Turn',
    {
      fields: TURN_FIELDS,
      filters: [
        ['conversation', '=', conversationId],
        ['employee', '=', person.employee.id],
      ],
      orderBy: 'timestamp desc, turn_number desc',
      limit: limit * 2 + 2,
    },
    { kind: 'service' },
  );
  const ordered = [...rows].reverse();
  const exchanges: StoredExchange[] = [];
  for (const row of ordered) {
    if (row['role'] === 'User') exchanges.push(exchangeOf(deps, row));
    else if (row['role'] === 'Assistant') answer(exchanges, row);
  }
  const lastTurnNumber = Math.max(0, ...ordered.map((row) => Number(row['turn_number'] ?? 0)));
  return { exchanges: exchanges.slice(-limit), lastTurnNumber };
}

function exchangeOf(deps: Deps, row: SiteRow): StoredExchange {
  const status = row['status'] === 'Answered' ? 'answered' : row['status'] === 'Failed' ? 'failed' : 'pending';
  return {
    turnId: String(row['name']),
    userContent: String(row['content'] ?? ''),
    assistantContent: null,
    status,
    at: deps.siteTime.fromSite(row['timestamp']) ?? 0,
    origin: originOf(row['origin']),
    clientMessageId: typeof row['client_message_id'] === 'string' ? row['client_message_id'] : null,
    suggestions: [],
    actions: [],
  };
}

function answer(exchanges: StoredExchange[], row: SiteRow): void {
  const asked = exchanges.findLastIndex((one) => one.turnId === row['in_reply_to']);
  const index = asked === -1 ? exchanges.length - 1 : asked;
  const exchange = exchanges[index];
  if (!exchange) return;
  exchanges[index] = {
    ...exchange,
    assistantContent: String(row['content'] ?? ''),
    // The two rows travel one after the other: an answer that is there counts, whatever the question's row still says.
    status: row['status'] === 'Failed' ? 'failed' : 'answered',
    ...shownOf(row),
  };
}

const shownSchema = z.object({
  visuals: z.array(visualSchema).catch([]),
  citations: z.array(citationSchema).catch([]),
});

/** A row that somebody mangled shows its words alone. */
function shownOf(row: SiteRow): { readonly shown?: Shown } {
  const { visuals, citations } = shownSchema.parse({
    visuals: parsed(row['visuals']),
    citations: parsed(row['citations']),
  });
  return visuals.length + citations.length === 0 ? {} : { shown: { visuals: visuals as Shown['visuals'], citations } };
}

function originOf(value: unknown): TurnOrigin {
  const word = String(value ?? '').toLowerCase();
  return word === 'site' || word === 'socket' || word === 'voice' ? word : 'api';
}
function statusOf(value: unknown): ConversationState['status'] {
  if (value === 'Ended' || value === 'Completed') return 'ended';
  if (value === 'Archived') return 'archived';
  return value === 'Abandoned' ? 'abandoned' : 'active';
}
function topicsOf(value: unknown): readonly string[] {
  const topics = parsed(value);
  return Array.isArray(topics) ? topics.map(String) : [];
}
/** A JSON column; null for one that somebody mangled: these are labels and looks, never what was said. */
function parsed(value: unknown): unknown {
  try {
    return typeof value === 'string' && value !== '' ? JSON.parse(value) : value;
  } catch {
    return null;
  }
}
