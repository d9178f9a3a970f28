import type { Controller, Ctx, Doc } from '../../engine/types.ts';
import { day } from '../dates.ts';
import { number, refuse, rowsOf, text, textOrNull } from '../values.ts';
import { checkOrder } from './dates-in-order.ts';

/** ERPNext's rules of a task (erpnext/projects/doctype/task, version 15). */
export const task: Controller = {
  validate(event) {
    const { ctx, doc, before } = event;
    checkOrder(doc, 'exp_start_date', 'exp_end_date');
    checkProjectEnd(ctx, doc);
    const progress = number(doc['progress']);
    if (progress > 100) refuse('Progress % for a task cannot be more than 100.');
    if (doc['status'] !== 'Completed') return;
    if (before?.['status'] !== 'Completed') checkDependencies(ctx, doc);
    doc['progress'] = 100;
    if (textOrNull(doc['completed_on']) === null) doc['completed_on'] = ctx.today();
    if (day(doc['completed_on']) > ctx.today()) refuse('Completed On cannot be greater than Today');
  },
  onUpdate({ ctx, doc }) {
    updateProject(ctx, textOrNull(doc['project']));
    if (doc['status'] === 'Completed' || doc['status'] === 'Cancelled') closeAssignments(ctx, doc.name);
  },
  afterDelete: ({ ctx, doc }) => updateProject(ctx, textOrNull(doc['project'])),
};

function checkDependencies(ctx: Ctx, doc: Doc): void {
  for (const row of rowsOf(doc['depends_on'])) {
    const status = ctx.getValue('Task', text(row['task']), 'status');
    if (status !== 'Completed' && status !== 'Cancelled') {
      refuse(
        `Cannot complete task ${doc.name} as its dependant task ${text(row['task'])} are not completed / cancelled.`,
      );
    }
  }
}

/** A task ends within its project. */
function checkProjectEnd(ctx: Ctx, doc: Doc): void {
  const project = textOrNull(doc['project']);
  const end = project === null ? null : textOrNull(ctx.getValue('Project', project, 'expected_end_date'));
  if (end === null) return;
  for (const [field, label] of [
    ['exp_start_date', 'Expected Start Date'],
    ['exp_end_date', 'Expected End Date'],
  ] as const) {
    if (textOrNull(doc[field]) !== null && day(doc[field]) > day(end)) {
      refuse(`Task ${doc.name}'s ${label} cannot be after Project ${project}'s Expected End Date.`, 'InvalidDates');
    }
  }
}

/** Whose task it was has it no more on his list. */
function closeAssignments(ctx: Ctx, task: string): void {
  const filters = { reference_type: 'Task', reference_name: task, status: 'Open' };
  for (const row of ctx.getAll('ToDo', { fields: ['name'], filters })) {
    ctx.save({ ...ctx.getDoc('ToDo', text(row['name'])), status: 'Closed' }, { ignorePermissions: true });
  }
}

// Method "Task Completion": the share of tasks that are done.
function updateProject(ctx: Ctx, project: string | null): void {
  if (project === null || ctx.getValue('Project', project, 'percent_complete_method') !== 'Task Completion') return;
  const tasks = ctx
    .getAll('Task', { fields: ['status'], filters: { project } })
    .filter((row) => row['status'] !== 'Cancelled');
  const done = tasks.filter((row) => row['status'] === 'Completed').length;
  const percent = tasks.length === 0 ? 0 : Math.round((done / tasks.length) * 10_000) / 100;
  ctx.setValue('Project', project, { percent_complete: percent });
}
