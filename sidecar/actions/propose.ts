import { auditRecord } from '../audit/audit-record.ts';
import { canonicalDigest } from '../lib/canonical.ts';
import { actionId } from '../lib/ids.ts';
import type { Person } from '../people/person.ts';
import type { SiteRecord } from '../records/record.ts';
import type { ActionBook } from './action-book.ts';
import { closedError } from './closed.ts';
import type { ActionDeps } from './deps.ts';
import type { Operation } from './operation.ts';
import { cardOf, closeRecord, insertRecord, type StoredAction } from './stored-action.ts';
import type { Proposal, WriteTool } from './tool.ts';

/** A write that is to wait for a yes. */
export interface Draft {
  readonly type: string;
  readonly verb: StoredAction['verb'];
  readonly title: string;
  readonly lines: StoredAction['lines'];
  readonly warnings: readonly string[];
  readonly reversible: boolean;
  readonly reversibleNote: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly operations: readonly Operation[];
  readonly target: StoredAction['target'];
}

export interface ProposeContext {
  readonly person: Person;
  readonly conversationId: string;
  readonly turnId: string | null;
  /** Place among the turn's proposals from 1; null for a proposal that no turn made (a change, an offer). */
  readonly ordinal: number | null;
  /** Name to use when no turn numbers it; must be the same for the same wish. */
  readonly name?: string;
  /** The pending action that this one replaces. */
  readonly replaces?: string;
  /** Actions that must be done before this one. */
  readonly dependsOn?: readonly string[];
  /** The turn runs again after a crash: the site may know the action although we do not. */
  readonly again?: boolean;
}

export function draftOf(tool: WriteTool<unknown>, proposal: Proposal, person: Person): Draft {
  return {
    type: `${tool.agent}.${tool.name}`,
    verb: tool.verb,
    ...tool.present(proposal.operations, person, proposal.parameters),
    warnings: proposal.warnings,
    reversible: proposal.undo?.possible ?? tool.reversible,
    reversibleNote: proposal.undo?.note ?? tool.reversibleNote,
    parameters: proposal.parameters,
    operations: proposal.operations,
    target: proposal.target,
  };
}

/**
 * Stores a pending action: row, audit and our own state in one commit, then the card for every device. The same name
 * twice is the same action. A card of an earlier turn for the same operations, or the one named in `replaces`, is superseded.
 * @throws VaError ACTION_* when `replaces` is not pending any more, STORAGE_FULL; CanonicalError for values that no digest covers.
 */
export async function propose(
  deps: ActionDeps,
  book: ActionBook,
  draft: Draft,
  context: ProposeContext,
): Promise<StoredAction> {
  const { person, conversationId } = context;
  const id = nameOf(deps, context);
  const outcome = await book.change<{ action: StoredAction; closed: readonly StoredAction[]; fresh: boolean }>(
    person,
    conversationId,
    async (actions) => {
      const known = actions.get(id) ?? (context.again ? await book.atSite(person, id) : null);
      if (known) {
        const put = actions.has(id) ? [] : [known];
        return { put, records: [], result: { action: known, closed: [], fresh: false } };
      }
      const replaced = context.replaces === undefined ? undefined : actions.get(context.replaces);
      if (replaced && replaced.status !== 'pending') throw closedError(replaced);
      const now = deps.clock.now();
      const action = build(deps, draft, context, id, now, ordinalOf(context, actions));
      const closed = [...actions.values()]
        .filter((one) => one.status === 'pending' && (one.id === context.replaces || isOutdatedBy(action, one)))
        .map((one): StoredAction => ({ ...one, status: 'superseded', replacedBy: id, cancelledAt: now }));
      const records: SiteRecord[] = [insertRecord(action, deps.siteTime), audit(deps, action, person, now)];
      for (const one of closed) {
        const change = { status: 'superseded', at: now, reason: null, replacedBy: id } as const;
        records.push(closeRecord(one, change, deps.siteTime), audit(deps, one, person, now));
      }
      return { put: [...closed, action], records, result: { action, closed, fresh: true } };
    },
  );
  const turnId = context.turnId ?? '';
  await deps.emit(conversationId, turnId, [
    ...outcome.closed.map((one) => ({ type: 'action.updated' as const, action: cardOf(one) })),
    ...(outcome.action.status === 'pending'
      ? [{ type: 'action.pending' as const, action: cardOf(outcome.action) }]
      : []),
  ]);
  return outcome.action;
}

/** The same wish again in a later turn: two cards for it would both run on a yes each. */
function isOutdatedBy(action: StoredAction, older: StoredAction): boolean {
  if (older.type !== action.type || older.turnId === action.turnId) return false;
  return canonicalDigest(older.operations) === canonicalDigest(action.operations);
}

function nameOf(deps: ActionDeps, context: ProposeContext): string {
  if (context.turnId !== null && context.ordinal !== null) return actionId(context.turnId, context.ordinal);
  return context.name !== undefined && context.name.length <= 100 ? context.name : deps.ids.make('act');
}

function ordinalOf(context: ProposeContext, actions: ReadonlyMap<string, StoredAction>): number {
  if (context.ordinal !== null) return context.ordinal;
  const taken = [...actions.values()].filter((one) => one.turnId === context.turnId).map((one) => one.ordinal);
  return Math.max(0, ...taken) + 1;
}

function build(
  deps: ActionDeps,
  draft: Draft,
  context: ProposeContext,
  id: string,
  now: number,
  ordinal: number,
): StoredAction {
  const { person } = context;
  const expiresAt = Math.round(now + person.settings.confirmationExpiryMs);
  // What the digest covers is fixed by docs/site-api.md; the site computes it again over what it stored.
  const digest = canonicalDigest({
    v: 1,
    site: deps.site.siteName,
    action: id,
    employee: person.employee.id,
    user: person.user,
    tool: draft.type,
    operations: draft.operations,
    expires_at: expiresAt,
  });
  return {
    ...draft,
    id,
    conversationId: context.conversationId,
    turnId: context.turnId,
    ordinal,
    employeeId: person.employee.id,
    user: person.user,
    status: 'pending',
    createdAt: now,
    expiresAt,
    digest,
    confirmedAt: null,
    executedAt: null,
    cancelledAt: null,
    reversedAt: null,
    proof: null,
    result: null,
    error: null,
    reversalOf: null,
    reversal: null,
    replacedBy: null,
    ...(context.dependsOn === undefined || context.dependsOn.length === 0 ? {} : { dependsOn: context.dependsOn }),
  };
}

function audit(deps: ActionDeps, action: StoredAction, person: Person, at: number): SiteRecord {
  const superseded = action.status === 'superseded';
  return auditRecord(deps.ids, {
    event: superseded ? 'va_action_superseded' : 'va_action_proposed',
    outcome: 'Success',
    at,
    person,
    actor: 'VA Agent',
    action: action.type,
    target: action.target,
    actionId: action.id,
    conversationId: action.conversationId,
    turnId: action.turnId,
    details: superseded ? { replaced_by: action.replacedBy } : { operations: action.operations.length },
  });
}
