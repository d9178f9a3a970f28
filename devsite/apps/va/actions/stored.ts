import { actionDigest } from '../../../core/digest.ts';
import type { Operation } from '../../../core/operations.ts';
import type { Ctx, Doc, Row } from '../../../engine/types.ts';
import { isObject, number, parsed, text, textOrNull } from '../../values.ts';
import { vaError } from '../errors.ts';
import { userOf } from '../identity.ts';

export const ENGINE = { ignorePermissions: true, flags: { vaEngine: true } } as const;

/** An action as it is stored, with its JSON fields read. */
export interface StoredAction {
  readonly doc: Doc;
  readonly name: string;
  readonly employee: string;
  /** Login of the employee now; empty without one. */
  readonly user: string;
  /** Dotted agent and tool. */
  readonly tool: string;
  readonly operations: unknown;
  /** Epoch ms. */
  readonly expiresAt: number;
  readonly digest: string;
}

/** The stored action; refuses a name that is none. */
export function storedAction(ctx: Ctx, name: string): StoredAction {
  if (!ctx.exists('VA Action Log', name)) throw vaError('ACTION_NOT_FOUND');
  const doc = ctx.getDoc('VA Action Log', name);
  // The database finds a name in other case as well; only the exact one is meant.
  if (doc.name !== name) throw vaError('ACTION_NOT_FOUND');
  return {
    doc,
    name: doc.name,
    employee: text(doc['employee']),
    user: userOf(ctx, text(doc['employee'])) ?? '',
    tool: text(doc['action_type']),
    operations: parsed(doc['operations']),
    expiresAt: number(doc['expires_at_ms']),
    digest: text(doc['digest']),
  };
}

/** The digest over what is stored now. */
export function computedDigest(ctx: Ctx, action: StoredAction): string {
  return actionDigest({
    site: ctx.site.name,
    action: action.name,
    employee: action.employee,
    user: action.user,
    tool: action.tool,
    operations: action.operations,
    expires_at: action.expiresAt,
  });
}

/** Operations of an action whose shape was checked. */
export function operationsOf(action: StoredAction): readonly Operation[] {
  return Array.isArray(action.operations) ? action.operations.filter(isObject) : [];
}

/** Writes fields of an action past the guards; what it names may be gone by now, as undoing an insert deletes the document. */
export function saveAction(ctx: Ctx, name: string, values: Row): Doc {
  return ctx.save({ ...ctx.getDoc('VA Action Log', name), ...values }, { ...ENGINE, ignoreLinks: true });
}

/** What an audit row says about an action. */
export function auditFields(action: StoredAction, more: Row): Row {
  const { doc } = action;
  return {
    event_type: 'Data Modification',
    company: textOrNull(doc['company']),
    actor_type: 'User',
    actor_user: action.user,
    actor_employee: action.employee,
    action_log: action.name,
    action: action.tool,
    tool_name: textOrNull(doc['tool_name']) ?? action.tool,
    target_doctype: textOrNull(doc['target_doctype']),
    target_document: textOrNull(doc['target_document']),
    conversation_id: textOrNull(doc['conversation']),
    turn_id: textOrNull(doc['turn_id']),
    ...more,
  };
}
