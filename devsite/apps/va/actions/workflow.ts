import { SiteError } from '../../../engine/site-error.ts';
import type { Ctx, Doc, Row } from '../../../engine/types.ts';
import { checked, number, rowsOf, text, textOrNull } from '../../values.ts';

/**
 * Takes a transition of the document's active Workflow as `frappe.model.workflow.apply_workflow` does: the role must be
 * allowed, own documents need self-approval, and docstatus follows the state. Conditions are Python and refuse here.
 */
export function applyWorkflow(ctx: Ctx, doc: Doc, action: string): void {
  const workflow = activeWorkflow(ctx, doc.doctype);
  const transition = workflow === null ? undefined : steps(ctx, workflow, doc).find((row) => row['action'] === action);
  if (workflow === null || transition === undefined)
    throw new SiteError('WorkflowTransitionError', 'Not a valid Workflow Action');
  const next = text(transition['next_state']);
  const target = rowsOf(workflow['states']).find((row) => row['state'] === next);
  const moved: Doc = { ...doc, [fieldOf(workflow)]: next };
  const update = textOrNull(target?.['update_field']);
  if (update !== null) moved[update] = target?.['update_value'];
  const docstatus = number(target?.['doc_status']);
  if (docstatus === 1 && number(doc['docstatus']) === 0) ctx.submit(moved);
  else if (docstatus === 2) ctx.cancel(moved);
  else ctx.save(moved);
}

/** The state of a document with an active workflow, and the steps that the user may take from it; null without one. */
export function openTransitions(ctx: Ctx, doc: Doc): Row | null {
  const workflow = activeWorkflow(ctx, doc.doctype);
  if (workflow === null) return null;
  const field = fieldOf(workflow);
  const actions = steps(ctx, workflow, doc).map((row) => ({ action: row['action'], next_state: row['next_state'] }));
  return { state_field: field, state: textOrNull(doc[field]), actions };
}

function steps(ctx: Ctx, workflow: Doc, doc: Doc): Row[] {
  const state = text(doc[fieldOf(workflow)]);
  const roles = ctx.roles();
  return rowsOf(workflow['transitions']).filter(
    (row) =>
      row['state'] === state &&
      roles.includes(text(row['allowed'])) &&
      (checked(row['allow_self_approval'] ?? 1) || doc['owner'] !== ctx.user) &&
      textOrNull(row['condition']) === null,
  );
}

function fieldOf(workflow: Doc): string {
  return text(workflow['workflow_state_field']) || 'workflow_state';
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
