import type { Refusal } from '../../../core/policy.ts';
import { SiteError } from '../../../engine/site-error.ts';
import type { Ctx, Row } from '../../../engine/types.ts';
import type { AuditTrail } from '../audit-log.ts';
import { asVaError, ruleError, vaError } from '../errors.ts';
import type { Proof } from './case.ts';
import { auditFields, type StoredAction, saveAction } from './stored.ts';

/** Answers a refusal of the rules and puts it on record, in a transaction of its own. */
export function refuse(ctx: Ctx, trail: AuditTrail, action: StoredAction, proof: Proof, refusal: Refusal): never {
  // Who asks for what is not his gets the answer for nothing at all.
  if (refusal.code === 'ACTION_NOT_FOUND') throw vaError('ACTION_NOT_FOUND');
  ctx.rollback();
  if (refusal.code === 'ACTION_EXPIRED' && action.doc['status'] === 'pending')
    saveAction(ctx, action.name, { status: 'expired' });
  const { limit, reason } = refusal.meta;
  const subtype = { event_type: 'Authorization', event_subtype: 'action_refused', outcome: 'Denied' };
  trail.append(ctx, outcomeFields(action, proof, { ...subtype, refusal: refusal.code, limit, reason }));
  ctx.commit();
  throw ruleError(refusal.code, refusal.meta);
}

/** What one sees who may know: the fields of an audit row about an action. */
export function outcomeFields(action: StoredAction, proof: Proof, more: Row): Row {
  return auditFields(action, { actor_user: proof.user, proof: proof.kind, ...more });
}

/** The error that a failed operation answers; null for a fault that must surface as it is (a deadlock, a bug). */
export function failureOf(error: unknown): SiteError | null {
  if (!(error instanceof SiteError)) return null;
  if (error.excType === 'QueryDeadlockError') return vaError('CONFLICT');
  if (error.excType === 'TimestampMismatchError') return vaError('DOCUMENT_CHANGED');
  return asVaError(error);
}

/** Code of an error of ours. */
export function codeOf(error: SiteError): string {
  return error.va?.code ?? 'INTERNAL_ERROR';
}
