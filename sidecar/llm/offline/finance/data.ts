/** What the finance tools tell, as this model reads it. */
import { z } from 'zod';

const claimState = z.enum(['pending', 'approved', 'rejected', 'reimbursed', 'cancelled']);
const claimLine = z.object({
  date: z.string(),
  type: z.string(),
  description: z.string(),
  amount: z.number(),
  project: z.string().nullable(),
});
const claim = z.object({
  id: z.string(),
  own: z.boolean(),
  employee_name: z.string(),
  handed_in: z.string(),
  state: claimState,
  approver: z.string().nullable(),
  total: z.number(),
  remark: z.string().nullable(),
  lines: z.array(claimLine),
});
export type ClaimFact = z.infer<typeof claim>;

export const statusData = z.object({
  status: z.enum(['pending', 'approved', 'rejected', 'reimbursed', 'all']),
  about: z.string().nullable(),
  date_from: z.string().nullable(),
  date_to: z.string().nullable(),
  currency: z.string(),
  count: z.number(),
  claims: z.array(claim),
  /** Who decides on the user's claims, when that was asked; null for nobody. */
  decides: z.string().nullable().optional(),
});
export type StatusFacts = z.infer<typeof statusData>;

const sums = z.array(z.object({ currency: z.string(), total: z.number() }));
export const owedData = z.object({
  sums,
  claims: z.array(z.object({ what: z.string(), amount: z.number() })),
  waiting: z.object({ count: z.number(), sums }),
});
export type Sums = z.infer<typeof sums>;

export const reportData = z.object({
  from: z.string(),
  to: z.string(),
  group_by: z.enum(['category', 'project', 'date']),
  about: z.string().nullable(),
  currency: z.string(),
  total: z.number(),
  count: z.number(),
  pending: z.number(),
  without_project: z.number(),
  groups: z.array(z.object({ key: z.string(), total: z.number(), count: z.number() })),
  biggest: z.array(z.object({ date: z.string(), type: z.string(), description: z.string(), amount: z.number() })),
});

export const budgetData = z.object({
  title: z.string(),
  account: z.string().nullable(),
  currency: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  has_budget: z.boolean(),
  allocated: z.number(),
  spent: z.number(),
  remaining: z.number(),
  percent: z.number().nullable(),
  period: z.object({ name: z.string(), from: z.string(), to: z.string(), spent: z.number() }).nullable(),
  amount: z.number().nullable(),
});

/** What the card of an approval stores. */
export const approvalData = z.object({
  employee_name: z.string(),
  lines: z.array(claimLine),
  comment: z.string().optional(),
});
