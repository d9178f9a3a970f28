import type { Controller, Ctx, Doc } from '../../engine/types.ts';
import { addDays, day, formatted } from '../dates.ts';
import { holidayListOf } from '../erpnext/holidays.ts';
import { checked, number, refuse, text, textOrNull } from '../values.ts';
import { type Allocation, allocationsOn, balanceOn, leaveDays } from './balance.ts';
import { addLedgerEntry, removeLedgerEntries } from './ledger.ts';
import { formerApprover, shareWithApprover } from './shares.ts';

/** HRMS's rules of a leave request (hrms/hr/doctype/leave_application, version 15). */
export const leaveApplication: Controller = {
  validate({ ctx, doc }) {
    checkActive(ctx, text(doc['employee']));
    const request = requestOf(doc);
    checkDates(ctx, doc, request);
    setDays(ctx, doc, request);
    checkBalance(ctx, doc, request);
    checkOverlap(ctx, doc, request);
    checkLongest(ctx, doc, request);
    checkPaid(ctx, request);
    doc['half_day_date'] = request.halfDayDate;
  },
  onUpdate({ ctx, doc, before }) {
    shareWithApprover(ctx, doc, textOrNull(doc['leave_approver']), formerApprover(before, 'leave_approver'));
  },
  beforeSubmit({ ctx, doc }) {
    if (doc['status'] !== 'Approved' && doc['status'] !== 'Rejected') {
      refuse("Only Leave Applications with status 'Approved' and 'Rejected' can be submitted");
    }
    if (doc['status'] === 'Approved' && ctx.getValue('Employee', text(doc['employee']), 'user_id') === ctx.user) {
      refuse('Self-approval for leaves is not allowed');
    }
  },
  onSubmit({ ctx, doc }) {
    if (doc['status'] === 'Approved') writeLedger(ctx, doc);
  },
  // Before the look for links that would forbid cancelling: the ledger's own rows are none.
  beforeCancel({ ctx, doc }) {
    doc['status'] = 'Cancelled';
    removeLedgerEntries(ctx, doc);
  },
};

interface Request {
  readonly employee: string;
  readonly leaveType: string;
  readonly from: string;
  readonly to: string;
  readonly halfDay: boolean;
  readonly halfDayDate: string | null;
}

function requestOf(doc: Doc): Request {
  const from = day(doc['from_date'], 'From Date');
  const to = day(doc['to_date'], 'To Date');
  const halfDay = checked(doc['half_day']);
  const given = textOrNull(doc['half_day_date']);
  const halfDayDate = !halfDay ? null : from === to ? from : given === null ? null : day(given, 'Half Day Date');
  return { employee: text(doc['employee']), leaveType: text(doc['leave_type']), from, to, halfDay, halfDayDate };
}

function checkActive(ctx: Ctx, employee: string): void {
  const status = ctx.getValue('Employee', employee, 'status');
  if (status === 'Inactive' || status === 'Left')
    refuse(`Transactions cannot be created for an Inactive Employee ${employee}.`, 'InactiveEmployeeStatusError');
}

function checkDates(ctx: Ctx, doc: Doc, request: Request): void {
  const { employee, leaveType, from, to } = request;
  if (to < from) refuse('To date cannot be before from date');
  const asked = textOrNull(doc['half_day_date']);
  if (request.halfDay && asked !== null && (day(asked) < from || day(asked) > to)) {
    refuse('Half Day Date should be between From Date and To Date');
  }
  if (isWithoutPay(ctx, leaveType)) return;
  if (!checked(ctx.getValue('Leave Type', leaveType, 'allow_negative'))) {
    const first = allocationRecord(ctx, employee, leaveType, from);
    const last = allocationRecord(ctx, employee, leaveType, to);
    if (first === null && last === null) refuse('Application period cannot be outside leave allocation period');
    if (first?.name !== last?.name)
      refuse('Application period cannot be across two allocation records', 'LeaveAcrossAllocationsError');
  }
  checkNotCarriedForward(ctx, request);
}

interface AllocationRecord {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

function allocationRecord(ctx: Ctx, employee: string, leaveType: string, date: string): AllocationRecord | null {
  const row = ctx.getAll('Leave Allocation', {
    fields: ['name', 'from_date', 'to_date'],
    filters: [
      ['employee', '=', employee],
      ['leave_type', '=', leaveType],
      ['docstatus', '=', 1],
      ['from_date', '<=', date],
      ['to_date', '>=', date],
    ],
    limit: 1,
  })[0];
  if (row === undefined) return null;
  return { name: text(row['name']), from: text(row['from_date']).slice(0, 10), to: text(row['to_date']).slice(0, 10) };
}

function checkNotCarriedForward(ctx: Ctx, { employee, leaveType, to }: Request): void {
  const future = ctx.getAll('Leave Allocation', {
    fields: ['name', 'from_date'],
    filters: [
      ['employee', '=', employee],
      ['leave_type', '=', leaveType],
      ['docstatus', '=', 1],
      ['carry_forward', '=', 1],
      ['from_date', '>', to],
    ],
    limit: 1,
  })[0];
  if (future === undefined) return;
  const start = formatted(text(future['from_date']).slice(0, 10));
  refuse(
    `Leave cannot be applied/cancelled before ${start}, as leave balance has already been carry-forwarded in the future leave allocation record ${text(future['name'])}`,
  );
}

function setDays(ctx: Ctx, doc: Doc, request: Request): void {
  const days = leaveDays(ctx, request);
  doc['total_leave_days'] = days;
  if (days <= 0) refuse('The day(s) on which you are applying for leave are holidays. You need not apply for leave.');
}

function checkBalance(ctx: Ctx, doc: Doc, { employee, leaveType, from }: Request): void {
  if (isWithoutPay(ctx, leaveType)) return;
  const allocation: Allocation | undefined = allocationsOn(ctx, employee, from).get(leaveType);
  const { balance, forConsumption } = balanceOn(ctx, employee, leaveType, from, allocation);
  doc['leave_balance'] = balance;
  if (doc['status'] === 'Rejected' || (forConsumption > 0 && forConsumption >= number(doc['total_leave_days']))) return;
  if (!checked(ctx.getValue('Leave Type', leaveType, 'allow_negative'))) {
    refuse(`Insufficient leave balance for Leave Type ${leaveType}`, 'InsufficientLeaveBalanceError');
  }
  ctx.message(`Warning: Insufficient leave balance for Leave Type ${leaveType}.`);
}

function checkOverlap(ctx: Ctx, doc: Doc, request: Request): void {
  const { employee, from, to, halfDay, halfDayDate } = request;
  const rows = ctx.getAll('Leave Application', {
    fields: ['name', 'leave_type', 'from_date', 'to_date', 'half_day', 'half_day_date'],
    filters: [
      ['employee', '=', employee],
      ['docstatus', '<', 2],
      ['status', 'in', ['Open', 'Approved']],
      ['to_date', '>=', from],
      ['from_date', '<=', to],
      ['name', '!=', text(doc.name)],
    ],
  });
  for (const row of rows) {
    const start = text(row['from_date']).slice(0, 10);
    const end = text(row['to_date']).slice(0, 10);
    const sameHalf = halfDay && halfDayDate === text(row['half_day_date']).slice(0, 10);
    const touches = number(doc['total_leave_days']) === 0.5 || from === end || to === start;
    // Two halves of one day fit; a third does not.
    const halves = rows.filter(
      (other) => checked(other['half_day']) && text(other['half_day_date']).slice(0, 10) === halfDayDate,
    );
    if (sameHalf && touches && halves.length < 2) continue;
    refuse(
      `Employee ${employee} has already applied for ${text(row['leave_type'])} between ${formatted(start)} and ${formatted(end)} : ${text(row['name'])}`,
      'OverlapError',
    );
  }
}

function checkLongest(ctx: Ctx, doc: Doc, request: Request): void {
  const most = number(ctx.getValue('Leave Type', request.leaveType, 'max_continuous_days_allowed'));
  if (most <= 0) return;
  const from = reach(ctx, doc, request, 'to_date', request.from, -1);
  const to = reach(ctx, doc, request, 'from_date', request.to, 1);
  const days = leaveDays(ctx, { employee: request.employee, leaveType: request.leaveType, from, to });
  if (days > most) refuse(`Leave of type ${request.leaveType} cannot be longer than ${most}.`);
}

// Follows applications that touch this one, so that a long leave cannot be cut into short ones.
function reach(
  ctx: Ctx,
  doc: Doc,
  request: Request,
  touching: 'from_date' | 'to_date',
  start: string,
  step: 1 | -1,
): string {
  const far = touching === 'to_date' ? 'from_date' : 'to_date';
  let edge = start;
  for (;;) {
    const neighbour = ctx.getAll('Leave Application', {
      fields: [far],
      filters: [
        ['employee', '=', request.employee],
        ['leave_type', '=', request.leaveType],
        [touching, '=', addDays(edge, step)],
        ['docstatus', '!=', 2],
        ['status', 'in', ['Open', 'Approved']],
        ['name', '!=', text(doc.name)],
      ],
      limit: 1,
    })[0];
    if (neighbour === undefined) return edge;
    edge = text(neighbour[far]).slice(0, 10);
  }
}

function checkPaid(ctx: Ctx, { employee, leaveType, from, to }: Request): void {
  if (!isWithoutPay(ctx, leaveType)) return;
  const slip = ctx.getAll('Salary Slip', {
    fields: ['start_date', 'end_date'],
    filters: [
      ['employee', '=', employee],
      ['docstatus', '=', 1],
      ['start_date', '<=', to],
      ['end_date', '>=', from],
    ],
    limit: 1,
  })[0];
  if (slip === undefined) return;
  const start = formatted(text(slip['start_date']).slice(0, 10));
  const end = formatted(text(slip['end_date']).slice(0, 10));
  refuse(
    `Salary already processed for period between ${start} and ${end}, Leave application period cannot be between this date range.`,
  );
}

function writeLedger(ctx: Ctx, doc: Doc): void {
  const request = requestOf(doc);
  const { employee, leaveType, from, to } = request;
  const first = allocationRecord(ctx, employee, leaveType, from);
  const last = allocationRecord(ctx, employee, leaveType, to);
  const holidayList = holidayListOf(ctx, employee);
  const shared = { is_lwp: isWithoutPay(ctx, leaveType) ? 1 : 0, holiday_list: holidayList };
  // A type with negative balance may reach into the next allocation: each takes its own days.
  const cut =
    first?.name === last?.name ? null : first !== null ? first.to : last === null ? null : addDays(last.from, -1);
  const parts = cut === null ? [[from, to] as const] : [[from, cut] as const, [addDays(cut, 1), to] as const];
  for (const [start, end] of parts) {
    const leaves = leaveDays(ctx, { ...request, from: start, to: end });
    if (leaves > 0) addLedgerEntry(ctx, doc, { ...shared, leaves: -leaves, from_date: start, to_date: end });
  }
}

function isWithoutPay(ctx: Ctx, leaveType: string): boolean {
  return checked(ctx.getValue('Leave Type', leaveType, 'is_lwp'));
}
