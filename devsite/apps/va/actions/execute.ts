import { reversibility } from '../../../core/inverse.ts';
import { mayExecute } from '../../../core/policy.ts';
import type { Ctx, Doc, Row } from '../../../engine/types.ts';
import { checked, isObject, number, parsed, rowsOf, text } from '../../values.ts';
import type { AuditTrail } from '../audit-log.ts';
import { asVaError, vaError } from '../errors.ts';
import { executeCase, type Proof } from './case.ts';
import { type Done, runOperations } from './operations.ts';
import { codeOf, failureOf, outcomeFields, refuse } from './refusals.ts';
import { operationsOf, type StoredAction, saveAction, storedAction } from './stored.ts';

// Refusals that say nothing about the action itself, so it stays as it is.
const STILL_PENDING = ['CONFLICT', 'DOCUMENT_CHANGED', 'RATE_LIMITED'];

/**
 * Runs a stored action as its employee, whole or not at all, and answers a repeat with the first result. What is refused
 * or fails is on record in a transaction of its own.
 */
export function execute(ctx: Ctx, trail: AuditTrail, name: string, given: string | null, proof: Proof): Row {
  const action = storedAction(ctx, name);
  const verdict = mayExecute(executeCase(ctx, action, proof, given));
  if (!verdict.allowed && 'repeat' in verdict) return answer(action.doc, true);
  if (!verdict.allowed) return refuse(ctx, trail, action, proof, verdict);
  try {
    const done = ctx.as(proof.user, (person) => runOperations(person, operationsOf(action)));
    return complete(ctx, trail, action, proof, done);
  } catch (error) {
    return failed(ctx, trail, action, proof, error);
  }
}

function complete(ctx: Ctx, trail: AuditTrail, action: StoredAction, proof: Proof, done: Done): Row {
  const can = reversibility(operationsOf(action));
  const first = done.documents[0];
  const now = ctx.nowText();
  const saved = saveAction(ctx, action.name, {
    status: 'completed',
    proof: proof.kind,
    confirmed_at: now,
    confirmed_by: proof.user,
    executed_at: now,
    target_doctype: first?.doctype ?? null,
    target_document: first?.name ?? null,
    before_state: JSON.stringify(done.before),
    after_state: JSON.stringify(done.after),
    result: JSON.stringify({ documents: done.documents }),
    reversible: can.reversible ? 1 : 0,
    reversible_note: can.note,
  });
  // The head of the chain comes last of all.
  const sequence = trail.append(
    ctx,
    outcomeFields({ ...action, doc: saved }, proof, {
      event_subtype: 'action_executed',
      outcome: 'Success',
      digest: action.digest,
      details: documentsView(saved['result']),
    }),
  );
  ctx.setValue('VA Action Log', action.name, { audit_sequence: sequence });
  return answer({ ...saved, audit_sequence: sequence }, false);
}

function failed(ctx: Ctx, trail: AuditTrail, action: StoredAction, proof: Proof, error: unknown): never {
  const failure = failureOf(error);
  ctx.rollback();
  if (failure === null) throw error;
  const code = codeOf(failure);
  if (!STILL_PENDING.includes(code) && ctx.getValue('VA Action Log', action.name, 'status') === 'pending') {
    saveAction(ctx, action.name, { status: 'failed', error_code: code, error_message: failure.message.slice(0, 500) });
    trail.append(
      ctx,
      outcomeFields(action, proof, {
        event_subtype: 'action_failed',
        outcome: 'Failure',
        refusal: code,
      }),
    );
  }
  ctx.commit();
  throw asVaError(failure);
}

/** `{documents:[{doctype, name, op}]}` of what is stored. */
export function documentsView(result: unknown): Row {
  const kept = parsed(result);
  const rows = isObject(kept) ? rowsOf(kept['documents']) : [];
  return { documents: rows.map((row) => ({ doctype: row['doctype'], name: row['name'], op: row['op'] })) };
}

function answer(doc: Doc, repeated: boolean): Row {
  return {
    action: doc.name,
    status: 'completed',
    repeated,
    proof: doc['proof'],
    executed_at: text(doc['executed_at']),
    result: documentsView(doc['result']),
    before: parsed(doc['before_state']) ?? [],
    after: parsed(doc['after_state']) ?? [],
    audit_sequence: number(doc['audit_sequence']),
    reversible: checked(doc['reversible']),
  };
}

/** cancel_action: the employee does not want it. Cancelling twice is cancelling. */
export function cancel(ctx: Ctx, trail: AuditTrail, name: string, reason: string, user: string): Row {
  const action = storedAction(ctx, name);
  if (action.user !== user) throw vaError('ACTION_NOT_FOUND');
  const status = text(action.doc['status']);
  if (status !== 'cancelled') {
    if (status !== 'pending') throw closed(status);
    saveAction(ctx, name, { status: 'cancelled', cancelled_at: ctx.nowText(), cancel_reason: reason });
    const proof: Proof = { kind: 'user', user, active: true };
    trail.append(
      ctx,
      outcomeFields(action, proof, { event_subtype: 'action_cancelled', outcome: 'Success', action: action.tool }),
    );
  }
  return { action: name, status: 'cancelled' };
}

function closed(status: string): Error {
  if (status === 'completed') return vaError('ACTION_ALREADY_CONFIRMED');
  if (status === 'reversed') return vaError('ACTION_ALREADY_REVERSED');
  if (status === 'expired') return vaError('ACTION_EXPIRED');
  if (status === 'superseded') return vaError('ACTION_SUPERSEDED');
  if (status === 'failed') return vaError('ACTION_FAILED');
  return status === 'executing' ? vaError('CONFLICT') : vaError('ACTION_CANCELLED');
}
