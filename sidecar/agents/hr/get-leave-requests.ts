import { z } from 'zod';
import type { ReadTool, ToolContext } from '../../actions/tool.ts';
import type { FilterRow } from '../../frappe/site-client.ts';
import { isIsoDate } from '../../language/calendar.ts';
import {
  LEAVE_APPLICATION_FIELDS,
  type LeaveApplication,
  type LeaveDetails,
  parseLeaveApplication,
  readLeaveDetails,
} from './site-answers.ts';
import { todayOf } from './wording.ts';

const LIMIT = 50;
const STATUSES = { pending: 'Open', approved: 'Approved', rejected: 'Rejected' } as const;

const schema = z.object({
  status: z.enum(['pending', 'approved', 'rejected', 'all']).optional().describe('Default all.'),
  date_from: z
    .string()
    .refine(isIsoDate, 'must be YYYY-MM-DD')
    .optional()
    .describe('YYYY-MM-DD: requests that end on or after it.'),
  date_to: z
    .string()
    .refine(isIsoDate, 'must be YYYY-MM-DD')
    .optional()
    .describe('YYYY-MM-DD: requests that begin on or before it.'),
});
type Args = z.infer<typeof schema>;

/** A request as models and answers see it. Dates are YYYY-MM-DD, `days` as Frappe counted them. */
export interface LeaveRequestLine {
  readonly id: string;
  readonly leave_type: string;
  readonly from: string;
  readonly to: string;
  readonly days: number | null;
  readonly half_day_date: string | null;
  readonly status: string;
  readonly reason: string | null;
  readonly approver: string | null;
}

export const getLeaveRequests: ReadTool<Args> = {
  kind: 'read',
  name: 'get_leave_requests',
  agent: 'hr',
  label: 'Looking up your leave requests',
  description:
    "Lists the user's own leave requests with their ids, dates and status (Open means waiting for approval), newest first; optionally by status and dates.",
  schema,
  needs: ['hrms'],
  doctypes: ['Leave Application'],
  async run(args, context) {
    const status = args.status === undefined || args.status === 'all' ? null : STATUSES[args.status];
    const filters: FilterRow[] = [['employee', '=', context.person.employee.id]];
    if (status !== null) filters.push(['status', '=', status]);
    if (args.date_from !== undefined) filters.push(['to_date', '>=', args.date_from]);
    if (args.date_to !== undefined) filters.push(['from_date', '<=', args.date_to]);
    const rows = await context.reads.list('Leave Application', {
      fields: LEAVE_APPLICATION_FIELDS,
      filters,
      orderBy: 'from_date desc, name desc',
      limit: LIMIT + 1,
    });
    const found = rows.slice(0, LIMIT).map(parseLeaveApplication);
    const approver = found.some(isNameless) ? await ownApprover(context) : null;
    const requests = found.map((row) => lineOf(row, approver));
    return {
      kind: 'data',
      data: {
        today: todayOf(context.person, context.now),
        status: args.status ?? 'all',
        date_from: args.date_from ?? null,
        date_to: args.date_to ?? null,
        requests,
        more: rows.length > LIMIT,
      },
    };
  },
};

/** HRMS fills the approver's name in its form only (version 15). */
function isNameless(row: LeaveApplication): boolean {
  return Boolean(row.leave_approver) && !row.leave_approver_name;
}

async function ownApprover(context: ToolContext): Promise<LeaveDetails> {
  return await readLeaveDetails(context.reads, { date: todayOf(context.person, context.now) });
}

function lineOf(row: LeaveApplication, own: LeaveDetails | null): LeaveRequestLine {
  const ownName = row.leave_approver === own?.leave_approver ? own?.leave_approver_name : null;
  return {
    id: row.name,
    leave_type: row.leave_type,
    from: row.from_date,
    to: row.to_date,
    days: row.total_leave_days ?? null,
    half_day_date: row.half_day === true || row.half_day === 1 ? (row.half_day_date ?? row.from_date) : null,
    status: row.docstatus === 2 ? 'Cancelled' : row.status,
    reason: row.description ?? null,
    approver: row.leave_approver_name || ownName || row.leave_approver || null,
  };
}
