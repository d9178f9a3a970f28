/** The card of a decision, from its operations. */
import type { CardLine } from '@dartwing-va/contract/turn-events.ts';
import type { Operation } from '../../actions/operation.ts';
import { formatDays, formatMoney } from '../../language/format.ts';
import type { Person } from '../../people/person.ts';
import { wordingFor } from '../hr/wording.ts';
import type { Verdict } from './decision.ts';
import { say } from './sentences.ts';
import { LEAVE } from './waiting.ts';

export interface DecisionCard {
  /** What is decided on, to go into a sentence: "Priya Nair's claim of $84.50". */
  readonly what: string;
  readonly title: string;
  readonly lines: readonly CardLine[];
}

export function decisionCard(
  operations: readonly Operation[],
  verdict: Verdict,
  person: Person,
  parameters: Readonly<Record<string, unknown>> = {},
): DecisionCard {
  const [first] = operations;
  const note = operations.find((operation) => operation.op === 'method');
  const message = note?.op === 'method' ? String(note.args['message']) : '';
  const noted =
    message === '' ? [] : [{ label: say(verdict === 'reject' ? 'lineReason' : 'lineComment'), to: message }];
  if (first?.op === 'workflow') {
    const whose = typeof parameters['of'] === 'string' && parameters['of'] !== '' ? parameters['of'] : null;
    const what = say('documentWords', { doctype: first.doctype, id: first.name });
    return {
      what,
      title: say('workflowTitle', { step: first.action, what }),
      lines: [
        { label: say('lineDocument'), to: what },
        ...(whose === null ? [] : [{ label: say('lineFrom'), to: whose }]),
        { label: say('lineState'), to: String(first.from['workflow_state'] ?? '') },
        { label: say('lineStep'), to: first.action },
        ...noted,
      ],
    };
  }
  const from = first?.op === 'update' ? first.from : {};
  const doctype = first?.op === 'update' ? first.doctype : '';
  const who = String(from['employee_name'] ?? '');
  const wording = wordingFor(person, null);
  const id = { label: say('lineRequest'), to: first?.op === 'update' ? first.name : '' };
  if (doctype === LEAVE) {
    const days = formatDays(Number(from['total_leave_days'] ?? 0), wording.locale);
    const span = wording.span(String(from['from_date']), String(from['to_date']));
    const what = say('leaveOf', { who, days, type: String(from['leave_type']), span });
    return {
      what,
      title: say(verdict === 'approve' ? 'approveTitle' : 'rejectTitle', { what }),
      lines: [
        { label: say('lineFrom'), to: who },
        { label: say('lineLeaveType'), to: String(from['leave_type']) },
        { label: say('lineDays'), to: `${days}, ${span}` },
        id,
        ...noted,
      ],
    };
  }
  const amount = formatMoney(Number(from['total_claimed_amount'] ?? 0), person.company.currency, wording.locale);
  const what = say('claimWordsOf', { who, amount });
  return {
    what,
    title: say(verdict === 'approve' ? 'approveTitle' : 'rejectTitle', { what }),
    lines: [
      { label: say('lineFrom'), to: who },
      { label: say('lineAmount'), to: amount },
      { label: say('lineDate'), to: wording.date(String(from['posting_date'])) },
      id,
      ...noted,
    ],
  };
}
