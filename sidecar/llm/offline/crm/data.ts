/** What the CRM tools tell, as this model reads it. */
import { z } from 'zod';

const contact = z.object({
  id: z.string(),
  name: z.string(),
  company: z.string().nullable(),
  title: z.string().nullable(),
  lead: z.boolean(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
});
export type ContactLine = z.infer<typeof contact>;
export const contactsData = z.object({
  query: z.string(),
  company: z.string().nullable(),
  contact: z.boolean(),
  people: z.array(contact),
  more: z.number(),
});

const activity = z.object({ kind: z.string(), subject: z.string(), at: z.string() });
export const contactData = z.object({
  id: z.string(),
  name: z.string(),
  lead: z.boolean(),
  company: z.string().nullable(),
  title: z.string().nullable(),
  emails: z.array(z.string()),
  phones: z.array(z.string()),
  history: z.array(activity).optional(),
});

const deal = z.object({
  id: z.string(),
  title: z.string(),
  account: z.string(),
  stage: z.string().nullable(),
  status: z.string(),
  amount: z.number(),
  currency: z.string(),
  probability: z.number(),
  closing: z.string().nullable(),
  reason: z.string().nullable(),
  owner: z.string().nullable(),
});
export type DealLine = z.infer<typeof deal>;
export const accountData = z.object({
  id: z.string(),
  name: z.string(),
  lead: z.boolean(),
  person: z.string().nullable(),
  status: z.string(),
  group: z.string().nullable(),
  territory: z.string().nullable(),
  manager: z.string().nullable(),
  contacts: z.array(contact).optional(),
  deals: z.array(deal).optional(),
  open: z.object({ count: z.number(), amount: z.number() }).optional(),
  owed: z.object({ amount: z.number(), overdue: z.number() }).nullable(),
  currency: z.string(),
});

const period = z.object({ from: z.string(), to: z.string(), key: z.string() }).nullable();
export type PeriodLine = NonNullable<z.infer<typeof period>>;
export const dealsData = z.object({
  status: z.enum(['open', 'won', 'lost', 'all']),
  owner: z.enum(['mine', 'all']),
  query: z.string().nullable(),
  min_amount: z.number().nullable(),
  stage: z.string().nullable(),
  account: z.string().nullable(),
  closing: period,
  currency: z.string(),
  count: z.number(),
  amount: z.number(),
  weighted: z.number(),
  deals: z.array(deal),
  more: z.number(),
});
export type DealsData = z.infer<typeof dealsData>;

const sum = z.object({ count: z.number(), amount: z.number(), weighted: z.number() });
export const pipelineData = z.object({
  period,
  owner: z.enum(['mine', 'all']),
  currency: z.string(),
  stages: z.array(sum.extend({ stage: z.string() })),
  total: sum,
  later: sum,
  undated: sum,
  overdue: sum,
  won: sum,
  lost: sum,
});
