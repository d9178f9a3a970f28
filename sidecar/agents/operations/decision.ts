/** Approving and rejecting: which request is meant, whether the employee may decide on it, and what deciding takes. */
import type { Operation } from '../../actions/operation.ts';
import type { Proposal, Question, Refusal, ToolContext } from '../../actions/tool.ts';
import { wordsOf } from '../../language/normalise.ts';
import { theOne } from '../find-document.ts';
import { doctypeMeant } from './approvable.ts';
import { say } from './sentences.ts';
import { orNothing, type Rights, readRights } from './site-answers.ts';
import {
  CLAIM,
  type ExpenseClaim,
  LEAVE,
  overLimit,
  parseClaim,
  parseLeave,
  type Waiting,
  waitingFor,
} from './waiting.ts';

export type Verdict = 'approve' | 'reject';

export interface Asked {
  readonly doctype: string;
  readonly docname: string;
  /** What is noted on the document: a comment, or the reason of a rejection. */
  readonly note: string;
  /** Step of the workflow, when there were several to choose from. */
  readonly step?: string;
}

/** DocTypes that deciding reads. */
export const DECISION_DOCTYPES: readonly string[] = [LEAVE, CLAIM, 'Workflow Action', 'Company'];

export async function decideOn(
  asked: Asked,
  verdict: Verdict,
  context: ToolContext,
): Promise<Proposal | Refusal | Question> {
  const doctype = doctypeMeant(asked.doctype, context.person);
  if (doctype === null) {
    return { kind: 'refusal', code: 'SWITCHED_OFF', sentence: say('notApprovable', { doctype: asked.doctype }) };
  }
  const name = await nameOf(doctype, asked.docname, context);
  if (typeof name !== 'string') return name;
  const rights = await readRights(context.reads, doctype, name);
  if (rights?.about === undefined || rights.about === null) {
    return { kind: 'refusal', code: 'NOT_FOUND', sentence: say('noSuchRequest', { said: asked.docname }) };
  }
  const { about } = rights;
  // Whoever asked does not decide, whatever his roles: an HR manager's own leave is another's to approve.
  if (about.employee === context.person.employee.id || about.owner === context.person.user) {
    return forbidden(say('notOwn'));
  }
  const tooMuch = verdict === 'approve' ? overLimit(about.total ?? null, context) : null;
  if (tooMuch !== null) return forbidden(tooMuch);
  if (rights.workflow) return byWorkflow(doctype, name, rights, asked, verdict);
  if (doctype === LEAVE) return await onLeave(name, rights, asked, verdict, context);
  if (doctype === CLAIM) return await onClaim(name, rights, asked, verdict, context);
  return unprocessable(say('noWorkflow', { doctype }));
}

/** The id that was said, or the one request in the employee's own queue that the words fit. */
async function nameOf(doctype: string, said: string, context: ToolContext): Promise<string | Refusal | Question> {
  const queue = await waitingFor(context, doctype);
  const id = / - (?<id>\S+)$/u.exec(said)?.groups?.['id'] ?? said.trim();
  if (queue.some((one) => one.id.toLowerCase() === id.toLowerCase())) {
    return queue.find((one) => one.id.toLowerCase() === id.toLowerCase())?.id ?? id;
  }
  // Not in his queue: decided already, somebody else's to decide, or nothing that he may see.
  if (/^[A-Z][A-Z-]*-?\d{2,4}.*\d$/iu.test(id)) return id.toUpperCase();
  const plain = wordsOf(said)
    .map((word) => word.replace(/'s$/u, ''))
    .join(' ');
  const candidates = queue.map((one) => ({ id: one.id, title: haystack(one), label: `${one.who}, ${one.what}` }));
  const found = theOne(plain, candidates, {
    slot: 'docname',
    which: say('whichApproval'),
    nothing: say('nothingLikeThat', { said }),
  });
  if ('found' in found) return found.found.id;
  if (found.answer.kind === 'refusal') return found.answer;
  const fitting = found.answer.choices.map((choice) => candidates.find(({ id: one }) => choice.endsWith(` - ${one}`)));
  return { ...found.answer, choices: fitting.flatMap((one) => (one ? [`${one.label} - ${one.id}`] : [])) };
}

/** The words by which people may mean a request. */
export function haystack(one: Waiting): string {
  const kind =
    one.doctype === LEAVE ? 'leave vacation holiday time days off request application' : 'expense claim request';
  return `${one.who} ${one.what} ${one.reason ?? ''} ${kind}`;
}

async function onLeave(
  name: string,
  rights: Rights,
  asked: Asked,
  verdict: Verdict,
  context: ToolContext,
): Promise<Proposal | Refusal> {
  const row = await orNothing(() => context.reads.get(LEAVE, name));
  if (row === null) return { kind: 'refusal', code: 'NOT_FOUND', sentence: say('noSuchRequest', { said: name }) };
  const leave = parseLeave(row);
  const who = leave.employee_name || leave.employee;
  if (leave.docstatus !== 0 || leave.status !== 'Open') {
    const status = leave.docstatus === 2 ? 'cancelled' : leave.status.toLowerCase();
    return unprocessable(say('decidedAlready', { who, status }));
  }
  const authority = authorityFault(rights, leave.leave_approver ?? null, who, context);
  if (typeof authority !== 'string') return authority;
  const status = verdict === 'approve' ? 'Approved' : 'Rejected';
  return proposal(LEAVE, name, rights, asked, verdict, {
    values: { status },
    // All that the card shows: a request that is changed meanwhile is not the one that was decided on.
    from: {
      status: 'Open',
      docstatus: 0,
      employee_name: who,
      leave_type: leave.leave_type,
      from_date: leave.from_date,
      to_date: leave.to_date,
      total_leave_days: leave.total_leave_days ?? 0,
    },
    warnings: authority === '' ? [] : [authority],
  });
}

async function onClaim(
  name: string,
  rights: Rights,
  asked: Asked,
  verdict: Verdict,
  context: ToolContext,
): Promise<Proposal | Refusal> {
  const row = await orNothing(() => context.reads.get(CLAIM, name));
  if (row === null) return { kind: 'refusal', code: 'NOT_FOUND', sentence: say('noSuchRequest', { said: name }) };
  const claim = parseClaim(row);
  const who = claim.employee_name || claim.employee;
  const status = claim.approval_status ?? 'Draft';
  if (claim.docstatus !== 0 || status !== 'Draft') {
    return unprocessable(
      say('decidedAlready', { who, status: claim.docstatus === 2 ? 'cancelled' : status.toLowerCase() }),
    );
  }
  const authority = authorityFault(rights, claim.expense_approver ?? null, who, context);
  if (typeof authority !== 'string') return authority;
  const payable = await payableAccount(claim, context);
  if (payable === null) return unprocessable(say('noPayableAccount', { who }));
  return proposal(CLAIM, name, rights, asked, verdict, {
    values: {
      approval_status: verdict === 'approve' ? 'Approved' : 'Rejected',
      ...(payable === '' ? {} : { payable_account: payable }),
    },
    from: {
      approval_status: 'Draft',
      docstatus: 0,
      employee_name: who,
      posting_date: claim.posting_date,
      total_claimed_amount: claim.total_claimed_amount ?? 0,
      ...(payable === '' ? {} : { payable_account: claim.payable_account || null }),
    },
    warnings: authority === '' ? [] : [authority],
  });
}

/** HRMS submits no claim without an account to pay it from: the company's own, where it names none. '' when nothing is missing. */
async function payableAccount(claim: ExpenseClaim, context: ToolContext): Promise<string | null> {
  if (claim.payable_account || claim.is_paid === 1 || claim.is_paid === true) return '';
  const company = await orNothing(() => context.reads.get('Company', claim.company || context.person.company.name));
  const account = company?.['default_expense_claim_payable_account'];
  return typeof account === 'string' && account !== '' ? account : null;
}

/** The named approver decides; anybody else only if Frappe lets him, and the card says whose place he takes. */
function authorityFault(rights: Rights, approver: string | null, who: string, context: ToolContext): string | Refusal {
  if (rights.may['write'] !== true || rights.may['submit'] !== true) return forbidden(say('notYours', { who }));
  return approver === null || approver === context.person.user ? '' : say('inPlaceOf', { approver });
}

interface Decision {
  readonly values: Readonly<Record<string, unknown>>;
  readonly from: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

/** HRMS wants the status set and the document submitted: one action, both or neither. */
function proposal(
  doctype: string,
  name: string,
  rights: Rights,
  asked: Asked,
  verdict: Verdict,
  { values, from, warnings }: Decision,
): Proposal {
  const operations: readonly Operation[] = [
    { op: 'update', doctype, name, values, from },
    { op: 'submit', doctype, name, from: { docstatus: 0 } },
    ...remark(doctype, name, asked.note),
  ];
  const note = rights.may['cancel'] === true ? say('undoCancels') : say('noUndoCancel');
  return {
    kind: 'proposal',
    operations,
    parameters: parametersOf(doctype, name, asked, verdict),
    warnings,
    target: { doctype, name },
    undo: { possible: rights.may['cancel'] === true, note },
  };
}

const STEPS: Readonly<Record<Verdict, RegExp>> = {
  approve: /approv|accept|authori[sz]e|sign|confirm|grant|release|agree/iu,
  reject: /reject|declin|den[iy]|refus|disapprov|turn down|send back|return/iu,
};

function byWorkflow(
  doctype: string,
  name: string,
  rights: Rights,
  asked: Asked,
  verdict: Verdict,
): Proposal | Refusal | Question {
  const { workflow, about } = rights;
  const open = workflow?.actions ?? [];
  const state = workflow?.state ?? '';
  if (open.length === 0)
    return forbidden(say('noStepForYou', { doctype, id: name, state: state === '' ? '-' : state }));
  if (workflow?.state_field !== 'workflow_state') return unprocessable(say('workflowInDesk', { doctype, id: name }));
  const steps = [...new Set(open.map(({ action }) => action))];
  const meant = steps.filter((step) => step === asked.step || (asked.step === undefined && fits(step, verdict)));
  const [only, ...more] = meant;
  if (only === undefined) return unprocessable(say('noSuchStep', { state, steps: steps.join(', ') }));
  if (more.length > 0) return { kind: 'question', slot: 'workflow_action', sentence: say('whichStep'), choices: meant };
  const from = { workflow_state: state, docstatus: about?.docstatus ?? 0 };
  return {
    kind: 'proposal',
    operations: [{ op: 'workflow', doctype, name, action: only, from }, ...remark(doctype, name, asked.note)],
    parameters: { ...parametersOf(doctype, name, asked, verdict), workflow_action: only, of: about?.owner_name ?? '' },
    warnings: [],
    target: { doctype, name },
    undo: { possible: false, note: say('noUndoWorkflow') },
  };
}

/** "Disapprove" approves nothing. */
function fits(step: string, verdict: Verdict): boolean {
  return STEPS[verdict].test(step) && (verdict === 'reject' || !STEPS.reject.test(step));
}

function remark(doctype: string, name: string, note: string): readonly Operation[] {
  const message = note.trim();
  return message === '' ? [] : [{ op: 'method', method: 'comment', args: { doctype, name, message } }];
}

function parametersOf(
  doctype: string,
  docname: string,
  asked: Asked,
  verdict: Verdict,
): Readonly<Record<string, unknown>> {
  const note = asked.note.trim();
  const noted = verdict === 'reject' ? { reason: note } : note === '' ? {} : { comment: note };
  return { doctype, docname, ...noted };
}

function forbidden(sentence: string): Refusal {
  return { kind: 'refusal', code: 'FORBIDDEN', sentence };
}
function unprocessable(sentence: string): Refusal {
  return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence };
}
