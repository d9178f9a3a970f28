/** What words say of the calendar tools' arguments. */
import { mondayOf, todayIn } from '../../calendar.ts';
import { readDates } from '../../dates.ts';
import { durationAt, findDurations } from '../../durations.ts';
import { type Moment, type MomentReading, readMoment } from '../../moments.ts';
import { splitMove } from '../../moves.ts';
import { normaliseText } from '../../normalise.ts';
import { readRecurrence } from '../../recurrence.ts';
import { readTimes } from '../../times.ts';
import { minutesOf } from '../../zone-time.ts';
import { saidAttendees, saidMeeting, saidPlace, saidQuiet, saidReason, saidTeams, saidTitle } from './meeting-words.ts';
import { saidReminder } from './reminder-words.ts';
import type { SlotContext, SlotReader, SlotReaders } from './slot-reader.ts';

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
  const attendees = saidAttendees(text, context);
  const moment = momentIn(text, context);
  const length = findDurations(text)[0]?.minutes;
  const times = timesOf(moment);
  return {
    ...(attendees.length === 0 ? {} : { attendees }),
    ...dateOf(moment),
    ...(length === undefined ? {} : { duration_minutes: length }),
    ...(moment?.part === undefined ? times : {}),
  };
};

/** The first of several readings is what custom takes it for ("at 3" is the afternoon). */
export function momentIn(
  text: string,
  context: SlotContext & {
    readonly asked?: boolean;
    readonly within?: { readonly from: string; readonly to: string } | null;
  },
): Moment | null {
  return likely(readMoment(text, context));
}

/** Of several readings the one of a working day: a meeting "from 1 to 3" is not at night. */
export function likely(reading: MomentReading): Moment | null {
  if (reading.kind === 'moment') return reading;
  if (reading.kind !== 'ambiguous') return null;
  const byDay = reading.readings.filter(({ time }) => time !== undefined && time >= '07:00' && time < '19:00');
  return byDay.length === 1 ? (byDay[0] ?? null) : (reading.readings[0] ?? null);
}

function dateOf(moment: Moment | null): Slots {
  return moment === null || (moment.dayAssumed && moment.inMinutes === undefined) ? {} : { date: moment.date };
}

function timesOf(moment: Moment | null): Slots {
  if (moment?.time === undefined || moment.part !== undefined) return {};
  return { time_range_start: moment.time, ...(moment.end === undefined ? {} : { time_range_end: moment.end }) };
}

const schedule: SlotReader = (text, context) => {
  const moment = momentIn(withHour(text), context);
  const attendees = [...saidAttendees(text, context), ...saidTeams(text)];
  const title = saidTitle(text, context);
  const location = saidPlace(text);
  const said = findDurations(text)[0]?.minutes;
  const length = said ?? lengthOf(moment);
  return {
    ...(title === null ? {} : { title: title.toLowerCase() }),
    ...(attendees.length === 0 ? {} : { attendees }),
    ...(moment?.time === undefined || moment.part !== undefined || moment.dayAssumed
      ? {}
      : { start_datetime: `${moment.date} ${moment.time}` }),
    ...(length === null ? {} : { duration_minutes: length }),
    ...(location === null ? {} : { location: location.toLowerCase() }),
    ...(saidQuiet(text) ? { send_invites: false } : {}),
  };
};

/** Minutes between the ends of a stretch that was said. */
export function lengthOf(moment: Moment | null): number | null {
  if (moment?.time === undefined || moment.end === undefined || moment.part !== undefined) return null;
  const minutes = minutesOf(moment.end) - minutesOf(moment.time);
  return minutes > 0 ? minutes : minutes + 1440;
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** How it repeats, in the words of the tool; nothing for what Frappe cannot repeat. */
export function repeatOf(text: string, context: SlotContext): Slots {
  const rhythm = readRecurrence(text, context);
  if (rhythm === null || rhythm.interval !== 1 || rhythm.place !== undefined) return {};
  const days = (rhythm.weekdays ?? []).map((day) => WEEKDAYS[day - 1] ?? 'monday');
  return {
    repeat: rhythm.freq,
    ...(rhythm.freq === 'weekly' && days.length > 0 ? { repeat_days: days } : {}),
    ...(rhythm.until === undefined ? {} : { repeat_until: rhythm.until }),
  };
}

const reschedule: SlotReader = (text, context) => {
  const meeting = saidMeeting(text, context);
  const start = newStart(text, context);
  const length = newLength(text);
  return {
    ...(meeting === null ? {} : { event_id: meeting }),
    ...(start === null ? {} : { new_start_datetime: start }),
    ...(length === null ? {} : { new_duration_minutes: length }),
    ...(saidQuiet(text) ? { notify_attendees: false } : {}),
  };
};

/** The whole moment it goes to; a time of the meeting itself ("my 3 pm to Monday") stays its time. */
export function newStart(text: string, context: SlotContext): string | null {
  const plain = normaliseText(text);
  if (shiftOf(text) !== null || newLength(text) !== null) return null;
  const move = splitMove(plain);
  const target = move === null ? lastClause(plain) : plain.slice(move.to);
  const goes = momentIn(
    withHour(target.replace(/(?<![a-z])(?:like|around|about) (?=\d|[a-z]+ (?:today|tomorrow)|$)/gu, '')),
    {
      ...context,
      asked: true,
    },
  );
  if (goes === null || goes.lastDate !== undefined) return null;
  if (goes.time !== undefined && goes.part === undefined) return goes.dayAssumed ? null : `${goes.date} ${goes.time}`;
  if (goes.dayAssumed) return null;
  const own = readTimes(move === null ? plain : plain.slice(0, move.upTo), context);
  return own.kind === 'time' && own.inMinutes === undefined ? `${goes.date} ${own.at}` : null;
}

/** "Friday 12", "tomorrow 9": an hour, where a number can be no day of the month. */
function withHour(text: string): string {
  return text.replace(
    /(?<day>(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow) (?=(?:1[0-2]|[1-9])(?:$|[.,!?]| (?:please|with|for|about|in)(?![a-z])))/giu,
    '$<day> at ',
  );
}

/** "I can't make the 2pm, find another time tomorrow at 4": what comes last is the wish. */
function lastClause(plain: string): string {
  return plain.split(/, /u).at(-1) ?? plain;
}

/** "by an hour", "half an hour later", "15 min earlier": minutes it moves; null when it does not say so. */
export function shiftOf(text: string): number | null {
  const plain = normaliseText(text);
  const way =
    /(?<![a-z])(?:back|later|delay|postpone|by|down|out|late|push)(?![a-z])/u.test(plain) ||
    /(?<![a-z])(?:earlier|forward|up|sooner|move it)(?![a-z])/u.test(plain);
  if (!way) return null;
  const length = amountIn(plain);
  if (length === null || newLength(text) !== null) return null;
  return /(?<![a-z])(?:earlier|forward|sooner|up by)(?![a-z])/u.test(plain) ? -length : length;
}

function amountIn(plain: string): number | null {
  const found = findDurations(plain)[0];
  if (found !== undefined) return found.minutes;
  // "an hour later" and "by 15 minutes" are no lengths of their own for the reader of durations.
  for (const { index } of plain.matchAll(/(?<![a-z\d])(?=[a-z\d])/gu)) {
    const length = durationAt(plain, index);
    if (length !== null) return length.minutes;
  }
  return null;
}

/** "extend it to 90 minutes", "an hour long": the length it gets. */
export function newLength(text: string): number | null {
  const plain = normaliseText(text);
  const wants =
    /(?<![a-z])(?:extend|shorten|lengthen|cut)(?![a-z]).* to |(?<![a-z])(?:long|in length|only|just)(?![a-z])|(?<![a-z])(?:rather|instead|make it|make that|change it to) (?=(?:an?|half|\d|fifteen|twenty|thirty|forty|sixty|ninety))/u.test(
      plain,
    ) && !/(?<![a-z])(?:later|earlier|back|forward|by)(?![a-z])/u.test(plain);
  return wants ? (findDurations(plain)[0]?.minutes ?? null) : null;
}

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
  const attendees = saidAttendees(text, context);
  const length = findDurations(text)[0]?.minutes;
  const days = readDates(text, context);
  const today = todayIn(context.now, context.timeZone);
  const preferred = preferredIn(text);
  const span =
    days.kind === 'range' && days.open === undefined && !/(?<![a-z])before(?![a-z])/u.test(normaliseText(text))
      ? { date_range_start: days.from < today && days.to >= today ? today : days.from, date_range_end: days.to }
      : {};
  return {
    ...(attendees.length === 0 ? {} : { attendees }),
    ...(length === undefined ? {} : { duration_minutes: length }),
    ...span,
    ...(preferred.length === 0 ? {} : { preferred_times: preferred }),
  };
};

/** "mornings preferred": a wish, not a condition of one day. */
function preferredIn(text: string): readonly string[] {
  const plain = normaliseText(text);
  const part =
    /(?<![a-z])(?<part>morning|afternoon|evening)s(?![a-z'])|(?:preferably|ideally) (?:in the |during the )?(?<wish>morning|afternoon|evening)|in the (?<some>morning|afternoon|evening)(?! (?:of|on))/u.exec(
      plain,
    )?.groups;
  const said = part?.['part'] ?? part?.['wish'] ?? part?.['some'];
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
