/** What the tools about colleagues, pay and benefits tell, as this model reads it. */
import { z } from 'zod';

const colleague = z.object({
  id: z.string(),
  name: z.string(),
  designation: z.string().nullable(),
  department: z.string().nullable(),
  manager: z.string().nullable(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
});
export type Colleague = z.infer<typeof colleague>;

export const peopleData = z.object({
  query: z.string(),
  contact: z.boolean(),
  people: z.array(colleague),
  more: z.boolean(),
});
export const managerData = z.object({
  own: z.boolean(),
  employee_name: z.string(),
  manager: colleague.nullable(),
});
export const reportsData = z.object({ own: z.boolean(), employee_name: z.string(), people: z.array(colleague) });

const slip = z.object({
  from: z.string(),
  to: z.string(),
  gross: z.number().nullable(),
  deducted: z.number().nullable(),
  net: z.number().nullable(),
});
export type Slip = z.infer<typeof slip>;
const part = z.object({ name: z.string(), amount: z.number() });
export type PayPart = z.infer<typeof part>;
export const payrollData = z.object({
  info_type: z.enum(['current_pay', 'pay_history', 'tax_docs', 'deductions']),
  currency: z.string(),
  slips: z.array(slip).default([]),
  slip: slip.optional(),
  deductions: z.array(part).default([]),
  tax: z.array(part).default([]),
});
export const benefitsData = z.object({
  benefits: z.array(
    z.object({
      name: z.string(),
      amount: z.number().nullable(),
      currency: z.string().nullable(),
      detail: z.string().nullable(),
    }),
  ),
});
