import { z } from 'zod';
import type { ReadTool, Refusal, ToolContext } from '../../actions/tool.ts';
import { isOutOfSight, parsedAnswer } from '../site-answer.ts';
import { ownSlips, wholeSlipOf } from './salary-slips.ts';
import { say } from './sentences.ts';

const KINDS = ['health', 'dental', 'vision', '401k', 'all'] as const;

const schema = z.object({
  benefit_type: z.enum(KINDS).default('all').describe('Which benefit, or all.'),
});
type Args = z.infer<typeof schema>;

/** Words by which a payroll component is told to be a benefit. */
const WORDS: Readonly<Record<Exclude<(typeof KINDS)[number], 'all'>, RegExp>> = {
  health: /\b(?:health|medical|hospital)\b/iu,
  dental: /\bdent(?:al|ist)\b/iu,
  vision: /\b(?:vision|optical|eye)\b/iu,
  '401k': /\b(?:401 ?\(?k\)?|retirement|pension|provident|superannuation)\b/iu,
};
const ANY = /\b(?:insurance|benefit|allowance|life cover)\b/iu;

const employee = z.looseObject({
  health_insurance_provider: z.string().nullish(),
  health_insurance_no: z.string().nullish(),
});
const application = z.looseObject({
  employee_benefits: z
    .array(z.looseObject({ earning_component: z.string(), amount: z.number().nullish() }))
    .default([]),
  currency: z.string().nullish(),
  payroll_period: z.string().nullish(),
});

/** One benefit: where it is known from, and what it comes to where that is on record. */
interface BenefitLine {
  readonly name: string;
  readonly kind: string;
  readonly from: 'employee' | 'payslip' | 'benefit application';
  readonly amount: number | null;
  readonly currency: string | null;
  readonly detail: string | null;
}

export const getBenefitsInfo: ReadTool<Args> = {
  kind: 'read',
  name: 'get_benefits_info',
  agent: 'hr',
  label: 'Looking up your benefits',
  description:
    "Reads the user's own benefits on record: health insurance, benefit components of the latest payslip, benefit applications. Never for anybody else.",
  schema,
  doctypes: ['Employee', 'Salary Slip', 'Employee Benefit Application'],
  async run(args, context) {
    const lines = [...(await insured(context)), ...(await fromPayslip(context)), ...(await applied(context))];
    const wanted = lines.filter((line) => args.benefit_type === 'all' || line.kind === args.benefit_type);
    if (wanted.length === 0) return nothing(args.benefit_type);
    return { kind: 'data', data: { benefit_type: args.benefit_type, benefits: wanted } };
  },
};

async function insured(context: ToolContext): Promise<readonly BenefitLine[]> {
  const own = await orNothing(async () =>
    parsedAnswer(employee, await context.reads.get('Employee', context.person.employee.id)),
  );
  if (!own?.health_insurance_provider) return [];
  const detail = own.health_insurance_no ? say('policyNumber', { number: own.health_insurance_no }) : null;
  return [
    { name: own.health_insurance_provider, kind: 'health', from: 'employee', amount: null, currency: null, detail },
  ];
}

async function fromPayslip(context: ToolContext): Promise<readonly BenefitLine[]> {
  const [latest] = (await orNothing(() => ownSlips(context, null, 1))) ?? [];
  if (latest === undefined) return [];
  const whole = await wholeSlipOf(context, latest.name);
  return [...whole.deductions, ...whole.earnings].flatMap((part): BenefitLine[] => {
    const kind = kindOf(part.salary_component);
    if (kind === null) return [];
    return [
      {
        name: part.salary_component,
        kind,
        from: 'payslip',
        amount: part.amount ?? null,
        currency: latest.currency,
        detail: say('aMonth'),
      },
    ];
  });
}

async function applied(context: ToolContext): Promise<readonly BenefitLine[]> {
  const rows = await orNothing(() =>
    context.reads.list('Employee Benefit Application', {
      fields: ['name'],
      filters: [
        ['employee', '=', context.person.employee.id],
        ['docstatus', '=', 1],
      ],
      orderBy: 'date desc, name desc',
      limit: 1,
    }),
  );
  const name = rows?.[0]?.['name'];
  if (typeof name !== 'string') return [];
  const found = parsedAnswer(application, await context.reads.get('Employee Benefit Application', name));
  return found.employee_benefits.map((benefit) => ({
    name: benefit.earning_component,
    kind: kindOf(benefit.earning_component) ?? 'other',
    from: 'benefit application' as const,
    amount: benefit.amount ?? null,
    currency: found.currency ?? null,
    detail: found.payroll_period ?? null,
  }));
}

function kindOf(component: string): string | null {
  for (const [kind, words] of Object.entries(WORDS)) if (words.test(component)) return kind;
  return ANY.test(component) ? 'other' : null;
}

/** What the site does not have, or the person may not read, holds no benefit. */
async function orNothing<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (isOutOfSight(error)) return null;
    throw error;
  }
}

function nothing(kind: Args['benefit_type']): Refusal {
  const sentence =
    kind === 'all' ? say('noBenefits') : say('noSuchBenefit', { kind: kind === '401k' ? '401(k)' : kind });
  return { kind: 'refusal', code: 'NOT_FOUND', sentence };
}
