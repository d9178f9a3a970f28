import { CONVERSATION_LOGGING } from '@dartwing-va/contract/consents.ts';
import { ERRORS } from '@dartwing-va/contract/errors.ts';
import type { ActionCard, TurnEventBody } from '@dartwing-va/contract/turn-events.ts';
import type { Citation, Visual } from '@dartwing-va/contract/visuals.ts';
import { siteMoment } from './site-time.ts';
import { type LoadedConversation, type PastConversation, TransportError } from './transport.ts';

export interface TurnRow {
  readonly name: string;
  readonly turn_number: number;
  readonly role: 'User' | 'Assistant' | 'System';
  readonly status: 'Pending' | 'Answered' | 'Failed' | null;
  readonly content: string;
  readonly timestamp: string;
  readonly client_message_id: string | null;
  /** What stood beside an answer; an older site does not send it. */
  readonly visuals?: readonly Visual[];
  readonly citations?: readonly Citation[];
}
export interface TurnRows {
  readonly turns: readonly TurnRow[];
  readonly actions: readonly ActionCard[];
}
export interface ConversationRow {
  readonly name: string;
  readonly started_at: string;
  readonly status: string;
  readonly summary?: string | null;
  readonly turn_count?: number | null;
}

/** The question that an assistant's row answers: the sidecar names the row after it; else the last one asked before. */
export function questionOf(answer: TurnRow, turns: readonly TurnRow[]): string | null {
  const questions = turns.filter((row) => row.role === 'User');
  const named = questions.find((row) => answer.name === `${row.name}_a`);
  return (named ?? questions.findLast((row) => row.turn_number <= answer.turn_number))?.name ?? null;
}

/** Rows as the page's exchanges. */
export function loadedOf(
  conversationId: string,
  status: string,
  { turns, actions }: TurnRows,
  zone: string | null,
): LoadedConversation {
  const answers = new Map(
    turns.flatMap((row) => {
      const question = row.role === 'Assistant' ? questionOf(row, turns) : null;
      return question === null ? [] : [[question, row] as const];
    }),
  );
  return {
    conversation_id: conversationId,
    status: status.toLowerCase(),
    last_seq: 0,
    turns: turns
      .filter((row) => row.role === 'User')
      .map((row) => ({
        turn_id: row.name,
        user_content: row.content,
        assistant_content: answers.get(row.name)?.content ?? null,
        status: (row.status ?? 'Answered').toLowerCase(),
        timestamp: iso(row.timestamp, zone),
        visuals: answers.get(row.name)?.visuals ?? [],
        citations: answers.get(row.name)?.citations ?? [],
      })),
    actions,
  };
}

export function pastOf(row: ConversationRow, title: string | null, zone: string | null): PastConversation {
  return {
    conversation_id: row.name,
    created_at: iso(row.started_at, zone),
    status: row.status.toLowerCase(),
    summary: row.summary ?? null,
    title,
    turn_count: row.turn_count ?? 0,
  };
}

function iso(text: string, zone: string | null): string {
  const at = siteMoment(text, zone);
  return Number.isNaN(at) ? '' : new Date(at).toISOString();
}

/** The site gives dates as it stores them; the person reads them in words, as on a card of the sidecar. */
export function readable(card: ActionCard): ActionCard {
  return {
    ...card,
    lines: card.lines.map((line) => ({
      ...line,
      ...(line.from === undefined ? {} : { from: dateInWords(line.from) }),
      to: dateInWords(line.to),
    })),
  };
}

function dateInWords(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  const at = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(at.getTime())
    ? text
    : at.toLocaleDateString([], { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}

/** Changes whenever the page should show the card anew. */
export function stateOf(card: ActionCard): string {
  return `${card.status}:${card.digest}`;
}

/** An assistant's row as the stream would have told it: what stands beside the words, then the words. */
export function answerOf(row: TurnRow): readonly TurnEventBody[] {
  const beside: readonly TurnEventBody[] = [
    ...(row.visuals ?? []).map((visual) => ({ type: 'visual', visual }) as const),
    ...(row.citations ?? []).map((citation) => ({ type: 'citation', ...citation }) as const),
  ];
  if (row.status !== 'Failed')
    return [...beside, { type: 'turn.done', text: row.content, actions: [], latency_ms: 0, model: '' }];
  const { reference } = ERRORS.INTERNAL_ERROR;
  const about = { reference, message: row.content, retryable: true, details: [], meta: {}, request_id: '' };
  return [...beside, { type: 'error', error: { code: 'INTERNAL_ERROR', ...about } }];
}

/** The site says which consents are missing and the terms; the page gets them as the sidecar lists them. */
export function withTerms(error: unknown): unknown {
  if (!(error instanceof TransportError) || error.code !== 'CONSENT_REQUIRED') return error;
  const { missing, version, text } = error.meta;
  const required = (Array.isArray(missing) ? missing : []).map((type: unknown) =>
    type === CONVERSATION_LOGGING.consent_type
      ? CONVERSATION_LOGGING
      : { consent_type: String(type), version: String(version), text: String(text ?? '') },
  );
  return new TransportError({ code: error.code, message: error.message, retryable: false, meta: { required } });
}
