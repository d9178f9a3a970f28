/** The later rounds: what to say, or do next, after a tool has answered. */
import { formatDays } from '../../language/format.ts';
import type { ModelMessage, ModelRequest, ModelToolCall, Situation } from '../model.ts';
import { balanceAnswer, requestsAnswer } from './answers.ts';
import { holidaysAnswer } from './holidays.ts';
import type { IntentScorer } from './intent.ts';
import { type Outcome, readBalance, readHolidays, readOutcome, readRequests } from './outcome.ts';
import { cancelFound, elsewhen } from './requests.ts';
import { say } from './sentences.ts';
import {
  type Args,
  ask,
  HELP_SUGGESTIONS,
  type Step,
  spanText,
  type ToolName,
  tell,
  textOf,
  YES_NO_SUGGESTIONS,
} from './step.ts';

type ToolMessage = Extract<ModelMessage, { role: 'tool' }>;

export function respond(text: string, message: ToolMessage, request: ModelRequest, scorer: IntentScorer): Step {
  const { situation } = request;
  const made = callOf(message, request.messages);
  const outcome = readOutcome(message.content);
  const remembered = {
    ...request,
    situation: { ...situation, focus: { ...situation.focus, lastTool: message.tool, lastArgs: made?.args ?? {} } },
  };
  const step =
    outcome === null
      ? tell(say('other'), situation)
      : fromOutcome(text, message.tool, made?.args ?? {}, outcome, remembered, scorer);
  return step;
}

function callOf(message: ToolMessage, messages: readonly ModelMessage[]): ModelToolCall | undefined {
  return messages
    .flatMap((each) => (each.role === 'assistant' ? each.calls : []))
    .findLast((each) => each.id === message.callId);
}

function fromOutcome(
  text: string,
  tool: string,
  args: Args,
  outcome: Outcome,
  request: ModelRequest,
  scorer: IntentScorer,
): Step {
  const { situation } = request;
  switch (outcome.kind) {
    case 'question':
      return ask(
        { text: outcome.sentence, tool: tool as ToolName, args, asked: outcome.slot, choices: outcome.choices },
        situation,
      );
    case 'refusal':
    case 'failed':
      return tell(outcome.sentence, situation);
    case 'undo_offer':
      return tell(outcome.sentence, situation, ['Yes, do it', 'No']);
    case 'pending':
      return tell(
        pendingText(tool, args, outcome, request),
        situation,
        tool === 'submit_leave_request' ? YES_NO_SUGGESTIONS : ['Yes, do it', 'No'],
      );
    case 'data':
      return fromData(text, tool, outcome.data, request, scorer);
  }
}

function pendingText(
  tool: string,
  args: Args,
  outcome: Extract<Outcome, { kind: 'pending' }>,
  request: ModelRequest,
): string {
  const { situation } = request;
  const warnings = outcome.card?.warnings ?? [];
  const notes = warnings.length === 0 ? '' : `${warnings.join(' ')} `;
  if (tool !== 'submit_leave_request') {
    return outcome.card === undefined
      ? say('cancelPrepared')
      : say('cancelPreparedAs', { title: outcome.card.title, notes });
  }
  // The tool may have moved the end; what the card stores counts.
  const stored = outcome.parameters ?? args;
  const from = textOf(stored['start_date']);
  const to = textOf(stored['end_date']);
  if (from === null || to === null) return say('preparedNoDetails', { notes });
  const line = (label: string) => outcome.card?.lines.find((each) => each.label === label)?.to;
  const days = line('Days') ?? (stored['half_day'] === true && from === to ? formatDays(0.5, situation.locale) : null);
  const type = line('Leave type');
  const what = days === null ? '' : type === undefined ? `${days}, ` : `${days} of ${type}, `;
  const approver = line('Approver');
  const summary = `${what}${spanText({ from, to }, situation)}${approver === undefined ? '' : `, for ${approver} to approve`}`;
  if (outcome.replaces === true) return say('changed', { summary, notes });
  return situation.pending === null
    ? say('prepared', { summary, notes })
    : say('preparedBeside', { summary, notes, first: otherCard(situation.pending, situation) });
}

/** What waits beside the new card, told apart from it: by its days where it has some. */
function otherCard(pending: NonNullable<Situation['pending']>, situation: Situation): string {
  const from = textOf(pending.parameters['start_date']);
  const to = textOf(pending.parameters['end_date']);
  return from === null || to === null
    ? say('theOther', { title: pending.title })
    : say('theOneFor', { span: spanText({ from, to }, situation) });
}

function fromData(
  text: string,
  tool: string,
  data: Readonly<Record<string, unknown>>,
  request: ModelRequest,
  scorer: IntentScorer,
): Step {
  const { situation } = request;
  const message = textOf(data['message']) ?? textOf(data['title']);
  if (tool === 'check_leave_balance') {
    const balance = readBalance(data);
    if (balance !== null)
      return tell(
        balanceAnswer(text, balance, situation),
        situation,
        balance.own ? ['Book a day off', 'Show my leave requests'] : [],
      );
  }
  if (tool === 'get_holidays') {
    const holidays = readHolidays(data);
    if (holidays !== null) return tell(holidaysAnswer(text, holidays, situation), situation);
  }
  if (tool === 'get_leave_requests') {
    const requests = readRequests(data);
    if (requests !== null) {
      const other = elsewhen(text, requests, request);
      if (other !== null && 'call' in other) return other.call;
      const found = other?.data ?? requests;
      const cancelling =
        situation.focus.filling?.tool === 'cancel_leave_request' || scorer.score(text)[0]?.intent === 'leave.cancel';
      return cancelling ? cancelFound(text, found, request) : tell(requestsAnswer(text, found, situation), situation);
    }
  }
  return tell(message ?? say('allRight'), situation, message === null ? HELP_SUGGESTIONS : []);
}
