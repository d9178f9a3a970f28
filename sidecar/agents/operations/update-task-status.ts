import { z } from 'zod';
import type { Operation } from '../../actions/operation.ts';
import type { Proposal, Question, Refusal, ToolContext, WriteTool } from '../../actions/tool.ts';
import { formatList } from '../../language/format.ts';
import { todayOf } from '../hr/wording.ts';
import { findTask } from './find-task.ts';
import { say } from './sentences.ts';
import { parseWholeTask, readRights } from './site-answers.ts';
import { tasksBy, type WorkItem } from './work-items.ts';

const STATUSES = ['Open', 'Working', 'Pending Review', 'Completed', 'Cancelled'] as const;
type Status = (typeof STATUSES)[number];

const schema = z.object({
  task_id: z
    .string()
    .min(1)
    .max(140)
    .describe('Id of the task from get_my_tasks, or the words by which the user calls it.'),
  status: z.enum(STATUSES).describe('Open also reopens what was completed or cancelled.'),
  comment: z.string().max(2000).optional().describe('Only what the user wants noted.'),
});
type Args = z.infer<typeof schema>;

export const updateTaskStatus: WriteTool<Args> = {
  kind: 'write',
  name: 'update_task_status',
  agent: 'operations',
  verb: 'Update',
  label: 'Preparing the change',
  description:
    'Prepares a new status of a task or personal to-do: done, being worked on, up for review, cancelled, or open again. Nothing changes before the user confirms the card.',
  schema,
  doctypes: ['Task', 'ToDo'],
  reversible: true,
  reversibleNote: say('statusNote'),
  propose,
  present(operations) {
    const { title, from, to, comment } = shown(operations);
    return {
      title: say('statusTitle', { title, to: wordFor(to) }),
      lines: [
        { label: say('lineTask'), to: title },
        { label: say('lineStatus'), from, to },
        ...(comment === null ? [] : [{ label: say('lineComment'), to: comment }]),
      ],
    };
  },
  done(operations) {
    const { title, to } = shown(operations);
    return say('statusDone', { title, to: wordFor(to) });
  },
  refused(message) {
    return /dependant task/iu.test(message) ? say('dependsLate') : null;
  },
};

async function propose(args: Args, context: ToolContext): Promise<Proposal | Refusal | Question> {
  const reopens = args.status === 'Open' || args.status === 'Working';
  const found = await findTask(args.task_id, context, reopens);
  if ('answer' in found) return found.answer;
  const item = found.found;
  const fault = transitionFault(item, args.status);
  if (fault !== null) return fault;
  const operations =
    item.doctype === 'ToDo' ? todoOperations(item, args.status) : await taskOperations(item, args, context);
  if (!Array.isArray(operations)) return operations as Refusal;
  const comment = args.comment?.trim() ?? '';
  const remark: Operation = {
    op: 'method',
    method: 'comment',
    args: { doctype: item.doctype, name: item.id, message: comment },
  };
  return {
    kind: 'proposal',
    operations: comment === '' ? operations : [...operations, remark],
    parameters: { task_id: item.id, status: args.status, ...(comment === '' ? {} : { comment }) },
    warnings: [],
    target: { doctype: item.doctype, name: item.id },
    ...(comment === '' ? {} : { undo: { possible: true, note: say('statusNoteComment') } }),
  };
}

/** What ERPNext lets pass but nobody means: a status it has already, or a step that leads nowhere. */
function transitionFault(item: WorkItem, to: Status): Refusal | null {
  const title = item.title;
  const from = item.status === 'Overdue' ? 'Open' : item.status;
  if (from === 'Template') return unprocessable(say('isTemplate', { title }));
  if (from === to) return unprocessable(say('alreadyThere', { title, status: wordFor(to) }));
  if (from === 'Completed' && to !== 'Open' && to !== 'Working') {
    return unprocessable(say('completedAlready', { title }));
  }
  if (from === 'Cancelled' && to !== 'Open') return unprocessable(say('cancelledAlready', { title }));
  if (item.doctype === 'ToDo' && (to === 'Working' || to === 'Pending Review')) {
    return unprocessable(say('todoKnowsTwo', { title }));
  }
  return null;
}

const TODO_STATUS: Readonly<Record<Status, string>> = {
  Open: 'Open',
  Working: 'Open',
  'Pending Review': 'Open',
  Completed: 'Closed',
  Cancelled: 'Cancelled',
};

function todoOperations(item: WorkItem, to: Status): readonly Operation[] {
  return [
    {
      op: 'update',
      doctype: 'ToDo',
      name: item.id,
      values: { status: TODO_STATUS[to] },
      from: { status: item.todo?.status ?? 'Open', description: item.title, docstatus: 0 },
    },
  ];
}

async function taskOperations(
  item: WorkItem,
  args: Args,
  context: ToolContext,
): Promise<readonly Operation[] | Refusal> {
  const rights = await readRights(context.reads, 'Task', item.id);
  if (rights?.may['write'] !== true)
    return { kind: 'refusal', code: 'FORBIDDEN', sentence: say('mayNotChange', { title: item.title }) };
  const task = parseWholeTask(await context.reads.get('Task', item.id));
  if (args.status === 'Completed') {
    const waiting = await unfinished(
      task.depends_on.map((row) => row.task),
      context,
    );
    if (waiting.length > 0) {
      return unprocessable(
        say('dependsOn', { title: item.title, tasks: formatList(waiting.map((name) => `"${name}"`)) }),
      );
    }
  }
  const done = args.status === 'Completed';
  const values: Record<string, unknown> = { status: args.status };
  const from: Record<string, unknown> = { status: task.status, subject: task.subject, docstatus: 0 };
  if (done || task.status === 'Completed') {
    // ERPNext keeps who finished it and when; undo and reopening have to take both back.
    Object.assign(values, {
      completed_on: done ? todayOf(context.person, context.now) : null,
      completed_by: done ? context.person.user : null,
      progress: done ? 100 : 0,
    });
    Object.assign(from, {
      completed_on: task.completed_on,
      completed_by: task.completed_by || null,
      progress: task.progress ?? 0,
    });
  }
  return [...assignment(item, args.status), { op: 'update', doctype: 'Task', name: item.id, values, from }];
}

/**
 * The assignment goes with the task: ERPNext closes it itself when the task is done, and nobody opens it again. As a step of
 * its own it comes back with an undo.
 */
function assignment(item: WorkItem, to: Status): readonly Operation[] {
  const wanted = to === 'Completed' || to === 'Cancelled' ? 'Closed' : 'Open';
  const { todo } = item;
  if (todo === null || todo.status === wanted) return [];
  const from = { status: todo.status, docstatus: 0 };
  return [{ op: 'update', doctype: 'ToDo', name: todo.name, values: { status: wanted }, from }];
}

async function unfinished(names: readonly string[], context: ToolContext): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const tasks = await tasksBy(context, [['name', 'in', names]]);
  return tasks.filter((task) => task.status !== 'Completed' && task.status !== 'Cancelled').map((task) => task.subject);
}

function unprocessable(sentence: string): Refusal {
  return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence };
}

function wordFor(status: string): string {
  return status === 'Working' ? say('inProgress') : status.toLowerCase();
}

const SHOWN: Readonly<Record<string, string>> = { Closed: 'Completed', Overdue: 'Open' };

/** What the card shows, from the operations: the last update is the one of the task. */
function shown(operations: readonly Operation[]) {
  const update = operations.findLast((operation) => operation.op === 'update');
  const remark = operations.find((operation) => operation.op === 'method');
  const status = (value: unknown) => SHOWN[String(value)] ?? String(value ?? '');
  if (update?.op !== 'update') return { title: '', from: '', to: '', comment: null };
  return {
    title: String(update.from['subject'] ?? update.from['description'] ?? update.name),
    from: status(update.from['status']),
    to: status(update.values['status']),
    comment: remark?.op === 'method' ? String(remark.args['message']) : null,
  };
}
