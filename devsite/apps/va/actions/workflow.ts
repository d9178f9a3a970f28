import { SiteError } from '../../../engine/site-error.ts';
import type { Ctx, Doc } from '../../../engine/types.ts';
import { checked, number, rowsOf, text, textOrNull } from '../../values.ts';

/**
 * Takes a transition of the document's active Workflow as `frappe.model.workflow.apply_workflow` does: the role must be
 * allowed, own documents need self-approval, and docstatus follows the state. Conditions are Python and refuse here.
 */
export function applyWorkflow(ctx: Ctx, doc: Doc, action: string): void {
  const workflow = activeWorkflow(ctx, doc.doctype);
  const field = text(workflow?.['workflow_state_field']) || 'workflow_state';
  const state = text(doc[field]);
  const roles = ctx.roles();
  const transition = rowsOf(workflow?.['transitions']).find(
    (row) =>
      row['state'] === state &&
      row['action'] === action &&
      roles.includes(text(row['allowed'])) &&
      (checked(row['allow_self_approval'] ?? 1) || doc['owner'] !== ctx.user) &&
      textOrNull(row['condition']) === null,
  );
  if (workflow === null || transition === undefined)
    throw new SiteError('WorkflowTransitionError', 'Not a valid Workflow Action');
  const next = text(transition['next_state']);
  const target = rowsOf(workflow['states']).find((row) => row['state'] === next);
  const moved: Doc = { ...doc, [field]: next };
  const update = textOrNull(target?.['update_field']);
  if (update !== null) moved[update] = target?.['update_value'];
  const docstatus = number(target?.['doc_status']);
  if (docstatus === 1 && number(doc['docstatus']) === 0) ctx.submit(moved);
  else if (docstatus === 2) ctx.cancel(moved);
  else ctx.save(moved);
}

function activeWorkflow(ctx: Ctx, doctype: string): Doc | null {
  if (!ctx.site.hasDocType('Workflow')) return null;
  const row = ctx.getAll('Workflow', {
    fields: ['name'],
    filters: { document_type: doctype, is_active: 1 },
    limit: 1,
  })[0];
  return row === undefined ? null : ctx.getDoc('Workflow', text(row['name']));
}
