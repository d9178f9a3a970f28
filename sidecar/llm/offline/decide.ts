/** The first round: what the user's words ask for. */

import { readDates } from '../../language/dates.ts';
import { personNamed } from '../../language/names.ts';
import { classifyReply } from '../../language/replies.ts';
import type { Focus, ModelRequest } from '../model.ts';
import { askReading, book, looksBack, withDates } from './booking.ts';
import { aboutPending } from './change.ts';
import { askHolidays } from './holidays.ts';
import type { IntentScore, IntentScorer } from './intent.ts';
import { plainWords } from './leave-vocabulary.ts';
import { saidPlace, saidType } from './leave-words.ts';
import { cancel, cancelChosen, lookUp } from './requests.ts';
import { say } from './sentences.ts';
import {
  type Args,
  ask,
  call,
  dateContext,
  HELP_SUGGESTIONS,
  kept,
  type Step,
  type ToolName,
  tell,
  textOf,
} from './step.ts';

const FALLBACK: IntentScore = { intent: 'other', score: 0 };

export function decide(text: string, request: ModelRequest, scorer: IntentScorer): Step {
  const { situation } = request;
  const best = scorer.score(text)[0] ?? FALLBACK;
  const { filling } = situation.focus;
  if (filling !== undefined) {
    const step = fill(text, filling, best, request);
    if (step !== null) return step;
  }
  if (situation.pending !== null) {
    const step = aboutPending(text, situation.pending, best, request);
    if (step !== null) return step;
  }
  return answer(text, best, request);
}

function answer(text: string, best: IntentScore, request: ModelRequest): Step {
  const { situation } = request;
  const name = situation.firstName;
  switch (best.intent) {
    case 'leave.balance':
      return checkBalance(text, request);
    case 'leave.requests':
      return lookUp(text, request);
    case 'leave.book':
      return isForAnother(text) ? tell(say('forOthers'), situation) : book(text, {}, request);
    case 'leave.cancel':
      return cancel(text, request);
    case 'leave.holidays':
      return askHolidays(text, request);
    case 'leave.beyond':
      return tell(say('beyond'), situation, HELP_SUGGESTIONS);
    case 'talk.greeting':
      return tell(say('greeting', { name }), situation, HELP_SUGGESTIONS);
    case 'talk.how-are-you':
      return tell(say('howAreYou', { name }), situation, HELP_SUGGESTIONS);
    case 'talk.thanks':
      return tell(say('thanks', { name }), situation);
    case 'talk.goodbye':
      return tell(say('goodbye', { name }), situation);
    case 'talk.praise':
      return tell(say('praise'), situation);
    case 'talk.complaint':
      return tell(say('complaint'), situation, HELP_SUGGESTIONS);
    case 'talk.who-are-you':
      return tell(
        say('whoAreYou', { assistant: situation.assistantName, company: situation.company }),
        situation,
        HELP_SUGGESTIONS,
      );
    case 'talk.help':
      return tell(say('help'), situation, HELP_SUGGESTIONS);
    case 'leave.topic':
      return followUp(text, request) ?? tell(say('topic'), situation, HELP_SUGGESTIONS);
    case 'other':
      return followUp(text, request) ?? reaction(text, request);
  }
}

/** Bare replies that found nothing to reply to, and everything nobody here can do. */
function reaction(text: string, request: ModelRequest): Step {
  const { situation } = request;
  const { kind } = classifyReply(text);
  if (kind === 'yes') return tell(say('nothingPending'), situation, HELP_SUGGESTIONS);
  if (kind === 'no' || kind === 'stop') return tell(say('allRight'), situation);
  if (kind === 'undo') return tell(say('nothingToUndo'), situation);
  return tell(say(situation.standIn ? 'standIn' : 'other'), situation, HELP_SUGGESTIONS);
}

function checkBalance(text: string, request: ModelRequest): Step {
  const type = saidType(text);
  const employee = personNamed(text) ?? whoWasMeant(text, request);
  if (employee === 'unknown')
    return ask({ text: say('askWhose'), tool: 'check_leave_balance', args: {}, asked: 'employee' }, request.situation);
  return call(
    'check_leave_balance',
    { leave_type: type?.how === 'named' ? type.type : 'all', ...(employee === null ? {} : { employee }) },
    request,
  );
}

/** "How many has she got left?": the person talked about last; `unknown` when nobody was; null without such a word. */
function whoWasMeant(text: string, request: ModelRequest): string | null {
  if (!/ (?:he|she|his|her) /u.test(plainWords(text))) return null;
  const { lastTool, lastArgs = {} } = request.situation.focus;
  return (lastTool === 'check_leave_balance' ? textOf(lastArgs['employee']) : null) ?? 'unknown';
}

/** "and sick leave?", "what about Priya?", "then Monday": what was talked about last goes on. */
function followUp(text: string, request: ModelRequest): Step | null {
  const { lastTool, lastArgs = {} } = request.situation.focus;
  const words = plainWords(text);
  const leads = /^ (?:and|what about|how about|also|or|then|ok|okay) /u.test(words);
  if (lastTool === 'check_leave_balance' && leads) {
    const type = saidType(text);
    const employee = personNamed(text);
    if (type?.how !== 'named' && employee === null) return null;
    const { employee: before, ...rest } = lastArgs;
    const whose = employee ?? (/ (?:me|mine|my) /u.test(words) ? null : textOf(before));
    return call(
      'check_leave_balance',
      {
        ...rest,
        ...(type?.how === 'named' ? { leave_type: type.type } : {}),
        ...(whose === null ? {} : { employee: whose }),
      },
      request,
    );
  }
  if (lastTool === 'submit_leave_request') {
    const reading = readDates(text, dateContext(request.situation));
    const type = saidType(text);
    const { leave_type: leaveType } = lastArgs;
    if (reading.kind === 'range' || reading.kind === 'ambiguous') {
      return book(text, typeof leaveType === 'string' ? { leave_type: leaveType } : {}, request);
    }
    if (type?.how === 'named' && leads)
      return call('submit_leave_request', { ...lastArgs, leave_type: type.type }, request);
  }
  return null;
}

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

/** The answer to a question that was asked; null when the words are about something else. */
function fill(
  text: string,
  filling: NonNullable<Focus['filling']>,
  best: IntentScore,
  request: ModelRequest,
): Step | null {
  const { situation } = request;
  const { kind } = classifyReply(text);
  const choice = chosen(text, filling.choices);
  const gaveUp = / (?:actually|oh|hmm|well|um) (?:no|nothing|never mind|forget it) $/u.test(plainWords(text));
  if (choice === null && (kind === 'no' || kind === 'stop' || gaveUp)) {
    return { ...tell(say('dropped'), situation), focus: kept(situation.focus) };
  }
  const ofThis = INTENT_OF[filling.tool] ?? 'other';
  if (choice === null && best.score >= 0.8 && best.intent !== ofThis) return null;
  switch (filling.tool) {
    case 'submit_leave_request':
      return fillBooking(choice ?? text, choice !== null, filling, request);
    case 'cancel_leave_request':
      return cancelChosen(choice ?? text, filling.choices, request) ?? again(filling, request, say('whichRequest'));
    case 'check_leave_balance': {
      const employee = choice ?? personNamed(`${text.trim()}'s leave`) ?? text.trim();
      return call('check_leave_balance', { ...filling.args, employee }, request);
    }
    default:
      return null;
  }
}

const INTENT_OF: Readonly<Record<string, IntentScore['intent']>> = {
  submit_leave_request: 'leave.book',
  cancel_leave_request: 'leave.cancel',
  check_leave_balance: 'leave.balance',
};

const POINTING = new Set(['the', 'one', 'cancel', 'please', 'that', 'this', 'leave', 'take', 'and', 'for']);

/** The choice that was picked: by its words, by its place, or by a word that only one of them has. */
function chosen(text: string, choices: readonly string[]): string | null {
  const quiet = text
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/u, '');
  const exact = choices.find((choice) => choice.toLowerCase() === quiet);
  if (exact !== undefined) return exact;
  const place = saidPlace(text, choices.length);
  if (place !== null) return choices[place] ?? null;
  const words = quiet.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2 && !POINTING.has(word));
  const fitting = choices.filter(
    (choice) => words.length > 0 && words.every((word) => choice.toLowerCase().includes(word)),
  );
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

function fillBooking(
  text: string,
  isChoice: boolean,
  filling: NonNullable<Focus['filling']>,
  request: ModelRequest,
): Step | null {
  const { situation } = request;
  const type = saidType(text);
  const args = filling.args;
  if (filling.asked === 'leave_type') {
    if (isChoice) return call('submit_leave_request', { ...args, leave_type: text }, request);
    if (type?.how === 'named' || type?.how === 'implied')
      return call('submit_leave_request', { ...args, leave_type: type.type }, request);
    return again(filling, request, null);
  }
  const known: Args = type?.how === 'named' ? { ...args, leave_type: type.type } : args;
  if (
    filling.asked === 'hours' &&
    (isChoice || / (?:half|whole|full|all day|morning|afternoon) /u.test(plainWords(text)))
  ) {
    if (/\b(?:half|morning|afternoon)\b/iu.test(text))
      return call('submit_leave_request', { ...known, half_day: true, half_day_date: args['start_date'] }, request);
    if (/\b(?:whole|full|all)\b/iu.test(text)) return call('submit_leave_request', known, request);
  }
  const start = textOf(args['start_date']);
  const endsThere = filling.asked === 'end_date' && start !== null;
  if (endsThere && / (?:that|same|only|just) (?:one |same )?day /u.test(plainWords(text))) {
    return call('submit_leave_request', { ...known, end_date: start }, request);
  }
  // The answer to "until when?" lies after the day the leave starts, whatever comes first from today on.
  const more = endsThere ? { after: start } : { within: spanOf(filling) };
  const direction = looksBack(text) ? 'past' : 'future';
  const reading = readDates(text, dateContext(situation, { direction, ...more }));
  if (filling.asked === 'half_day_date') {
    if (reading.kind === 'range' && reading.from === reading.to)
      return call('submit_leave_request', { ...known, half_day_date: reading.from }, request);
    return again(filling, request, null);
  }
  if (
    reading.kind === 'none' &&
    reading.half === undefined &&
    reading.days === undefined &&
    reading.problem === undefined
  ) {
    return type?.how === 'named' ? withDates(text, reading, known, request) : again(filling, request, null);
  }
  if (reading.kind === 'ambiguous' && isChoice) return askReading(reading.readings, known, situation);
  // A choice of dates replaces dates that stand on the card already.
  const { start_date: _start, end_date: end, ...open } = known;
  const bothKnown = start !== null && end !== undefined;
  return withDates(text, reading, bothKnown ? open : known, request);
}

function spanOf(filling: NonNullable<Focus['filling']>): { readonly from: string; readonly to: string } | null {
  const from = textOf(filling.args['start_date']);
  const to = textOf(filling.args['end_date']);
  return from === null || to === null ? null : { from, to };
}

const QUESTIONS: Readonly<Record<string, string>> = {
  start_date: say('askWhich'),
  end_date: say('askWhich'),
};

/** Asks once more; an answer that fits nothing and no other wish is not guessed at. */
function again(filling: NonNullable<Focus['filling']>, request: ModelRequest, question: string | null): Step {
  const { tool, args, asked, choices } = filling;
  const plain = question ?? QUESTIONS[asked] ?? '';
  const text =
    asked === 'start_date' || asked === 'end_date'
      ? say('notADay', { question: plain })
      : say('notAChoice', { question: plain }).trim();
  return ask({ text, tool: tool as ToolName, args, asked, choices }, request.situation);
}
