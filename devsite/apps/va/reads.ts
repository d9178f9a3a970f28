import type { Ctx, Doc, Row, Site } from '../../engine/types.ts';
import { type Holiday, holidayListOf, holidaysIn } from '../erpnext/holidays.ts';
import { approverOf, leaveDays, leaveNumbers } from '../hrms/balance.ts';
import { checked, number, text, textOrNull } from '../values.ts';
import { outgoingAccount } from './actions/messages.ts';
import { helpArticles } from './article-reads.ts';
import { addCalendarReads } from './calendar-reads.ts';
import { notFound, vaError } from './errors.ts';
import { budgetStatus, expenseDetails } from './finance-reads.ts';
import { optionalArg, textArg } from './identity.ts';
import { knowledgeRead } from './knowledge-reads.ts';
import { dateArg, spanArgs } from './read-args.ts';
import { personReading } from './readers.ts';
import { rightsRead } from './rights-read.ts';
import { webhookSignature } from './webhooks.ts';

const MAX_PEOPLE = 100;
/** Fields of an Employee that the words of a query may stand in. */
const SEARCHED = ['employee_name', 'designation', 'department'];

/** The listed read methods: reachable by every delegation. */
export const READS: readonly string[] = [
  'budget_status',
  'directory',
  'expense_details',
  'free_busy',
  'help_articles',
  'holidays',
  'knowledge',
  'leave_days',
  'leave_details',
  'meetings',
  'outgoing_mail',
  'rights',
  'webhook_signature',
].map((name) => `dartwing_va.reads.${name}`);

/** Our own reads, because HRMS's methods check nobody: each asks first whether the caller may read that Employee. */
export function addReads(site: Site): void {
  const get = { verbs: ['GET'] } as const;
  site.addMethod('dartwing_va.reads.leave_details', get, leaveDetails);
  site.addMethod('dartwing_va.reads.leave_days', get, leaveDaysRead);
  site.addMethod('dartwing_va.reads.directory', get, directory);
  addCalendarReads(site);
  site.addMethod('dartwing_va.reads.holidays', get, holidays);
  site.addMethod('dartwing_va.reads.rights', get, rightsRead);
  site.addMethod('dartwing_va.reads.expense_details', get, expenseDetails);
  site.addMethod('dartwing_va.reads.budget_status', get, budgetStatus);
  site.addMethod('dartwing_va.reads.help_articles', get, helpArticles);
  site.addMethod('dartwing_va.reads.knowledge', get, knowledgeRead);
  site.addMethod('dartwing_va.reads.outgoing_mail', get, outgoingMail);
  site.addMethod('dartwing_va.reads.webhook_signature', get, webhookSignature);
}

/** The Employee asked for, or the caller's own; refused and non-existing look the same. */
function readableEmployee(ctx: Ctx, args: Row): Doc {
  const own = personReading(ctx);
  const asked = optionalArg(args, 'employee');
  if (asked === null || asked === own.name) return own;
  const employee = ctx.exists('Employee', asked) ? ctx.getDoc('Employee', asked) : null;
  if (employee === null || !ctx.hasPermission('Employee', 'read', employee)) throw notFound();
  return employee;
}

function leaveDetails(ctx: Ctx, args: Row): Row {
  const employee = readableEmployee(ctx, args);
  const date = dateArg(args, 'date') ?? ctx.today();
  const approver = approverOf(ctx, employee.name, 'leave');
  return {
    employee: employee.name,
    employee_name: employee['employee_name'],
    date,
    leave_allocation: leaveNumbers(ctx, employee.name, date),
    leave_approver: approver,
    leave_approver_name: approver === null ? null : ctx.getValue('User', approver, 'full_name'),
    lwps: leaveTypes(ctx, { is_lwp: 1 }),
  };
}

function leaveDaysRead(ctx: Ctx, args: Row): Row {
  const employee = readableEmployee(ctx, args);
  const leaveType = textArg(args, 'leave_type');
  const { from, to } = spanArgs(args);
  if (!ctx.exists('Leave Type', leaveType))
    throw vaError('UNPROCESSABLE_ENTITY', {}, `There is no leave type ${leaveType}.`);
  const halfDay = checked(args['half_day']);
  const days = leaveDays(ctx, {
    employee: employee.name,
    leaveType,
    from,
    to,
    halfDay,
    halfDayDate: dateArg(args, 'half_day_date'),
  });
  const overlaps = ctx.getAll('Leave Application', {
    fields: ['name', 'from_date', 'to_date', 'status'],
    filters: [
      ['employee', '=', employee.name],
      ['docstatus', '<', 2],
      ['status', 'in', ['Open', 'Approved']],
      ['from_date', '<=', to],
      ['to_date', '>=', from],
    ],
    orderBy: 'from_date asc',
  });
  return {
    days,
    holidays: holidaysOf(ctx, employee.name, from, to),
    overlaps: overlaps.map((row) => ({
      name: row['name'],
      from_date: text(row['from_date']).slice(0, 10),
      to_date: text(row['to_date']).slice(0, 10),
      status: row['status'],
    })),
    allowed: [...new Set([...Object.keys(leaveNumbers(ctx, employee.name, from)), ...leaveTypes(ctx, { is_lwp: 1 })])],
  };
}

function leaveTypes(ctx: Ctx, filters: Row): string[] {
  return ctx.getAll('Leave Type', { fields: ['name'], filters, orderBy: 'name asc' }).map((row) => text(row['name']));
}

function holidays(ctx: Ctx, args: Row): Row {
  const employee = readableEmployee(ctx, args);
  const { from, to } = spanArgs(args);
  return { holidays: holidaysOf(ctx, employee.name, from, to) };
}

function holidaysOf(ctx: Ctx, employee: string, from: string, to: string): Holiday[] {
  return holidaysIn(ctx, holidayListOf(ctx, employee), from, to).map((holiday) => ({
    ...holiday,
    description: holiday.description.replace(/<[^>]*>/g, '').trim(),
  }));
}

/** The address that the caller's mail would come from, and whether this site sends any. */
function outgoingMail(ctx: Ctx): Row {
  personReading(ctx);
  const sender = text(ctx.getValue('User', ctx.user, 'email')) || ctx.user;
  return { sender, available: outgoingAccount(ctx, sender) !== null };
}

function directory(ctx: Ctx, args: Row): Row {
  const own = personReading(ctx);
  const words = (optionalArg(args, 'query') ?? '').slice(0, 140).toLowerCase().split(/\s+/).filter(Boolean);
  const superior = optionalArg(args, 'reports_to');
  const withContact = checked(args['include_contact']);
  const limit = Math.min(Math.max(number(args['limit']) || 20, 1), MAX_PEOPLE);
  const rows = ctx.getAll('Employee', {
    fields: [
      'name',
      'employee_name',
      'user_id',
      'designation',
      'department',
      'reports_to',
      'company_email',
      'cell_number',
    ],
    filters: { company: own['company'], status: 'Active' },
    orderBy: 'employee_name asc, name asc',
  });
  const found = rows
    .filter((row) => superior === null || row['reports_to'] === superior)
    .filter((row) => isMeant(row, words));
  return { people: found.slice(0, limit).map((row) => personView(ctx, row, own['company'], withContact)) };
}

/** Every word is in the name, function or department, or the only one is the login or the id. */
function isMeant(row: Row, words: readonly string[]): boolean {
  const [only, ...more] = words;
  const ids = [text(row['user_id']), text(row['name'])].map((id) => id.toLowerCase());
  if (only !== undefined && more.length === 0 && ids.includes(only)) return true;
  const said = SEARCHED.map((field) => text(row[field]).toLowerCase()).join(' ');
  return words.every((word) => said.includes(word));
}

function personView(ctx: Ctx, row: Row, company: unknown, withContact: boolean): Row {
  const superior = textOrNull(row['reports_to']);
  // A superior of another company is not named.
  const boss = superior !== null && ctx.getValue('Employee', superior, 'company') === company ? superior : null;
  const contact = {
    email: textOrNull(row['company_email']) ?? textOrNull(row['user_id']),
    cell: textOrNull(row['cell_number']),
  };
  return {
    employee: row['name'],
    employee_name: row['employee_name'],
    user: textOrNull(row['user_id']),
    designation: textOrNull(row['designation']),
    department: textOrNull(row['department']),
    reports_to: boss,
    reports_to_name: boss === null ? null : ctx.getValue('Employee', boss, 'employee_name'),
    ...(withContact ? contact : {}),
  };
}
