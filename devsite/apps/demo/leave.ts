import type { Ctx } from '../../engine/types.ts';
import { addDays } from '../dates.ts';
import { approverOf } from '../hrms/balance.ts';
import { text } from '../values.ts';
import { COMPANIES } from './companies.ts';
import { employeeNamed, mondayIn } from './people.ts';

const TYPES = [
  { leave_type_name: 'Annual Leave', max_continuous_days_allowed: 15 },
  { leave_type_name: 'Sick Leave', max_continuous_days_allowed: 10 },
  { leave_type_name: 'Leave Without Pay', is_lwp: 1 },
];

/** Types, allocations, what was taken and what waits. Priya: Annual Leave 18 allocated, 4 taken, none pending; Sick Leave 10. */
export function seedLeave(ctx: Ctx): void {
  for (const type of TYPES) ctx.insert({ doctype: 'Leave Type', ...type });
  // Twelve months that hold today with room on both sides, so that no run of the demo meets their end.
  const from = `${addDays(ctx.today(), -240).slice(0, 7)}-01`;
  const to = addDays(from, 364);
  for (const person of COMPANIES.flatMap((company) => company.people)) {
    allocate(ctx, person.user, 'Annual Leave', 18, from, to);
    allocate(ctx, person.user, 'Sick Leave', 10, from, to);
  }
  take(ctx, 'priya@acme.test', 'marcus@acme.test', mondayIn(ctx, -8), 3, 'Family visit');
  take(ctx, 'priya@acme.test', 'marcus@acme.test', addDays(mondayIn(ctx, -4), 4), 1, 'Long weekend');
  take(ctx, 'li@acme.test', 'marcus@acme.test', mondayIn(ctx, -6), 5, 'Holiday');
  take(ctx, 'marcus@acme.test', 'dana@acme.test', addDays(mondayIn(ctx, -5), 3), 2, 'Moving house');
  take(ctx, 'erik@globex.test', 'gina@globex.test', mondayIn(ctx, -7), 2, 'Short break');
  ask(ctx, 'li@acme.test', mondayIn(ctx, 2), 2, 'A wedding');
  ask(ctx, 'tom.b@acme.test', addDays(mondayIn(ctx, 4), 3), 2, 'Trip with the family');
}

function allocate(ctx: Ctx, user: string, leaveType: string, days: number, from: string, to: string): void {
  const allocation = ctx.insert({
    doctype: 'Leave Allocation',
    employee: employeeNamed(ctx, user),
    leave_type: leaveType,
    from_date: from,
    to_date: to,
    new_leaves_allocated: days,
  });
  ctx.submit(allocation);
}

/** Asked by the employee, as everybody asks. */
function ask(ctx: Ctx, user: string, from: string, days: number, reason: string): string {
  const employee = employeeNamed(ctx, user);
  const request = {
    doctype: 'Leave Application',
    employee,
    leave_type: 'Annual Leave',
    from_date: from,
    to_date: addDays(from, days - 1),
    description: reason,
    // As the form does it: the server fills in none.
    leave_approver: approverOf(ctx, employee, 'leave'),
  };
  return ctx.as(user, (person) => text(person.insert(request).name));
}

/** Asked, approved and submitted by the approver. */
function take(ctx: Ctx, user: string, approver: string, from: string, days: number, reason: string): void {
  const name = ask(ctx, user, from, days, reason);
  ctx.as(approver, (person) => person.submit({ ...person.getDoc('Leave Application', name), status: 'Approved' }));
}
