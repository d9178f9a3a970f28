import { SiteError } from '../engine/site-error.ts';
import type { Ctx, Doc, DocEvent, Row, Site } from '../engine/types.ts';
import { parseJson, requiredText } from './arguments.ts';
import { addWorkflowActions, forgetWorkflowActions, trackWorkflowAction } from './workflow-actions.ts';

const rows = (value: unknown): Row[] => (Array.isArray(value) ? (value as Row[]) : []);

/** Active workflows by DocType, kept until a Workflow changes. */
type Book = Map<string, Doc | null>;

function activeWorkflow(book: Book, ctx: Ctx, doctype: string): Doc | null {
  const known = book.get(doctype);
  if (known !== undefined) return known;
  const name =
    doctype === 'Workflow' ? null : ctx.getValue<string>('Workflow', { document_type: doctype, is_active: 1 }, 'name');
  const found = name === null ? null : ctx.getDoc('Workflow', name);
  book.set(doctype, found);
  return found;
}

const stateField = (workflow: Doc): string => String(workflow['workflow_state_field'] || 'workflow_state');

/** Transitions that the user's roles allow from the document's state. A condition is Python, which this site cannot run: it counts as not met. */
function transitions(ctx: Ctx, workflow: Doc, state: unknown): Row[] {
  const roles = ctx.roles();
  return rows(workflow['transitions']).filter(
    (row) => row['state'] === state && roles.includes(String(row['allowed'])) && !row['condition'],
  );
}

function checkState(book: Book, { ctx, doc, before }: DocEvent): void {
  const workflow = activeWorkflow(book, ctx, doc.doctype);
  if (!workflow) return;
  const field = stateField(workflow);
  const states = rows(workflow['states']);
  const first = states.find((row) => Number(row['doc_status']) === Number(doc['docstatus'])) ?? states[0];
  doc[field] ||= first?.['state'];
  if (!states.some((row) => row['state'] === doc[field]))
    throw new SiteError('WorkflowPermissionError', `Workflow State ${String(doc[field])} is not allowed`);
  const from = before?.[field] || states[0]?.['state'];
  if (!before || from === doc[field] || ctx.user === 'Administrator') return;
  if (!transitions(ctx, workflow, from).some((row) => row['next_state'] === doc[field])) {
    throw new SiteError(
      'WorkflowPermissionError',
      `Workflow State transition not allowed from ${String(from)} to ${String(doc[field])}`,
    );
  }
}

function askedDoc(ctx: Ctx, args: Row): Doc {
  const asked = parseJson(args['doc'] ?? requiredText(args, 'doc', 'apply_workflow')) as Row;
  const doc = ctx.getDoc(String(asked['doctype']), String(asked['name']));
  if (!ctx.hasPermission(doc.doctype, 'read', doc))
    throw new SiteError('PermissionError', `Insufficient Permission for ${doc.doctype}`);
  return doc;
}

function apply(book: Book, ctx: Ctx, args: Row): Doc {
  const doc = askedDoc(ctx, args);
  const workflow = activeWorkflow(book, ctx, doc.doctype);
  if (!workflow) throw new SiteError('WorkflowStateError', `No active workflow for ${doc.doctype}`);
  const field = stateField(workflow);
  const action = requiredText(args, 'action', 'apply_workflow');
  const transition = transitions(ctx, workflow, doc[field]).find((row) => row['action'] === action);
  if (!transition) throw new SiteError('WorkflowTransitionError', 'Not a valid Workflow Action');
  if (transition['allow_self_approval'] !== 1 && doc['owner'] === ctx.user && ctx.user !== 'Administrator')
    throw new SiteError('ValidationError', 'Self approval is not allowed');
  const next = rows(workflow['states']).find((row) => row['state'] === transition['next_state']);
  doc[field] = transition['next_state'];
  if (next?.['update_field']) doc[String(next['update_field'])] = next['update_value'];
  const status = Number(next?.['doc_status'] ?? 0);
  const saved = ctx.readable(ctx.save({ ...doc, docstatus: status }));
  ctx.insert(
    {
      doctype: 'Comment',
      comment_type: 'Workflow',
      reference_doctype: doc.doctype,
      reference_name: doc.name,
      content: String(transition['next_state']),
    },
    { ignorePermissions: true },
  );
  return saved;
}

/** frappe.model.workflow: states checked on every save, `get_transitions`, `apply_workflow`. */
export function addWorkflows(site: Site): void {
  const book: Book = new Map();
  const forget = ({ ctx }: DocEvent): void => {
    book.clear();
    ctx.afterCommit(() => book.clear());
  };
  site.addController('Workflow', { onChange: forget, afterDelete: forget });
  const active = (event: DocEvent): Doc | null =>
    event.doc.doctype.startsWith('Workflow') ? null : activeWorkflow(book, event.ctx, event.doc.doctype);
  site.addController('*', {
    validate: (event) => checkState(book, event),
    onChange: (event) => {
      const workflow = active(event);
      if (workflow !== null) trackWorkflowAction(event, workflow, stateField(workflow));
    },
    afterDelete: (event) => {
      if (active(event) !== null) forgetWorkflowActions(event);
    },
  });
  addWorkflowActions(site);
  site.addMethod('frappe.model.workflow.get_transitions', { verbs: ['GET', 'POST'] }, (ctx, args) => {
    const doc = askedDoc(ctx, args);
    const workflow = activeWorkflow(book, ctx, doc.doctype);
    return workflow ? transitions(ctx, workflow, doc[stateField(workflow)]) : [];
  });
  site.addMethod('frappe.model.workflow.apply_workflow', { verbs: ['POST'] }, (ctx, args) => apply(book, ctx, args));
}
