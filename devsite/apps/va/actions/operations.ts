import type { InverseOperation } from '../../../core/inverse.ts';
import { resolved } from '../../../core/operations.ts';
import type { Ctx, Doc, Row } from '../../../engine/types.ts';
import { isObject, number, text } from '../../values.ts';
import { notFound, vaError } from '../errors.ts';
import { approverOfDocument, changesSince, load, notTaken, snapshot } from './documents.ts';
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
    return load(ctx, text(args['doctype']), text(args['name']));
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
    case 'method':
      if (operation['method'] === 'comment') comment(ctx, target, text(argsOf(operation)['message']));
      else askApprover(ctx, target, argsOf(operation));
      return target;
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

/** Tells the one who decides on a document what the employee asks: a Comment on it and a Notification Log. */
function askApprover(ctx: Ctx, doc: Doc, args: Row): void {
  const recipient = text(args['to_user']);
  // Nobody is written to because an operation names him: only who decides on this document.
  if (recipient !== approverOfDocument(ctx, doc)) throw vaError('FORBIDDEN', { reason: 'recipient' });
  const message = escaped(text(args['message']));
  const author = authorOf(ctx);
  comment(ctx, doc, text(args['message']));
  ctx.insert(
    {
      doctype: 'Notification Log',
      subject: `${escaped(author)} asks you about ${doc.doctype} ${escaped(text(doc.name))}`,
      email_content: message,
      for_user: recipient,
      from_user: ctx.user,
      type: 'Alert',
      document_type: doc.doctype,
      document_name: text(doc.name),
    },
    // Nobody has a create right on notifications; Frappe's own code makes them this way.
    { ignorePermissions: true },
  );
}

/** As Desk does it: whoever may read a document may remark on it, in his own name. */
function comment(ctx: Ctx, doc: Doc, message: string): void {
  const about = { reference_doctype: doc.doctype, reference_name: doc.name, content: escaped(message) };
  const by = { comment_email: ctx.user, comment_by: authorOf(ctx) };
  ctx.insert({ doctype: 'Comment', comment_type: 'Comment', ...about, ...by }, { ignorePermissions: true });
}

function authorOf(ctx: Ctx): string {
  return text(ctx.getValue('User', ctx.user, 'full_name')) || ctx.user;
}

function valuesOf(operation: InverseOperation): Row {
  return isObject(operation['values']) ? operation['values'] : {};
}

function argsOf(operation: InverseOperation): Row {
  return isObject(operation['args']) ? operation['args'] : {};
}

function escaped(plain: string): string {
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
