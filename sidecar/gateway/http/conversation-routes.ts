import {
  conversationId,
  conversationQuery,
  conversationResponse,
  conversationsQuery,
  conversationsResponse,
  endRequest,
  endResponse,
  messageRequest,
  messageResponse,
  startRequest,
  startResponse,
  turnIdSchema,
} from '@dartwing-va/contract/rest.ts';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { VaError } from '../../lib/va-error.ts';
import type { TurnOutcome } from '../../turn/turn-engine.ts';
import type { GatewayDeps } from '../deps.ts';
import { moment, renderAnswer, renderCard, renderConversation, renderShown } from './render.ts';
import { employeeRoute } from './route.ts';

const byId = z.object({ conversation_id: conversationId });

/** Conversations and messages (11.3). */
export function conversationRoutes(app: FastifyInstance, deps: GatewayDeps): void {
  const { turns, clock } = deps;

  employeeRoute(app, deps, {
    method: 'POST',
    path: '/conversations',
    summary: 'Start a conversation',
    tag: 'Conversations',
    category: 'conversations',
    body: startRequest,
    response: startResponse,
    async handle({ person, identity, body }) {
      await deps.consents.demand(person);
      refuseAttachments(body.attachments);
      const started = await turns.start(person, {
        mode: body.mode,
        privacyMode: body.privacy_mode ?? null,
        platform: 'Web',
        context: body.context,
        ...(body.initial_message === undefined ? {} : { firstMessage: body.initial_message }),
      });
      const answer = {
        conversation_id: started.conversationId,
        created_at: moment(started.createdAt),
        mode: body.mode,
        privacy_mode: started.privacyMode,
        status: 'active',
      };
      if (body.initial_message === undefined) return answer;
      const accepted = await turns.accept({
        person,
        identity,
        conversationId: started.conversationId,
        text: body.initial_message,
        clientMessageId: null,
        origin: 'api',
      });
      const outcome = await settle(deps, accepted.conversationId, accepted.turnId);
      return {
        ...answer,
        initial_response: {
          turn_id: accepted.turnId,
          ...(outcome ? renderAnswer(outcome, clock.now()) : stillWorking(clock.now())),
        },
      };
    },
  });

  employeeRoute(app, deps, {
    method: 'GET',
    path: '/conversations',
    summary: 'List my conversations',
    tag: 'Conversations',
    category: 'conversations',
    query: conversationsQuery,
    response: conversationsResponse,
    async handle({ person, query }) {
      const found = await turns.list(person, {
        status: query.status ?? null,
        startDate: query.start_date ?? null,
        endDate: query.end_date ?? null,
        limit: query.limit,
        offset: query.offset,
        descending: query.sort === '-created_at',
      });
      return {
        conversations: found.conversations.map(renderConversation),
        pagination: {
          total: found.total,
          limit: query.limit,
          offset: query.offset,
          has_more: query.offset + found.conversations.length < found.total,
        },
      };
    },
  });

  employeeRoute(app, deps, {
    method: 'GET',
    path: '/conversations/:conversation_id',
    summary: 'One conversation with its exchanges and actions',
    tag: 'Conversations',
    category: 'conversations',
    params: byId,
    query: conversationQuery,
    response: conversationResponse,
    async handle({ person, params, query }) {
      const view = await turns.view(person, params.conversation_id, { turnsLimit: query.turns_limit });
      return {
        ...renderConversation(view),
        employee_id: view.employeeId,
        last_seq: view.lastSeq,
        ...(query.include_turns
          ? {
              turns: view.turns.map((turn) => ({
                turn_id: turn.turnId,
                user_content: turn.userContent,
                assistant_content: turn.assistantContent,
                status: turn.status,
                timestamp: moment(turn.at),
                ...renderShown(turn),
              })),
            }
          : {}),
        ...(query.include_actions ? { actions: view.actions.map(renderCard) } : {}),
      };
    },
  });

  employeeRoute(app, deps, {
    method: 'POST',
    path: '/conversations/:conversation_id/messages',
    summary: 'Say something and get the answer',
    tag: 'Conversations',
    category: 'conversations',
    params: byId,
    body: messageRequest,
    response: messageResponse,
    async handle({ person, identity, params, body }) {
      await deps.consents.demand(person);
      refuseAttachments(body.attachments);
      const at = clock.now();
      const accepted = await turns.accept({
        person,
        identity,
        conversationId: params.conversation_id,
        text: body.content,
        clientMessageId: body.metadata.client_message_id ?? body.client_message_id ?? null,
        origin: 'api',
      });
      const outcome = await settle(deps, accepted.conversationId, accepted.turnId);
      const pending = outcome?.actions.filter((card) => card.status === 'pending') ?? [];
      return {
        turn_id: accepted.turnId,
        status:
          outcome === null ? ('processing' as const) : outcome.error ? ('failed' as const) : ('answered' as const),
        user_message: { content: body.content, timestamp: moment(at) },
        assistant_response: outcome ? renderAnswer(outcome, clock.now()) : stillWorking(clock.now()),
        requires_confirmation: pending.length > 0,
        confirmation_prompt: pending[0]?.title ?? null,
      };
    },
  });

  employeeRoute(app, deps, {
    method: 'POST',
    path: '/conversations/:conversation_id/turns/:turn_id/cancel',
    summary: 'Stop the answer that is under way',
    tag: 'Conversations',
    category: 'conversations',
    params: byId.extend({ turn_id: turnIdSchema }),
    response: z.object({ cancelled: z.boolean() }),
    async handle({ person, params }) {
      return { cancelled: await turns.cancelTurn(person, params.conversation_id, params.turn_id) };
    },
  });

  employeeRoute(app, deps, {
    method: 'POST',
    path: '/conversations/:conversation_id/end',
    summary: 'End a conversation',
    tag: 'Conversations',
    category: 'conversations',
    params: byId,
    body: endRequest,
    response: endResponse,
    async handle({ person, params, body }) {
      const view = await turns.end(person, params.conversation_id, {
        reason: body.reason,
        rating: body.feedback?.rating ?? null,
        comment: body.feedback?.comment ?? null,
      });
      const endedAt = view.endedAt ?? clock.now();
      return {
        conversation_id: view.conversationId,
        status: view.status,
        ended_at: moment(endedAt),
        summary: view.summary,
        actions_completed: view.actions.filter((card) => card.status === 'completed').length,
        duration_seconds: Math.max(0, Math.round((endedAt - view.createdAt) / 1000)),
      };
    },
  });
}

/** The outcome, or null when the turn goes on in the background (decisions.md 18). */
async function settle(deps: GatewayDeps, conversation: string, turn: string): Promise<TurnOutcome | null> {
  const waiting = new AbortController();
  const timeout = deps.clock.sleep(deps.settings.messageWaitMs, waiting.signal).then(
    () => null,
    () => null,
  );
  try {
    return await Promise.race([deps.turns.outcome(conversation, turn, waiting.signal), timeout]);
  } finally {
    // A reason of its own, or each answer would pay for the making of an error with its stack.
    waiting.abort(null);
  }
}

function stillWorking(at: number) {
  return {
    content: 'I am still working on that. The answer will appear in this conversation.',
    timestamp: moment(at),
    actions: [],
    suggestions: [],
  };
}

function refuseAttachments(attachments: readonly unknown[] | undefined): void {
  if (attachments && attachments.length > 0) {
    throw new VaError('UNPROCESSABLE_ENTITY', {
      message: 'I cannot read attached files yet. Please tell me in words what is in it.',
    });
  }
}
