/** What the site answers on claims and budgets (docs/site-api.md, Reads). */
import { z } from 'zod';
import type { EmployeeReads } from '../../actions/tool.ts';
import { isOutOfSight, parsedAnswer } from '../site-answer.ts';

const details = z.looseObject({
  employee: z.string(),
  company: z.string(),
  currency: z.string(),
  approver: z.string().nullable(),
  approver_name: z.string().nullable(),
  cost_center: z.string().nullable(),
  types: z.array(z.looseObject({ name: z.string(), description: z.string().nullish(), account: z.string() })),
});
export type ExpenseDetails = z.infer<typeof details>;

const figures = { allocated: z.number(), spent: z.number(), remaining: z.number() };
const budget = z.looseObject({
  against: z.string(),
  name: z.string().nullable(),
  title: z.string().nullable(),
  currency: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  ...figures,
  accounts: z.array(z.looseObject({ account: z.string(), title: z.string().nullable(), ...figures })),
  period: z.looseObject({ from: z.string(), to: z.string(), spent: z.number() }).nullable(),
});
export type Budget = z.infer<typeof budget>;

/** Who decides on a claim of the user, and the kinds his company takes. */
export async function readExpenseDetails(reads: EmployeeReads): Promise<ExpenseDetails> {
  return parsedAnswer(details, await reads.method('dartwing_va.reads.expense_details', {}));
}

/** A budget that concerns the user; null for what he may not know and for what does not exist. */
export async function readBudget(
  reads: EmployeeReads,
  args: {
    readonly against: 'department' | 'project';
    readonly name?: string;
    readonly date?: string;
    readonly from_date?: string;
    readonly to_date?: string;
  },
): Promise<Budget | null> {
  try {
    return parsedAnswer(budget, await reads.method('dartwing_va.reads.budget_status', args));
  } catch (error) {
    if (isOutOfSight(error)) return null;
    throw error;
  }
}

const project = z.looseObject({ name: z.string(), project_name: z.string(), status: z.string().nullish() });
export interface ProjectName {
  readonly id: string;
  readonly title: string;
}

/** Projects of the user's company that he may see; none when he may see no projects. Open ones first. */
export async function readProjects(reads: EmployeeReads, company: string): Promise<readonly ProjectName[]> {
  try {
    const rows = await reads.list('Project', {
      fields: Object.keys(project.shape),
      filters: [['company', '=', company]],
      orderBy: 'status desc, project_name asc',
      limit: 500,
    });
    return parsedAnswer(z.array(project), rows).map(({ name, project_name: title }) => ({ id: name, title }));
  } catch (error) {
    if (isOutOfSight(error)) return [];
    throw error;
  }
}
