import { type InverseOperation, planInverse, type Step } from '../../../core/inverse.ts';
import { isName } from '../../../core/names.ts';
import type { Operation } from '../../../core/operations.ts';
import { mayReverse } from '../../../core/policy.ts';
import type { Ctx, Row } from '../../../engine/types.ts';
import { isObject, number, parsed, rowsOf, text } from '../../values.ts';
import type { AuditTrail } from '../audit-log.ts';
import { asVaError, vaError } from '../errors.ts';
import { type Proof, reverseCase } from './case.ts';
import { approverOfDocument, rights } from './documents.ts';
import { documentsView } from './execute.ts';
import { toldBy } from './moved-on.ts';
import { type Done, runOperations } from './operations.ts';
import { codeOf, failureOf, outcomeFields, refuse } from './refusals.ts';
import { ENGINE, operationsOf, type StoredAction, saveAction, storedAction } from './stored.ts';

/** Takes a completed action back as its employee (decisions.md 13). The same `reversal` twice is a replay. */
export function reverse(
  ctx: Ctx,
  trail: AuditTrail,
  name: string,
  reversal: string,
  reason: string,
  proof: Proof,
): Row {
  if (!isName(reversal, 'act')) throw vaError('VALIDATION_ERROR');
  const action = storedAction(ctx, name);
  if (action.doc['reversal'] === reversal && action.user === proof.user) return repeat(ctx, action, reversal);
  const verdict = mayReverse(reverseCase(ctx, action, proof));
  if (!verdict.allowed) {
    if ('repeat' in verdict) throw vaError('CONFLICT');
    return refuse(ctx, trail, action, proof, verdict);
  }
  if (ctx.exists('VA Action Log', reversal)) throw vaError('VALIDATION_ERROR');
  try {
    const { operations, done } = ctx.as(proof.user, (person) => takeBack(person, action));
    return complete(ctx, trail, { action, reversal, reason, proof, operations, done });
  } catch (error) {
    return failed(ctx, trail, action, proof, error);
  }
}

function takeBack(
  ctx: Ctx,
  action: StoredAction,
): { readonly operations: readonly InverseOperation[]; readonly done: Done } {
  const steps = stepsOf(ctx, action);
  const plan = planInverse(steps);
  if (!plan.ok) throw vaError(plan.code, toldBy(ctx, plan, steps).meta);
  return { operations: plan.operations, done: runOperations(ctx, plan.operations) };
}

function stepsOf(ctx: Ctx, action: StoredAction): Step[] {
  const kept = parsed(action.doc['result']);
  const records = isObject(kept) ? rowsOf(kept['documents']) : [];
  return operationsOf(action).map((operation, position) => {
    const record = records[position] ?? {};
    const done = {
      doctype: text(record['doctype']),
      name: text(record['name']),
      docstatus: number(record['docstatus']),
      modified: text(record['modified']),
    };
    return { operation, done, now: nowOf(ctx, operation, done) };
  });
}

function nowOf(ctx: Ctx, operation: Operation, done: Step['done']): Step['now'] {
  if (!ctx.exists(done.doctype, done.name)) return null;
  const doc = ctx.getDoc(done.doctype, done.name);
  const fields = isObject(operation['values']) ? Object.keys(operation['values']) : [];
  return {
    docstatus: number(doc['docstatus']),
    modified: text(doc['modified']),
    values: Object.fromEntries(fields.map((field) => [field, doc[field] ?? null])),
    may: rights(ctx, doc),
    approver: approverOfDocument(ctx, doc),
  };
}

interface Undone {
  readonly action: StoredAction;
  readonly reversal: string;
  readonly reason: string;
  readonly proof: Proof;
  readonly operations: readonly InverseOperation[];
  readonly done: Done;
}

function complete(ctx: Ctx, trail: AuditTrail, undone: Undone): Row {
  const { action, reversal, reason, proof, operations, done } = undone;
  const { doc } = action;
  const isPrivileged = operations.some((operation) => operation.privileged === true);
  const now = ctx.nowText();
  const result = JSON.stringify({ documents: done.documents });
  ctx.insert(
    {
      doctype: 'VA Action Log',
      name: reversal,
      title: doc['title'],
      employee: action.employee,
      status: 'completed',
      timestamp: now,
      conversation: doc['conversation'],
      turn_id: doc['turn_id'],
      action_type: action.tool,
      action_verb: isPrivileged ? 'Delete' : 'Update',
      sub_agent: doc['sub_agent'],
      tool_name: doc['tool_name'],
      target_doctype: doc['target_doctype'],
      target_document: doc['target_document'],
      operations: JSON.stringify(operations),
      proof: proof.kind,
      confirmed_at: now,
      confirmed_by: proof.user,
      executed_at: now,
      before_state: JSON.stringify(done.before),
      after_state: JSON.stringify(done.after),
      result,
      reversal_of: action.name,
    },
    ENGINE,
  );
  saveAction(ctx, action.name, {
    status: 'reversed',
    reversed: 1,
    reversed_at: now,
    reversed_by: proof.user,
    reversal_reason: reason,
    reversal,
  });
  const sequence = trail.append(
    ctx,
    outcomeFields(action, proof, {
      event_subtype: isPrivileged ? 'undo_own_insert' : 'action_reversed',
      outcome: 'Success',
      reversal,
      details: documentsView(result),
    }),
  );
  ctx.setValue('VA Action Log', reversal, { audit_sequence: sequence });
  return answer(action.name, reversal, result, sequence, false);
}

function failed(ctx: Ctx, trail: AuditTrail, action: StoredAction, proof: Proof, error: unknown): never {
  const failure = failureOf(error);
  ctx.rollback();
  if (failure === null) throw error;
  const code = codeOf(failure);
  if (code !== 'CONFLICT') {
    trail.append(
      ctx,
      outcomeFields(action, proof, {
        event_subtype: 'undo_refused',
        outcome: 'Failure',
        refusal: code,
      }),
    );
    ctx.commit();
  }
  // What moved on while the plan was made is the same answer as what moved on before.
  if (code === 'DOCUMENT_CHANGED') throw vaError('ACTION_MOVED_ON', failure.va?.meta ?? {});
  throw asVaError(failure);
}

function repeat(ctx: Ctx, action: StoredAction, reversal: string): Row {
  const stored = ctx.getDoc('VA Action Log', reversal);
  return answer(action.name, reversal, stored['result'], number(stored['audit_sequence']), true);
}

function answer(action: string, reversal: string, result: unknown, sequence: number, repeated: boolean): Row {
  return { action, status: 'reversed', reversal, repeated, result: documentsView(result), audit_sequence: sequence };
}
