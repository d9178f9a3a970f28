import type { Ctx, Row } from '../../engine/types.ts';
import { addDays, daysBetween } from '../dates.ts';
import { holidayListOf, holidaysIn } from '../erpnext/holidays.ts';
import { checked, number, text, textOrNull } from '../values.ts';

/** The five numbers of HRMS's get_leave_details; `remaining_leaves` does not count what waits for approval. */
export interface LeaveNumbers {
  readonly total_leaves: number;
  readonly expired_leaves: number;
  readonly leaves_taken: number;
  readonly leaves_pending_approval: number;
  readonly remaining_leaves: number;
}

/** What the ledger says was allocated for a type, over the allocations that hold on a date. */
export interface Allocation {
  readonly from_date: string;
  readonly to_date: string;
  readonly carried: number;
  readonly fresh: number;
}

/** Days of leave in a closed interval: half days count half, holidays not unless the type includes them. */
export function leaveDays(
  ctx: Ctx,
  input: {
    readonly employee: string;
    readonly leaveType: string;
    readonly from: string;
    readonly to: string;
    readonly halfDay?: boolean;
    readonly halfDayDate?: string | null;
    readonly holidayList?: string | null;
  },
): number {
  const { employee, leaveType, from, to, halfDay = false, halfDayDate = null } = input;
  let days = daysBetween(from, to) + 1;
  if (halfDay && (from === to || (halfDayDate !== null && from <= halfDayDate && halfDayDate <= to))) days -= 0.5;
  if (checked(ctx.getValue('Leave Type', leaveType, 'include_holiday'))) return days;
  const list = input.holidayList ?? holidayListOf(ctx, employee);
  return days - holidaysIn(ctx, list, from, to).length;
}

/** Allocations by leave type that hold on `date`, from submitted ledger entries. */
export function allocationsOn(ctx: Ctx, employee: string, date: string): Map<string, Allocation> {
  const rows = ctx.sql(
    `select ledger.leave_type, ledger.leaves, ledger.is_carry_forward, ledger.from_date, ledger.to_date
       from "tabLeave Ledger Entry" ledger
       join "tabLeave Allocation" allocation on allocation.name = ledger.transaction_name
      where ledger.employee = ? and ledger.docstatus = 1 and ledger.transaction_type = 'Leave Allocation'
        and coalesce(ledger.is_expired, 0) = 0 and coalesce(ledger.is_lwp, 0) = 0 and ledger.from_date <= ?
        and ((coalesce(ledger.is_carry_forward, 0) = 0 and ledger.to_date >= ?)
          or (ledger.is_carry_forward = 1 and ledger.to_date between allocation.from_date and allocation.to_date
              and ? between allocation.from_date and allocation.to_date))
      order by ledger.leave_type, ledger.from_date`,
    [employee, date, date, date],
  );
  const found = new Map<string, Allocation>();
  for (const row of rows) {
    const type = text(row['leave_type']);
    const old = found.get(type);
    const leaves = number(row['leaves']);
    const carried = checked(row['is_carry_forward']) ? leaves : 0;
    const from = text(row['from_date']).slice(0, 10);
    const to = text(row['to_date']).slice(0, 10);
    found.set(type, {
      from_date: old === undefined || from < old.from_date ? from : old.from_date,
      to_date: old === undefined || to > old.to_date ? to : old.to_date,
      carried: (old?.carried ?? 0) + carried,
      fresh: (old?.fresh ?? 0) + leaves - carried,
    });
  }
  return found;
}

/** Days that approved applications take within the interval (positive). */
export function daysTaken(ctx: Ctx, employee: string, leaveType: string, from: string, to: string): number {
  const rows = ctx.getAll('Leave Ledger Entry', {
    fields: ['from_date', 'to_date', 'leaves', 'transaction_type', 'transaction_name', 'holiday_list'],
    filters: [
      ['employee', '=', employee],
      ['leave_type', '=', leaveType],
      ['docstatus', '=', 1],
      ['transaction_type', '=', 'Leave Application'],
      ['leaves', '<', 0],
      ['from_date', '<=', to],
      ['to_date', '>=', from],
    ],
  });
  return rows.reduce((sum, row) => sum + entryDays(ctx, employee, leaveType, row, from, to), 0);
}

function entryDays(ctx: Ctx, employee: string, leaveType: string, row: Row, from: string, to: string): number {
  const start = text(row['from_date']).slice(0, 10);
  const end = text(row['to_date']).slice(0, 10);
  const halfDay = number(row['leaves']) % 1 !== 0;
  return leaveDays(ctx, {
    employee,
    leaveType,
    from: start < from ? from : start,
    to: end > to ? to : end,
    halfDay,
    halfDayDate: halfDay
      ? textOrNull(ctx.getValue('Leave Application', text(row['transaction_name']), 'half_day_date'))
      : null,
    holidayList: textOrNull(row['holiday_list']),
  });
}

/** Days of open applications that start or end within the interval. */
export function daysPending(ctx: Ctx, employee: string, leaveType: string, from: string, to: string): number {
  const rows = ctx.getAll('Leave Application', {
    fields: ['total_leave_days'],
    filters: { employee, leave_type: leaveType, status: 'Open', docstatus: 0 },
    orFilters: [
      ['from_date', 'between', [from, to]],
      ['to_date', 'between', [from, to]],
    ],
  });
  return rows.reduce((sum, row) => sum + number(row['total_leave_days']), 0);
}

/** Balance of one type on a date, and what of it can be used before the allocation ends; zero without allocation. */
export function balanceOn(
  ctx: Ctx,
  employee: string,
  leaveType: string,
  date: string,
  allocation: Allocation | undefined,
): { readonly balance: number; readonly forConsumption: number } {
  if (allocation === undefined) return { balance: 0, forConsumption: 0 };
  const { from_date, to_date, carried, fresh } = allocation;
  const expiry = carried > 0 ? carriedExpiry(ctx, employee, leaveType, from_date, to_date) : null;
  let balance: number;
  let usable: number;
  if (expiry === null) {
    balance = carried + fresh - daysTaken(ctx, employee, leaveType, from_date, to_date);
    usable = balance;
  } else {
    const early = daysTaken(ctx, employee, leaveType, from_date, expiry);
    const late = expiry < to_date ? daysTaken(ctx, employee, leaveType, addDays(expiry, 1), to_date) : 0;
    const fromCarried = Math.min(early, carried);
    const left = date > expiry ? 0 : carried - fromCarried;
    const freshLeft = fresh - late - (early - fromCarried);
    balance = freshLeft + left;
    usable = freshLeft + (left > 0 ? Math.min(daysBetween(date, expiry) + 1, left) : left);
  }
  return { balance, forConsumption: usable > 0 ? Math.min(daysBetween(date, to_date) + 1, usable) : usable };
}

function carriedExpiry(ctx: Ctx, employee: string, leaveType: string, from: string, to: string): string | null {
  const row = ctx.getAll('Leave Ledger Entry', {
    fields: ['to_date'],
    filters: [
      ['employee', '=', employee],
      ['leave_type', '=', leaveType],
      ['docstatus', '=', 1],
      ['is_carry_forward', '=', 1],
      ['transaction_type', '=', 'Leave Allocation'],
      ['to_date', 'between', [from, to]],
    ],
    limit: 1,
  })[0];
  return row === undefined ? null : text(row['to_date']).slice(0, 10);
}

/** HRMS's get_leave_details without its missing permission check: the caller must have checked. */
export function leaveNumbers(ctx: Ctx, employee: string, date: string): Record<string, LeaveNumbers> {
  const numbers: Record<string, LeaveNumbers> = {};
  for (const [type, allocation] of allocationsOn(ctx, employee, date)) {
    const { balance } = balanceOn(ctx, employee, type, date, allocation);
    const taken = daysTaken(ctx, employee, type, allocation.from_date, allocation.to_date);
    const total = allocation.carried + allocation.fresh;
    numbers[type] = {
      total_leaves: rounded(total),
      expired_leaves: rounded(Math.max(0, total - (balance + taken))),
      leaves_taken: rounded(taken),
      leaves_pending_approval: rounded(daysPending(ctx, employee, type, allocation.from_date, allocation.to_date)),
      remaining_leaves: rounded(balance),
    };
  }
  return numbers;
}

/** User who approves the employee's leave: his own approver, else the first of his department. */
export function approverOf(ctx: Ctx, employee: string, kind: 'leave' | 'expense'): string | null {
  const own = textOrNull(ctx.getValue('Employee', employee, `${kind}_approver`));
  if (own !== null) return own;
  const department = textOrNull(ctx.getValue('Employee', employee, 'department'));
  if (department === null) return null;
  const row = ctx.getAll('Department Approver', {
    fields: ['approver'],
    filters: { parent: department, parentfield: `${kind}_approvers` },
    orderBy: 'idx asc',
    limit: 1,
  })[0];
  return textOrNull(row?.['approver']);
}

// HRMS rounds to the site's float precision, 3 by default.
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
