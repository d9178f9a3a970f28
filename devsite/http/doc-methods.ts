import type { EngineCtx } from '../engine/internal.ts';
import { SiteError } from '../engine/site-error.ts';
import type { Doc, Row } from '../engine/types.ts';
import { isOn, parseJson, requiredText } from '../frappe/arguments.ts';
import { html, RawAnswer, success } from './envelope.ts';

/** Names the Python class has without whitelisting them. */
const NOT_WHITELISTED = new Set([
  'save',
  'insert',
  'delete',
  'reload',
  'db_set',
  'update',
  'get',
  'set',
  'append',
  'as_dict',
  'run_method',
  'validate',
  'on_update',
  'before_save',
  'check_permission',
  'has_permission',
]);

/** Runs a whitelisted method of a document. @throws SiteError PermissionError; RawAnswer (HTML 404) for an unknown one */
export function runDocMethod(ctx: EngineCtx, doc: Doc, method: string, args: Row): unknown {
  switch (method) {
    case 'submit':
      return ctx.readable(ctx.submit(doc));
    case 'cancel':
      return ctx.readable(ctx.cancel(doc));
    case 'rename':
      return ctx.rename(doc.doctype, doc.name, requiredText(args, 'name', 'rename'), { merge: isOn(args['merge']) });
    case 'add_comment':
      return ctx.insert(
        {
          doctype: 'Comment',
          comment_type: String(args['comment_type'] ?? 'Comment'),
          reference_doctype: doc.doctype,
          reference_name: doc.name,
          content: String(args['text'] ?? ''),
          comment_email: ctx.user,
        },
        { ignorePermissions: true },
      );
  }
  for (const controller of ctx.engine.controllers.get(doc.doctype) ?? []) {
    const own = controller.methods?.[method];
    if (own) return own({ ctx, doc, before: doc, flags: {} }, args);
  }
  if (NOT_WHITELISTED.has(method)) throw new SiteError('PermissionError', `Function ${method} is not whitelisted.`);
  throw new RawAnswer(html(404, 'Not Found', `Method ${method} not found`));
}

/** `run_doc_method`: by `dt` and `dn`, or by `docs` whose `modified` must be the stored one. */
export function runDocMethodCall(ctx: EngineCtx, args: Row): RawAnswer {
  const sent = args['docs'] === undefined ? null : (parseJson(args['docs']) as Row);
  const doctype = String(sent?.['doctype'] ?? requiredText(args, 'dt', 'run_doc_method'));
  const doc = ctx.getDoc(doctype, String(sent?.['name'] ?? requiredText(args, 'dn', 'run_doc_method')));
  if (sent && String(sent['modified'] ?? '') !== String(doc['modified'])) {
    throw new SiteError(
      'TimestampMismatchError',
      'Document has been modified after you have opened it. Please refresh to get the latest document.',
    );
  }
  if (!ctx.hasPermission(doctype, 'read', doc))
    throw new SiteError('PermissionError', `Insufficient Permission for ${doctype}`);
  const rest = parseJson(args['args']);
  const message = runDocMethod(
    ctx,
    { ...doc, ...sent } as Doc,
    requiredText(args, 'method', 'run_doc_method'),
    typeof rest === 'object' && rest !== null ? (rest as Row) : {},
  );
  const after = ctx.exists(doctype, doc.name) ? [ctx.readable(ctx.getDoc(doctype, doc.name))] : [];
  return new RawAnswer(success({ ...(message === undefined ? {} : { message }), docs: after }, ctx.tx));
}
