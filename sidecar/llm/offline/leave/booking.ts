/** Booking leave: collecting the facts of a request over as many turns as it takes. */
import { addDays, endOfWorkingDays } from '../../../language/calendar.ts';
import type { DateReading, DateSpan } from '../../../language/date-reading.ts';
import { readDates } from '../../../language/dates.ts';
import { formatDays, formatList } from '../../../language/format.ts';
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import { saidReason, saidType } from '../../../language/nlu/slots/leave-words.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import { type Args, ask, call, dateContext, dateText, type Step, spanText, textOf, today } from '../step.ts';
import { askHours } from './hours.ts';
import { say } from './sentences.ts';

const TOOL = 'submit_leave_request';
type Request = Pick<ModelRequest, 'tools' | 'situation'>;

/** "I was sick on Monday" looks back, and so does nothing else about leave. */
export function looksBack(text: string): boolean {
  return / (?:was|were|had been|have been) (?:\w+ ){0,2}(?:sick|ill|unwell|off|out|away) | (?:called|phoned) in sick | yesterday /u.test(
    plainWords(text),
  );
}

/** A wish for leave in one utterance, on top of what is known already. */
export function book(text: string, known: Args, request: Request): Step {
  const { situation } = request;
  const type = saidType(text);
  const knownType = textOf(known['leave_type']);
  // "Friday off" after "sick leave" is still sick leave.
  const leaveType =
    type !== null && (type.how === 'named' || knownType === null) ? type.type : (knownType ?? 'vacation');
  const reason = saidReason(text);
  const args: Args = {
    ...known,
    leave_type: leaveType,
    ...(reason === null ? {} : { reason }),
    // A whole new wish while a card is open: that one stays.
    ...(situation.pending?.tool.split('.').at(-1) === TOOL ? { in_addition: true } : {}),
  };
  // One request holds one stretch of days.
  if (/ (?:every|each) (?:other |second )?(?:mon|tues|wednes|thurs|fri)day /u.test(plainWords(text)))
    return ask({ text: say('askSeveral'), tool: TOOL, args, asked: 'start_date' }, situation);
  const reading = readDates(text, dateContext(situation, { direction: looksBack(text) ? 'past' : 'future' }));
  return withDates(text, reading, args, request);
}

/** Goes on with the dates that were read, or asks for what they leave open. */
export function withDates(text: string, reading: DateReading, args: Args, request: Request): Step {
  const { situation } = request;
  switch (reading.kind) {
    case 'none':
      return withoutDates(reading, args, request);
    case 'ambiguous':
      return askReading(
        reading.readings,
        { ...args, ...(reading.halfDay === undefined ? {} : { half_day: true }) },
        situation,
      );
    case 'several':
      return ask(
        {
          text: say('askSeveral'),
          tool: TOOL,
          args,
          asked: 'start_date',
          choices: reading.ranges.map((span) => spanText(span, situation)),
        },
        situation,
      );
    case 'range':
      return withRange(text, reading, args, request);
  }
}

export function askReading(readings: readonly DateSpan[], args: Args, situation: Situation): Step {
  const choices = readings.map((span) => spanText(span, situation));
  return ask(
    {
      text: say('askReading', { readings: formatList(choices, 'or') }),
      tool: TOOL,
      args,
      asked: 'start_date',
      choices,
    },
    situation,
  );
}

function withoutDates(reading: Extract<DateReading, { kind: 'none' }>, known: Args, request: Request): Step {
  const { situation } = request;
  const args: Args = {
    ...known,
    ...(reading.half === undefined ? {} : { half_day: true }),
    ...(reading.days === undefined || reading.days <= 0 ? {} : { days: reading.days }),
  };
  const asks = (text: string, asked = 'start_date') => ask({ text, tool: TOOL, args, asked }, situation);
  if (reading.problem !== undefined) return asks(say('noSuchDate', { words: reading.problem.words }));
  const start = textOf(args['start_date']);
  if (start !== null && reading.days !== undefined)
    return finish({ ...args, end_date: endOfWorkingDays(start, reading.days), ...lengthOf(reading.days) }, request);
  if (start !== null) return asks(say('askEnd', { from: dateText(start, situation) }), 'end_date');
  // Who is ill without saying when is ill today.
  if (args['leave_type'] === 'sick') return finish({ ...args, start_date: today(situation) }, request);
  if (args['half_day'] === true) return asks(say('askHalfDay'));
  if (typeof args['days'] === 'number' && args['days'] > 1)
    return asks(say('askStartFor', { days: capital(formatDays(args['days'], situation.locale)) }));
  return asks(say('askWhich'));
}

function withRange(
  text: string,
  reading: Extract<DateReading, { kind: 'range' }>,
  known: Args,
  request: Request,
): Step {
  const { situation } = request;
  const start = textOf(known['start_date']);
  const half = reading.halfDay;
  if (reading.notes.some((note) => note.is === 'several-halves')) {
    const halves = { ...known, start_date: reading.from, end_date: reading.to, half_day: true };
    const choices = [reading.from, reading.to].map((date) => dateText(date, situation));
    return ask({ text: say('askOneHalf'), tool: TOOL, args: halves, asked: 'half_day_date', choices }, situation);
  }
  const args: Args = {
    ...known,
    ...(half === undefined ? {} : { half_day: true, ...(half.date === null ? {} : { half_day_date: half.date }) }),
    // The card explains how words such as "next Thursday" were taken, also when it comes a turn later.
    ...(reading.notes.length === 0 ? {} : { date_words: text.slice(0, 300) }),
  };
  if (reading.from === reading.to) {
    const hours = askHours(text, reading, args, situation);
    if (hours !== null) return hours;
  }
  if (reading.open === 'until') {
    if (start !== null) return finish({ ...args, start_date: start, end_date: reading.to }, request);
    if (args['leave_type'] === 'sick')
      return finish({ ...args, start_date: today(situation), end_date: reading.to }, request);
    return ask(
      { text: say('askStart'), tool: TOOL, args: { ...args, end_date: reading.to }, asked: 'start_date' },
      situation,
    );
  }
  const days = typeof known['days'] === 'number' ? known['days'] : null;
  if (
    reading.from === reading.to &&
    days === null &&
    start !== null &&
    known['end_date'] === undefined &&
    reading.from >= start
  ) {
    return finish({ ...args, start_date: start, end_date: reading.to }, request);
  }
  const knownEnd = textOf(known['end_date']);
  if (start === null && knownEnd !== null && reading.from === reading.to) {
    return finish({ ...args, start_date: reading.from, end_date: knownEnd }, request);
  }
  if (reading.open === 'from' && reading.from === reading.to && days === null) {
    const from = reading.from;
    return ask(
      {
        text: say('askEnd', { from: dateText(from, situation) }),
        tool: TOOL,
        args: { ...args, start_date: from },
        asked: 'end_date',
      },
      situation,
    );
  }
  const counted = days !== null && reading.from === reading.to ? days : null;
  const end = counted === null ? reading.to : endOfWorkingDays(reading.from, counted);
  return finish({ ...args, start_date: reading.from, end_date: end, ...lengthOf(counted ?? reading.days) }, request);
}

/** "16 days off" are 16 days of leave: the tool knows the holidays and moves the end. */
function lengthOf(days: number | undefined): Args {
  return days === undefined || days <= 1 ? {} : { leave_days: days };
}

function finish(args: Args, request: Request): Step {
  const { days: _days, ...rest } = args;
  const start = textOf(rest['start_date']) ?? today(request.situation);
  const end = textOf(rest['end_date']) ?? start;
  return call(
    TOOL,
    { ...rest, leave_type: textOf(rest['leave_type']) ?? 'leave', start_date: start, end_date: end },
    request,
  );
}

/** Days after which a stretch ends when one working day is added or taken. */
export function movedEnd(span: DateSpan, by: number): string {
  let end = span.to;
  for (let left = Math.abs(by); left > 0; left--) {
    do end = addDays(end, Math.sign(by));
    while ([0, 6].includes(new Date(`${end}T00:00:00Z`).getUTCDay()));
  }
  return end;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
