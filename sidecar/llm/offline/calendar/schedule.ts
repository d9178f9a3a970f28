/** Scheduling: collecting who, when and how long over as many turns as it takes. */
import { findDurations, readDuration } from '../../../language/durations.ts';
import { formatList } from '../../../language/format.ts';
import { type Moment, type MomentReading, readMoment } from '../../../language/moments.ts';
import { lengthOf, momentIn, repeatOf } from '../../../language/nlu/slots/calendar.ts';
import { saidGuests, saidPlace, saidQuiet, saidTitle } from '../../../language/nlu/slots/meeting-words.ts';
import { normaliseText } from '../../../language/normalise.ts';
import { readRecurrence } from '../../../language/recurrence.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import type { Filling } from '../skill.ts';
import { type Args, ask, call, dateContext, type Step, textOf } from '../step.ts';
import { find } from './free-skills.ts';
import { ALONE, namesSaid, withGuest } from './guests.ts';
import { say } from './sentences.ts';
import { dayText, momentText, slotContext } from './wording.ts';

export const SCHEDULE = 'schedule_meeting';
const DEFAULT_MINUTES = 30;
const LONG_ONES = /(?<![a-z])(?:lunch|dinner|breakfast|workshop|interview|training|offsite)(?![a-z])/u;
/** Time for oneself: nobody is asked for. */
const BLOCKED =
  /(?<![a-z])(?:block|hold|reserve|focus time|deep work|lunch break|keep .* free|busy|out of office|for myself|just me)(?![a-z])/u;

/** A wish for a meeting in one utterance, on top of what is known. */
export function schedule(text: string, known: Args, request: ModelRequest): Step {
  return goOn(text, { ...known, ...factsOf(text, request.situation, known) }, request);
}

/** What the words say of a meeting, without when it is. */
function factsOf(text: string, situation: Situation, known: Args): Args {
  const context = slotContext(situation);
  const guests = saidGuests(text, context);
  const title = saidTitle(text, context);
  const place = saidPlace(text);
  const reading = readMoment(text, context);
  const length = findDurations(text)[0]?.minutes ?? (reading.kind === 'moment' ? lengthOf(reading) : null);
  const plain = normaliseText(text);
  return {
    ...(guests.length > 0 ? { attendees: guests } : {}),
    ...(guests.length === 0 && known['attendees'] === undefined && BLOCKED.test(plain) ? { attendees: [] } : {}),
    ...(title === null ? {} : { title }),
    ...(place === null ? {} : { location: place }),
    ...(length === null || length === undefined ? {} : { duration_minutes: length }),
    ...(saidQuiet(text) ? { send_invites: false } : {}),
    ...repeatOf(text, context),
  };
}

/** Goes on with the moment in the words, or asks for the next fact that is missing. */
function goOn(text: string, known: Args, request: ModelRequest): Step {
  const { situation } = request;
  const zero = /(?<![\d.])0[- ]?(?:min|minutes?|hours?|hrs?)(?![a-z])|zero minutes/u.test(normaliseText(text));
  const facts = zero ? { ...known, duration_minutes: 0 } : known;
  const rhythm = readRecurrence(text, dateContext(situation));
  if (rhythm !== null && (rhythm.interval !== 1 || rhythm.place !== undefined) && facts['repeat'] === undefined) {
    const words = normaliseText(text).slice(...(rhythm.spans[0] ?? [0, 0]));
    const args = { ...facts, said: text };
    const choices = [say('everyWeek'), say('justOnce')];
    return ask({ text: say('noSuchRhythm', { words }), tool: SCHEDULE, args, asked: 'repeat', choices }, situation);
  }
  const reading = readMoment(text, slotContext(situation));
  if (reading.kind === 'none' && reading.problem !== undefined)
    return ask(
      {
        text: say('noSuchDate', { words: reading.problem.words }),
        tool: SCHEDULE,
        args: facts,
        asked: 'start_datetime',
      },
      situation,
    );
  return withMoment(text, reading, facts, request);
}

function withMoment(text: string, reading: MomentReading, known: Args, request: ModelRequest): Step {
  const { situation } = request;
  if (reading.kind === 'ambiguous') {
    const timed = reading.readings.filter((one) => one.time !== undefined);
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
    return withStart(text, reading.readings[0] ?? null, known, request);
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
  if (asked === 'attendees') {
    if (choice !== null) return resume({ ...args, attendees: withGuest(args, text, choice, situation) }, request);
    if (ALONE.test(normaliseText(text))) return resume({ ...args, attendees: [] }, request);
    const names = namesSaid(text, situation);
    return names.length === 0
      ? again(say('who'))
      : resume({ ...args, ...factsOf(text, situation, args), attendees: names }, request, text);
  }
  if (asked === 'duration_minutes') {
    const length = readDuration(text, { asked: true });
    return length === null ? again(say('howLong')) : resume({ ...args, duration_minutes: length.minutes }, request);
  }
  if (asked === 'repeat') {
    const once = choice === say('justOnce') || /(?<![a-z])once(?![a-z])/u.test(normaliseText(text));
    const said = textOf(args['said']) ?? text;
    return schedule(said, { ...args, ...(once ? { repeat: undefined } : { repeat: 'weekly' }) }, request);
  }
  if (asked === 'title') return resume({ ...args, title: text.trim() }, request);
  const options = Array.isArray(args['options']) ? args['options'].map(String) : [];
  const at = choice === null ? placeIn(text, filling.choices.length) : filling.choices.indexOf(choice);
  const picked = at === null ? undefined : options[at];
  if (picked !== undefined) return resume({ ...args, start_datetime: picked }, request);
  return atMoment(text, args, options, request) ?? again(say('notATime', { question: say('whenWith') }));
}

/** "Friday at 10" in answer to offered times means the one of that day and hour, or any other that is said. */
function atMoment(text: string, args: Args, options: readonly string[], request: ModelRequest): Step | null {
  const { situation } = request;
  const before = textOf(args['start_datetime']);
  const moment = momentIn(text, { ...slotContext(situation), asked: true });
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
    return goOn(text, next, request);
  const day = textOf(args['day']) ?? before?.slice(0, 10) ?? null;
  const date = moment.dayAssumed && day !== null && moment.inMinutes === undefined ? day : moment.date;
  return resume({ ...next, start_datetime: `${date} ${moment.time}` }, request);
}

/** "book the first one", "the second", "the last": place of an offered time; null for none. */
function placeIn(text: string, count: number): number | null {
  const word =
    /(?<![a-z])(?<place>first|second|third|fourth|fifth|sixth|last)(?: one| slot| time| option)?(?![a-z])/u.exec(
      normaliseText(text),
    )?.groups?.['place'];
  if (word === undefined) return null;
  const at = word === 'last' ? count - 1 : ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'].indexOf(word);
  return at >= 0 && at < count ? at : null;
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
