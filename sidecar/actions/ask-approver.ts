import type { CardLine } from '@dartwing-va/contract/turn-events.ts';
import type { Operation } from './operation.ts';
import { say } from './sentences.ts';

/** Name of the write that asks an approver to cancel what can no longer be undone (decisions.md 13). */
export const REQUEST_CANCELLATION = 'request_cancellation';

/** The operations of such a request. `approver` is a User; the site writes a Notification Log and a Comment. */
export function askApproverOperations(request: {
  readonly doctype: string;
  readonly name: string;
  readonly approver: string;
  /** How the card calls the approver. */
  readonly approverName: string;
  readonly asker: string;
  /** What the document says, for an approver who knows no ids: such as "Leave type: Annual Leave; From: ...". */
  readonly facts: string;
}): readonly Operation[] {
  const document = `${request.doctype} ${request.name}`;
  return [
    {
      op: 'method',
      method: 'ask_approver',
      args: {
        doctype: request.doctype,
        name: request.name,
        to_user: request.approver,
        to_name: request.approverName,
        message: say('askMessage', {
          name: request.asker,
          document: request.facts === '' ? document : `${document} (${request.facts})`,
        }),
      },
    },
  ];
}

/** The card, from the stored operations alone; null when they are no such request. */
export function presentAskApprover(
  operations: readonly Operation[],
): { readonly title: string; readonly lines: readonly CardLine[] } | null {
  const args = argsOf(operations);
  if (!args) return null;
  const document = `${args.doctype} ${args.name}`;
  return {
    title: say('askTitle', { approver: args.to, document }),
    lines: [
      { label: say('askLineWho'), to: args.to },
      { label: say('askLineWhat'), to: document },
      { label: say('askLineMessage'), to: args.message },
    ],
  };
}

/** What is said when the request is out. */
export function askApproverDone(operations: readonly Operation[]): string {
  const args = argsOf(operations);
  return args ? say('askDone', { approver: args.to, document: `${args.doctype} ${args.name}` }) : say('done');
}

function argsOf(operations: readonly Operation[]) {
  const operation = operations[0];
  if (operations.length !== 1 || operation?.op !== 'method') return null;
  const { doctype, name, to_user: user, to_name: to = user, message } = operation.args;
  return { doctype: String(doctype), name: String(name), to: String(to), message: String(message) };
}
