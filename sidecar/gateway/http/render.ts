import type { cardSchema } from '@dartwing-va/contract/rest.ts';
import type { ActionCard } from '@dartwing-va/contract/turn-events.ts';
import type { visualSchema } from '@dartwing-va/contract/visuals.ts';
import type { z } from 'zod';
import type { ActionDetails, ConversationView, TurnOutcome } from '../../turn/turn-engine.ts';

/** Epoch ms as the API writes moments. */
export function moment(at: number): string {
  return new Date(at).toISOString();
}

export function renderConversation(view: ConversationView) {
  return {
    conversation_id: view.conversationId,
    created_at: moment(view.createdAt),
    updated_at: moment(view.updatedAt),
    status: view.status,
    mode: view.mode,
    privacy_mode: view.privacyMode,
    summary: view.summary,
    title: view.title,
    topics: [...view.topics],
    turn_count: view.turnCount,
  };
}

export function renderCard(card: ActionCard): z.input<typeof cardSchema> {
  return {
    ...card,
    lines: card.lines.map((line) => ({ ...line })),
    warnings: [...card.warnings],
    parameters: { ...card.parameters },
    result: card.result ? { ...card.result } : undefined,
    depends_on: card.depends_on ? [...card.depends_on] : undefined,
  };
}

/** A card with the extras of 11.5; a description in words, and what can be done with it now. */
export function renderAction(details: ActionDetails) {
  return {
    ...renderCard(details.card),
    description: details.card.title,
    confirmation_options:
      details.card.status === 'pending'
        ? ['confirm', 'change', 'cancel']
        : details.card.status === 'completed' && details.card.reversible
          ? ['undo']
          : [],
  };
}

/** The steps of an action in order of time, from its own moments; those of one moment in the order in which they follow. */
export function auditTrail(details: ActionDetails): { timestamp: string; event: string }[] {
  const steps: [number | null, string][] = [
    [details.createdAt, 'action_created'],
    [details.confirmedAt, 'user_confirmed'],
    [details.executedAt, details.card.status === 'failed' ? 'action_failed' : 'action_executed'],
    [details.cancelledAt, 'action_cancelled'],
    [details.reversedAt, 'action_reversed'],
  ];
  return steps
    .flatMap(([at, event]) => (at === null ? [] : [{ timestamp: moment(at), event }]))
    .sort((a, b) => a.timestamp.localeCompare(b.timestamp));
}

/** What stands beside the words; absent when nothing does. */
export function renderShown({ visuals, citations }: Pick<TurnOutcome, 'visuals' | 'citations'>) {
  return {
    ...(visuals.length === 0 ? {} : { visuals: structuredClone(visuals) as z.input<typeof visualSchema>[] }),
    ...(citations.length === 0 ? {} : { citations: citations.map((one) => ({ ...one })) }),
  };
}

export function renderAnswer(outcome: TurnOutcome, at: number) {
  return {
    content: outcome.error ? outcome.error.message : outcome.text,
    timestamp: moment(at),
    actions: outcome.actions.map(renderCard),
    suggestions: [...outcome.suggestions],
    ...renderShown(outcome),
    ...(outcome.error === null ? {} : { error: { ...outcome.error, details: [...outcome.error.details] } }),
  };
}
