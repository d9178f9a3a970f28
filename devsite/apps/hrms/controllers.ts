import { SiteError } from '../../engine/site-error.ts';
import type { Controller, Ctx, Doc, Site } from '../../engine/types.ts';
import { day, formatted } from '../dates.ts';
import { checked, number, refuse, rowsOf, text, textOrNull } from '../values.ts';
import { allocationsOn, approverOf, balanceOn, leaveDays, leaveNumbers } from './balance.ts';
import { leaveApplication } from './leave-application.ts';
import { addLedgerEntry, removeLedgerEntries } from './ledger.ts';
import { formerApprover, shareWithApprover } from './shares.ts';

/** HRMS's rules and its whitelisted leave methods. */
export function addHrmsControllers(site: Site): void {
  site.addController('Leave Application', leaveApplication);
  site.addController('Leave Allocation', leaveAllocation);
  site.addController('Expense Claim', expenseClaim);
  site.addController('Salary Slip', salarySlip);
  addLeaveMethods(site);
}

const leaveAllocation: Controller = {
  validate({ ctx, doc }) {
    const from = day(doc['from_date'], 'From Date');
    const to = day(doc['to_date'], 'To Date');
    if (to < from) refuse('To date cannot be before from date');
    if (checked(ctx.getValue('Leave Type', text(doc['leave_type']), 'is_lwp'))) {
      refuse(`Leave Type ${text(doc['leave_type'])} cannot be allocated since it is leave without pay`);
    }
    doc['total_leaves_allocated'] = number(doc['unused_leaves']) + number(doc['new_leaves_allocated']);
    if (number(doc['total_leaves_allocated']) === 0)
      refuse(`Total leaves allocated is mandatory for Leave Type ${text(doc['leave_type'])}`);
    checkAllocationOverlap(ctx, doc, from, to);
  },
  onSubmit({ ctx, doc }) {
    const span = { from_date: doc['from_date'], to_date: doc['to_date'] };
    const carried = number(doc['unused_leaves']);
    if (carried > 0) addLedgerEntry(ctx, doc, { ...span, leaves: carried, is_carry_forward: 1 });
    const fresh = number(doc['new_leaves_allocated']);
    if (fresh > 0) addLedgerEntry(ctx, doc, { ...span, leaves: fresh });
  },
  beforeCancel: ({ ctx, doc }) => removeLedgerEntries(ctx, doc),
};

function checkAllocationOverlap(ctx: Ctx, doc: Doc, from: string, to: string): void {
  const other = ctx.getAll('Leave Allocation', {
    fields: ['name'],
    filters: [
      ['employee', '=', doc['employee']],
      ['leave_type', '=', doc['leave_type']],
      ['docstatus', '=', 1],
      ['to_date', '>=', from],
      ['from_date', '<=', to],
      ['name', '!=', text(doc.name)],
    ],
    limit: 1,
  })[0];
  if (other === undefined) return;
  const period = `${formatted(from)} to ${formatted(to)}`;
  refuse(
    `${text(doc['leave_type'])} already allocated for Employee ${text(doc['employee'])} for period ${period}: ${text(other['name'])}`,
    'OverlapError',
  );
}

const expenseClaim: Controller = {
  validate({ ctx, doc }) {
    const status = ctx.getValue('Employee', text(doc['employee']), 'status');
    if (status === 'Inactive' || status === 'Left') {
      refuse(
        `Transactions cannot be created for an Inactive Employee ${text(doc['employee'])}.`,
        'InactiveEmployeeStatusError',
      );
    }
    setExpenseTotals(ctx, doc);
    doc['status'] = claimStatus(doc);
  },
  onUpdate({ ctx, doc, before }) {
    shareWithApprover(ctx, doc, textOrNull(doc['expense_approver']), formerApprover(before, 'expense_approver'));
  },
  beforeSubmit({ ctx, doc }) {
    if (doc['approval_status'] !== 'Approved' && doc['approval_status'] !== 'Rejected') {
      refuse("Approval Status must be 'Approved' or 'Rejected'");
    }
    if (
      doc['approval_status'] === 'Approved' &&
      ctx.getValue('Employee', text(doc['employee']), 'user_id') === ctx.user
    ) {
      refuse('Self-approval for Expense Claims is not allowed');
    }
    if (textOrNull(doc['payable_account']) === null && !checked(doc['is_paid'])) {
      refuse('Payable Account is mandatory to submit an Expense Claim');
    }
    for (const row of number(doc['total_sanctioned_amount']) > 0 ? rowsOf(doc['expenses']) : []) {
      if (textOrNull(row['cost_center']) === null)
        refuse(`Row ${text(row['idx'])}: Cost Center is required in the expenses table to book an expense claim.`);
    }
    doc['status'] = claimStatus({ ...doc, docstatus: 1 });
  },
  beforeCancel({ doc }) {
    doc['status'] = 'Cancelled';
  },
};

// Only HRMS's form fills approver, granted amounts and cost centres (15.33, asked by REST): what is not sent stays empty.
function setExpenseTotals(ctx: Ctx, doc: Doc): void {
  let claimed = 0;
  let sanctioned = 0;
  for (const row of rowsOf(doc['expenses'])) {
    const amount = money(row['amount']);
    if (amount < 0) refuse('Amount cannot be negative', 'NonNegativeError');
    const granted = money(row['sanctioned_amount']);
    if (granted > amount) refuse(`Sanctioned Amount cannot be greater than Claim Amount in Row ${text(row['idx'])}.`);
    row['amount'] = amount;
    row['sanctioned_amount'] = doc['approval_status'] === 'Rejected' ? 0 : granted;
    row['default_account'] = accountOf(ctx, text(row['expense_type']), text(doc['company']));
    claimed += amount;
    sanctioned += number(row['sanctioned_amount']);
  }
  doc['total_claimed_amount'] = money(claimed);
  doc['total_sanctioned_amount'] = money(sanctioned);
  doc['grand_total'] = money(sanctioned + number(doc['total_taxes_and_charges']) - number(doc['total_advance_amount']));
}

function accountOf(ctx: Ctx, expenseType: string, company: string): string {
  const account = textOrNull(
    ctx.getValue('Expense Claim Account', { parent: expenseType, company }, 'default_account'),
  );
  return account ?? refuse(`Set the default account for the Expense Claim Type ${expenseType}`);
}

function claimStatus(doc: Doc): string {
  if (number(doc['docstatus']) === 0) return 'Draft';
  if (number(doc['docstatus']) === 2) return 'Cancelled';
  if (doc['approval_status'] === 'Rejected') return 'Rejected';
  const total = number(doc['grand_total']);
  if (checked(doc['is_paid']) || (total > 0 && total === number(doc['total_amount_reimbursed']))) return 'Paid';
  return number(doc['total_sanctioned_amount']) > 0 ? 'Unpaid' : 'Submitted';
}

const salarySlip: Controller = {
  // Names hold slashes, as on a real site: `Sal Slip/HR-EMP-00001/00001`.
  autoname({ ctx, doc }) {
    const prefix = `Sal Slip/${text(doc['employee'])}/`;
    const last = ctx.getAll('Salary Slip', {
      fields: ['name'],
      filters: [['name', 'like', `${prefix}%`]],
      orderBy: 'name desc',
      limit: 1,
    })[0];
    const count = last === undefined ? 0 : Number(text(last['name']).slice(prefix.length));
    return `${prefix}${String(count + 1).padStart(5, '0')}`;
  },
  validate({ doc }) {
    const sum = (rows: unknown): number => rowsOf(rows).reduce((total, row) => total + money(row['amount']), 0);
    doc['gross_pay'] = money(sum(doc['earnings']));
    doc['total_deduction'] = money(sum(doc['deductions']));
    doc['net_pay'] = money(number(doc['gross_pay']) - number(doc['total_deduction']));
    doc['rounded_total'] = Math.round(number(doc['net_pay']));
    if (number(doc['net_pay']) < 0) refuse('Net Pay cannot be less than 0');
    doc['status'] = ['Draft', 'Submitted', 'Cancelled'][number(doc['docstatus'])] ?? 'Draft';
  },
  beforeSubmit({ doc }) {
    doc['status'] = 'Submitted';
  },
  beforeCancel({ doc }) {
    doc['status'] = 'Cancelled';
  },
};

const LEAVE = 'hrms.hr.doctype.leave_application.leave_application';

// As in HRMS 15 none of these asks whether the caller may see that employee (real-site finding 14): the assistant has its own reads.
function addLeaveMethods(site: Site): void {
  const options = { verbs: ['GET', 'POST'] } as const;
  site.addMethod(`${LEAVE}.get_leave_details`, options, (ctx, args) => {
    const employee = required(args, 'employee');
    return {
      leave_allocation: leaveNumbers(ctx, employee, day(args['date'], 'Date')),
      leave_approver: approverOf(ctx, employee, 'leave'),
      lwps: ctx.getList('Leave Type', { fields: ['name'], filters: { is_lwp: 1 } }).map((row) => row['name']),
    };
  });
  site.addMethod(`${LEAVE}.get_leave_balance_on`, options, (ctx, args) => {
    const [employee, type, date] = [
      required(args, 'employee'),
      required(args, 'leave_type'),
      day(args['date'], 'Date'),
    ];
    return balanceOn(ctx, employee, type, date, allocationsOn(ctx, employee, date).get(type)).balance;
  });
  site.addMethod(`${LEAVE}.get_number_of_leave_days`, options, (ctx, args) =>
    leaveDays(ctx, {
      employee: required(args, 'employee'),
      leaveType: required(args, 'leave_type'),
      from: day(args['from_date'], 'From Date'),
      to: day(args['to_date'], 'To Date'),
      halfDay: checked(args['half_day']),
      halfDayDate: textOrNull(args['half_day_date']),
    }),
  );
  site.addMethod(`${LEAVE}.get_leave_approver`, options, (ctx, args) =>
    approverOf(ctx, required(args, 'employee'), 'leave'),
  );
}

function required(args: Readonly<Record<string, unknown>>, key: string): string {
  const value = textOrNull(args[key]);
  if (value === null)
    throw new SiteError('TypeError', `missing 1 required positional argument: '${key}'`, { status: 500 });
  return value;
}

function money(value: unknown): number {
  return Math.round(number(value) * 100) / 100;
}
