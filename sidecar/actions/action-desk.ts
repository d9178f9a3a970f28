import type { FilterRow } from '../frappe/site-client.ts';
import { orAborted, withDeadline } from '../lib/async.ts';
import { VaError } from '../lib/va-error.ts';
import type { Identity, Person } from '../people/person.ts';
import type { ActionBook } from './action-book.ts';
import { askApproverDone, REQUEST_CANCELLATION } from './ask-approver.ts';
import { closedError } from './closed.ts';
import { demandDependencies, lostDependents, NEVER_DONE } from './dependents.ts';
import type { ActionDeps } from './deps.ts';
import type { ActionDesk, ActionQuery, Confirmed } from './desk-types.ts';
import { execute, expire, row, settle } from './execute.ts';
import { draftOf, propose } from './propose.ts';
import { contextOf } from './run-tool.ts';
import { say } from './sentences.ts';
import { ACTION_FIELDS, actionFromRow, cardOf, closeRecord, detailsOf, type StoredAction } from './stored-action.ts';
import { undo } from './undo.ts';

/** Rows counted for `total` at most: more is not worth the site's time. */
const COUNT_LIMIT = 5000;
/** How long a list waits for records on their way, ms. */
const LIST_DRAIN_MS = 1000;

/** Buttons, API and typed words all end here: whatever the way in, the same checks, rows and events. */
export function createActionDesk(deps: ActionDeps, book: ActionBook): ActionDesk {
  async function own(person: Person, actionId: string): Promise<StoredAction> {
    const found = await book.find(person, actionId);
    if (!found) throw new VaError('ACTION_NOT_FOUND');
    const action = found.status === 'executing' ? await settle(deps, book, person, found) : found;
    const over = action.status === 'pending' && deps.clock.now() >= action.expiresAt;
    return over ? await expire(deps, book, person, action) : action;
  }

  /** A changed proposal: a new card takes the place of the old one, and nothing runs (decisions.md 2). */
  async function change(
    person: Person,
    action: StoredAction,
    modifications: Readonly<Record<string, unknown>>,
  ): Promise<Confirmed> {
    if (action.status !== 'pending') throw closedError(action);
    const tool = deps.tool(action.type);
    if (tool?.kind !== 'write') throw new VaError('UNPROCESSABLE_ENTITY', { message: say('unknownField') });
    const parsed = tool.schema.safeParse({ ...action.parameters, ...modifications });
    const kept = parsed.success && typeof parsed.data === 'object' && parsed.data !== null ? parsed.data : {};
    const wrong = parsed.success
      ? Object.keys(modifications).filter((field) => !(field in kept))
      : parsed.error.issues.map((issue) => issue.path.join('.'));
    if (!parsed.success || wrong.length > 0) {
      throw new VaError('VALIDATION_ERROR', {
        message: say('unknownField'),
        details: wrong.map((field) => ({ field: `modifications.${field}`, message: 'cannot be changed to that' })),
      });
    }
    using deadline = withDeadline(undefined, deps.settings.toolTimeoutMs);
    const run = {
      person,
      conversationId: action.conversationId,
      turnId: action.turnId ?? action.id,
      userText: '',
      earlierWords: Object.values(modifications).filter((value) => typeof value === 'string'),
      previous: { actionId: action.id, parameters: action.parameters },
    };
    const context = contextOf(deps, book, tool, run, deadline.signal);
    const proposal = await orAborted(tool.propose(parsed.data, context), deadline.signal);
    if (proposal.kind !== 'proposal') {
      const code =
        proposal.kind === 'refusal' && proposal.code !== 'SWITCHED_OFF' ? proposal.code : 'UNPROCESSABLE_ENTITY';
      throw new VaError(code, { message: proposal.sentence });
    }
    const replacement = await propose(deps, book, draftOf(tool, proposal, person), {
      person,
      conversationId: action.conversationId,
      turnId: action.turnId,
      ordinal: null,
      name: `${action.id}c`,
      replaces: action.id,
    });
    const old = await own(person, action.id);
    return { kind: 'superseded', action: detailsOf(old), replacement: detailsOf(replacement) };
  }

  async function executeOrDrop(person: Person, identity: Identity, wanted: Parameters<typeof execute>[4]) {
    try {
      return await execute(deps, book, person, identity, wanted);
    } catch (error) {
      await dropDependents(person, wanted.id);
      throw error;
    }
  }

  /** Nothing that hangs on an action goes on waiting once that one can no longer be done. */
  async function dropDependents(person: Person, actionId: string): Promise<void> {
    const action = await book.find(person, actionId);
    if (!action || !NEVER_DONE.has(action.status)) return;
    for (const one of await lostDependents(book, person, action)) {
      await close(person, one.id, say('dependencyLost', { title: action.title }), 'cancelled');
    }
  }

  async function close(
    person: Person,
    actionId: string,
    reason: string | null,
    as: 'cancelled' | 'rejected',
  ): Promise<StoredAction> {
    const action = await own(person, actionId);
    const closed = await book.change(person, action.conversationId, (actions) => {
      const current = actions.get(actionId) ?? action;
      if (current.status === 'cancelled' || current.status === 'rejected') {
        return { put: [], records: [], result: { action: current, fresh: false } };
      }
      if (current.status !== 'pending') throw closedError(current);
      const at = deps.clock.now();
      const next: StoredAction = { ...current, status: as, cancelledAt: at };
      const records = [
        closeRecord(next, { status: as, at, reason }, deps.siteTime),
        row(deps, as === 'rejected' ? 'va_action_rejected' : 'va_action_cancelled', 'Success', person, next, {}),
      ];
      return { put: [next], records, result: { action: next, fresh: true } };
    });
    if (closed.fresh) {
      const event = { type: 'action.updated', action: cardOf(closed.action) } as const;
      await deps.emit(action.conversationId, action.turnId ?? '', [event]);
      await dropDependents(person, actionId);
    }
    return closed.action;
  }

  return {
    async get(person, actionId) {
      return detailsOf(await own(person, actionId));
    },
    async list(person, query) {
      await reachSite(deps);
      const filters = filtersOf(deps, person, query);
      const [rows, all] = await Promise.all([
        deps.site.list(
          'VA Action Log',
          {
            fields: ACTION_FIELDS,
            filters,
            orderBy: 'timestamp desc, name desc',
            limit: query.limit,
            start: query.offset,
          },
          { kind: 'service' },
        ),
        deps.site.list(
          'VA Action Log',
          { fields: ['name'], filters, orderBy: 'name asc', limit: COUNT_LIMIT },
          { kind: 'service' },
        ),
      ]);
      const actions = rows.map((one) => actionFromRow(one, person.user, deps.siteTime, book.render(person)));
      const fresh: StoredAction[] = [];
      for (const action of actions) fresh.push(await latest(person, action));
      const shown = query.status === null ? fresh : fresh.filter((action) => action.status === query.status);
      return { actions: shown.map(detailsOf), total: all.length - (fresh.length - shown.length) };
    },
    async confirm(person, identity, actionId, options) {
      const action = await own(person, actionId);
      if (options.digest !== null && options.digest !== action.digest) {
        const forged = row(deps, 'digest_mismatch', 'Denied', person, action, {});
        await book.change(person, action.conversationId, () => ({ put: [], records: [forged], result: null }));
        throw new VaError('ACTION_CHANGED');
      }
      if (options.modifications && Object.keys(options.modifications).length > 0) {
        return await change(person, action, options.modifications);
      }
      await demandDependencies(book, person, action);
      const wanted = { id: action.id, conversationId: action.conversationId, digest: options.digest };
      const { action: done, repeated } = await executeOrDrop(person, identity, wanted);
      return { kind: 'executed', action: detailsOf(done), repeated, message: doneSentence(deps, person, done) };
    },
    async cancel(person, actionId, reason, as) {
      return detailsOf(await close(person, actionId, reason, as));
    },
    async reverse(person, identity, actionId, reason) {
      const { action, reversalId, result, message } = await undo(deps, book, person, identity, actionId, reason);
      return { action: detailsOf(action), reversalId, result, message };
    },
  };

  /** What we know of a row beyond what the site already shows. */
  async function latest(person: Person, action: StoredAction): Promise<StoredAction> {
    if (action.status !== 'pending') return action;
    return (await book.find(person, action.id)) ?? action;
  }
}

/** What is said when an action is done, by the tool that made it. */
export function doneSentence(deps: Pick<ActionDeps, 'tool' | 'log'>, person: Person, action: StoredAction): string {
  if (action.type.endsWith(`.${REQUEST_CANCELLATION}`)) return askApproverDone(action.operations);
  const tool = deps.tool(action.type);
  if (tool?.kind !== 'write') return say('done');
  try {
    return tool.done(action.operations, person, action.parameters);
  } catch (error) {
    // It is done whatever its wording says; an error here would make a success look like a failure.
    deps.log.warn('an action has no closing sentence', { tool: action.type }, error);
    return say('done');
  }
}

async function reachSite(deps: ActionDeps): Promise<void> {
  if ((await deps.outbox.pending()) === 0) return;
  using deadline = withDeadline(undefined, LIST_DRAIN_MS);
  try {
    await deps.outbox.drained(deadline.signal);
  } catch (error) {
    // A list that lacks the last second is better than none.
    deps.log.debug('a list of actions did not wait for the outbox any longer', { aborted: error instanceof Error });
  }
}

function filtersOf(deps: ActionDeps, person: Person, query: ActionQuery): FilterRow[] {
  const filters: FilterRow[] = [['employee', '=', person.employee.id]];
  if (query.conversationId !== null) filters.push(['conversation', '=', query.conversationId]);
  if (query.type !== null) filters.push(['action_type', '=', query.type]);
  if (query.startDate !== null) filters.push(['timestamp', '>=', deps.siteTime.toSite(query.startDate)]);
  if (query.endDate !== null) filters.push(['timestamp', '<=', deps.siteTime.toSite(query.endDate)]);
  if (query.status === 'superseded') filters.push(['replaced_by', 'is', 'set']);
  else if (query.status === 'rejected')
    filters.push(['status', '=', 'cancelled'], ['cancel_reason', 'like', 'Rejected%']);
  else if (query.status !== null) filters.push(['status', '=', query.status]);
  return filters;
}
