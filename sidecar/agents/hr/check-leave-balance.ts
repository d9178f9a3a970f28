import { z } from 'zod';
import type { ReadTool, Refusal } from '../../actions/tool.ts';
import { findPerson } from '../find-person.ts';
import { isOutOfSight } from '../site-answer.ts';
import { LEAVE_WORDS, matchLeaveType } from './leave-types.ts';
import { say } from './sentences.ts';
import { type LeaveDetails, readLeaveDetails } from './site-answers.ts';
import { todayOf } from './wording.ts';

const schema = z.object({
  leave_type: z
    .union([z.enum(LEAVE_WORDS), z.string().min(1).max(140)])
    .optional()
    .describe("Kind of leave, or the company's own name of it. Leave out for all."),
  employee: z
    .string()
    .min(1)
    .max(140)
    .optional()
    .describe('Name of another person whose balance the user asks for. Leave out for the user.'),
});
type Args = z.infer<typeof schema>;

/** One line of a balance: HRMS's numbers, in days. `remaining` = allocated - taken - expired; `pending` is not taken off. */
export interface BalanceLine {
  readonly leave_type: string;
  readonly allocated: number;
  readonly taken: number;
  readonly pending: number;
  readonly expired: number;
  readonly remaining: number;
}

export const checkLeaveBalance: ReadTool<Args> = {
  kind: 'read',
  name: 'check_leave_balance',
  agent: 'hr',
  label: 'Checking the leave balance',
  description:
    "Reads how many days of leave the user has: allocated, taken, waiting for approval and remaining, by leave type. For another person give the name in `employee`; the company's permissions decide whether the user may see it.",
  schema,
  needs: ['hrms'],
  doctypes: ['Employee', 'Leave Application', 'Leave Allocation'],
  async run(args, context) {
    const date = todayOf(context.person, context.now);
    const found =
      args.employee === undefined
        ? null
        : await findPerson(args.employee, context, { slot: 'employee', nobody: say('nobodyOrNotYours') });
    if (found !== null && 'answer' in found) return found.answer;
    const whose = found?.person ?? null;
    const own = whose === null || whose.employee === context.person.employee.id;
    let details: LeaveDetails;
    try {
      details = await readLeaveDetails(context.reads, own ? { date } : { employee: whose.employee, date });
    } catch (error) {
      // One answer for "may not" and "does not exist": nothing is learnt from asking.
      if (!own && isOutOfSight(error)) return notForYou();
      throw error;
    }
    const asked = args.leave_type ?? 'all';
    const available = Object.keys(details.leave_allocation);
    const names = asked === 'all' ? available : matchLeaveType(asked, available).names;
    const balances = names.flatMap((name): BalanceLine[] => {
      const numbers = details.leave_allocation[name];
      if (numbers === undefined) return [];
      return [
        {
          leave_type: name,
          allocated: numbers.total_leaves,
          taken: numbers.leaves_taken,
          pending: numbers.leaves_pending_approval,
          expired: numbers.expired_leaves,
          remaining: numbers.remaining_leaves,
        },
      ];
    });
    return {
      kind: 'data',
      data: { own, employee_name: details.employee_name, date, asked, balances, available },
    };
  },
};

function notForYou(): Refusal {
  return { kind: 'refusal', code: 'NOT_FOUND', sentence: say('nobodyOrNotYours') };
}
