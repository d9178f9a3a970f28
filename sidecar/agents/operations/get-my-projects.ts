import type { TableVisual } from '@dartwing-va/contract/visuals.ts';
import { z } from 'zod';
import type { ReadTool, Refusal, ToolContext } from '../../actions/tool.ts';
import type { FilterRow } from '../../frappe/site-client.ts';
import { todayOf, wordingFor } from '../hr/wording.ts';
import { say } from './sentences.ts';
import { orNothing, PROJECT_FIELDS, type Project, parseProject, readRights } from './site-answers.ts';
import { ownWork } from './work-items.ts';

const schema = z.object({
  role: z
    .enum(['owner', 'member', 'all'])
    .default('all')
    .describe('owner: projects that the user set up; member: others that he works in.'),
  status: z.enum(['active', 'completed', 'on_hold', 'all']).default('active'),
});
type Args = z.infer<typeof schema>;

const MOST = 100;

/** A project as models and answers see it. Dates YYYY-MM-DD. */
interface ProjectLine {
  readonly id: string;
  readonly name: string;
  readonly role: 'owner' | 'member';
  readonly status: string;
  readonly percent_complete: number | null;
  readonly end: string | null;
  readonly my_tasks: number;
}

export const getMyProjects: ReadTool<Args> = {
  kind: 'read',
  name: 'get_my_projects',
  agent: 'operations',
  label: 'Looking at your projects',
  description:
    'Lists the projects that the user set up, is a member of, or has tasks in, with their progress and the number of his own open tasks.',
  schema,
  doctypes: ['Project', 'Task', 'ToDo'],
  async run(args, context) {
    if ((await readRights(context.reads, 'Project'))?.may['read'] !== true) return noProjects();
    const member = await projectsBy(context, [['Project User', 'user', '=', context.person.user]]);
    const owned = await projectsBy(context, [['owner', '=', context.person.user]]);
    if (member === null || owned === null) return noProjects();
    const mine = await ownWork(context, false);
    const withTasks = [...new Set(mine.flatMap((item) => item.project ?? []))];
    const working = withTasks.length === 0 ? [] : ((await projectsBy(context, [['name', 'in', withTasks]])) ?? []);
    const lines = new Map<string, ProjectLine>();
    for (const project of [...owned, ...member, ...working]) {
      if (lines.has(project.name) || !isOfStatus(project, args.status)) continue;
      const role = project.owner === context.person.user ? ('owner' as const) : ('member' as const);
      if (args.role !== 'all' && args.role !== role) continue;
      const open = mine.filter((item) => item.project === project.name).length;
      lines.set(project.name, lineOf(project, role, open));
    }
    const projects = [...lines.values()].sort((one, other) => (one.end ?? '9999').localeCompare(other.end ?? '9999'));
    return {
      kind: 'data',
      data: { today: todayOf(context.person, context.now), role: args.role, status: args.status, projects },
      ...(projects.length > 2 ? { visual: visualOf(projects, context) } : {}),
    };
  },
};

function noProjects(): Refusal {
  return { kind: 'refusal', code: 'FORBIDDEN', sentence: say('noProjects') };
}

async function projectsBy(context: ToolContext, filters: readonly FilterRow[]): Promise<readonly Project[] | null> {
  const request = { fields: PROJECT_FIELDS, filters, orderBy: 'modified desc, name desc', limit: MOST };
  return (await orNothing(() => context.reads.list('Project', request)))?.map(parseProject) ?? null;
}

function isOfStatus(project: Project, asked: Args['status']): boolean {
  const onHold = project.status === 'Open' && project.is_active === 'No';
  switch (asked) {
    case 'all':
      return true;
    case 'completed':
      return project.status === 'Completed';
    case 'on_hold':
      return onHold;
    case 'active':
      return project.status === 'Open' && !onHold;
  }
}

function lineOf(project: Project, role: ProjectLine['role'], open: number): ProjectLine {
  return {
    id: project.name,
    name: project.project_name,
    role,
    status: project.status === 'Open' && project.is_active === 'No' ? 'On hold' : project.status,
    percent_complete: project.percent_complete ?? null,
    end: project.expected_end_date,
    my_tasks: open,
  };
}

function visualOf(projects: readonly ProjectLine[], context: ToolContext): TableVisual {
  const wording = wordingFor(context.person, todayOf(context.person, context.now));
  return {
    kind: 'table',
    title: say('projectsTitle'),
    columns: [
      { label: say('lineProject') },
      { label: say('columnProgress'), align: 'end' },
      { label: say('columnEnd') },
      { label: say('columnMine'), align: 'end' },
    ],
    rows: projects.map((project) => ({
      cells: [
        project.name,
        project.percent_complete === null ? '' : `${Math.round(project.percent_complete)} %`,
        project.end === null ? '' : wording.date(project.end),
        String(project.my_tasks),
      ],
      say: say('sayProject', { name: project.name }),
    })),
  };
}
