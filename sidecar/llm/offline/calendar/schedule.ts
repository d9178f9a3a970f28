/** Scheduling: collecting who, when and how long over as many turns as it takes. */
import { addDays, mondayOf } from '../../../language/calendar.ts';
import { readDates } from '../../../language/dates.ts';
import { findDurations, readDuration } from '../../../language/durations.ts';
import { formatList } from '../../../language/format.ts';
import { type Moment, type MomentReading, readMoment } from '../../../language/moments.ts';
import { saidGuests } from '../../../language/nlu/slots/guest-names.ts';
import { lengthOf, likely, momentIn, repeatOf } from '../../../language/nlu/slots/meeting-times.ts';
import { saidPlace, saidQuiet, saidTitle } from '../../../language/nlu/slots/meeting-words.ts';
import { normaliseText } from '../../../language/normalise.ts';
import { readRecurrence } from '../../../language/recurrence.ts';
import { classifyReply } from '../../../language/replies.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import { say as sayAnyhow } from '../sentences.ts';
import type { Filling } from '../skill.ts';
import { type Args, ask, call, dateContext, type Step, textOf } from '../step.ts';
import { find } from './find.ts';
import { ALONE, namesSaid, withGuest } from './guests.ts';
import { say } from './sentences.ts';
import { placeIn, saysLength, titleSaid, withoutOptions } from './slot-answers.ts';
import { dayText, momentText, slotContext } from './wording.ts';

export const SCHEDULE = 'schedule_meeting';
const DEFAULT_MINUTES = 30;
const LONG_ONES = /(?<![a-z])(?:lunch|dinner|breakfast|workshop|interview|training|offsite)(?![a-z])/u;
const WISH =
  /^(?:(?:please|can you|could you|ok|actually|no)[ ,]+)*(?:schedule|book|set up|arrange|organi[sz]e|plan|create|block|put) (?!it|that|the (?:first|second|third|last)|them|for )/u;
/** Time for oneself: nobody is asked for. */
const BLOCKED =
  /(?<![a-z])(?:block|hold|reserve|focus time|deep work|lunch break|keep .* free|busy|out of office|for myself|just me)(?![a-z])/u;

/** A wish for a meeting in one utterance, on top of what is known. */
export function schedule(text: string, known: Args, request: ModelRequest): Step {
  const { situation } = request;
  const facts = { ...known, ...factsOf(text, situation, known) };
  const series = facts['repeat'] === undefined ? null : UNTIL.exec(text);
  if (series === null) return goOn(text, facts, request);
  // "Every Monday at 9 until the end of July": the end of the series is no end of the meeting.
  const last = readDates(series.groups?.['when'] ?? '', dateContext(situation));
  const until = last.kind === 'range' ? { repeat_until: last.to } : {};
  return goOn(text.slice(0, series.index), { ...facts, ...until }, request);
}

const UNTIL = /(?<![a-z])(?:until|till|through|up to)(?: the)? (?<when>.+)$/iu;

/** "A team meeting" is with the team. */
const TEAM = /(?<![a-z])team (?:meeting|sync|call|stand-?up|lunch|review|catch-?up)(?![a-z])/u;

/** What the words say of a meeting, without when it is. */
function factsOf(text: string, situation: Situation, known: Args): Args {
  const context = slotContext(situation);
  const guests = saidGuests(text, context);
  const title = saidTitle(text, context);
  const place = saidPlace(text);
  const reading = readMoment(text, context);
  const length = findDurations(text)[0]?.minutes ?? lengthOf(likely(reading));
  const plain = normaliseText(text);
  return {
    ...(guests.length > 0
      ? { attendees: guests }
      : known['attendees'] === undefined && TEAM.test(plain)
        ? { attendees: ['my team'] }
        : {}),
    ...(guests.length === 0 && known['attendees'] === undefined && BLOCKED.test(plain) ? { attendees: [] } : {}),
    ...(title === null ? {} : { title }),
    ...(place === null ? {} : { location: place }),
    ...(length === null || length === undefined ? {} : { duration_minutes: length }),
    // No length of its own for the reader of lengths, and yet one that was said.
    ...(/(?<![\d.])0[- ]?(?:min|minutes?|hours?|hrs?)(?![a-z])|zero minutes/u.test(plain)
      ? { duration_minutes: 0 }
      : {}),
    ...(saidQuiet(text) ? { send_invites: false } : {}),
    ...repeatOf(text, context),
  };
}

/** Goes on with the moment in the words, or asks for the next fact that is missing. */
function goOn(text: string, known: Args, request: ModelRequest): Step {
  const { situation } = request;
  const rhythm = readRecurrence(text, dateContext(situation));
  if (
    rhythm !== null &&
    (rhythm.interval !== 1 || rhythm.place !== undefined) &&
    known['repeat'] === undefined &&
    known['once'] !== true
  ) {
    const words = normaliseText(text).slice(...(rhythm.spans[0] ?? [0, 0]));
    const args = { ...known, said: text };
    const choices = [say('everyWeek'), say('justOnce')];
    return ask({ text: say('noSuchRhythm', { words }), tool: SCHEDULE, args, asked: 'repeat', choices }, situation);
  }
  const reading = readMoment(text, slotContext(situation));
  if (reading.kind === 'none' && reading.problem !== undefined)
    return ask(
      {
        text: say('noSuchDate', { words: reading.problem.words }),
        tool: SCHEDULE,
        args: known,
        asked: 'start_datetime',
      },
      situation,
    );
  return withMoment(text, reading, known, request);
}

function withMoment(text: string, reading: MomentReading, known: Args, request: ModelRequest): Step {
  const { situation } = request;
  if (reading.kind === 'ambiguous') {
    // At night nobody meets: "from 1 to 3" leaves nothing to ask.
    const timed = reading.readings.filter(({ time }) => time !== undefined && time >= '07:00' && time < '19:00');
    if (timed.length > 1 && known['attendees'] !== undefined) {
      const starts = timed.map(startOf);
      const choices = starts.map((start) => momentText(start, situation));
      const args = { ...known, options: starts };
      return ask(
        {
          text: say('whichHalf', { readings: formatList(choices, 'or') }),
          tool: SCHEDULE,
          args,
          asked: 'start_datetime',
          choices,
        },
        situation,
      );
    }
    return withStart(text, likely(reading), known, request);
  }
  return withStart(text, reading.kind === 'moment' ? reading : null, known, request);
}

const startOf = ({ date, time = '09:00' }: Moment) => `${date} ${time}`;

function withStart(text: string, moment: Moment | null, known: Args, request: ModelRequest): Step {
  const { situation } = request;
  const day = textOf(known['day']);
  const timed = moment?.time !== undefined && moment.part === undefined && moment.lastDate === undefined;
  const date = moment !== null && !moment.dayAssumed ? moment.date : day;
  const start = timed
    ? `${day !== null && moment.dayAssumed ? day : moment.date} ${moment.time}`
    : textOf(known['start_datetime']);
  const args: Args = {
    ...known,
    ...(start === null ? {} : { start_datetime: start }),
    ...(start === null && date !== null && moment?.lastDate === undefined ? { day: date } : {}),
  };
  if (args['attendees'] === undefined)
    return ask(
      { text: say('who'), tool: SCHEDULE, args: start === null ? { ...args, said: text } : args, asked: 'attendees' },
      situation,
    );
  if (start !== null) return finish(args, request);
  const attendees = args['attendees'];
  const said = textOf(known['said']) ?? text;
  // A day, a part of one or a week is enough to look for times that suit all.
  if (Array.isArray(attendees) && attendees.length > 0) {
    const { day: _day, said: _said, options: _options, location: _location, send_invites: _invites, ...rest } = args;
    return find(
      said,
      { ...rest, ...(date === null ? {} : { date_range_start: date, date_range_end: moment?.lastDate ?? date }) },
      request,
      attendees.map(String),
    );
  }
  const question = date === null ? say('whenWith') : say('whatTime', { date: dayText(date, situation) });
  return ask({ text: question, tool: SCHEDULE, args, asked: 'start_datetime' }, situation);
}

/** Everything is there: the length by custom, and only what the tool takes. */
function finish(args: Args, request: ModelRequest): Step {
  const {
    day: _day,
    said: _said,
    once: _once,
    options: _options,
    date_range_start: _from,
    date_range_end: _to,
    preferred_times: _wish,
    ...rest
  } = args;
  const title = textOf(rest['title']) ?? '';
  const usual = LONG_ONES.test(title.toLowerCase()) ? 60 : DEFAULT_MINUTES;
  return call(
    SCHEDULE,
    { ...rest, title, duration_minutes: rest['duration_minutes'] ?? usual, attendees: rest['attendees'] ?? [] },
    request,
  );
}

/** Answers to what was asked: who, when, how long, how often. */
export function fillSchedule(
  text: string,
  choice: string | null,
  filling: Filling,
  request: ModelRequest,
): Step | null {
  const { situation } = request;
  const { args, asked } = filling;
  const again = (question: string) => {
    const { tool, choices } = filling;
    return ask({ text: question, tool, args, asked, choices }, situation);
  };
  const offered = Array.isArray(args['options']) ? args['options'].map(String) : [];
  const [single] = offered;
  // A whole wish is a new one, whatever was asked before.
  if (choice === null && WISH.test(normaliseText(text))) return schedule(text, {}, request);
  if (choice === null && offered.length === 1 && single !== undefined && classifyReply(text).kind === 'yes')
    return resume({ ...args, start_datetime: single }, request);
  if (asked === 'start_datetime' && choice === null && offered.length > 0 && saysLength(text, situation))
    return find(
      text,
      withoutOptions(args),
      request,
      Array.isArray(args['attendees']) ? args['attendees'].map(String) : [],
    );
  const title = asked === 'start_datetime' && choice === null ? titleSaid(text, situation) : null;
  if (title !== null) {
    const { tool, choices } = filling;
    const question = say('titleNoted', { title, question: offered.length > 1 ? say('whichTime') : say('whenWith') });
    return ask({ text: question, tool, args: { ...args, title }, asked, choices }, situation);
  }
  if (choice === null && ['yes', 'unsure', 'question'].includes(classifyReply(text).kind))
    return again(offered.length > 1 && asked === 'start_datetime' ? say('whichTime') : questionOf(asked));
  if (asked === 'attendees') {
    if (choice !== null) return resume({ ...args, attendees: withGuest(args, text, choice, situation) }, request);
    if (ALONE.test(normaliseText(text))) return resume({ ...args, attendees: [] }, request);
    const names = filling.choices.length > 0 ? [] : namesSaid(text, situation);
    return names.length === 0
      ? again(filling.choices.length > 0 ? sayAnyhow('whichOfThese') : say('who'))
      : resume({ ...args, ...factsOf(text, situation, args), attendees: names }, request, text);
  }
  if (asked === 'duration_minutes') {
    const length = readDuration(text, { asked: true });
    return length === null ? again(say('howLong')) : resume({ ...args, duration_minutes: length.minutes }, request);
  }
  if (asked === 'repeat') {
    const once = choice === say('justOnce') || /(?<![a-z])once(?![a-z])/u.test(normaliseText(text));
    const said = textOf(args['said']) ?? text;
    return schedule(said, { ...args, ...(once ? { once: true } : { repeat: 'weekly' }) }, request);
  }
  if (asked === 'title') return resume({ ...args, title: text.trim() }, request);
  const at = choice === null ? placeIn(text, filling.choices.length) : filling.choices.indexOf(choice);
  const picked = at === null ? undefined : offered[at];
  // "Friday at 4" is no choice of Friday at 9.
  const said = momentIn(text, { ...slotContext(situation), asked: true });
  const differs =
    said?.time !== undefined && said.part === undefined && picked?.slice(11) !== said.time && placeIn(text, 6) === null;
  if (picked !== undefined && !(differs && choice !== text))
    return resume({ ...args, start_datetime: picked }, request);
  return atMoment(text, args, offered, request) ?? again(say('notATime', { question: say('whenWith') }));
}

function questionOf(asked: string): string {
  const questions = { attendees: say('who'), duration_minutes: say('howLong') } as const;
  return questions[asked as keyof typeof questions] ?? say('whenWith');
}

/** "Friday at 10" in answer to offered times means the one of that day and hour, or any other that is said. */
function atMoment(text: string, args: Args, options: readonly string[], request: ModelRequest): Step | null {
  const { situation } = request;
  const before = textOf(args['start_datetime']);
  const [first, last] = [options[0], options.at(-1)];
  // "Thursday" among times of next week is next week's.
  const within =
    first === undefined || last === undefined
      ? null
      : { from: mondayOf(first.slice(0, 10)), to: addDays(mondayOf(last.slice(0, 10)), 6) };
  const moment = momentIn(text, { ...slotContext(situation), asked: true, within });
  if (moment === null) return null;
  const offered = options.filter(
    (start) =>
      (moment.dayAssumed || start.startsWith(moment.date)) &&
      (moment.time === undefined || start.slice(11) === moment.time),
  );
  const [only] = offered;
  if (offered.length === 1 && only !== undefined) return resume({ ...args, start_datetime: only }, request);
  const facts = factsOf(text, situation, args);
  const next = { ...args, ...facts };
  if (moment.time === undefined || moment.part !== undefined || moment.lastDate !== undefined)
    return withStart(text, moment, { ...next }, request);
  const day = textOf(args['day']) ?? before?.slice(0, 10) ?? null;
  const date = moment.dayAssumed && day !== null && moment.inMinutes === undefined ? day : moment.date;
  return resume({ ...next, start_datetime: `${date} ${moment.time}` }, request);
}

/** On with what is known now; `text` for a moment that was said along with the answer. */
function resume(args: Args, request: ModelRequest, text = ''): Step {
  const said = textOf(args['said']);
  if (textOf(args['start_datetime']) !== null) return finish(args, request);
  return goOn(
    text === '' || readMoment(text, slotContext(request.situation)).kind === 'none' ? (said ?? text) : text,
    args,
    request,
  );
}
