import type { Ctx, Doc, Row, Site } from '../../engine/types.ts';
import { addDays } from '../dates.ts';
import { type Holiday, holidayListOf, holidaysIn } from '../erpnext/holidays.ts';
import { approverOf, leaveDays, leaveNumbers } from '../hrms/balance.ts';
import { checked, number, parsed, text, textOrNull } from '../values.ts';
import { outgoingAccount } from './actions/messages.ts';
import { helpArticles } from './article-reads.ts';
import { notFound, vaError } from './errors.ts';
import { budgetStatus, expenseDetails } from './finance-reads.ts';
import { employeeOf, optionalArg, textArg } from './identity.ts';
import { dateArg, spanArgs } from './read-args.ts';
import { personReading } from './readers.ts';
import { rightsRead } from './rights-read.ts';

const MAX_PEOPLE = 100;
/** Fields of an Employee that the words of a query may stand in. */
const SEARCHED = ['employee_name', 'designation', 'department'];
const MAX_USERS = 20;

/** The listed read methods: reachable by every delegation. */
export const READS: readonly string[] = [
  'budget_status',
  'directory',
  'expense_details',
  'free_busy',
  'help_articles',
  'holidays',
  'leave_days',
  'leave_details',
  'outgoing_mail',
  'rights',
].map((name) => `dartwing_va.reads.${name}`);

/** Our own reads, because HRMS's methods check nobody: each asks first whether the caller may read that Employee. */
export function addReads(site: Site): void {
  const get = { verbs: ['GET'] } as const;
  site.addMethod('dartwing_va.reads.leave_details', get, leaveDetails);
  site.addMethod('dartwing_va.reads.leave_days', get, leaveDaysRead);
  site.addMethod('dartwing_va.reads.directory', get, directory);
  site.addMethod('dartwing_va.reads.free_busy', get, freeBusy);
  site.addMethod('dartwing_va.reads.holidays', get, holidays);
  site.addMethod('dartwing_va.reads.rights', get, rightsRead);
  site.addMethod('dartwing_va.reads.expense_details', get, expenseDetails);
  site.addMethod('dartwing_va.reads.budget_status', get, budgetStatus);
  site.addMethod('dartwing_va.reads.help_articles', get, helpArticles);
  site.addMethod('dartwing_va.reads.outgoing_mail', get, outgoingMail);
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

/** When colleagues are busy, never with what: open meetings of theirs and approved leave. */
function freeBusy(ctx: Ctx, args: Row): Row {
  const own = personReading(ctx);
  const users = parsed(args['users']);
  if (!Array.isArray(users) || users.length === 0 || users.length > MAX_USERS) throw vaError('VALIDATION_ERROR');
  const from = timeArg(args, 'from');
  const to = timeArg(args, 'to');
  if (to <= from) throw vaError('OUT_OF_RANGE');
  const busy: Row = {};
  for (const user of users.map(String)) {
    const employee = employeeOf(ctx, user);
    if (employee === null || employee['company'] !== own['company'] || employee['status'] !== 'Active')
      throw notFound();
    busy[user] = merged([...meetingsOf(ctx, user, employee.name, from, to), ...leaveOf(ctx, employee.name, from, to)]);
  }
  return { busy };
}

interface Interval {
  readonly from: string;
  readonly to: string;
}

function meetingsOf(ctx: Ctx, user: string, employee: string, from: string, to: string): Interval[] {
  const rows = ctx.sql(
    `select distinct event.starts_on, event.ends_on, event.all_day
       from "tabEvent" event left join "tabEvent Participants" guest on guest.parent = event.name
      where event.status = 'Open' and event.starts_on < ? and coalesce(event.ends_on, event.starts_on) > ?
        and (event.owner = ? or (guest.reference_doctype = 'Employee' and guest.reference_docname = ?)
          or (guest.reference_doctype = 'User' and guest.reference_docname = ?) or guest.email = ?)`,
    [to, from, user, employee, user, user],
  );
  return rows.map((row) => {
    const start = text(row['starts_on']).slice(0, 19);
    const wholeDay = { from: `${start.slice(0, 10)} 00:00:00`, to: `${addDays(start.slice(0, 10), 1)} 00:00:00` };
    return checked(row['all_day']) ? wholeDay : { from: start, to: text(row['ends_on'] ?? start).slice(0, 19) };
  });
}

function leaveOf(ctx: Ctx, employee: string, from: string, to: string): Interval[] {
  const rows = ctx.getAll('Leave Application', {
    fields: ['from_date', 'to_date'],
    filters: [
      ['employee', '=', employee],
      ['docstatus', '=', 1],
      ['status', '=', 'Approved'],
      ['from_date', '<=', to.slice(0, 10)],
      ['to_date', '>=', from.slice(0, 10)],
    ],
  });
  return rows.map((row) => ({
    from: `${text(row['from_date']).slice(0, 10)} 00:00:00`,
    to: `${addDays(text(row['to_date']).slice(0, 10), 1)} 00:00:00`,
  }));
}

// Touching intervals become one, so that the number of meetings does not show.
function merged(intervals: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const next of [...intervals].sort((a, b) => a.from.localeCompare(b.from))) {
    const last = result.at(-1);
    if (last === undefined || next.from > last.to) result.push(next);
    // A meeting within the last one adds nothing.
    else if (next.to > last.to) result[result.length - 1] = { from: last.from, to: next.to };
  }
  return result;
}

function timeArg(args: Row, key: string): string {
  const value = textArg(args, key);
  if (!/^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/.test(value)) throw vaError('INVALID_FORMAT');
  return value.length === 10 ? `${value} 00:00:00` : value.length === 16 ? `${value}:00` : value.slice(0, 19);
}
