/** What words say of the calendar tools' arguments. */
import { mondayOf, todayIn } from '../../calendar.ts';
import type { DateReading } from '../../date-reading.ts';
import { readDates } from '../../dates.ts';
import type { Moment } from '../../moments.ts';
import { normaliseText } from '../../normalise.ts';
import { readRecurrence } from '../../recurrence.ts';
import { saidInvited } from './attendee-words.ts';
import { newLength, saidStart } from './meeting-moves.ts';
import { lengthOf, momentIn, saidLength, withHour } from './meeting-times.ts';
import { saidMeeting, saidPlace, saidQuiet, saidReason, saidTitle } from './meeting-words.ts';
import { saidReminder } from './reminder-words.ts';
import type { SlotReader, SlotReaders } from './slot-reader.ts';

type Slots = Readonly<Record<string, unknown>>;

const PAST =
  /(?<![a-z])(?:yesterday|last (?:week|month|monday|tuesday|wednesday|thursday|friday|night)|did i|did we|was i|was on|was in|was there|were there|had i)(?![a-z])/u;

const events: SlotReader = (text, context) => {
  const plain = normaliseText(text);
  const direction = PAST.test(plain) ? 'past' : 'future';
  const reading = readDates(text.replace(/\b(?:does|is|are) my (?=week|month)/iu, 'is this '), {
    ...context,
    direction,
  });
  const today = todayIn(context.now, context.timeZone);
  // A calendar shows its week or month whole, unless what is left of it was asked for.
  if (
    reading.kind === 'range' &&
    reading.from === today &&
    !/(?<![a-z])(?:left|remaining|rest|still|upcoming|today)(?![a-z])/u.test(plain)
  ) {
    if (/(?<![a-z])(?:this|my) week(?![a-z])/u.test(plain))
      return { start_date: mondayOf(today), end_date: reading.to };
    if (/(?<![a-z])(?:this|my) month(?![a-z])/u.test(plain))
      return { start_date: `${today.slice(0, 7)}-01`, end_date: reading.to };
  }
  if (reading.kind !== 'range') return {};
  const from = reading.open === 'until' && reading.to > today ? today : reading.from;
  return { start_date: from, end_date: reading.to };
};

const availability: SlotReader = (text, context) => {
  const attendees = saidInvited(text, context);
  const moment = momentIn(withHour(text), context);
  const length = saidLength(text);
  const isNow = /(?<![a-z])(?:right now|at the moment|currently|now)(?![a-z])/u.test(normaliseText(text));
  return {
    ...(attendees.length === 0 ? {} : { attendees }),
    ...(moment === null && isNow ? { date: todayIn(context.now, context.timeZone) } : dateOf(moment)),
    ...(length === null ? {} : { duration_minutes: length }),
    ...timesOf(moment),
  };
};

function dateOf(moment: Moment | null): Slots {
  return moment === null || (moment.dayAssumed && moment.inMinutes === undefined) ? {} : { date: moment.date };
}

function timesOf(moment: Moment | null): Slots {
  if (moment?.time === undefined || moment.part !== undefined || moment.open === 'until') return {};
  return { time_range_start: moment.time, ...(moment.end === undefined ? {} : { time_range_end: moment.end }) };
}

const schedule: SlotReader = (text, context) => {
  const moment = momentIn(withHour(text), context);
  const attendees = saidInvited(text, context);
  const said = saidTitle(text, context);
  // "A team meeting" says who comes, and not what about.
  const title = said !== null && /^(?:[a-z]+ )?team (?:meeting|mtg|call)$/iu.test(said) ? null : said;
  const location = saidPlace(text);
  const length = saidLength(text) ?? lengthOf(moment);
  const isKnownDay = moment !== null && (!moment.dayAssumed || readRecurrence(text, context) !== null);
  return {
    ...(title === null ? {} : { title: title.toLowerCase() }),
    ...(attendees.length === 0 ? {} : { attendees }),
    ...(moment?.time === undefined || moment.part !== undefined || !isKnownDay
      ? {}
      : { start_datetime: `${moment.date} ${moment.time}` }),
    ...(length === null ? {} : { duration_minutes: length }),
    ...(location === null ? {} : { location: location.toLowerCase() }),
    ...(saidQuiet(text) ? { send_invites: false } : {}),
  };
};

const reschedule: SlotReader = (text, context) => {
  const meeting = saidMeeting(text, context);
  const start = saidStart(text, context);
  const length = newLength(text);
  return {
    ...(meeting === null ? {} : { event_id: meeting }),
    ...(start === null ? {} : { new_start_datetime: start }),
    ...(length === null ? {} : { new_duration_minutes: length }),
    ...(saidQuiet(text) ? { notify_attendees: false } : {}),
  };
};

const cancel: SlotReader = (text, context) => {
  const meeting = saidMeeting(text, context);
  const reason = saidReason(text);
  return {
    ...(meeting === null ? {} : { event_id: meeting }),
    ...(reason === null ? {} : { reason: reason.toLowerCase() }),
    ...(saidQuiet(text) ? { notify_attendees: false } : {}),
  };
};

const findTime: SlotReader = (text, context) => {
  const attendees = saidInvited(text, context);
  const length = saidLength(text);
  const days = readDates(text, context);
  const today = todayIn(context.now, context.timeZone);
  const preferred = preferredIn(text);
  const either = days.kind === 'several' || days.kind === 'ambiguous' ? eitherDay(days) : null;
  const span =
    either ??
    (days.kind === 'range' && days.open === undefined && !/(?<![a-z])before(?![a-z])/u.test(normaliseText(text))
      ? { date_range_start: days.from < today && days.to >= today ? today : days.from, date_range_end: days.to }
      : {});
  return {
    ...(attendees.length === 0 ? {} : { attendees }),
    ...(length === null ? {} : { duration_minutes: length }),
    ...span,
    ...(preferred.length === 0 ? {} : { preferred_times: preferred }),
  };
};

/** "Monday or Tuesday": from the one to the other. */
function eitherDay(days: Extract<DateReading, { kind: 'several' | 'ambiguous' }>): Slots | null {
  const spans = days.kind === 'several' ? days.ranges : days.why === 'alternatives' ? days.readings : [];
  if (spans.length === 0) return null;
  const from = spans.map((each) => each.from).sort()[0];
  const to = spans
    .map((each) => each.to)
    .sort()
    .at(-1);
  return { date_range_start: from, date_range_end: to };
}

/** "mornings preferred": a wish, not a condition of one day. */
function preferredIn(text: string): readonly string[] {
  const plain = normaliseText(text);
  const part =
    /(?<![a-z])(?<part>morning|afternoon|evening)s(?![a-z'])|(?:preferably|ideally) (?:in the |during the )?(?<wish>morning|afternoon|evening)|(?:in the|day|tomorrow|today|mon|tues?|wed|thurs?|fri) (?<some>morning|afternoon|evening)(?! (?:of|on))|(?:day|mon|tues?|wed|thurs?|fri|tomorrow) (?<half>[ap]m)(?=[?.!]*$)/u.exec(
      plain,
    )?.groups;
  const half = part?.['half'] === undefined ? undefined : part['half'] === 'am' ? 'morning' : 'afternoon';
  const said = part?.['part'] ?? part?.['wish'] ?? part?.['some'] ?? half;
  return said === undefined ? [] : [said];
}

const today: SlotReader = (text) => {
  const plain = normaliseText(text);
  if (
    /(?<![a-z])(?:without|no|not|only|just) (?:the |my |any )?(?:tasks?|to-?dos?)|(?<![a-z])(?:only|just) (?:the |my |today'?s )?(?:meetings|appointments|events)|without (?:the |my )?tasks/u.test(
      plain,
    )
  )
    return { include_tasks: false };
  return /(?<![a-z])(?:tasks?|to-?dos?)(?![a-z])/u.test(plain) ? { include_tasks: true } : {};
};

export const calendarSlots: SlotReaders = {
  get_calendar_events: events,
  check_availability: availability,
  schedule_meeting: schedule,
  reschedule_meeting: reschedule,
  cancel_meeting: cancel,
  find_meeting_time: findTime,
  set_reminder: saidReminder,
  get_todays_schedule: today,
};
