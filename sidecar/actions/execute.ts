import { z } from 'zod';
import { type AuditEvent, auditRecord } from '../audit/audit-record.ts';
import { withDeadline } from '../lib/async.ts';
import { asVaError, isVaError, VaError } from '../lib/va-error.ts';
import type { Identity, Person } from '../people/person.ts';
import type { SiteRecord } from '../records/record.ts';
import type { Lease } from '../stores/stores.ts';
import type { ActionBook } from './action-book.ts';
import { closedError } from './closed.ts';
import type { ActionDeps } from './deps.ts';
import { withOwnRequest } from './own-request.ts';
import { say } from './sentences.ts';
import { cardOf, closeRecord, type StoredAction } from './stored-action.ts';

const executedAnswer = z.looseObject({
  status: z.string(),
  repeated: z.boolean().default(false),
  proof: z.string().nullish(),
  executed_at: z.unknown(),
  result: z.record(z.string(), z.unknown()).nullish(),
});

/** How long a look at the site may keep others from running the action, ms. */
const SETTLE_MS = 15_000;

export interface Executed {
  readonly action: StoredAction;
  readonly repeated: boolean;
}

/** After these the proposal can never run: it is closed, and the person asks anew. */
const NEVER = new Set(['DOCUMENT_CHANGED', 'ACTION_CHANGED']);
/** After these nobody knows whether it ran; a repeat finds out and never runs it twice. */
export const UNKNOWN = new Set(['SITE_UNAVAILABLE', 'TIMEOUT', 'SITE_ERROR']);

/**
 * Runs a pending action with the live session as proof. One at a time and action, over all replicas; a second yes gets
 * the first one's result. Not stopped by anybody's abort: half of it cannot be taken back.
 * @throws VaError ACTION_*, PROOF_REQUIRED, DOCUMENT_CHANGED, FORBIDDEN, RATE_LIMITED, SITE_UNAVAILABLE and what the site says.
 */
export async function execute(
  deps: ActionDeps,
  book: ActionBook,
  person: Person,
  identity: Identity,
  wanted: { readonly id: string; readonly conversationId: string; readonly digest: string | null },
): Promise<Executed> {
  return await alone(deps, wanted.id, async () => {
    const action = await settled(book, person, wanted);
    demandDigest(action, wanted.digest);
    if (action.status === 'completed') return { action, repeated: true };
    if (action.status !== 'pending') throw closedError(action);
    if (deps.clock.now() >= action.expiresAt) throw closedError(await expire(deps, book, person, action));
    const executing = await book.change(person, action.conversationId, (actions) => {
      // Cancelled or superseded on another device since we looked: that came first.
      const current = actions.get(action.id) ?? action;
      if (current.status !== 'pending') throw closedError(current);
      const begun: StoredAction = { ...current, status: 'executing' };
      const confirmed = row(deps, 'va_action_confirmed', 'Success', person, current, { session: identity.sessionId });
      return { put: [begun], records: [confirmed], result: begun };
    });
    await deps.emit(action.conversationId, action.turnId ?? '', [
      { type: 'turn.state', phase: 'executing' },
      { type: 'action.updated', action: cardOf(executing) },
    ]);
    try {
      await reachSite(deps);
      return await ask(deps, book, person, identity, action);
    } catch (error) {
      throw await failed(deps, book, person, action, error);
    }
  });
}

/** After the death of a process its actions can be taken up within this time, ms. */
const ALONE_MS = 5000;

/** Holds the one right to run or undo an action. */
export async function alone<T>(deps: ActionDeps, actionId: string, work: () => Promise<T>): Promise<T> {
  const lease: Lease | null = await deps.stores.leases.acquire(deps.siteKey('execute', actionId), {
    ttlMs: ALONE_MS,
    waitMs: deps.settings.drainTimeoutMs + deps.settings.executeTimeoutMs + ALONE_MS,
  });
  if (!lease) throw new VaError('CONFLICT', { message: say('stillRunning') });
  const over = new AbortController();
  keepAlone(deps, actionId, lease, over.signal);
  try {
    return await work();
  } finally {
    over.abort(null);
    await lease.release();
  }
}

/** A lost lease is only told: the site runs an action once however many ask. */
function keepAlone(deps: ActionDeps, actionId: string, lease: Lease, over: AbortSignal): void {
  const renew = async () => {
    for (;;) {
      await deps.clock.sleep(ALONE_MS / 3, over);
      if (!(await lease.renew())) {
        deps.log.warn('the lease of an action was lost', { action_id: actionId });
        return;
      }
    }
  };
  renew().catch((error: unknown) => {
    if (!over.aborted) deps.log.warn('the lease of an action could not be renewed', { action_id: actionId }, error);
  });
}

/** The action as it stands; one that a crashed process left `executing` is looked up at the site. */
async function settled(book: ActionBook, person: Person, wanted: { readonly id: string }): Promise<StoredAction> {
  const action = await book.find(person, wanted.id);
  if (!action) throw new VaError('ACTION_NOT_FOUND');
  if (action.status !== 'executing') return action;
  const there = await book.atSite(person, action.id);
  const status = there && there.status !== 'executing' ? there : { ...action, status: 'pending' as const };
  return await put(book, person, { ...action, ...status, lines: action.lines, title: action.title }, []);
}

/** What became of an action that says `executing` although nobody runs it; as given when somebody does. */
export async function settle(
  deps: ActionDeps,
  book: ActionBook,
  person: Person,
  action: StoredAction,
): Promise<StoredAction> {
  const lease = await deps.stores.leases.acquire(deps.siteKey('execute', action.id), { ttlMs: SETTLE_MS });
  if (!lease) return action;
  try {
    const now = await settled(book, person, action);
    const type = now.status === 'completed' ? 'action.done' : 'action.updated';
    await deps.emit(now.conversationId, now.turnId ?? '', [{ type, action: cardOf(now) }]);
    return now;
  } finally {
    await lease.release();
  }
}

function demandDigest(action: StoredAction, digest: string | null): void {
  if (digest !== null && digest !== action.digest) throw new VaError('ACTION_CHANGED');
}

/** The proposal must stand at the site before it can be executed there. */
async function reachSite(deps: ActionDeps): Promise<void> {
  if ((await deps.outbox.pending()) === 0) return;
  using deadline = withDeadline(undefined, deps.settings.drainTimeoutMs);
  try {
    await deps.outbox.drained(deadline.signal);
  } catch (error) {
    throw new VaError('SITE_UNAVAILABLE', { message: say('notYetThere'), cause: error });
  }
}

async function ask(
  deps: ActionDeps,
  book: ActionBook,
  person: Person,
  identity: Identity,
  action: StoredAction,
): Promise<Executed> {
  // Before the site executes it: a yes comes before the deed.
  const confirmedAt = deps.clock.now();
  const raw = await deps.site.post(
    'dartwing_va.api.execute_action',
    { action: action.id, digest: action.digest, proof: { kind: 'session', token: identity.accessToken } },
    { kind: 'service' },
    { idempotent: true, timeoutMs: deps.settings.executeTimeoutMs },
  );
  const answer = executedAnswer.safeParse(raw);
  if (!answer.success) throw new VaError('SITE_ERROR', { cause: answer.error });
  const executedAt = deps.siteTime.fromSite(answer.data.executed_at) ?? deps.clock.now();
  const done: StoredAction = {
    ...action,
    status: 'completed',
    // The clocks of two machines differ; a repeat runs nothing, and the yes that counted was before.
    confirmedAt: Math.min(confirmedAt, executedAt),
    executedAt,
    proof: answer.data.proof ?? 'session',
    result: answer.data.result ?? {},
  };
  await put(book, person, done, []);
  await deps.emit(action.conversationId, action.turnId ?? '', [{ type: 'action.done', action: cardOf(done) }]);
  return { action: done, repeated: answer.data.repeated };
}

/** Puts the action where the site has it and gives the error to throw. */
async function failed(
  deps: ActionDeps,
  book: ActionBook,
  person: Person,
  action: StoredAction,
  thrown: unknown,
): Promise<VaError> {
  const error = asVaError(thrown);
  const there = UNKNOWN.has(error.code) ? null : await look(deps, book, person, action);
  const at = deps.clock.now();
  let after: StoredAction = { ...action, ...there, title: action.title, lines: action.lines };
  const told = UNKNOWN.has(error.code) ? null : toldOf(deps, person, action, error);
  if (told !== null && after.status === 'failed') after = { ...after, error: told };
  const records: SiteRecord[] = [];
  if (after.status === 'executing') after = { ...after, status: 'pending' };
  if (after.status === 'pending' && error.code === 'ACTION_EXPIRED') {
    after = { ...after, status: 'expired' };
    records.push(closeRecord(after, { status: 'expired', at, reason: null }, deps.siteTime));
  } else if (after.status === 'pending' && NEVER.has(error.code)) {
    after = { ...after, status: 'cancelled', cancelledAt: at };
    records.push(closeRecord(after, { status: 'cancelled', at, reason: error.code }, deps.siteTime));
  } else if (after.status === 'pending' && error.code === 'ACTION_NOT_FOUND') {
    after = { ...after, status: 'failed', error: error.message };
  }
  // What the site refused is on its own record; what never got there is only on ours.
  if (UNKNOWN.has(error.code))
    records.push(row(deps, 'va_action_failed', 'Failure', person, action, { code: error.code }));
  await put(book, person, after, records);
  await deps.emit(action.conversationId, action.turnId ?? '', [{ type: 'action.updated', action: cardOf(after) }]);
  if (!isVaError(thrown)) deps.log.error('an action failed', { action_id: action.id }, thrown);
  // Once the request was on its way a silence says nothing about what happened at the other end.
  if (UNKNOWN.has(error.code) && error.message !== say('notYetThere')) {
    return new VaError(error.code, { message: say('unknownOutcome'), cause: error });
  }
  if (told !== null) return new VaError(error.code, { message: told, meta: error.meta, cause: error });
  return error.code === 'DOCUMENT_CHANGED'
    ? new VaError(error.code, { message: say('documentChanged'), meta: error.meta })
    : withOwnRequest(error, action.id);
}

/** What the tool makes of the site's refusal; null when it knows nothing better. */
function toldOf(deps: ActionDeps, person: Person, action: StoredAction, error: VaError): string | null {
  const tool = deps.tool(action.type);
  return tool?.kind === 'write' ? (tool.refused?.(error.message, action.operations, person) ?? null) : null;
}

async function look(
  deps: ActionDeps,
  book: ActionBook,
  person: Person,
  action: StoredAction,
): Promise<StoredAction | null> {
  try {
    return await book.atSite(person, action.id);
  } catch (error) {
    // The refusal that brought us here stands; the state is looked up again at the next yes.
    deps.log.warn('the state of an action could not be read', { action_id: action.id }, error);
    return null;
  }
}

/** Closes an action whose time is over. Does nothing to one that is not pending any more; gives what it is now. */
export async function expire(
  deps: ActionDeps,
  book: ActionBook,
  person: Person,
  action: Pick<StoredAction, 'id' | 'conversationId'>,
): Promise<StoredAction> {
  const expired = await book.change<StoredAction | null>(person, action.conversationId, (actions) => {
    const current = actions.get(action.id);
    if (current?.status !== 'pending' || deps.clock.now() < current.expiresAt) {
      return { put: [], records: [], result: null };
    }
    const closed: StoredAction = { ...current, status: 'expired' };
    const records = [
      closeRecord(closed, { status: 'expired', at: deps.clock.now(), reason: null }, deps.siteTime),
      row(deps, 'va_action_expired', 'Success', person, closed, {}),
    ];
    return { put: [closed], records, result: closed };
  });
  if (expired) {
    await deps.emit(expired.conversationId, expired.turnId ?? '', [
      { type: 'action.updated', action: cardOf(expired) },
    ]);
    return expired;
  }
  const current = await book.find(person, action.id);
  if (!current) throw new VaError('ACTION_NOT_FOUND');
  return current;
}

/** Stores one action as given, with rows for the site. */
export async function put(
  book: ActionBook,
  person: Person,
  action: StoredAction,
  records: readonly SiteRecord[],
): Promise<StoredAction> {
  return await book.change(person, action.conversationId, () => ({ put: [action], records, result: action }));
}

/** An audit row about an action. */
export function row(
  deps: Pick<ActionDeps, 'ids' | 'clock'>,
  event: AuditEvent,
  outcome: 'Success' | 'Failure' | 'Denied',
  person: Person,
  action: StoredAction,
  details: Readonly<Record<string, string | number | boolean | null>>,
): SiteRecord {
  const { session, ...rest } = details;
  return auditRecord(deps.ids, {
    event,
    outcome,
    at: deps.clock.now(),
    person,
    actor: event === 'va_action_expired' ? 'System' : 'User',
    action: action.type,
    target: action.target,
    actionId: action.id,
    conversationId: action.conversationId,
    turnId: action.turnId,
    ...(typeof session === 'string' ? { sessionId: session } : {}),
    details: rest,
  });
}
