/** What the leave tools tell, as this model reads it. */
import { z } from 'zod';

const balance = z.object({
  leave_type: z.string(),
  allocated: z.number(),
  taken: z.number(),
  pending: z.number(),
  expired: z.number().default(0),
  remaining: z.number(),
});
const balanceData = z.object({
  own: z.boolean(),
  employee_name: z.string(),
  date: z.string(),
  asked: z.string(),
  balances: z.array(balance),
  available: z.array(z.string()).default([]),
});
const leaveRequest = z.object({
  id: z.string(),
  leave_type: z.string(),
  from: z.string(),
  to: z.string(),
  days: z.number().nullable(),
  status: z.string(),
  approver: z.string().nullable(),
});
const requestsData = z.object({
  today: z.string(),
  status: z.string(),
  date_from: z.string().nullable(),
  date_to: z.string().nullable(),
  requests: z.array(leaveRequest),
  more: z.boolean().default(false),
});
const holidaysData = z.object({
  today: z.string(),
  date_from: z.string(),
  date_to: z.string(),
  holidays: z.array(z.object({ date: z.string(), name: z.string(), weekly_off: z.boolean() })),
});

export type Balance = z.infer<typeof balance>;
export type BalanceData = z.infer<typeof balanceData>;
export type RequestLine = z.infer<typeof leaveRequest>;
export type RequestsData = z.infer<typeof requestsData>;
export type HolidaysData = z.infer<typeof holidaysData>;

export function readBalance(data: unknown): BalanceData | null {
  const parsed = balanceData.safeParse(data);
  return parsed.success ? parsed.data : null;
}

export function readHolidays(data: unknown): HolidaysData | null {
  const parsed = holidaysData.safeParse(data);
  return parsed.success ? parsed.data : null;
}

export function readRequests(data: unknown): RequestsData | null {
  const parsed = requestsData.safeParse(data);
  return parsed.success ? parsed.data : null;
}
