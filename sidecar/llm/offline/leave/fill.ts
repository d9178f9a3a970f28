/** Answers to what was asked about a booking, one fact at a time. */
import { readDates } from '../../../language/dates.ts';
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import { saidType } from '../../../language/nlu/slots/leave-words.ts';
import type { ModelRequest } from '../../model.ts';
import { say as sayAnyhow } from '../sentences.ts';
import type { Filling } from '../skill.ts';
import { type Args, ask, call, dateContext, type Step, textOf } from '../step.ts';
import { askReading, looksBack, withDates } from './booking.ts';
import { say } from './sentences.ts';

const TOOL = 'submit_leave_request';

export function fillBooking(said: string, choice: string | null, filling: Filling, request: ModelRequest): Step | null {
  const { situation } = request;
  const text = choice ?? said;
  const type = saidType(text);
  const args = filling.args;
  if (filling.asked === 'leave_type') {
    if (choice !== null) return call(TOOL, { ...args, leave_type: choice }, request);
    if (type?.how === 'named' || type?.how === 'implied')
      return call(TOOL, { ...args, leave_type: type.type }, request);
    return askAgain(filling, request, null);
  }
  const known: Args = type?.how === 'named' ? { ...args, leave_type: type.type } : args;
  if (
    filling.asked === 'hours' &&
    (choice !== null || / (?:half|whole|full|all day|morning|afternoon) /u.test(plainWords(text)))
  ) {
    if (/\b(?:half|morning|afternoon)\b/iu.test(text))
      return call(TOOL, { ...known, half_day: true, half_day_date: args['start_date'] }, request);
    if (/\b(?:whole|full|all)\b/iu.test(text)) return call(TOOL, known, request);
  }
  const start = textOf(args['start_date']);
  const endsThere = filling.asked === 'end_date' && start !== null;
  if (endsThere && / (?:that|same|only|just) (?:one |same )?day /u.test(plainWords(text))) {
    return call(TOOL, { ...known, end_date: start }, request);
  }
  // The answer to "until when?" lies after the day the leave starts, whatever comes first from today on.
  const more = endsThere ? { after: start } : { within: spanOf(filling) };
  const direction = looksBack(text) ? 'past' : 'future';
  const reading = readDates(text, dateContext(situation, { direction, ...more }));
  if (filling.asked === 'half_day_date') {
    if (reading.kind === 'range' && reading.from === reading.to)
      return call(TOOL, { ...known, half_day_date: reading.from }, request);
    return askAgain(filling, request, null);
  }
  if (
    reading.kind === 'none' &&
    reading.half === undefined &&
    reading.days === undefined &&
    reading.problem === undefined
  ) {
    return type?.how === 'named' ? withDates(text, reading, known, request) : askAgain(filling, request, null);
  }
  if (reading.kind === 'ambiguous' && choice !== null) return askReading(reading.readings, known, situation);
  // A choice of dates replaces dates that stand on the card already.
  const { start_date: _start, end_date: end, ...open } = known;
  const bothKnown = start !== null && end !== undefined;
  return withDates(text, reading, bothKnown ? open : known, request);
}

function spanOf(filling: Filling): { readonly from: string; readonly to: string } | null {
  const from = textOf(filling.args['start_date']);
  const to = textOf(filling.args['end_date']);
  return from === null || to === null ? null : { from, to };
}

/** Asks once more; an answer that fits nothing and no other wish is not guessed at. */
export function askAgain(filling: Filling, request: ModelRequest, question: string | null): Step {
  const { tool, args, asked, choices } = filling;
  const isDay = asked === 'start_date' || asked === 'end_date';
  const text = isDay
    ? say('notADay', { question: question ?? say('askWhich') })
    : sayAnyhow('askedAgain', { question: question ?? '' }).trim();
  return ask({ text, tool, args, asked, choices }, request.situation);
}
