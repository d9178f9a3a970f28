/** Projects by their titles. */
import type { ToolContext } from '../../actions/tool.ts';
import { orNothing, PROJECT_FIELDS, type Project, parseProject, readRights } from './site-answers.ts';

const MOST = 200;

/** Titles by name of the projects that the employee may read. */
export async function projectTitles(
  context: ToolContext,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(names)];
  if (wanted.length === 0) return new Map();
  const rows = await orNothing(() =>
    context.reads.list('Project', {
      fields: ['name', 'project_name'],
      filters: [['name', 'in', wanted]],
      orderBy: 'name asc',
      limit: MOST,
    }),
  );
  return new Map((rows ?? []).map((row) => [String(row['name']), String(row['project_name'] ?? row['name'])]));
}

/** All projects that the employee may read, latest first; null without any right to projects. */
export async function readableProjects(context: ToolContext): Promise<readonly Project[] | null> {
  // ERPNext lets every employee pick a project without reading it; such a list holds names alone.
  if ((await readRights(context.reads, 'Project'))?.may['read'] !== true) return null;
  const rows = await orNothing(() =>
    context.reads.list('Project', {
      fields: PROJECT_FIELDS,
      filters: [],
      orderBy: 'modified desc, name desc',
      limit: MOST,
    }),
  );
  return rows?.map(parseProject) ?? null;
}
