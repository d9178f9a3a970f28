import { z } from 'zod';
import type { Operation } from '../../actions/operation.ts';
import type { Proposal, Question, Refusal, ToolContext, WriteTool } from '../../actions/tool.ts';
import { isIsoDate } from '../../language/calendar.ts';
import { theOne } from '../find-document.ts';
import { type DirectoryPerson, findPerson } from '../find-person.ts';
import { todayOf, wordingFor } from '../hr/wording.ts';
import { readableProjects } from './project-titles.ts';
import { say } from './sentences.ts';
import { readRights } from './site-answers.ts';

const schema = z.object({
  subject: z.string().trim().min(1).max(140).describe('What is to be done, in the words of the user.'),
  description: z.string().max(5000).optional().describe('Only what the user said beyond the subject.'),
  priority: z.enum(['High', 'Medium', 'Low']).optional().describe('Only when the user said one.'),
  due_date: z
    .string()
    .refine(isIsoDate, 'must be YYYY-MM-DD')
    .optional()
    .describe('YYYY-MM-DD, only when the user said one.'),
  project: z.string().min(1).max(140).optional().describe('Project as the user called it, or its id.'),
  assigned_to: z
    .string()
    .min(1)
    .max(140)
    .optional()
    .describe('Colleague who shall do it. Leave out for the user himself.'),
});
type Args = z.infer<typeof schema>;

export const createTask: WriteTool<Args> = {
  kind: 'write',
  name: 'create_task',
  agent: 'operations',
  verb: 'Create',
  label: 'Preparing the task',
  description:
    'Prepares a task for the user or a colleague, with due date, priority and project as far as they were said. Nothing is stored before the user confirms the card. Call it again with changed arguments to change the card.',
  schema,
  doctypes: ['Task', 'Project', 'ToDo'],
  reversible: true,
  reversibleNote: say('createNote'),
  propose,
  present(operations, person, parameters) {
    const card = shown(operations, parameters);
    const wording = wordingFor(person, null);
    const mine = card.user === person.user;
    const who = mine ? say('yourself') : card.who;
    return {
      title: say(card.isTask ? (mine ? 'createTitle' : 'createTitleFor') : mine ? 'todoTitle' : 'todoTitleFor', {
        subject: card.subject,
        who,
      }),
      lines: [
        { label: card.isTask ? say('lineTask') : say('lineToDo'), to: card.subject },
        { label: say('lineFor'), to: who },
        ...(card.due === null ? [] : [{ label: say('lineDue'), to: wording.date(card.due) }]),
        ...(card.priority === null ? [] : [{ label: say('linePriority'), to: card.priority }]),
        ...(card.project === null ? [] : [{ label: say('lineProject'), to: card.project }]),
        ...(card.description === null ? [] : [{ label: say('lineDescription'), to: card.description }]),
      ],
    };
  },
  done(operations, person, parameters) {
    const card = shown(operations, parameters);
    if (card.user === person.user) return say(card.isTask ? 'createDone' : 'todoDone', { subject: card.subject });
    return say('createDoneFor', { subject: card.subject, who: card.who });
  },
};

async function propose(args: Args, context: ToolContext): Promise<Proposal | Refusal | Question> {
  const today = todayOf(context.person, context.now);
  const wording = wordingFor(context.person, today);
  const due = args.due_date ?? null;
  if (due !== null && due < today) {
    return {
      kind: 'question',
      slot: 'due_date',
      sentence: say('dueInThePast', { date: wording.date(due) }),
      choices: [],
    };
  }
  const whose = args.assigned_to === undefined ? null : await findAssignee(args.assigned_to, context);
  if (whose !== null && 'answer' in whose) return whose.answer;
  const assignee = whose === null ? ownAssignee(context) : whose.person;
  const user = assignee.user ?? '';
  if (user === '') return unprocessable(say('noLogin', { name: assignee.employee_name }));
  const mayCreate = (await readRights(context.reads, 'Task'))?.may['create'] === true;
  if (!mayCreate) return personal(args, assignee, context);

  const chosen = args.project === undefined ? null : await findProject(args.project, context);
  if (chosen !== null && 'answer' in chosen) return chosen.answer;
  const project = chosen?.found.project ?? null;
  const end = project?.expected_end_date ?? null;
  if (due !== null && end !== null && due > end && project !== null) {
    return unprocessable(
      say('afterProject', { project: project.project_name, end: wording.date(end), due: wording.date(due) }),
    );
  }
  const priority = args.priority === undefined ? {} : { priority: args.priority };
  const description = args.description?.trim() ?? '';
  const operations: readonly Operation[] = [
    {
      op: 'insert',
      doctype: 'Task',
      values: {
        subject: args.subject,
        status: 'Open',
        company: context.person.company.name,
        ...priority,
        ...(due === null ? {} : { exp_end_date: due }),
        ...(project === null ? {} : { project: project.name }),
        ...(description === '' ? {} : { description }),
      },
    },
    {
      op: 'insert',
      doctype: 'ToDo',
      values: { ...assignment(args, assignee, context), reference_type: 'Task', reference_name: { $doc: 0 } },
    },
  ];
  return {
    kind: 'proposal',
    operations,
    parameters: parametersOf(args, assignee, project?.project_name ?? null, context),
    warnings: [],
    target: { doctype: 'Task', name: null },
  };
}

/** Who may make no tasks keeps it as a to-do, which everybody may make. */
function personal(args: Args, assignee: DirectoryPerson, context: ToolContext): Proposal {
  const own = assignee.user === context.person.user;
  return {
    kind: 'proposal',
    operations: [{ op: 'insert', doctype: 'ToDo', values: assignment(args, assignee, context) }],
    parameters: parametersOf(args, assignee, null, context),
    warnings: [
      say(own ? 'personalToDo' : 'personalToDoFor', { name: firstName(assignee.employee_name) }),
      ...(args.project === undefined ? [] : [say('noProjectForToDo')]),
    ],
    target: { doctype: 'ToDo', name: null },
  };
}

function assignment(args: Args, assignee: DirectoryPerson, context: ToolContext): Readonly<Record<string, unknown>> {
  const description = args.description?.trim() ?? '';
  return {
    description: description === '' ? args.subject : `${args.subject}: ${description}`,
    status: 'Open',
    priority: args.priority ?? 'Medium',
    allocated_to: assignee.user,
    assigned_by: context.person.user,
    ...(args.due_date === undefined ? {} : { date: args.due_date }),
  };
}

function parametersOf(
  args: Args,
  assignee: DirectoryPerson,
  project: string | null,
  context: ToolContext,
): Readonly<Record<string, unknown>> {
  const { assigned_to: _said, project: _named, ...rest } = args;
  return {
    ...rest,
    ...(project === null ? {} : { project }),
    ...(assignee.user === context.person.user ? {} : { assigned_to: assignee.employee_name }),
  };
}

function ownAssignee({ person }: ToolContext): DirectoryPerson {
  return { employee: person.employee.id, employee_name: person.employee.name, user: person.user };
}

async function findAssignee(said: string, context: ToolContext) {
  return await findPerson(said, context, { slot: 'assigned_to', nobody: say('nobodyThere', { said }) });
}

async function findProject(said: string, context: ToolContext) {
  const projects = await readableProjects(context);
  const open = (projects ?? []).filter((project) => project.status === 'Open');
  return theOne(
    said,
    open.map((project) => ({ id: project.name, title: project.project_name, project })),
    { slot: 'project', which: say('whichProject'), nothing: say('noSuchProject', { said }) },
  );
}

/** What the card shows. How the assignee is called stands in the parameters; who he is, in the operations. */
function shown(operations: readonly Operation[], parameters: Readonly<Record<string, unknown>> = {}) {
  const inserts = operations.flatMap((operation) => (operation.op === 'insert' ? [operation] : []));
  const task = inserts.find(({ doctype }) => doctype === 'Task')?.values ?? null;
  const todo = inserts.find(({ doctype }) => doctype === 'ToDo')?.values ?? {};
  const optional = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
  const user = String(todo['allocated_to'] ?? '');
  return {
    isTask: task !== null,
    subject: String(task?.['subject'] ?? parameters['subject'] ?? todo['description'] ?? ''),
    user,
    who: optional(parameters['assigned_to']) ?? user,
    due: optional(task?.['exp_end_date'] ?? todo['date']),
    priority: optional(task === null ? parameters['priority'] : task['priority']),
    project: task?.['project'] === undefined ? null : (optional(parameters['project']) ?? String(task['project'])),
    description: optional(task?.['description'] ?? parameters['description']),
  };
}

function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}

function unprocessable(sentence: string): Refusal {
  return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence };
}
