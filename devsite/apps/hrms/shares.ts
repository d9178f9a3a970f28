import type { Ctx, Doc } from '../../engine/types.ts';
import { text, textOrNull } from '../values.ts';

/** HRMS shares a request with its approver when his roles and walls would not let him submit it, and takes it back from the former one. */
export function shareWithApprover(ctx: Ctx, doc: Doc, approver: string | null, former: string | null): void {
  if (former !== null && former !== approver) unshare(ctx, doc, former);
  if (approver === null || ctx.hasPermission(doc.doctype, 'submit', doc, approver)) return;
  const share = { user: approver, share_doctype: doc.doctype, share_name: doc.name };
  if (ctx.getAll('DocShare', { filters: share, limit: 1 }).length > 0) return;
  ctx.insert(
    { doctype: 'DocShare', ...share, read: 1, write: 1, submit: 1, notify_by_email: 0 },
    { ignorePermissions: true },
  );
}

function unshare(ctx: Ctx, doc: Doc, user: string): void {
  const filters = { user, share_doctype: doc.doctype, share_name: doc.name };
  for (const row of ctx.getAll('DocShare', { fields: ['name'], filters })) {
    ctx.remove('DocShare', text(row['name']), { ignorePermissions: true });
  }
}

/** The approver named before this save. */
export function formerApprover(before: Doc | null, field: string): string | null {
  return textOrNull(before?.[field]);
}
