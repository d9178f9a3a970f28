/** What is on somebody's list: tasks that are assigned to him (by a ToDo, as ERPNext does it) and his own to-dos. */
import type { ToolContext } from '../../actions/tool.ts';
import { plainText } from '../../frappe/plain-text.ts';
import type { FilterRow } from '../../frappe/site-client.ts';
import { orNothing, parseTask, parseToDo, TASK_FIELDS, type Task, TODO_FIELDS, type ToDo } from './site-answers.ts';

const MOST = 200;
export const FINISHED: readonly string[] = ['Completed', 'Cancelled', 'Closed', 'Template'];

export interface WorkItem {
  /** Frappe's name of the Task, or of the ToDo when there is no task behind it that the employee may read. */
  readonly id: string;
  readonly doctype: 'Task' | 'ToDo';
  readonly title: string;
  readonly project: string | null;
  /** Of the Task; a ToDo is Open, Completed or Cancelled. */
  readonly status: string;
  readonly priority: string | null;
  readonly progress: number;
  readonly due: string | null;
  readonly completedOn: string | null;
  readonly completedBy: string | null;
  /** User who gave it. */
  readonly assignedBy: string | null;
  /** The ToDo that puts it on his list. */
  readonly todo: { readonly name: string; readonly status: string } | null;
}

/** Everything on the employee's own list, unfinished first to be looked up; `finished` adds what is done. */
export async function ownWork(context: ToolContext, finished: boolean): Promise<readonly WorkItem[]> {
  const todos = await todosOf(context, finished);
  const names = [...new Set(todos.flatMap((todo) => (isTask(todo) ? [todo.reference_name ?? ''] : [])))];
  const tasks = new Map<string, Task>();
  for (const found of names.length === 0 ? [] : await tasksBy(context, [['name', 'in', names]]))
    tasks.set(found.name, found);
  if (finished) {
    const done = await tasksBy(context, [['completed_by', '=', context.person.user]]);
    for (const found of done) tasks.set(found.name, found);
  }
  const items: WorkItem[] = [];
  const seen = new Set<string>();
  for (const todo of todos) {
    const task = isTask(todo) ? tasks.get(todo.reference_name ?? '') : undefined;
    const item = task === undefined ? fromToDo(todo) : fromTask(task, todo);
    if (seen.has(item.id)) continue;
    seen.add(item.id);
    items.push(item);
  }
  for (const task of tasks.values()) if (!seen.has(task.name)) items.push(fromTask(task, null));
  return finished ? items : items.filter((item) => !FINISHED.includes(item.status));
}

/** Tasks that the employee may read, whoever does them; nothing for somebody without a right to tasks. */
export async function tasksBy(context: ToolContext, filters: readonly FilterRow[]): Promise<readonly Task[]> {
  const request = { fields: TASK_FIELDS, filters, orderBy: 'modified desc, name desc', limit: MOST };
  return (await orNothing(() => context.reads.list('Task', request)))?.map(parseTask) ?? [];
}

export function fromTask(task: Task, todo: ToDo | null): WorkItem {
  return {
    id: task.name,
    doctype: 'Task',
    title: task.subject,
    project: task.project || null,
    status: task.status,
    priority: task.priority ?? null,
    progress: task.progress ?? 0,
    due: task.exp_end_date,
    completedOn: task.completed_on,
    completedBy: task.completed_by || null,
    assignedBy: todo?.assigned_by || null,
    todo: todo === null ? null : { name: todo.name, status: todo.status },
  };
}

async function todosOf(context: ToolContext, finished: boolean): Promise<readonly ToDo[]> {
  const filters: FilterRow[] = [['allocated_to', '=', context.person.user]];
  if (!finished) filters.push(['status', '=', 'Open']);
  const rows = await context.reads.list('ToDo', {
    fields: TODO_FIELDS,
    filters,
    orderBy: 'modified desc, name desc',
    limit: MOST,
  });
  // An open assignment says more of a task than one that was closed before.
  return rows.map(parseToDo).sort((one, other) => rank(one) - rank(other));
}

function rank(todo: ToDo): number {
  return todo.status === 'Open' ? 0 : 1;
}

function isTask(todo: ToDo): boolean {
  return todo.reference_type === 'Task' && Boolean(todo.reference_name);
}

const TODO_STATUS: Readonly<Record<string, string>> = { Open: 'Open', Closed: 'Completed', Cancelled: 'Cancelled' };

function fromToDo(todo: ToDo): WorkItem {
  return {
    id: todo.name,
    doctype: 'ToDo',
    title: plainText(todo.description) || todo.name,
    project: null,
    status: TODO_STATUS[todo.status] ?? todo.status,
    priority: todo.priority ?? null,
    progress: 0,
    due: todo.date,
    completedOn: null,
    completedBy: null,
    assignedBy: todo.assigned_by || null,
    todo: { name: todo.name, status: todo.status },
  };
}
