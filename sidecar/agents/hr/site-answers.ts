/** What the site answers to the leave reads (docs/site-api.md, Reads). */
import { z } from 'zod';
import type { EmployeeReads } from '../../actions/tool.ts';
import { parsedAnswer } from '../site-answer.ts';

const numbers = z.looseObject({
  total_leaves: z.number(),
  expired_leaves: z.number().default(0),
  leaves_taken: z.number(),
  leaves_pending_approval: z.number(),
  remaining_leaves: z.number(),
});
const leaveDetails = z.looseObject({
  employee: z.string(),
  employee_name: z.string(),
  date: z.string(),
  leave_allocation: z.record(z.string(), numbers),
  leave_approver: z.string().nullish(),
  leave_approver_name: z.string().nullish(),
  lwps: z.array(z.string()).default([]),
});
export type LeaveDetails = z.infer<typeof leaveDetails>;

const flag = z.union([z.boolean(), z.number()]).transform((value) => value === true || value === 1);
const holiday = z.looseObject({ date: z.string(), description: z.string().nullish(), weekly_off: flag.default(false) });
const holidayList = z.looseObject({ holidays: z.array(holiday) });
export type Holiday = z.infer<typeof holiday>;

const leaveDays = z.looseObject({
  days: z.number(),
  holidays: z.array(holiday).default([]),
  overlaps: z
    .array(z.looseObject({ name: z.string(), from_date: z.string(), to_date: z.string(), status: z.string() }))
    .default([]),
  allowed: z.array(z.string()).default([]),
});
export type LeaveDays = z.infer<typeof leaveDays>;

const leaveApplication = z.looseObject({
  name: z.string(),
  employee: z.string(),
  leave_type: z.string(),
  from_date: z.string(),
  to_date: z.string(),
  total_leave_days: z.number().nullish(),
  half_day: z.union([z.boolean(), z.number()]).nullish(),
  half_day_date: z.string().nullish(),
  status: z.string(),
  docstatus: z.number().default(0),
  description: z.string().nullish(),
  leave_approver: z.string().nullish(),
  leave_approver_name: z.string().nullish(),
});
export type LeaveApplication = z.infer<typeof leaveApplication>;

export const LEAVE_APPLICATION_FIELDS = Object.keys(leaveApplication.shape);

/** Leave figures on a date; own when `employee` is left out. @throws VaError NOT_FOUND for refused and non-existing alike. */
export async function readLeaveDetails(
  reads: EmployeeReads,
  args: { readonly employee?: string; readonly date?: string },
): Promise<LeaveDetails> {
  return parsedAnswer(leaveDetails, await reads.method('dartwing_va.reads.leave_details', args));
}

export async function readLeaveDays(
  reads: EmployeeReads,
  args: {
    readonly leave_type: string;
    readonly from_date: string;
    readonly to_date: string;
    readonly half_day?: 1;
    readonly half_day_date?: string;
  },
): Promise<LeaveDays> {
  return parsedAnswer(leaveDays, await reads.method('dartwing_va.reads.leave_days', args));
}

/** Own holidays, weekly days off among them. */
export async function readHolidayList(
  reads: EmployeeReads,
  args: { readonly from_date: string; readonly to_date: string },
): Promise<readonly Holiday[]> {
  return parsedAnswer(holidayList, await reads.method('dartwing_va.reads.holidays', args)).holidays;
}

export function parseLeaveApplication(row: unknown): LeaveApplication {
  return parsedAnswer(leaveApplication, row);
}
