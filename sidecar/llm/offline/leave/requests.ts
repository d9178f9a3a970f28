/** Looking up requests, and finding the one that is to be cancelled. */
import { addMonths, partsOf } from '../../../language/calendar.ts';
import type { DateSpan } from '../../../language/date-reading.ts';
import { readDates } from '../../../language/dates.ts';
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import { saidReason, saidRequestId, saidStatus, saidType } from '../../../language/nlu/slots/leave-words.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import { saidPlace } from '../choice.ts';
import { type Args, ask, call, dateContext, type Step, spanText, tell, today } from '../step.ts';
import type { RequestLine, RequestsData } from './data.ts';
import { lineText } from './reports.ts';
import { say } from './sentences.ts';

type Request = Pick<ModelRequest, 'tools' | 'situation'>;

/** Lists requests; dates and status as far as they were said. */
export function lookUp(text: string, request: Request): Step {
  const { situation } = request;
  const words = plainWords(text);
  const past = / (?:history|past|previous|took|taken|last|used) /u.test(words);
  const reading = readDates(text, dateContext(situation, { direction: past ? 'past' : 'future' }));
  const status = saidStatus(text);
  const args: Args = {
    status,
    ...(reading.kind === 'range' ? { date_from: reading.from, date_to: reading.to } : {}),
    ...(reading.kind !== 'range' && !past && / (?:upcoming|next|coming|planned|booked|scheduled|when) /u.test(words)
      ? { date_from: today(situation) }
      : {}),
  };
  return call('get_leave_requests', args, request);
}

/** First half of a cancellation: the id when it was said, else a look at the requests it could be. */
export function cancel(text: string, request: Request): Step {
  const { situation } = request;
  const id = saidRequestId(text);
  const reason = saidReason(text);
  if (id !== null)
    return call('cancel_leave_request', { leave_request_id: id, ...(reason === null ? {} : { reason }) }, request);
  const reading = readDates(text, dateContext(situation));
  const span =
    reading.kind === 'range' ? { date_from: reading.from, date_to: reading.to } : { date_from: today(situation) };
  return call('get_leave_requests', { status: 'all', ...span }, request);
}

/**
 * "October 30" said in November of a request that exists means the past one: nothing found ahead is looked for behind.
 * Null when that look was not needed; `data` words an empty second look as the days that were meant first.
 */
export function elsewhen(
  text: string,
  data: RequestsData,
  request: Request,
): { readonly call: Step } | { readonly data: RequestsData } | null {
  if (data.requests.length > 0 || data.date_from === null || data.date_to === null) return null;
  const { situation } = request;
  const ahead = readDates(text, dateContext(situation));
  if (ahead.kind !== 'range') return null;
  const behind = lastTime(text, ahead, situation);
  if (behind === null) return null;
  if (data.date_from === behind.from) return { data: { ...data, date_from: ahead.from, date_to: ahead.to } };
  if (data.date_from !== ahead.from) return null;
  const args = { status: data.status, date_from: behind.from, date_to: behind.to };
  return { call: call('get_leave_requests', args, request) };
}

function lastTime(text: string, ahead: DateSpan, situation: Situation): DateSpan | null {
  const reading = readDates(text, dateContext(situation, { direction: 'past' }));
  if (reading.kind !== 'range') return null;
  if (reading.from !== ahead.from) return { from: reading.from, to: reading.to };
  // A month by its name knows no direction: "in October", said in November, may be the one just over.
  const year = partsOf(today(situation)).year;
  if (/\d{4}|\bnext\b/u.test(text) || partsOf(ahead.from).year !== year + 1) return null;
  return { from: addMonths(ahead.from, -12), to: addMonths(ahead.to, -12) };
}

/** The answer to "which of these": an id, a place, or days and kinds that point to one. */
export function cancelChosen(text: string, choices: readonly string[], request: Request): Step | null {
  const place = saidPlace(text, choices.length);
  const exact = choices.find((choice) => choice.toLowerCase() === text.trim().toLowerCase());
  const id = saidRequestId(exact ?? (place === null ? text : (choices[place] ?? '')));
  if (id !== null) return call('cancel_leave_request', { leave_request_id: id }, request);
  const reading = readDates(text, dateContext(request.situation));
  return reading.kind === 'range' || saidType(text)?.how === 'named' ? cancel(text, request) : null;
}

/** Second half: cancels the only candidate, or asks which. */
export function cancelFound(text: string, data: RequestsData, request: Request): Step {
  const { situation } = request;
  const kind = saidType(text);
  const open = data.requests.filter((line) => line.status === 'Open' || line.status === 'Approved');
  const ofKind = kind?.how === 'named' ? open.filter((line) => isOfKind(line, kind.type)) : open;
  const candidates = ofKind.length > 0 ? ofKind : open;
  const [only, ...more] = candidates;
  if (only === undefined) {
    const scope =
      data.date_from !== null && data.date_to !== null
        ? say('scopeSpan', { span: spanText({ from: data.date_from, to: data.date_to }, situation) })
        : say('scopeAhead');
    return tell(say('nothingToCancel', { scope }), situation, ['Show my leave requests']);
  }
  const reason = saidReason(text);
  if (more.length === 0) {
    return call('cancel_leave_request', { leave_request_id: only.id, ...(reason === null ? {} : { reason }) }, request);
  }
  const choices = candidates.slice(0, 5).map((line) => `${lineText(line, situation)} - ${line.id}`);
  return ask(
    { text: say('whichRequest'), tool: 'cancel_leave_request', args: {}, asked: 'leave_request_id', choices },
    situation,
  );
}

function isOfKind(line: RequestLine, kind: string): boolean {
  const name = line.leave_type.toLowerCase();
  const first = kind.split(' ')[0] ?? kind;
  return name.includes(first) || (kind === 'vacation' && /annual|vacation|privilege|earned|holiday/u.test(name));
}
