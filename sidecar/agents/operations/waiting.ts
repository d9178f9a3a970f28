/** What waits for the employee's decision: leave, expense claims, and documents whose workflow asks for one of his roles. */
import { z } from 'zod';
import type { ToolContext } from '../../actions/tool.ts';
import { plainText } from '../../frappe/plain-text.ts';
import type { FilterRow } from '../../frappe/site-client.ts';
import { formatDays, formatMoney } from '../../language/format.ts';
import { wordingFor } from '../hr/wording.ts';
import { parsedAnswer } from '../site-answer.ts';
import { say } from './sentences.ts';
import { orNothing, type Rights, readRights } from './site-answers.ts';

export const LEAVE = 'Leave Application';
export const CLAIM = 'Expense Claim';
const MOST = 50;

/** One decision that waits, as models and answers see it. */
export interface Waiting {
  readonly doctype: string;
  readonly id: string;
  /** Who asks. */
  readonly who: string;
  /** What for, in words: "2 days of Annual Leave, June 22 to June 23". */
  readonly what: string;
  /** Day since when it waits, YYYY-MM-DD. */
  readonly since: string;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly reason: string | null;
  /** Why the assistant does not decide it; null when it may. */
  readonly desk_only: string | null;
}

const text = z.string().nullish();
const leave = z.looseObject({
  name: z.string(),
  employee: z.string(),
  employee_name: text,
  leave_type: z.string(),
  from_date: z.string(),
  to_date: z.string(),
  total_leave_days: z.number().nullish(),
  half_day: z.union([z.boolean(), z.number()]).nullish(),
  status: z.string(),
  docstatus: z.number(),
  description: text,
  leave_approver: text,
  creation: z.string(),
});
export type LeaveRequest = z.infer<typeof leave>;
const claim = z.looseObject({
  name: z.string(),
  employee: z.string(),
  employee_name: text,
  company: text,
  posting_date: z.string(),
  approval_status: text,
  docstatus: z.number(),
  total_claimed_amount: z.number().nullish(),
  remark: text,
  expense_approver: text,
  payable_account: text,
  is_paid: z.union([z.boolean(), z.number()]).nullish(),
  creation: z.string(),
  expenses: z.array(z.looseObject({ expense_type: text, description: text, amount: z.number().nullish() })).default([]),
});
export type ExpenseClaim = z.infer<typeof claim>;
const action = z.looseObject({ reference_doctype: z.string(), reference_name: z.string(), creation: z.string() });

export const parseLeave = (row: unknown): LeaveRequest => parsedAnswer(leave, row);
export const parseClaim = (row: unknown): ExpenseClaim => parsedAnswer(claim, row);
const LEAVE_FIELDS = Object.keys(leave.shape);
const CLAIM_FIELDS = Object.keys(claim.shape).filter((field) => field !== 'expenses');

/** Newest first; only DocTypes that the company lets be approved through the assistant, `doctype` alone when given. */
export async function waitingFor(context: ToolContext, doctype: string | null): Promise<readonly Waiting[]> {
  const wanted = context.person.settings.approvableDoctypes.filter((each) => doctype === null || each === doctype);
  const found: (readonly [created: string, waiting: Waiting])[] = [];
  if (wanted.includes(LEAVE)) {
    const rows = await leaveRequests(context);
    for (const row of await withoutWorkflow(LEAVE, rows, context)) found.push([row.creation, leaveLine(row, context)]);
  }
  if (wanted.includes(CLAIM)) {
    const rows = await claims(context);
    for (const row of await withoutWorkflow(CLAIM, rows, context)) found.push([row.creation, claimLine(row, context)]);
  }
  const known = new Set(found.map(([, { doctype: of, id }]) => `${of}/${id}`));
  for (const [created, waiting] of await byWorkflow(context, wanted)) {
    if (known.has(`${waiting.doctype}/${waiting.id}`)) continue;
    known.add(`${waiting.doctype}/${waiting.id}`);
    found.push([created, waiting]);
  }
  return found.sort(([one], [other]) => other.localeCompare(one)).map(([, waiting]) => waiting);
}

async function leaveRequests(context: ToolContext): Promise<readonly LeaveRequest[]> {
  const rows = await draftsOf(context, LEAVE, LEAVE_FIELDS, [
    ['leave_approver', '=', context.person.user],
    ['status', '=', 'Open'],
  ]);
  return rows.map(parseLeave).filter((row) => row.employee !== context.person.employee.id);
}

async function claims(context: ToolContext): Promise<readonly ExpenseClaim[]> {
  const rows = await draftsOf(context, CLAIM, CLAIM_FIELDS, [
    ['expense_approver', '=', context.person.user],
    ['approval_status', '=', 'Draft'],
  ]);
  const own = rows.map(parseClaim).filter((row) => row.employee !== context.person.employee.id);
  // What it is for stands in the claim's rows, which a list does not hold.
  const whole = await Promise.all(own.map((row) => orNothing(() => context.reads.get(CLAIM, row.name))));
  return own.map((row, index) => (whole[index] ? parseClaim(whole[index]) : row));
}

/** Drafts among them, newest first; none for who may not see any. */
async function draftsOf(
  context: ToolContext,
  doctype: string,
  fields: readonly string[],
  filters: readonly FilterRow[],
): Promise<readonly Record<string, unknown>[]> {
  const query = {
    fields,
    filters: [...filters, ['docstatus', '=', 0] as FilterRow],
    orderBy: 'creation desc, name desc',
    limit: MOST,
  };
  return (await orNothing(() => context.reads.list(doctype, query))) ?? [];
}

/** With an active workflow its steps say who is asked, and no approver's name does. */
async function withoutWorkflow<T extends { readonly name: string }>(
  doctype: string,
  rows: readonly T[],
  context: ToolContext,
): Promise<readonly T[]> {
  const [first] = rows;
  if (first === undefined) return rows;
  return (await readRights(context.reads, doctype, first.name))?.workflow ? [] : rows;
}

async function byWorkflow(
  context: ToolContext,
  wanted: readonly string[],
): Promise<readonly (readonly [string, Waiting])[]> {
  const rows = await orNothing(() =>
    context.reads.list('Workflow Action', {
      fields: Object.keys(action.shape),
      filters: [
        ['status', '=', 'Open'],
        ['reference_doctype', 'in', [...wanted, '']],
      ],
      orderBy: 'creation desc, name desc',
      limit: MOST,
    }),
  );
  const open = await Promise.all(
    (rows ?? []).map(async (row) => {
      const { reference_doctype: doctype, reference_name: id, creation } = parsedAnswer(action, row);
      const rights = await readRights(context.reads, doctype, id);
      const about = rights?.about;
      if (!rights?.workflow || rights.workflow.actions.length === 0 || !about) return null;
      if (about.owner === context.person.user || about.employee === context.person.employee.id) return null;
      const waiting = (await knownKind(doctype, id, context)) ?? genericLine(doctype, id, about, creation, context);
      return [creation, waiting] as const;
    }),
  );
  return open.filter((one) => one !== null);
}

/** Leave and claims are told in their own words, whoever asks for the decision. */
async function knownKind(doctype: string, id: string, context: ToolContext): Promise<Waiting | null> {
  if (doctype !== LEAVE && doctype !== CLAIM) return null;
  const row = await orNothing(() => context.reads.get(doctype, id));
  if (row === null) return null;
  return doctype === LEAVE ? leaveLine(parseLeave(row), context) : claimLine(parseClaim(row), context);
}

function genericLine(
  doctype: string,
  id: string,
  about: NonNullable<Rights['about']>,
  creation: string,
  context: ToolContext,
): Waiting {
  const amount = about.total ?? null;
  const currency = amount === null ? null : (about.currency ?? context.person.company.currency);
  const title = about.title === id || about.title === about.owner_name ? '' : `: ${about.title}`;
  const { locale } = wordingFor(context.person, null);
  const money = amount === null || currency === null ? '' : `, ${formatMoney(amount, currency, locale)}`;
  return {
    doctype,
    id,
    who: about.owner_name,
    what: `${doctype}${title}${money}`,
    since: creation.slice(0, 10),
    amount,
    currency,
    reason: null,
    desk_only: overLimit(amount, context),
  };
}

export function leaveLine(row: LeaveRequest, context: ToolContext): Waiting {
  return {
    doctype: LEAVE,
    id: row.name,
    who: row.employee_name || row.employee,
    what: leaveWords(row, context),
    since: row.creation.slice(0, 10),
    amount: null,
    currency: null,
    reason: plainText(row.description) || null,
    desk_only: null,
  };
}

/** "2 days of Annual Leave, Monday, June 22 to Tuesday, June 23" */
export function leaveWords(
  row: Pick<LeaveRequest, 'leave_type' | 'from_date' | 'to_date' | 'total_leave_days'>,
  context: Pick<ToolContext, 'person' | 'now'>,
): string {
  const wording = wordingFor(context.person, null);
  const days = formatDays(row.total_leave_days ?? 0, wording.locale);
  return say('leaveWords', { days, type: row.leave_type, span: wording.span(row.from_date, row.to_date) });
}

export function claimLine(row: ExpenseClaim, context: ToolContext): Waiting {
  const { locale } = wordingFor(context.person, null);
  const currency = currencyOf(row, context);
  const amount = row.total_claimed_amount ?? 0;
  const purposes = row.expenses.map((expense) => plainText(expense.description) || expense.expense_type || '');
  const purpose = [...new Set(purposes)]
    .filter((each) => each !== '')
    .slice(0, 3)
    .join(', ');
  return {
    doctype: CLAIM,
    id: row.name,
    who: row.employee_name || row.employee,
    what: say('claimWords', {
      amount: formatMoney(amount, currency, locale),
      purpose: purpose === '' ? '' : ` for ${purpose}`,
    }),
    since: row.creation.slice(0, 10),
    amount,
    currency,
    reason: plainText(row.remark) || null,
    desk_only: overLimit(amount, context),
  };
}

/** A claim is in the currency of its company; of another company's nobody here knows it. */
export function currencyOf(row: Pick<ExpenseClaim, 'company'>, { person }: Pick<ToolContext, 'person'>): string {
  return !row.company || row.company === person.company.name ? person.company.currency : '';
}

/** The sentence for an amount above what the employee may approve through the assistant. */
export function overLimit(amount: number | null, { person }: Pick<ToolContext, 'person'>): string | null {
  const limit = person.instance.approvalLimit;
  if (amount === null || limit === null || limit <= 0 || amount <= limit) return null;
  const { locale } = wordingFor(person, null);
  return say('overLimit', {
    amount: formatMoney(amount, person.company.currency, locale),
    limit: formatMoney(limit, person.company.currency, locale),
  });
}
