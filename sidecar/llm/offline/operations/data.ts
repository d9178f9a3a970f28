/** What the tools for tasks, projects and approvals tell, as this model reads it. */
import { z } from 'zod';

const task = z.object({
  id: z.string(),
  kind: z.enum(['task', 'todo']),
  title: z.string(),
  project: z.string().nullable(),
  status: z.string(),
  priority: z.string().nullable(),
  due: z.string().nullable(),
  days_overdue: z.number().nullable(),
  assigned_by: z.string().nullable(),
});
export type TaskLine = z.infer<typeof task>;
export const tasksData = z.object({
  today: z.string(),
  status: z.string(),
  priority: z.string(),
  due_date: z.string().nullable(),
  project: z.string().nullable(),
  tasks: z.array(task),
  total: z.number(),
  overdue: z.number(),
});
export type TasksData = z.infer<typeof tasksData>;

const approval = z.object({
  doctype: z.string(),
  id: z.string(),
  who: z.string(),
  what: z.string(),
  since: z.string(),
  days_waiting: z.number(),
  reason: z.string().nullable(),
  desk_only: z.string().nullable(),
});
export type Approval = z.infer<typeof approval>;
export const approvalsData = z.object({
  doctype: z.string().nullable(),
  approvals: z.array(approval),
  total: z.number(),
});
export type ApprovalsData = z.infer<typeof approvalsData>;

const projectTask = z.object({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  due: z.string().nullable(),
  days_overdue: z.number().nullable(),
  who: z.array(z.string()),
});
export type ProjectTask = z.infer<typeof projectTask>;
export const projectData = z.object({
  today: z.string(),
  id: z.string(),
  name: z.string(),
  status: z.string(),
  percent_complete: z.number().nullable(),
  start: z.string().nullable(),
  end: z.string().nullable(),
  percent_time_gone: z.number().nullable(),
  days_left: z.number().nullable(),
  tasks: z.object({
    total: z.number(),
    completed: z.number(),
    working: z.number(),
    open: z.number(),
    overdue: z.number(),
  }),
  overdue: z.array(projectTask),
  next: z.array(projectTask),
  milestones: z.array(projectTask),
  people: z.array(z.string()),
});
export type ProjectData = z.infer<typeof projectData>;

export const projectsData = z.object({
  role: z.string(),
  status: z.string(),
  projects: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      role: z.enum(['owner', 'member']),
      status: z.string(),
      percent_complete: z.number().nullable(),
      end: z.string().nullable(),
      my_tasks: z.number(),
    }),
  ),
});
export type ProjectsData = z.infer<typeof projectsData>;
