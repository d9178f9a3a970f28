import type { ListVisual } from '@dartwing-va/contract/visuals.ts';
import { z } from 'zod';
import type { ReadTool, ToolContext } from '../../actions/tool.ts';
import { addDays, daysBetween, isIsoDate, mondayOf } from '../../language/calendar.ts';
import { dueText } from '../../language/due.ts';
import { todayOf, wordingFor } from '../hr/wording.ts';
import { namesOf } from './names.ts';
import { projectTitles } from './project-titles.ts';
import { say } from './sentences.ts';
import { FINISHED, ownWork, type WorkItem } from './work-items.ts';

const LIMIT = 50;
const PERIODS = ['today', 'tomorrow', 'this_week', 'next_week', 'overdue'] as const;

const schema = z.object({
  status: z
    .enum(['open', 'in_progress', 'completed', 'all'])
    .optional()
    .describe('open: whatever is not finished (the default); in_progress: being worked on; completed; all.'),
  priority: z.enum(['high', 'medium', 'low', 'all']).optional().describe('high holds urgent ones too.'),
  due_date: z
    .union([z.enum(PERIODS), z.string().refine(isIsoDate, 'must be YYYY-MM-DD')])
    .optional()
    .describe('today, tomorrow, this_week, next_week, overdue, or a day as YYYY-MM-DD: due until that day.'),
  project: z.string().min(1).max(140).optional().describe('Only of this project, as the user called it.'),
  task: z.string().min(1).max(140).optional().describe('Only this one, by its id.'),
});
type Args = z.infer<typeof schema>;

/** A task as models and answers see it. */
export interface TaskLine {
  readonly id: string;
  /** `todo`: a personal to-do, no task of a project. */
  readonly kind: 'task' | 'todo';
  readonly title: string;
  readonly project: string | null;
  readonly status: string;
  readonly priority: string | null;
  /** YYYY-MM-DD */
  readonly due: string | null;
  readonly days_overdue: number | null;
  readonly assigned_by: string | null;
}

export const getMyTasks: ReadTool<Args> = {
  kind: 'read',
  name: 'get_my_tasks',
  agent: 'operations',
  label: 'Looking at your tasks',
  description:
    "Lists the user's own tasks and to-dos with ids, due dates and how long they are overdue, the most pressing first; by status, priority, due date or project.",
  schema,
  doctypes: ['ToDo', 'Task', 'Project'],
  async run(args, context) {
    const today = todayOf(context.person, context.now);
    const finished = args.status === 'completed' || args.status === 'all';
    const items = await ownWork(context, finished);
    const titles = await projectTitles(
      context,
      items.flatMap((item) => item.project ?? []),
    );
    const wanted = items
      .filter((item) => args.task === undefined || item.id === args.task)
      .filter((item) => isOfStatus(item, args.status ?? 'open'))
      .filter((item) => isOfPriority(item, args.priority ?? 'all'))
      .filter((item) => isDue(item, args.due_date, today))
      .filter((item) => isOfProject(item, args.project, titles))
      .sort((one, other) => pressing(one, other, args.status === 'completed'));
    const shown = wanted.slice(0, LIMIT);
    const givers = shown.flatMap((item) => item.assignedBy ?? []).filter((user) => user !== context.person.user);
    const names = await namesOf(context.reads, givers);
    const tasks = shown.map((item) => lineOf(item, today, titles, names, context));
    return {
      kind: 'data',
      data: {
        today,
        status: args.status ?? 'open',
        priority: args.priority ?? 'all',
        due_date: args.due_date ?? null,
        project: args.project ?? null,
        tasks,
        total: wanted.length,
        overdue: tasks.filter((task) => task.days_overdue !== null).length,
      },
      ...(tasks.length > 1 ? { visual: visualOf(tasks, wanted.length, today, context) } : {}),
    };
  },
};

function isOfStatus({ status }: WorkItem, asked: NonNullable<Args['status']>): boolean {
  if (asked === 'all') return status !== 'Template';
  if (asked === 'completed') return status === 'Completed';
  if (asked === 'in_progress') return status === 'Working' || status === 'Pending Review';
  return !FINISHED.includes(status);
}

function isOfPriority({ priority }: WorkItem, asked: NonNullable<Args['priority']>): boolean {
  if (asked === 'all') return true;
  const level = (priority ?? 'Low').toLowerCase();
  return level === asked || (asked === 'high' && level === 'urgent');
}

function isDue(item: WorkItem, asked: Args['due_date'], today: string): boolean {
  if (asked === undefined) return true;
  // Of what is done, the day on which it was done.
  const due = item.status === 'Completed' && item.completedOn !== null ? item.completedOn : item.due;
  if (due === null) return false;
  const monday = mondayOf(today);
  switch (asked) {
    case 'overdue':
      return due < today && !FINISHED.includes(item.status);
    case 'today':
      return due === today;
    case 'tomorrow':
      return due === addDays(today, 1);
    case 'this_week':
      return due >= monday && due <= addDays(monday, 6);
    case 'next_week':
      return due >= addDays(monday, 7) && due <= addDays(monday, 13);
    default:
      return due <= asked;
  }
}

function isOfProject(item: WorkItem, asked: string | undefined, titles: ReadonlyMap<string, string>): boolean {
  if (asked === undefined) return true;
  if (item.project === null) return false;
  const wanted = asked.trim().toLowerCase();
  return [item.project, titles.get(item.project) ?? ''].some((name) => name.toLowerCase().includes(wanted));
}

const PRIORITIES = ['Urgent', 'High', 'Medium', 'Low'];

function pressing(one: WorkItem, other: WorkItem, done: boolean): number {
  if (done) return (other.completedOn ?? '').localeCompare(one.completedOn ?? '');
  const byDay = (one.due ?? '9999').localeCompare(other.due ?? '9999');
  if (byDay !== 0) return byDay;
  return PRIORITIES.indexOf(one.priority ?? 'Low') - PRIORITIES.indexOf(other.priority ?? 'Low');
}

function lineOf(
  item: WorkItem,
  today: string,
  titles: ReadonlyMap<string, string>,
  names: ReadonlyMap<string, string>,
  context: ToolContext,
): TaskLine {
  const late = item.due !== null && item.due < today && !FINISHED.includes(item.status);
  const giver = item.assignedBy === context.person.user ? null : item.assignedBy;
  return {
    id: item.id,
    kind: item.doctype === 'Task' ? 'task' : 'todo',
    title: item.title,
    project: item.project === null ? null : (titles.get(item.project) ?? item.project),
    // ERPNext marks what is late by a job of the night; it says nothing of how far the work is.
    status: item.status === 'Overdue' ? 'Open' : item.status,
    priority: item.priority,
    due: item.due,
    days_overdue: late && item.due !== null ? daysBetween(item.due, today) : null,
    assigned_by: giver === null ? null : (names.get(giver) ?? null),
  };
}

function visualOf(tasks: readonly TaskLine[], total: number, today: string, context: ToolContext): ListVisual {
  const { locale } = wordingFor(context.person, today);
  return {
    kind: 'list',
    title: say('tasksTitle'),
    items: tasks.map((task) => {
      const due = task.due === null ? null : dueText(task.due, today, locale);
      const open = !FINISHED.includes(task.status);
      const detail = [
        task.days_overdue === null && open ? due : null,
        task.project,
        task.status === 'Open' ? null : task.status,
      ]
        .filter((part) => part !== null)
        .join('; ');
      return {
        title: task.title,
        ...(detail === '' ? {} : { detail }),
        ...(task.days_overdue !== null && due !== null ? { mark: { text: due, tone: 'bad' as const } } : {}),
        ...(open ? { action: { label: say('done'), say: say('sayDone', { id: task.id }) } } : {}),
      };
    }),
    ...(total > tasks.length ? { more: total - tasks.length } : {}),
  };
}
