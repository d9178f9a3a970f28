/** What the site answers about tasks, to-dos, projects and what waits for a decision. */
import { z } from 'zod';
import type { EmployeeReads } from '../../actions/tool.ts';
import { isOutOfSight, parsedAnswer } from '../site-answer.ts';

const text = z.string().nullish();
/** A day; newer versions of ERPNext keep a time with it. */
const day = z
  .string()
  .nullish()
  .transform((value) => value?.slice(0, 10) || null);

const todo = z.looseObject({
  name: z.string(),
  description: text,
  status: z.string(),
  priority: text,
  date: day,
  reference_type: text,
  reference_name: text,
  assigned_by: text,
});
export type ToDo = z.infer<typeof todo>;
export const TODO_FIELDS = Object.keys(todo.shape);

const task = z.looseObject({
  name: z.string(),
  subject: z.string(),
  project: text,
  status: z.string(),
  priority: text,
  progress: z.number().nullish(),
  exp_end_date: day,
  completed_on: day,
  completed_by: text,
  is_milestone: z.union([z.boolean(), z.number()]).nullish(),
  _assign: text,
});
export type Task = z.infer<typeof task>;
export const TASK_FIELDS = Object.keys(task.shape);

const wholeTask = task.extend({ depends_on: z.array(z.looseObject({ task: z.string() })).default([]) });
export type WholeTask = z.infer<typeof wholeTask>;

const project = z.looseObject({
  name: z.string(),
  project_name: z.string(),
  status: z.string(),
  is_active: text,
  priority: text,
  percent_complete: z.number().nullish(),
  expected_start_date: day,
  expected_end_date: day,
  owner: text,
});
export type Project = z.infer<typeof project>;
export const PROJECT_FIELDS = Object.keys(project.shape);

const wholeProject = project.extend({ users: z.array(z.looseObject({ user: z.string() })).default([]) });
export type WholeProject = z.infer<typeof wholeProject>;

const flags = z.record(z.string(), z.boolean());
const rights = z.looseObject({
  may: flags,
  workflow: z
    .looseObject({
      state_field: z.string(),
      state: text,
      actions: z.array(z.looseObject({ action: z.string(), next_state: z.string() })),
    })
    .nullish(),
  about: z
    .looseObject({
      title: z.string(),
      owner: z.string(),
      owner_name: z.string(),
      employee: text,
      created: z.string(),
      docstatus: z.number(),
      total: z.number().nullish(),
      currency: text,
    })
    .nullish(),
});
export type Rights = z.infer<typeof rights>;

export const parseToDo = (row: unknown): ToDo => parsedAnswer(todo, row);
export const parseTask = (row: unknown): Task => parsedAnswer(task, row);
export const parseWholeTask = (row: unknown): WholeTask => parsedAnswer(wholeTask, row);
export const parseProject = (row: unknown): Project => parsedAnswer(project, row);
export const parseWholeProject = (row: unknown): WholeProject => parsedAnswer(wholeProject, row);

/** What the employee himself may do; null for what he may not read or what is not there. */
export async function readRights(reads: EmployeeReads, doctype: string, name?: string): Promise<Rights | null> {
  const args = { document_type: doctype, ...(name === undefined ? {} : { name }) };
  return await orNothing(async () => parsedAnswer(rights, await reads.method('dartwing_va.reads.rights', args)));
}

/** What the employee may not see holds nothing for him. */
export async function orNothing<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (isOutOfSight(error)) return null;
    throw error;
  }
}
