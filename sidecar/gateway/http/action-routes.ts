import {
  actionIdSchema,
  actionResponse,
  actionsQuery,
  actionsResponse,
  batchConfirmRequest,
  batchConfirmResponse,
  cancelResponse,
  confirmRequest,
  confirmResponse,
  conversationId,
  pendingQuery,
  pendingResponse,
  reasonRequest,
  reverseResponse,
} from '@dartwing-va/contract/rest.ts';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { asVaError, VaError } from '../../lib/va-error.ts';
import type { Caller } from '../auth/bearer.ts';
import { firstTime } from '../confirmed.ts';
import type { GatewayDeps } from '../deps.ts';
import { auditTrail, moment, renderAction, renderCard } from './render.ts';
import { employeeRoute } from './route.ts';

const byId = z.object({ action_id: actionIdSchema });
/** Pending actions shown at once: more than a person can have open within one expiry. */
const MAX_PENDING = 100;

/** Actions: what waits for a yes, what was done, and its undo (11.3.3, 11.5). */
export function actionRoutes(app: FastifyInstance, deps: GatewayDeps): void {
  const desk = deps.turns.actions;

  const confirm = async (
    caller: Caller,
    actionId: string,
    body: z.output<typeof confirmRequest>,
  ): Promise<z.input<typeof confirmResponse>> => {
    if (!body.confirmed) {
      const rejected = await desk.cancel(caller.person, actionId, body.reason ?? null, 'rejected');
      return {
        action_id: actionId,
        status: rejected.card.status,
        assistant_message: 'All right, I will leave it.',
      };
    }
    const outcome = await desk.confirm(caller.person, caller.identity, actionId, {
      digest: body.digest ?? null,
      modifications: body.modifications ?? null,
    });
    if (outcome.kind === 'superseded') {
      return {
        action_id: actionId,
        status: 'superseded',
        assistant_message: 'I changed the proposal. Please look at it again.',
        replaced_by: renderCard(outcome.replacement.card),
      };
    }
    const { action, message } = firstTime(outcome);
    return {
      action_id: actionId,
      status: action.card.status,
      ...(action.card.result ? { result: { ...action.card.result } } : {}),
      assistant_message: message,
    };
  };

  employeeRoute(app, deps, {
    method: 'POST',
    path: '/conversations/:conversation_id/actions/:action_id/confirm',
    summary: 'Confirm, change or reject a pending action',
    tag: 'Actions',
    category: 'actions',
    params: byId.extend({ conversation_id: conversationId }),
    body: confirmRequest,
    response: confirmResponse,
    async handle({ params, body, ...caller }) {
      const details = await desk.get(caller.person, params.action_id);
      if (details.card.conversation_id !== params.conversation_id) throw new VaError('ACTION_NOT_FOUND');
      return confirm(caller, params.action_id, body);
    },
  });

  employeeRoute(app, deps, {
    method: 'POST',
    path: '/actions/:action_id/confirm',
    summary: 'Confirm, change or reject a pending action',
    tag: 'Actions',
    category: 'actions',
    params: byId,
    body: confirmRequest,
    response: confirmResponse,
    handle: ({ params, body, ...caller }) => confirm(caller, params.action_id, body),
  });

  employeeRoute(app, deps, {
    method: 'POST',
    path: '/actions/batch/confirm',
    summary: 'Confirm or reject several actions, one after the other',
    tag: 'Actions',
    category: 'actions',
    body: batchConfirmRequest,
    response: batchConfirmResponse,
    async handle({ body, ...caller }) {
      const results: z.input<typeof batchConfirmResponse>['results'] = [];
      for (const actionId of new Set(body.action_ids)) {
        try {
          const done = await confirm(caller, actionId, { confirmed: body.confirmed });
          results.push({ action_id: actionId, status: done.status, success: true });
        } catch (error) {
          const failure = asVaError(error);
          if (failure.status >= 500) deps.log.error('one action of a batch failed', { code: failure.code }, failure);
          results.push({
            action_id: actionId,
            // One that was done before is done; anything else that is refused here came to nothing.
            status: failure.code === 'ACTION_ALREADY_CONFIRMED' ? 'completed' : 'failed',
            success: false,
            error: failure.message,
            code: failure.code,
          });
        }
      }
      const succeeded = results.filter((result) => result.success).length;
      return { results, summary: { total: results.length, succeeded, failed: results.length - succeeded } };
    },
  });

  employeeRoute(app, deps, {
    method: 'GET',
    path: '/actions/pending',
    summary: 'What waits for my yes',
    tag: 'Actions',
    category: 'actions',
    query: pendingQuery,
    response: pendingResponse,
    async handle({ person, query }) {
      const found = await desk.list(person, {
        conversationId: query.conversation_id ?? null,
        status: 'pending',
        type: query.action_type ?? null,
        startDate: null,
        endDate: null,
        limit: MAX_PENDING,
        offset: 0,
      });
      return { actions: found.actions.map(renderAction) };
    },
  });

  employeeRoute(app, deps, {
    method: 'GET',
    path: '/actions',
    summary: 'What the assistant did or proposed for me',
    tag: 'Actions',
    category: 'actions',
    query: actionsQuery,
    response: actionsResponse,
    async handle({ person, query }) {
      const found = await desk.list(person, {
        conversationId: query.conversation_id ?? null,
        status: query.status ?? null,
        type: query.type ?? null,
        startDate: query.start_date ?? null,
        endDate: query.end_date ?? null,
        limit: query.limit,
        offset: query.offset,
      });
      return {
        actions: found.actions.map(renderAction),
        pagination: {
          total: found.total,
          limit: query.limit,
          offset: query.offset,
          has_more: query.offset + found.actions.length < found.total,
        },
      };
    },
  });

  employeeRoute(app, deps, {
    method: 'GET',
    path: '/actions/:action_id',
    summary: 'One action with its steps',
    tag: 'Actions',
    category: 'actions',
    params: byId,
    response: actionResponse,
    async handle({ person, params }) {
      const details = await desk.get(person, params.action_id);
      const at = (value: number | null) => (value === null ? null : moment(value));
      return {
        ...renderAction(details),
        confirmed_at: at(details.confirmedAt),
        executed_at: at(details.executedAt),
        cancelled_at: at(details.cancelledAt),
        reversed_at: at(details.reversedAt),
        proof: details.proof,
        audit_trail: auditTrail(details),
      };
    },
  });

  employeeRoute(app, deps, {
    method: 'POST',
    path: '/actions/:action_id/cancel',
    summary: 'Cancel a pending action',
    tag: 'Actions',
    category: 'actions',
    params: byId,
    body: reasonRequest,
    response: cancelResponse,
    async handle({ person, params, body }) {
      const details = await desk.cancel(person, params.action_id, body.reason ?? null, 'cancelled');
      return {
        action_id: params.action_id,
        status: details.card.status,
        cancelled_at: moment(details.cancelledAt ?? deps.clock.now()),
      };
    },
  });

  employeeRoute(app, deps, {
    method: 'POST',
    path: '/actions/:action_id/reverse',
    summary: 'Undo a completed action',
    tag: 'Actions',
    category: 'actions',
    params: byId,
    body: reasonRequest,
    response: reverseResponse,
    async handle({ person, identity, params, body }) {
      const undone = await desk.reverse(person, identity, params.action_id, body.reason ?? null);
      return {
        action_id: params.action_id,
        reversal_action_id: undone.reversalId,
        status: undone.action.card.status,
        reversed_at: moment(undone.action.reversedAt ?? deps.clock.now()),
        reversal_details: { type: `${undone.action.card.type}.undo`, result: { ...undone.result } },
        assistant_message: undone.message,
      };
    },
  });
}
