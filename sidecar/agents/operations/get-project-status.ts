import type { BarsVisual } from '@dartwing-va/contract/visuals.ts';
import { z } from 'zod';
import type { ReadTool, ToolContext } from '../../actions/tool.ts';
import { daysBetween, earlierOf } from '../../language/calendar.ts';
import { theOne } from '../find-document.ts';
import { todayOf } from '../hr/wording.ts';
import { namesOf } from './names.ts';
import { readableProjects } from './project-titles.ts';
import { say } from './sentences.ts';
import { parseWholeProject, type Task, type WholeProject } from './site-answers.ts';
import { FINISHED, tasksBy } from './work-items.ts';

const schema = z.object({
  project_id: z.string().min(1).max(140).describe('Id of the project, or its name as the user said it.'),
});
type Args = z.infer<typeof schema>;

/** Open tasks that are told one by one. */
const NAMED = 5;

export const getProjectStatus: ReadTool<Args> = {
  kind: 'read',
  name: 'get_project_status',
  agent: 'operations',
  label: 'Looking at the project',
  description:
    'Reads how a project stands: share of finished tasks, time gone, tasks by status, what is overdue and who does it, what comes next, who is in it.',
  schema,
  doctypes: ['Project', 'Task'],
  async run(args, context) {
    const projects = await readableProjects(context);
    if (projects === null) return { kind: 'refusal', code: 'FORBIDDEN', sentence: say('noProjects') };
    const candidates = projects.map((project) => ({ id: project.name, title: project.project_name }));
    const found = theOne(args.project_id, candidates, {
      slot: 'project_id',
      which: say('whichProject'),
      nothing: say('noSuchProject', { said: args.project_id }),
    });
    if ('answer' in found) return found.answer;
    const project = parseWholeProject(await context.reads.get('Project', found.found.id));
    const tasks = (await tasksBy(context, [['project', '=', project.name]])).filter(
      (task) => task.status !== 'Template',
    );
    const today = todayOf(context.person, context.now);
    const data = await statusOf(project, tasks, today, context);
    return {
      kind: 'data',
      data,
      ...(tasks.length > 3 ? { visual: visualOf(project.project_name, data.tasks) } : {}),
    };
  },
};

async function statusOf(project: WholeProject, tasks: readonly Task[], today: string, context: ToolContext) {
  const open = tasks.filter((task) => !FINISHED.includes(task.status));
  const late = open.filter((task) => task.exp_end_date !== null && task.exp_end_date < today);
  const ahead = open.filter((task) => task.exp_end_date !== null && task.exp_end_date >= today).sort(byDue);
  const users = [...project.users.map(({ user }) => user), ...open.flatMap(assigneesOf)];
  const names = await namesOf(context.reads, users);
  const lineOf = (task: Task) => ({
    id: task.name,
    title: task.subject,
    status: task.status === 'Overdue' ? 'Open' : task.status,
    due: task.exp_end_date,
    days_overdue:
      task.exp_end_date !== null && task.exp_end_date < today ? daysBetween(task.exp_end_date, today) : null,
    who: assigneesOf(task).flatMap((user) => names.get(user) ?? []),
  });
  return {
    today,
    id: project.name,
    name: project.project_name,
    status: project.status === 'Open' && project.is_active === 'No' ? 'On hold' : project.status,
    priority: project.priority ?? null,
    percent_complete: project.percent_complete ?? null,
    start: project.expected_start_date,
    end: project.expected_end_date,
    percent_time_gone: timeGone(project, today),
    days_left: project.expected_end_date === null ? null : daysBetween(today, project.expected_end_date),
    tasks: {
      total: tasks.filter((task) => task.status !== 'Cancelled').length,
      completed: tasks.filter((task) => task.status === 'Completed').length,
      working: open.filter((task) => task.status === 'Working' || task.status === 'Pending Review').length,
      open: open.filter((task) => task.status === 'Open' || task.status === 'Overdue').length,
      overdue: late.length,
    },
    overdue: [...late].sort(byDue).slice(0, NAMED).map(lineOf),
    next: ahead.slice(0, NAMED).map(lineOf),
    milestones: tasks
      .filter((task) => task.is_milestone === 1 || task.is_milestone === true)
      .sort(byDue)
      .slice(0, NAMED)
      .map(lineOf),
    people: [...new Set(users)].flatMap((user) => names.get(user) ?? []),
  };
}

function byDue(one: Task, other: Task): number {
  return (one.exp_end_date ?? '9999').localeCompare(other.exp_end_date ?? '9999');
}

/** Users in Frappe's `_assign`, a list in JSON. */
function assigneesOf({ _assign: assign }: Task): readonly string[] {
  if (!assign) return [];
  try {
    const users: unknown = JSON.parse(assign);
    return Array.isArray(users) ? users.map(String) : [];
  } catch {
    // Not ours to mend: a task whose assignments cannot be read has nobody named.
    return [];
  }
}

function timeGone(project: WholeProject, today: string): number | null {
  const { expected_start_date: start, expected_end_date: end } = project;
  if (start === null || end === null || end <= start) return null;
  if (today <= start) return 0;
  return Math.round((daysBetween(start, earlierOf(today, end)) / daysBetween(start, end)) * 100);
}

function visualOf(
  name: string,
  tasks: Readonly<Record<'total' | 'completed' | 'working' | 'open' | 'overdue', number>>,
): BarsVisual {
  const bar = (label: string, value: number, tone: 'plain' | 'good' | 'bad') => ({
    label,
    value,
    text: String(value),
    of: tasks.total,
    tone,
  });
  return {
    kind: 'bars',
    title: say('projectTasksTitle', { name }),
    bars: [
      bar(say('barDone'), tasks.completed, 'good'),
      bar(say('barWorking'), tasks.working, 'plain'),
      bar(say('barOpen'), tasks.open, 'plain'),
      bar(say('barOverdue'), tasks.overdue, 'bad'),
    ],
  };
}
