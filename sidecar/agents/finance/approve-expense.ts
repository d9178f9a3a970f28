import { z } from 'zod';
import type { Operation } from '../../actions/operation.ts';
import type { Proposal, Question, Refusal, ToolContext, WriteTool } from '../../actions/tool.ts';
import { isOutOfSight } from '../site-answer.ts';
import { waitingClaim } from './claim-choice.ts';
import { type ClaimLine, claimOf, readClaim, type WholeClaim } from './claims.ts';
import { namesOf } from './names.ts';
import { say } from './sentences.ts';
import { rounded, todayOf, wordingFor } from './wording.ts';

const schema = z.object({
  expense_id: z
    .string()
    .min(1)
    .max(200)
    .describe('Id of the claim, such as HR-EXP-2026-00021; or words for it: whose it is, what it is for, its amount.'),
  comment: z.string().max(500).optional().describe('Only what the user wants written on the claim.'),
});
type Args = z.infer<typeof schema>;

/** HRMS lets these decide on any claim that they may read. */
const DECIDING_ROLES = ['HR Manager', 'HR User'];

export const approveExpense: WriteTool<Args> = {
  kind: 'write',
  name: 'approve_expense',
  agent: 'finance',
  verb: 'Approve',
  label: 'Looking at that expense claim',
  description:
    "Prepares the approval of somebody else's expense claim that waits for the user. Never one's own, and only up to the user's approval limit. Nothing happens before the user confirms the card.",
  schema,
  needs: ['hrms'],
  doctypes: ['Expense Claim'],
  reversible: true,
  reversibleNote: say('approveNote'),
  propose,
  present(operations, person, parameters) {
    const { id, total, comment } = stored(operations);
    const wording = wordingFor(person, null);
    const who = text(parameters?.['employee_name']);
    const lines: readonly unknown[] = Array.isArray(parameters?.['lines']) ? parameters['lines'] : [];
    return {
      title: who === '' ? say('approveTitlePlain', { id }) : say('approveTitle', { who, total: wording.money(total) }),
      lines: [
        { label: say('lineClaim'), to: id },
        ...(who === '' ? [] : [{ label: say('lineWho'), to: who }]),
        ...lines.filter(isLine).map((each) => ({
          label: each.type,
          to: say('lineText', {
            amount: wording.money(each.amount),
            what: each.description || each.type,
            date: wording.date(each.date),
          }),
        })),
        { label: say('lineGranted'), to: wording.money(total) },
        ...(comment === '' ? [] : [{ label: say('lineComment'), to: comment }]),
      ],
    };
  },
  refused(message) {
    if (/payable account/iu.test(message)) return say('noPayableAccount');
    return /cost cent(?:er|re) is required|is required in the expenses table/iu.test(message)
      ? say('noCostCenterOnClaim')
      : null;
  },
  done(operations, person, parameters) {
    const { id, total } = stored(operations);
    const who = text(parameters?.['employee_name']);
    return who === ''
      ? say('approveDonePlain', { id })
      : say('approveDone', { who, total: wordingFor(person, null).money(total) });
  },
};

async function propose(args: Args, context: ToolContext): Promise<Proposal | Refusal | Question> {
  const found = await waitingClaim(args.expense_id, context);
  if ('kind' in found) return found;
  const claim = await claimNamed(found.id, context);
  if (claim === null) return refusal('NOT_FOUND', say('noSuchClaim', { id: found.id }));
  const seen = claimOf(claim, claim.expenses);
  const no = await whyNot(claim, context);
  if (no !== null) return no;
  const rows = claim.expenses.map(granted(claim));
  const total = rounded(rows.reduce((sum, row) => sum + (row.sanctioned_amount ?? 0), 0));
  const isChanged = rows.some((row, at) => JSON.stringify(row) !== JSON.stringify(plainRow(claim.expenses[at])));
  const comment = args.comment?.trim() ?? '';
  const remark = comment === '' ? null : [claim.remark, say('remark', { name: context.person.fullName, comment })];
  const wording = wordingFor(context.person, todayOf(context.person, context.now));
  const limit = context.person.instance.approvalLimit;
  if (limit !== null && limit > 0 && total > limit)
    return refusal(
      'FORBIDDEN',
      say('overApprovalLimit', { id: seen.id, total: wording.money(total), limit: wording.money(limit) }),
    );
  const approve: Operation = {
    op: 'update',
    doctype: 'Expense Claim',
    name: seen.id,
    values: {
      approval_status: 'Approved',
      ...(isChanged ? { expenses: rows } : {}),
      total_sanctioned_amount: total,
      ...(remark === null ? {} : { remark: remark.filter(Boolean).join('\n') }),
    },
    from: {
      docstatus: 0,
      approval_status: claim.approval_status ?? null,
      ...(isChanged ? { expenses: claim.expenses.map(plainRow) } : {}),
      total_claimed_amount: claim.total_claimed_amount ?? 0,
      total_sanctioned_amount: claim.total_sanctioned_amount ?? 0,
      ...(remark === null ? {} : { remark: claim.remark ?? null }),
    },
  };
  const submit: Operation = {
    op: 'submit',
    doctype: 'Expense Claim',
    name: seen.id,
    from: { docstatus: 0, approval_status: 'Approved', total_sanctioned_amount: total },
  };
  return {
    kind: 'proposal',
    operations: [approve, submit],
    parameters: {
      expense_id: seen.id,
      employee_name: seen.employee_name,
      lines: seen.lines,
      ...(comment === '' ? {} : { comment }),
    },
    warnings:
      total < seen.claimed
        ? [say('lessGranted', { total: wording.money(total), claimed: wording.money(seen.claimed) })]
        : [],
    target: { doctype: 'Expense Claim', name: seen.id },
  };
}

async function claimNamed(id: string, context: ToolContext): Promise<WholeClaim | null> {
  try {
    return await readClaim(context.reads, id);
  } catch (error) {
    if (isOutOfSight(error)) return null;
    throw error;
  }
}

/** Why this person does not decide on this claim; null when he does. */
async function whyNot(claim: WholeClaim, context: ToolContext): Promise<Refusal | null> {
  const { person } = context;
  const { state, employee_name: who, approver } = claimOf(claim, []);
  const id = claim.name;
  if (claim.employee === person.employee.id) {
    const name = approver === null ? null : ((await namesOf([approver], context)).get(approver) ?? approver);
    return refusal(
      'FORBIDDEN',
      name === null || approver === person.user ? say('ownClaimNobody') : say('ownClaim', { name }),
    );
  }
  if (state !== 'pending')
    return refusal('UNPROCESSABLE_ENTITY', say('alreadyDecided', { id, who, state: say(`state_${state}`) }));
  const decides =
    approver === person.user ||
    person.roles.some((role) => DECIDING_ROLES.includes(role)) ||
    (approver === null && person.roles.includes('Expense Approver'));
  if (decides) return null;
  const name = approver === null ? null : ((await namesOf([approver], context)).get(approver) ?? approver);
  return refusal('FORBIDDEN', name === null ? say('notYoursNobody', { id }) : say('notYours', { id, name }));
}

type Row = Readonly<Record<string, unknown>> & { readonly sanctioned_amount: number };

/**
 * A line as it is booked. Only HRMS's form fills in what is granted and the cost centre: a claim that came by another way is
 * granted what it asks for, on the claim's own cost centre.
 */
function granted(claim: WholeClaim) {
  const untouched = (claim.total_sanctioned_amount ?? 0) === 0;
  return (line: WholeClaim['expenses'][number]): Row => ({
    ...plainRow(line),
    sanctioned_amount: untouched ? (line.amount ?? 0) : (line.sanctioned_amount ?? 0),
    cost_center: line.cost_center || text(claim['cost_center']) || null,
  });
}

function plainRow(line: WholeClaim['expenses'][number] | undefined): Readonly<Record<string, unknown>> {
  if (line === undefined) return {};
  const { name, expense_date, expense_type, description, amount, sanctioned_amount, cost_center, project } = line;
  return {
    name,
    expense_date: expense_date ?? null,
    expense_type: expense_type ?? null,
    description: description ?? null,
    amount: amount ?? 0,
    sanctioned_amount: sanctioned_amount ?? 0,
    cost_center: cost_center || null,
    project: project || null,
  };
}

function stored(operations: readonly Operation[]): {
  readonly id: string;
  readonly total: number;
  readonly comment: string;
} {
  const update = operations.find(({ op }) => op === 'update');
  if (update?.op !== 'update') return { id: '', total: 0, comment: '' };
  const remark = text(update.values['remark']);
  return {
    id: update.name,
    total: Number(update.values['total_sanctioned_amount']),
    comment: remark.split('\n').at(-1) ?? '',
  };
}

function isLine(value: unknown): value is ClaimLine {
  return typeof value === 'object' && value !== null && 'amount' in value && 'type' in value && 'date' in value;
}

function refusal(code: Refusal['code'], sentence: string): Refusal {
  return { kind: 'refusal', code, sentence };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
