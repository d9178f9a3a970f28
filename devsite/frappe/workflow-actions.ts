import type { Doc, DocEvent, Row, Site } from '../engine/types.ts';

const rows = (value: unknown): Row[] => (Array.isArray(value) ? (value as Row[]) : []);
const text = (value: unknown): string => String(value ?? '');

/** Who may see a Workflow Action: whoever holds one of the roles it waits for (frappe/workflow/doctype/workflow_action). */
export function addWorkflowActions(site: Site): void {
  site.addController('Workflow Action', {
    hasPermission: (ctx, doc, _ptype, user) =>
      user === 'Administrator' ||
      rows(doc['permitted_roles']).some((row) => ctx.roles(user).includes(text(row['role']))),
    permissionQuery: (ctx, user) => {
      const roles = ctx.roles(user);
      return {
        sql: `"tabWorkflow Action".name IN (SELECT parent FROM "tabWorkflow Action Permitted Role" WHERE role IN (${roles
          .map(() => '?')
          .join(', ')}))`,
        params: [...roles],
      };
    },
  });
}

/** What waits for whom after a document came to a state: the old ones are done, one is open for the roles of the next steps. */
export function trackWorkflowAction({ ctx, doc }: DocEvent, workflow: Doc, field: string): void {
  const about = { reference_doctype: doc.doctype, reference_name: text(doc.name) };
  const state = text(doc[field]);
  const open = ctx.getAll('Workflow Action', {
    fields: ['name', 'workflow_state'],
    filters: { ...about, status: 'Open' },
  });
  if (open.some((row) => row['workflow_state'] === state)) return;
  for (const row of open) {
    ctx.setValue('Workflow Action', text(row['name']), { status: 'Completed', completed_by: ctx.user });
  }
  const roles = nextRoles(workflow, state);
  if (roles.length === 0) return;
  const permitted_roles = roles.map((role) => ({ role }));
  const values = { ...about, workflow_state: state, status: 'Open', permitted_roles };
  ctx.insert({ doctype: 'Workflow Action', ...values }, { ignorePermissions: true });
}

export function forgetWorkflowActions({ ctx, doc }: DocEvent): void {
  const filters = { reference_doctype: doc.doctype, reference_name: text(doc.name) };
  for (const row of ctx.getAll('Workflow Action', { fields: ['name'], filters })) {
    ctx.remove('Workflow Action', text(row['name']), { ignorePermissions: true });
  }
}

// A step into an optional state waits for nobody.
function nextRoles(workflow: Doc, state: string): string[] {
  const optional = new Set(
    rows(workflow['states'])
      .filter((row) => Number(row['is_optional_state']) === 1)
      .map((row) => row['state']),
  );
  const steps = rows(workflow['transitions']).filter(
    (row) => row['state'] === state && !row['condition'] && !optional.has(row['next_state']),
  );
  return [...new Set(steps.map((row) => text(row['allowed'])))];
}
