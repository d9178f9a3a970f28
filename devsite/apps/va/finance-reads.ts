import type { Ctx, Doc, Row } from '../../engine/types.ts';
import { approverOf } from '../hrms/balance.ts';
import { number, text, textOrNull } from '../values.ts';
import { notFound, vaError } from './errors.ts';
import { optionalArg, textArg } from './identity.ts';
import { dateArg, spanArgs } from './read-args.ts';
import { personReading } from './readers.ts';
import { isEnabled } from './sessions.ts';

/** How an expense claim of the caller is made: who decides on it, where it is booked, which kinds his company takes. */
export function expenseDetails(ctx: Ctx): Row {
  const own = personReading(ctx);
  const company = text(own['company']);
  const approver = approverOf(ctx, own.name, 'expense');
  const decides = approver !== null && isEnabled(ctx, approver) ? approver : null;
  const kinds = ctx.getAll('Expense Claim Account', {
    fields: ['parent', 'default_account'],
    filters: { company },
    orderBy: 'parent asc',
  });
  return {
    employee: own.name,
    company,
    currency: ctx.getValue('Company', company, 'default_currency'),
    approver: decides,
    approver_name: decides === null ? null : ctx.getValue('User', decides, 'full_name'),
    cost_center: textOrNull(ctx.getValue('Company', company, 'cost_center')),
    payable_account: textOrNull(ctx.getValue('Company', company, 'default_expense_claim_payable_account')),
    // HRMS refuses a kind that has no account in the company.
    types: kinds
      .filter((row) => textOrNull(row['default_account']) !== null)
      .map((row) => ({
        name: row['parent'],
        description: textOrNull(ctx.getValue('Expense Claim Type', text(row['parent']), 'description')),
        account: row['default_account'],
      })),
  };
}

interface Found {
  readonly name: string | null;
  readonly title: string | null;
}

interface BudgetRow {
  readonly account: string;
  readonly allocated: number;
  readonly starts: string;
  readonly ends: string;
}

/**
 * The budget of the caller's own cost centre or of a project he is on; of any in his company for whoever may read budgets. What
 * he may not know looks as what does not exist.
 */
export function budgetStatus(ctx: Ctx, args: Row): Row {
  const own = personReading(ctx);
  const against = textArg(args, 'against');
  if (against !== 'department' && against !== 'project') throw vaError('INVALID_FORMAT');
  const both = optionalArg(args, 'from_date') !== null && optionalArg(args, 'to_date') !== null;
  const span = both ? spanArgs(args) : null;
  const date = dateArg(args, 'date') ?? ctx.today();
  const name = optionalArg(args, 'name')?.slice(0, 140) ?? null;
  const readsAll = ctx.hasPermission('Budget', 'read');
  const found =
    against === 'project' ? projectNamed(ctx, own, name, readsAll) : costCenterNamed(ctx, own, name, readsAll);
  if (found === null) throw notFound();
  const company = text(own['company']);
  const target = found.name;
  const all = target === null ? [] : budgetRows(ctx, company, against, target, date);
  // What goes to pay would tell of colleagues' salaries.
  const paid = readsAll ? new Set<string>() : payrollAccounts(ctx, company);
  const rows = all.filter((row) => !paid.has(row.account));
  const spent = (row: BudgetRow, from: string, to: string): number =>
    target === null ? 0 : spentOn(ctx, company, against, target, row.account, from, to);
  const accounts = rows.map((row) => {
    const used = spent(row, row.starts, row.ends);
    return {
      account: row.account,
      title: ctx.getValue('Account', row.account, 'account_name'),
      allocated: row.allocated,
      spent: used,
      remaining: money(row.allocated - used),
    };
  });
  const total = (key: 'allocated' | 'spent' | 'remaining'): number =>
    money(accounts.reduce((sum, row) => sum + row[key], 0));
  return {
    against,
    name: target,
    title: found.title,
    currency: ctx.getValue('Company', company, 'default_currency'),
    from: rows.map((row) => row.starts).sort()[0] ?? null,
    to:
      rows
        .map((row) => row.ends)
        .sort()
        .at(-1) ?? null,
    allocated: total('allocated'),
    spent: total('spent'),
    remaining: total('remaining'),
    accounts,
    period:
      span === null || target === null
        ? null
        : { ...span, spent: money(rows.reduce((sum, row) => sum + spent(row, span.from, span.to), 0)) },
  };
}

function costCenterNamed(ctx: Ctx, own: Doc, name: string | null, readsAll: boolean): Found | null {
  const mine = ownCostCenter(ctx, own);
  const department = textOrNull(own['department']);
  const title = department === null ? null : textOrNull(ctx.getValue('Department', department, 'department_name'));
  if (name === null || isOneOf(name, [mine, department, title]))
    return { name: mine, title: title ?? labelOf(ctx, mine) };
  if (!readsAll) return null;
  const row = ctx
    .getAll('Cost Center', { fields: ['name', 'cost_center_name'], filters: { company: own['company'] } })
    .find((each) => isOneOf(name, [textOrNull(each['name']), textOrNull(each['cost_center_name'])]));
  return row === undefined ? null : { name: text(row['name']), title: textOrNull(row['cost_center_name']) };
}

/** HRMS's cost centre of the employee, else of his department, else the company's one of the department's name. */
function ownCostCenter(ctx: Ctx, own: Doc): string | null {
  const set = textOrNull(own['payroll_cost_center']);
  if (set !== null) return set;
  const department = textOrNull(own['department']);
  if (department === null) return null;
  const held = textOrNull(ctx.getValue('Department', department, 'payroll_cost_center'));
  if (held !== null) return held;
  const row = ctx.getAll('Cost Center', {
    fields: ['name'],
    filters: {
      company: own['company'],
      cost_center_name: ctx.getValue('Department', department, 'department_name'),
      is_group: 0,
    },
    limit: 1,
  })[0];
  return textOrNull(row?.['name']);
}

function projectNamed(ctx: Ctx, own: Doc, name: string | null, readsAll: boolean): Found | null {
  if (name === null) return null;
  const row = ctx
    .getAll('Project', { fields: ['name', 'project_name'], filters: { company: own['company'] } })
    .find((each) => isOneOf(name, [textOrNull(each['name']), textOrNull(each['project_name'])]));
  if (row === undefined) return null;
  const member = ctx.getAll('Project User', { filters: { parent: row['name'], user: ctx.user }, limit: 1 }).length > 0;
  return member || readsAll ? { name: text(row['name']), title: textOrNull(row['project_name']) } : null;
}

function budgetRows(ctx: Ctx, company: string, against: string, name: string, date: string): BudgetRow[] {
  const field = against === 'project' ? 'project' : 'cost_center';
  const budgets = ctx.getAll('Budget', {
    fields: ['name', 'fiscal_year'],
    filters: { company, [field]: name, docstatus: 1 },
  });
  const rows = budgets.flatMap((budget) => {
    const year = ctx.getDoc('Fiscal Year', text(budget['fiscal_year']));
    const [starts, ends] = [text(year['year_start_date']).slice(0, 10), text(year['year_end_date']).slice(0, 10)];
    if (date < starts || date > ends) return [];
    return ctx
      .getAll('Budget Account', { fields: ['account', 'budget_amount'], filters: { parent: budget['name'] } })
      .map((row) => ({ account: text(row['account']), allocated: money(row['budget_amount']), starts, ends }));
  });
  return rows.sort((a, b) => a.account.localeCompare(b.account));
}

/** What is booked on the account, as ERPNext counts it against a budget: a cost centre with those below it. */
function spentOn(
  ctx: Ctx,
  company: string,
  against: string,
  name: string,
  account: string,
  from: string,
  to: string,
): number {
  const target = against === 'project' ? ['project', '=', name] : ['cost_center', 'in', [...below(ctx, name)]];
  const entries = ctx.getAll('GL Entry', {
    fields: ['debit', 'credit'],
    filters: [
      ['company', '=', company],
      ['account', '=', account],
      ['is_cancelled', '=', 0],
      ['docstatus', '=', 1],
      ['posting_date', '>=', from],
      ['posting_date', '<=', to],
      target,
    ],
  });
  return money(entries.reduce((sum, row) => sum + number(row['debit']) - number(row['credit']), 0));
}

function below(ctx: Ctx, costCenter: string): ReadonlySet<string> {
  const found = new Set([costCenter]);
  for (const name of found) {
    for (const row of ctx.getAll('Cost Center', { fields: ['name'], filters: { parent_cost_center: name } }))
      found.add(text(row['name']));
  }
  return found;
}

function payrollAccounts(ctx: Ctx, company: string): ReadonlySet<string> {
  const rows = ctx.getAll('Salary Component Account', { fields: ['account'], filters: { company } });
  return new Set(rows.map((row) => text(row['account'])));
}

function labelOf(ctx: Ctx, costCenter: string | null): string | null {
  return costCenter === null ? null : textOrNull(ctx.getValue('Cost Center', costCenter, 'cost_center_name'));
}

function isOneOf(name: string, names: readonly (string | null)[]): boolean {
  return names.some((each) => each !== null && folded(each) === folded(name));
}

function folded(name: string): string {
  return name.toLowerCase().trim().replace(/\s+/g, ' ');
}

function money(value: unknown): number {
  return Math.round(number(value) * 100) / 100;
}
