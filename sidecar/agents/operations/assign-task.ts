import { z } from 'zod';
import type { Operation } from '../../actions/operation.ts';
import type { Proposal, Question, Refusal, ToolContext, WriteTool } from '../../actions/tool.ts';
import { findPerson } from '../find-person.ts';
import { findTask } from './find-task.ts';
import { say } from './sentences.ts';
import { readRights } from './site-answers.ts';
import type { WorkItem } from './work-items.ts';

const schema = z.object({
  task_id: z
    .string()
    .min(1)
    .max(140)
    .describe('Id of the task from get_my_tasks, or the words by which the user calls it.'),
  assigned_to: z.string().min(1).max(140).describe('Colleague who shall do it.'),
});
type Args = z.infer<typeof schema>;

export const assignTask: WriteTool<Args> = {
  kind: 'write',
  name: 'assign_task',
  agent: 'operations',
  verb: 'Update',
  label: 'Preparing the handover',
  description:
    "Prepares handing a task or personal to-do that exists to a colleague: it goes on the colleague's list, and off the user's own. Nothing changes before the user confirms the card.",
  schema,
  doctypes: ['Task', 'ToDo'],
  reversible: true,
  reversibleNote: say('assignNote'),
  propose,
  present(_operations, person, parameters = {}) {
    const { task = '', assigned_to: who = '' } = parameters as {
      readonly task?: string;
      readonly assigned_to?: string;
    };
    const from = parameters['own'] === true ? { from: person.employee.name } : {};
    return {
      title: say('assignTitle', { title: task, who }),
      lines: [
        { label: say('lineTask'), to: task },
        { label: say('lineFor'), ...from, to: who },
      ],
    };
  },
  done: (_operations, _person, parameters = {}) =>
    say('assignDone', { title: String(parameters['task']), who: String(parameters['assigned_to']) }),
};

async function propose(args: Args, context: ToolContext): Promise<Proposal | Refusal | Question> {
  const found = await findTask(args.task_id, context, false);
  if ('answer' in found) return found.answer;
  const item = found.found;
  const whose = await findPerson(args.assigned_to, context, {
    slot: 'assigned_to',
    nobody: say('nobodyThere', { said: args.assigned_to }),
  });
  if ('answer' in whose) return whose.answer;
  const { employee_name: who, user } = whose.person;
  if (user === null || user === undefined || user === '') return unprocessable(say('noLogin', { name: who }));
  if (user === context.person.user) return unprocessable(say('assignOwn', { title: item.title }));
  const mayChange =
    item.doctype === 'ToDo' || (await readRights(context.reads, 'Task', item.id))?.may['write'] === true;
  if (!mayChange) return { kind: 'refusal', code: 'FORBIDDEN', sentence: say('mayNotChange', { title: item.title }) };
  return {
    kind: 'proposal',
    operations: operationsFor(item, user, context),
    parameters: { task_id: item.id, assigned_to: who, task: item.title, own: item.todo !== null },
    warnings: [],
    target: { doctype: item.doctype, name: item.id },
  };
}

/** As ERPNext assigns: a to-do of the other one; the user's own is taken off his list. */
function operationsFor(item: WorkItem, user: string, { person }: ToolContext): readonly Operation[] {
  const own = item.todo;
  const off: readonly Operation[] =
    own === null
      ? []
      : [
          {
            op: 'update',
            doctype: 'ToDo',
            name: own.name,
            values: { status: 'Cancelled' },
            from: { status: own.status, docstatus: 0 },
          },
        ];
  const on: Operation = {
    op: 'insert',
    doctype: 'ToDo',
    values: {
      description: item.title,
      status: 'Open',
      priority: item.priority === 'Urgent' ? 'High' : (item.priority ?? 'Medium'),
      allocated_to: user,
      assigned_by: person.user,
      ...(item.due === null ? {} : { date: item.due }),
      ...(item.doctype === 'Task' ? { reference_type: 'Task', reference_name: item.id } : {}),
    },
  };
  return [on, ...off];
}

function unprocessable(sentence: string): Refusal {
  return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence };
}
