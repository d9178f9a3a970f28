/** Expense claims as HRMS keeps them, with their lines. */
import { z } from 'zod';
import type { EmployeeReads } from '../../actions/tool.ts';
import { plainText } from '../../frappe/plain-text.ts';
import type { FilterRow } from '../../frappe/site-client.ts';
import { parsedAnswer } from '../site-answer.ts';
import { rounded } from './wording.ts';

/** Where a claim stands, in the words of the tools. */
export type ClaimState = 'pending' | 'approved' | 'rejected' | 'reimbursed' | 'cancelled';

export interface ClaimLine {
  /** YYYY-MM-DD. */
  readonly date: string;
  /** The company's Expense Claim Type. */
  readonly type: string;
  readonly description: string;
  readonly amount: number;
  readonly project: string | null;
}

export interface Claim {
  readonly id: string;
  readonly employee: string;
  readonly employee_name: string;
  readonly company: string;
  readonly posted: string;
  readonly state: ClaimState;
  readonly approver: string | null;
  /** Asked for. */
  readonly claimed: number;
  /** Granted and not yet paid out. */
  readonly open: number;
  readonly remark: string | null;
  readonly lines: readonly ClaimLine[];
}

const amount = z.number().nullish();
const head = z.looseObject({
  name: z.string(),
  employee: z.string(),
  employee_name: z.string().nullish(),
  company: z.string(),
  posting_date: z.string(),
  docstatus: z.number(),
  approval_status: z.string().nullish(),
  status: z.string().nullish(),
  expense_approver: z.string().nullish(),
  total_claimed_amount: amount,
  grand_total: amount,
  total_amount_reimbursed: amount,
  project: z.string().nullish(),
  remark: z.string().nullish(),
});
const line = z.looseObject({
  expense_date: z.string().nullish(),
  expense_type: z.string().nullish(),
  description: z.string().nullish(),
  amount,
  sanctioned_amount: amount,
  cost_center: z.string().nullish(),
});
const row = head.extend({ ...line.shape, line_project: z.string().nullish() });
const wholeClaim = head.extend({
  expenses: z.array(line.extend({ name: z.string(), project: z.string().nullish() })),
});
export type WholeClaim = z.infer<typeof wholeClaim>;

const FIELDS = [
  ...Object.keys(head.shape),
  ...Object.keys(line.shape).map((field) => `expenses.${field}`),
  'expenses.project as line_project',
];

/** Claims whose lines together are at most so many. */
const MAX_ROWS = 500;

/** Claims as the employee may read them, newest first; `more` when there are older ones that were left out. */
export async function readClaims(
  reads: EmployeeReads,
  filters: readonly FilterRow[],
): Promise<{ readonly claims: readonly Claim[]; readonly more: boolean }> {
  const rows = parsedAnswer(
    z.array(row),
    await reads.list('Expense Claim', {
      fields: FIELDS,
      filters,
      orderBy: 'posting_date desc, name desc',
      limit: MAX_ROWS + 1,
    }),
  );
  const byName = new Map<string, z.infer<typeof row>[]>();
  for (const each of rows.slice(0, MAX_ROWS)) byName.set(each.name, [...(byName.get(each.name) ?? []), each]);
  const claims = [...byName.values()].flatMap((lines) => {
    const [first] = lines;
    return first === undefined
      ? []
      : [
          claimOf(
            first,
            lines.map((each) => ({ ...each, project: each.line_project })),
          ),
        ];
  });
  return { claims, more: rows.length > MAX_ROWS };
}

/** One claim as stored. @throws VaError NOT_FOUND, FORBIDDEN. */
export async function readClaim(reads: EmployeeReads, id: string): Promise<WholeClaim> {
  return parsedAnswer(wholeClaim, await reads.get('Expense Claim', id));
}

export function claimOf(
  claim: z.infer<typeof head>,
  lines: readonly (z.infer<typeof line> & { readonly project?: string | null | undefined })[],
): Claim {
  const state = stateOf(claim);
  return {
    id: claim.name,
    employee: claim.employee,
    employee_name: claim.employee_name || claim.employee,
    company: claim.company,
    posted: claim.posting_date,
    state,
    approver: claim.expense_approver || null,
    claimed: rounded(claim.total_claimed_amount ?? 0),
    open: state === 'approved' ? rounded((claim.grand_total ?? 0) - (claim.total_amount_reimbursed ?? 0)) : 0,
    remark: claim.remark || null,
    lines: lines
      .filter((each) => each.expense_type)
      .map((each) => ({
        date: each.expense_date ?? claim.posting_date,
        type: each.expense_type ?? '',
        description: plainText(each.description),
        amount: rounded(each.amount ?? 0),
        project: each.project || claim.project || null,
      })),
  };
}

function stateOf(claim: z.infer<typeof head>): ClaimState {
  if (claim.docstatus === 2) return 'cancelled';
  if (claim.docstatus === 0) return 'pending';
  if (claim.approval_status === 'Rejected' || claim.status === 'Rejected') return 'rejected';
  return claim.status === 'Paid' ? 'reimbursed' : 'approved';
}
