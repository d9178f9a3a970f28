/** The outcome of a tool as this model reads it. Whatever it says is data: it fills templates and decides nothing else. */
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
const card = z.object({
  title: z.string(),
  lines: z.array(z.object({ label: z.string(), to: z.string() })),
  warnings: z.array(z.string()),
});
const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('data'), data: z.record(z.string(), z.unknown()) }),
  z.object({
    kind: z.literal('pending'),
    actionId: z.string(),
    parameters: z.record(z.string(), z.unknown()).optional(),
    replaces: z.literal(true).optional(),
    card: card.optional(),
  }),
  z.object({ kind: z.literal('refusal'), code: z.string(), sentence: z.string() }),
  z.object({ kind: z.literal('question'), slot: z.string(), sentence: z.string(), choices: z.array(z.string()) }),
  z.object({ kind: z.literal('undo_offer'), actionId: z.string(), sentence: z.string() }),
  z.object({ kind: z.literal('failed'), code: z.string(), sentence: z.string() }),
]);

export type Balance = z.infer<typeof balance>;
export type BalanceData = z.infer<typeof balanceData>;
export type RequestLine = z.infer<typeof leaveRequest>;
export type RequestsData = z.infer<typeof requestsData>;
export type HolidaysData = z.infer<typeof holidaysData>;
export type Outcome = z.infer<typeof outcome>;

/** Null for text that is no outcome. */
export function readOutcome(content: string): Outcome | null {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    return null;
  }
  const parsed = outcome.safeParse(json);
  return parsed.success ? parsed.data : null;
}

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
