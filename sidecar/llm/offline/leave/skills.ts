/** What the offline model does with the leave tools. */
import { readDates } from '../../../language/dates.ts';
import { personNamed } from '../../../language/names.ts';
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import { saidType } from '../../../language/nlu/slots/leave-words.ts';
import type { ModelRequest } from '../../model.ts';
import type { Skill, SkillSet, Talk } from '../skill.ts';
import { ask, call, dateContext, tell, textOf, today } from '../step.ts';
import { book } from './booking.ts';
import { change } from './change.ts';
import { readBalance, readHolidays, readRequests } from './data.ts';
import { askAgain, fillBooking } from './fill.ts';
import { askHolidays, holidaysAnswer } from './holidays.ts';
import { presentCancelling, presentRequest } from './present.ts';
import { balanceAnswer, requestsAnswer } from './reports.ts';
import { cancel, cancelChosen, cancelFound, elsewhen, lookUp } from './requests.ts';
import { say } from './sentences.ts';

/** Words about leave that ask for none of the tools; null for a label that is none. */
export function leaveTopic(label: string): string | null {
  if (label === 'leave.beyond') return say('beyond');
  return label === 'leave.topic' ? say('topic') : null;
}

const balance: Skill = {
  tool: 'check_leave_balance',
  begin(text, known, request) {
    const type = saidType(text);
    const employee = personNamed(text) ?? whoWasMeant(text, request);
    if (employee === 'unknown')
      return ask({ text: say('askWhose'), tool: balance.tool, args: known, asked: 'employee' }, request.situation);
    return call(
      balance.tool,
      {
        ...known,
        leave_type: type?.how === 'named' ? type.type : 'all',
        ...(employee === null ? {} : { employee }),
      },
      request,
    );
  },
  answer(text, choice, filling, request) {
    const employee = choice ?? personNamed(`${text.trim()}'s leave`) ?? text.trim();
    return call(balance.tool, { ...filling.args, employee }, request);
  },
  follow(text, lastArgs, request) {
    const words = plainWords(text);
    if (!LEADS.test(words)) return null;
    const type = saidType(text);
    const employee = personNamed(text);
    if (type?.how !== 'named' && employee === null) return null;
    const { employee: before, ...rest } = lastArgs;
    const whose = employee ?? (/ (?:me|mine|my) /u.test(words) ? null : textOf(before));
    return call(
      balance.tool,
      {
        ...rest,
        ...(type?.how === 'named' ? { leave_type: type.type } : {}),
        ...(whose === null ? {} : { employee: whose }),
      },
      request,
    );
  },
  report(data, { text, request }) {
    const read = readBalance(data);
    if (read === null) return null;
    const next = read.own ? ['Book a day off', 'Show my leave requests'] : [];
    return tell(balanceAnswer(text, read, request.situation), request.situation, next);
  },
};

const LEADS = /^ (?:and|what about|how about|also|or|then|ok|okay) /u;

/** "How many has she got left?": the person talked about last; `unknown` when nobody was; null without such a word. */
function whoWasMeant(text: string, request: ModelRequest): string | null {
  if (!/ (?:he|she|his|her) /u.test(plainWords(text))) return null;
  const { lastTool, lastArgs = {} } = request.situation.focus;
  return (lastTool === balance.tool ? textOf(lastArgs['employee']) : null) ?? 'unknown';
}

const booking: Skill = {
  tool: 'submit_leave_request',
  parts: say('parts'),
  begin: (text, known, request) =>
    isForAnother(text) ? tell(say('forOthers'), request.situation) : book(text, known, request),
  answer: fillBooking,
  change,
  follow(text, lastArgs, request) {
    const reading = readDates(text, dateContext(request.situation));
    const type = saidType(text);
    const { leave_type: leaveType } = lastArgs;
    if (reading.kind === 'range' || reading.kind === 'ambiguous') {
      return book(text, typeof leaveType === 'string' ? { leave_type: leaveType } : {}, request);
    }
    return type?.how === 'named' && LEADS.test(plainWords(text))
      ? call(booking.tool, { ...lastArgs, leave_type: type.type }, request)
      : null;
  },
  present: presentRequest,
};

const requests: Skill = {
  tool: 'get_leave_requests',
  begin: (text, _known, request) => lookUp(text, request),
  report(data, talk) {
    const read = readRequests(data);
    if (read === null) return null;
    const other = elsewhen(talk.text, read, talk.request);
    if (other !== null && 'call' in other) return other.call;
    const found = other?.data ?? read;
    return talk.wish === cancelling.tool
      ? cancelFound(talk.text, found, talk.request)
      : tell(requestsAnswer(talk.text, found, talk.request.situation), talk.request.situation);
  },
};

const cancelling: Skill = {
  tool: 'cancel_leave_request',
  document: 'Leave Application',
  follow(text, _lastArgs, request) {
    const id = request.situation.focus.mentions?.find(({ doctype }) => doctype === 'Leave Application')?.name;
    const words = plainWords(text);
    if (id === undefined || !/ (?:it|that|this|status|news) /u.test(words)) return null;
    if (/ (?:cancel|withdraw|revoke|delete|remove|drop|call off) (?:it|that|this) /u.test(words))
      return call(cancelling.tool, { leave_request_id: id }, request);
    return / (?:status|state|news|approved|decided|answer) /u.test(words)
      ? call(requests.tool, { status: 'all', date_from: today(request.situation) }, request)
      : null;
  },
  begin: (text, _known, request) => cancel(text, request),
  answer: (text, choice, filling, request) =>
    cancelChosen(choice ?? text, filling.choices, request) ?? askAgain(filling, request, say('whichRequest')),
  present: presentCancelling,
};

const holidays: Skill = {
  tool: 'get_holidays',
  begin: (text, _known, request) => askHolidays(text, request),
  follow(text, _lastArgs, request) {
    const words = plainWords(text);
    const asks = LEADS.test(words) || / (?:one of (?:them|those)|on (?:it|the list)|too|also|included) /u.test(words);
    return asks && readDates(text, dateContext(request.situation)).kind === 'range' ? askHolidays(text, request) : null;
  },
  report(data, { text, request }: Talk) {
    const read = readHolidays(data);
    return read === null ? null : tell(holidaysAnswer(text, read, request.situation), request.situation);
  },
};

/** "book leave for Tom": a capitalised name after "for". */
function isForAnother(text: string): boolean {
  const name = /\b(?:leave|off|vacation|holiday|request|day|days) for ([A-Z][\p{L}]+)\b/u.exec(text)?.[1];
  if (name === undefined)
    return / for (?:my colleague|my team|the team|him|her|them|everyone|my report) /u.test(plainWords(text));
  const quiet = name.toLowerCase();
  return (
    personNamed(`${quiet}'s leave`) !== null &&
    readDates(quiet, { now: 0, timeZone: 'UTC', dateFormat: null }).kind === 'none' &&
    !/^(?:christmas|easter|diwali|eid|thanksgiving|holi|me|new|xmas|ramadan|family|personal|medical)$/u.test(quiet)
  );
}

export const LEAVE: SkillSet = {
  skills: [balance, requests, booking, cancelling, holidays],
  name: say('name'),
  can: say('can'),
  examples: ['How much leave do I have?', 'Show my leave requests', 'Book a day off'],
};
