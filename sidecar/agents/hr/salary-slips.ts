/** Salary slips as HRMS keeps them. A person sees his own alone, whatever his rights are: pay is private. */
import { z } from 'zod';
import type { ToolContext } from '../../actions/tool.ts';
import { parsedAnswer } from '../site-answer.ts';

const detail = z.looseObject({
  salary_component: z.string(),
  amount: z.number().nullish(),
  year_to_date: z.number().nullish(),
});
const slip = z.looseObject({
  name: z.string(),
  start_date: z.string().nullish(),
  end_date: z.string().nullish(),
  posting_date: z.string(),
  currency: z.string(),
  gross_pay: z.number().nullish(),
  total_deduction: z.number().nullish(),
  net_pay: z.number().nullish(),
  year_to_date: z.number().nullish(),
});
const wholeSlip = slip.extend({ earnings: z.array(detail).default([]), deductions: z.array(detail).default([]) });
export type SalarySlip = z.infer<typeof slip>;
export type WholeSalarySlip = z.infer<typeof wholeSlip>;

/** The user's submitted slips, newest first; drafts are nobody's business yet. Dates are YYYY-MM-DD, both ends inside. */
export async function ownSlips(
  context: Pick<ToolContext, 'reads' | 'person'>,
  span: { readonly from: string; readonly to: string } | null,
  limit: number,
): Promise<readonly SalarySlip[]> {
  const rows = await context.reads.list('Salary Slip', {
    fields: Object.keys(slip.shape),
    filters: [
      ['employee', '=', context.person.employee.id],
      ['docstatus', '=', 1],
      ...(span === null
        ? []
        : ([
            ['end_date', '>=', span.from],
            ['start_date', '<=', span.to],
          ] as const)),
    ],
    orderBy: 'end_date desc, name desc',
    limit,
  });
  return parsedAnswer(z.array(slip), rows);
}

export async function wholeSlipOf(context: Pick<ToolContext, 'reads'>, name: string): Promise<WholeSalarySlip> {
  return parsedAnswer(wholeSlip, await context.reads.get('Salary Slip', name));
}
