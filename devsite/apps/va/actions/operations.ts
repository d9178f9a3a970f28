import type { InverseOperation } from '../../../core/inverse.ts';
import { resolved } from '../../../core/operations.ts';
import type { Ctx, Doc, Row } from '../../../engine/types.ts';
import { isObject, number, text } from '../../values.ts';
import { notFound, vaError } from '../errors.ts';
import { changesSince, load, notTaken, snapshot } from './documents.ts';
import { sendMessage } from './messages.ts';
import { applyWorkflow } from './workflow.ts';

/** One document that an operation made or changed, as it was right after. */
export interface DoneRecord {
  readonly doctype: string;
  readonly name: string;
  readonly op: string;
  readonly docstatus: number;
  readonly modified: string;
}

export interface Done {
  readonly documents: readonly DoneRecord[];
  readonly before: readonly Row[];
  readonly after: readonly Row[];
}

/** Runs operations of the right shape in order, as the employee whose `ctx` it is. The caller rolls back when it throws. */
export function runOperations(ctx: Ctx, operations: readonly InverseOperation[]): Done {
  const documents: DoneRecord[] = [];
  const before: Row[] = [];
  const after: Row[] = [];
  for (const stored of operations) {
    const operation = withNames(stored, documents);
    const op = text(operation['op']);
    const fields = Object.keys(valuesOf(operation));
    const target = targetOf(ctx, operation);
    if (target !== null && op !== 'method') before.push(snapshot(ctx, target, fields));
    const result = run(ctx, op, operation, target);
    documents.push({
      doctype: result.doctype,
      name: text(result.name),
      op,
      docstatus: number(result['docstatus']),
      modified: text(result['modified']),
    });
    if (op !== 'delete' && op !== 'method') after.push(snapshot(ctx, result, fields));
  }
  return { documents, before, after };
}

function withNames(operation: InverseOperation, done: readonly DoneRecord[]): InverseOperation {
  if (!isObject(operation['values'])) return operation;
  const values = resolved(
    operation['values'],
    done.map((record) => record.name),
  );
  return { ...operation, values };
}

/** The document of an operation; refuses when it is not any more what the card showed. */
function targetOf(ctx: Ctx, operation: InverseOperation): Doc | null {
  if (operation['op'] === 'insert') return null;
  if (operation['op'] === 'method') {
    const args = argsOf(operation);
    return args['doctype'] === undefined ? null : load(ctx, text(args['doctype']), text(args['name']));
  }
  const doc = load(ctx, text(operation['doctype']), text(operation['name']));
  const changes = changesSince(ctx, doc, isObject(operation['from']) ? operation['from'] : {});
  if (changes.length > 0) throw vaError('DOCUMENT_CHANGED', { changes });
  return doc;
}

function run(ctx: Ctx, op: string, operation: InverseOperation, target: Doc | null): Doc {
  const values = structuredClone(valuesOf(operation));
  if (op === 'insert') {
    const doctype = text(operation['doctype']);
    if (!ctx.site.hasDocType(doctype)) throw notFound();
    const doc = ctx.insert({ ...values, doctype });
    return asAsked(ctx, doc, valuesOf(operation));
  }
  if (op === 'method') return sendMessage(ctx, text(operation['method']), target, argsOf(operation));
  if (target === null) throw notFound();
  switch (op) {
    case 'update':
      ctx.save({ ...target, ...values });
      return asAsked(ctx, target, valuesOf(operation));
    case 'submit':
      ctx.submit(target);
      return withDocstatus(ctx, target, 1);
    case 'cancel':
      ctx.cancel(target);
      return withDocstatus(ctx, target, 2);
    case 'delete':
      // The only privilege: the draft that this very action inserted, unchanged since (decisions.md 13).
      ctx.remove(target.doctype, target.name, operation.privileged === true ? { ignorePermissions: true } : {});
      return target;
    case 'workflow':
      applyWorkflow(ctx, target, text(operation['action']));
      return ctx.getDoc(target.doctype, target.name);
    default:
      throw vaError('VALIDATION_ERROR', { reason: 'unknown op' });
  }
}

function asAsked(ctx: Ctx, doc: Doc, asked: Row): Doc {
  const stored = ctx.getDoc(doc.doctype, doc.name);
  const ignored = notTaken(stored, asked);
  if (ignored.length > 0)
    throw vaError('UNPROCESSABLE_ENTITY', { fields: ignored }, `You may not set this yourself: ${ignored.join(', ')}.`);
  return stored;
}

function withDocstatus(ctx: Ctx, doc: Doc, wanted: number): Doc {
  const stored = ctx.getDoc(doc.doctype, doc.name);
  if (number(stored['docstatus']) !== wanted) throw vaError('UNPROCESSABLE_ENTITY');
  return stored;
}

function valuesOf(operation: InverseOperation): Row {
  return isObject(operation['values']) ? operation['values'] : {};
}

function argsOf(operation: InverseOperation): Row {
  return isObject(operation['args']) ? operation['args'] : {};
}
