import { z } from 'zod';
import type { Question, ReadTool, Refusal, ToolContext } from '../../actions/tool.ts';
import { LEAVE_WORDS, matchLeaveType } from './leave-types.ts';
import { say } from './sentences.ts';
import {
  type DirectoryPerson,
  isOutOfSight,
  type LeaveDetails,
  readDirectory,
  readLeaveDetails,
} from './site-answers.ts';
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
  doctypes: ['Employee', 'Leave Application', 'Leave Allocation'],
  async run(args, context) {
    const date = todayOf(context.person, context.now);
    const found = args.employee === undefined ? null : await findPerson(args.employee, context);
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

async function findPerson(
  name: string,
  context: ToolContext,
): Promise<{ readonly person: DirectoryPerson } | { readonly answer: Refusal | Question }> {
  const found = await peopleCalled(name, context);
  // "priyas balance" is Priya's.
  const bare = /^.{2,}[^s]s$/iu.test(name.trim()) ? name.trim().slice(0, -1) : null;
  const people = found.length === 0 && bare !== null ? await peopleCalled(bare, context) : found;
  const [only, ...more] = people;
  if (only === undefined) return { answer: notForYou() };
  if (more.length === 0) return { person: only };
  const choices = people.map((person) => person.employee_name);
  return { answer: { kind: 'question', slot: 'employee', sentence: say('whichPerson'), choices } };
}

async function peopleCalled(name: string, context: ToolContext): Promise<readonly DirectoryPerson[]> {
  let people: readonly DirectoryPerson[];
  try {
    people = await readDirectory(context.reads, name);
  } catch (error) {
    if (isOutOfSight(error)) return [];
    throw error;
  }
  const wanted = name.toLowerCase().trim();
  const exact = people.filter(
    (person) => person.employee_name.toLowerCase() === wanted || person.employee.toLowerCase() === wanted,
  );
  // A first or last name as a whole word; "li" is not "Ali".
  const byWord = people.filter((person) => {
    const own = person.employee_name.toLowerCase().split(/\s+/u);
    return wanted.split(/\s+/u).every((word) => own.includes(word));
  });
  return exact.length > 0 ? exact : byWord;
}
