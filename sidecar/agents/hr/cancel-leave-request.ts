import { z } from 'zod';
import type { Operation } from '../../actions/operation.ts';
import type { Proposal, Refusal, ToolContext, WriteTool } from '../../actions/tool.ts';
import { isOutOfSight } from '../site-answer.ts';
import { say } from './sentences.ts';
import { type LeaveApplication, parseLeaveApplication, readLeaveDetails } from './site-answers.ts';
import { todayOf, wordingFor } from './wording.ts';

const schema = z.object({
  leave_request_id: z
    .string()
    .min(1)
    .max(140)
    .describe('Id of the request, such as HR-LAP-2026-00012, from get_leave_requests.'),
  reason: z.string().max(1000).optional().describe('Only what the user gave as reason.'),
});
type Args = z.infer<typeof schema>;

/**
 * Cancelling as decisions.md 13 has it: an own open request that the assistant made is taken back by undoing that action;
 * for any other the approver is asked, because an employee may neither delete nor cancel one himself.
 */
export const cancelLeaveRequest: WriteTool<Args> = {
  kind: 'write',
  name: 'cancel_leave_request',
  agent: 'hr',
  verb: 'Cancel',
  label: 'Looking at that leave request',
  description:
    "Prepares the cancellation of one of the user's own leave requests by its id: takes it back if it is still open and the assistant made it, otherwise asks the approver to cancel it. Nothing happens before the user confirms the card.",
  schema,
  needs: ['hrms'],
  doctypes: ['Leave Application'],
  reversible: false,
  reversibleNote: say('askNote'),
  propose,
  present(operations) {
    const ask = askOf(operations);
    if (ask === null) {
      const name = documentOf(operations);
      return { title: say('takeBackTitle', { request: name }), lines: [{ label: say('lineRequest'), to: name }] };
    }
    return {
      title: say('askTitle', { approver: ask.to, request: ask.name }),
      lines: [
        { label: say('lineAsk'), to: ask.to },
        { label: say('lineAbout'), to: ask.name },
        { label: say('lineMessage'), to: ask.message },
      ],
    };
  },
  done(operations) {
    const ask = askOf(operations);
    return ask === null
      ? say('takeBackDone', { request: documentOf(operations) })
      : say('askDone', { approver: ask.to, request: ask.name });
  },
};

async function propose(args: Args, context: ToolContext): Promise<Proposal | Refusal> {
  const request = await ownRequest(args.leave_request_id, context);
  if (request === null) return { kind: 'refusal', code: 'NOT_FOUND', sentence: say('noSuchRequest') };
  if (request.docstatus === 2 || request.status === 'Cancelled') return unprocessable('alreadyCancelled');
  if (request.status === 'Rejected') return unprocessable('alreadyRejected');

  const parameters = { leave_request_id: request.name, ...(args.reason === undefined ? {} : { reason: args.reason }) };
  const target = { doctype: 'Leave Application', name: request.name };
  if (request.status === 'Open' && request.docstatus === 0) {
    const made = (await context.insertedBy?.(target.doctype, request.name)) ?? null;
    if (made !== null) {
      const operation: Operation = {
        op: 'delete',
        doctype: target.doctype,
        name: request.name,
        from: { docstatus: 0 },
      };
      return { kind: 'proposal', operations: [operation], parameters, warnings: [], target, undoes: made.actionId };
    }
  }
  const approver = await approverOf(request, context);
  if (approver === null) return unprocessable('nobodyToAsk');
  const wording = wordingFor(context.person, todayOf(context.person, context.now));
  const message = say('askCancel', {
    name: context.person.fullName,
    request: request.name,
    type: request.leave_type,
    span: wording.span(request.from_date, request.to_date),
    status: request.status.toLowerCase(),
  });
  const reason = args.reason?.trim() ?? '';
  const operation: Operation = {
    op: 'method',
    method: 'ask_approver',
    args: {
      doctype: target.doctype,
      name: request.name,
      to_user: approver.user,
      ...(approver.name ? { to_name: approver.name } : {}),
      message: reason === '' ? message : say('askCancelReason', { message, reason }),
    },
  };
  return { kind: 'proposal', operations: [operation], parameters, warnings: [], target };
}

/**
 * Who decides on the request. HRMS fills the approver in its form only (version 15): a request that came by another way names
 * none, and then it is the employee's own.
 */
async function approverOf(
  { leave_approver: user, leave_approver_name: name }: LeaveApplication,
  context: ToolContext,
): Promise<{ readonly user: string; readonly name: string | null } | null> {
  if (user && name) return { user, name };
  const details = await readLeaveDetails(context.reads, { date: todayOf(context.person, context.now) });
  const own = details.leave_approver
    ? { user: details.leave_approver, name: details.leave_approver_name ?? null }
    : null;
  return user && user !== own?.user ? { user, name: null } : own;
}

/** The person's own request; another's looks like none, even to somebody who may read it. */
async function ownRequest(name: string, context: ToolContext): Promise<LeaveApplication | null> {
  try {
    const request = parseLeaveApplication(await context.reads.get('Leave Application', name));
    return request.employee === context.person.employee.id ? request : null;
  } catch (error) {
    if (isOutOfSight(error)) return null;
    throw error;
  }
}

function unprocessable(key: 'alreadyCancelled' | 'alreadyRejected' | 'nobodyToAsk'): Refusal {
  return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence: say(key) };
}

function askOf(
  operations: readonly Operation[],
): { readonly to: string; readonly name: string; readonly message: string } | null {
  const operation = operations[0];
  if (operation?.op !== 'method') return null;
  const { to_user: user, to_name: to = user, name, message } = operation.args;
  return { to: String(to), name: String(name), message: String(message) };
}

function documentOf(operations: readonly Operation[]): string {
  const operation = operations[0];
  return operation?.op === 'delete' ? operation.name : '';
}
