import { z } from 'zod';
import type { ReadTool, Refusal, ToolContext } from '../../actions/tool.ts';
import { periodOfKey } from '../../language/periods.ts';
import { ownSlips, type SalarySlip, wholeSlipOf } from './salary-slips.ts';
import { say } from './sentences.ts';

const HISTORY = 12;

const schema = z.object({
  info_type: z
    .enum(['current_pay', 'pay_history', 'tax_docs', 'deductions'])
    .describe(
      'current_pay: one payslip; pay_history: the last ones; deductions: what was taken off; tax_docs: tax forms.',
    ),
  period: z
    .string()
    .max(40)
    .default('latest')
    .describe('latest, current_month, last_month, last_year, a month as YYYY-MM, a year as YYYY and the like.'),
});
type Args = z.infer<typeof schema>;

export const getPayrollInfo: ReadTool<Args> = {
  kind: 'read',
  name: 'get_payroll_info',
  agent: 'hr',
  label: 'Reading your payslip',
  description:
    "Reads the user's own pay from the payslips: the latest, those of a month or year, and what was deducted. Never for anybody else.",
  schema,
  needs: ['hrms'],
  doctypes: ['Salary Slip'],
  async run(args, context) {
    const span = spanOf(args.period, context);
    if (span === 'unknown') return nothing('noSuchPeriod');
    const slips = await ownSlips(
      context,
      span,
      args.info_type === 'pay_history' ? HISTORY : span === null ? 1 : HISTORY,
    );
    const [latest] = slips;
    if (latest === undefined) return nothing(span === null ? 'noSlips' : 'noSlipsThen');
    const common = { info_type: args.info_type, period: args.period, currency: latest.currency };
    if (args.info_type === 'pay_history') return { kind: 'data', data: { ...common, slips: slips.map(lineOf) } };
    const whole = await wholeSlipOf(context, latest.name);
    return {
      kind: 'data',
      data: {
        ...common,
        slip: lineOf(whole),
        earnings: whole.earnings.map(partOf),
        deductions: whole.deductions.map(partOf),
        ...(args.info_type === 'tax_docs' ? { tax: whole.deductions.filter(isTax).map(partOf) } : {}),
      },
    };
  },
};

/** A payslip as answers see it. Amounts in its currency, dates YYYY-MM-DD. */
function lineOf(slip: SalarySlip): Readonly<Record<string, unknown>> {
  return {
    id: slip.name,
    from: slip.start_date ?? slip.posting_date,
    to: slip.end_date ?? slip.posting_date,
    gross: slip.gross_pay ?? null,
    deducted: slip.total_deduction ?? null,
    net: slip.net_pay ?? null,
    year_to_date: slip.year_to_date ?? null,
  };
}

function partOf(part: { readonly salary_component: string; readonly amount?: number | null | undefined }) {
  return { name: part.salary_component, amount: part.amount ?? 0 };
}

function isTax(part: { readonly salary_component: string }): boolean {
  return /\b(?:tax|tds|withholding|fica|medicare|social security)\b/iu.test(part.salary_component);
}

function spanOf(
  period: string,
  { now, person }: Pick<ToolContext, 'now' | 'person'>,
): { readonly from: string; readonly to: string } | 'unknown' | null {
  return period === 'latest' ? null : (periodOfKey(period, { now, timeZone: person.timeZone }) ?? 'unknown');
}

function nothing(key: 'noSlips' | 'noSlipsThen' | 'noSuchPeriod'): Refusal {
  return { kind: 'refusal', code: 'NOT_FOUND', sentence: say(key) };
}
