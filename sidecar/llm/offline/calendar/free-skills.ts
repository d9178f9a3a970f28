/** What the offline model does with questions of who is free when. */
import { addDays } from '../../../language/calendar.ts';
import { formatDuration } from '../../../language/clock-text.ts';
import { readDates } from '../../../language/dates.ts';
import { findDurations } from '../../../language/durations.ts';
import { formatList } from '../../../language/format.ts';
import { momentIn } from '../../../language/nlu/slots/calendar.ts';
import { saidGuests } from '../../../language/nlu/slots/meeting-words.ts';
import { readSlots } from '../../../language/nlu/slots/slots.ts';
import { normaliseText } from '../../../language/normalise.ts';
import { localTimeAt } from '../../../language/zone-time.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import type { Skill } from '../skill.ts';
import { type Args, ask, call, dateContext, type Step, tell, textOf, today } from '../step.ts';
import { type AvailabilityData, availabilityData, type PersonTimes, slotsData, type TimeSpan } from './data.ts';
import { withGuest } from './guests.ts';
import { say, spoken } from './sentences.ts';
import { dayText, slotContext, spanOfDays, timesText } from './wording.ts';

const DEFAULT_MINUTES = 30;
const LOOK_AHEAD_DAYS = 7;
const LEADS = /^(?:and|what about|how about|also|or|then|ok|okay|so|maybe)(?![a-z])/u;

export const availability: Skill = {
  tool: 'check_availability',
  begin: (text, known, request) =>
    call(availability.tool, { ...known, ...asked(text, request.situation, {}) }, request),
  answer: (text, choice, filling, request) =>
    answered(availability.tool, text, choice, filling.args, filling.asked, request) ??
    call(availability.tool, { ...filling.args, ...asked(text, request.situation, filling.args) }, request),
  follow(text, lastArgs, request) {
    const plain = normaliseText(text);
    const { situation } = request;
    const people = saidGuests(text, slotContext(situation));
    const moment = momentIn(text, { ...slotContext(situation), asked: LEADS.test(plain) });
    if (!LEADS.test(plain) && moment === null) return null;
    if (people.length === 0 && moment === null) return null;
    const { attendees, time_range_start: start, time_range_end: end, ...rest } = lastArgs;
    const next = asked(text, situation, lastArgs);
    const kept = moment === null || moment.time === undefined ? { time_range_start: start, time_range_end: end } : {};
    return call(
      availability.tool,
      { ...rest, ...defined(kept), ...next, attendees: people.length > 0 ? people : attendees },
      request,
    );
  },
  report(data, { text, request }) {
    const read = availabilityData.safeParse(data);
    return read.success ? availabilityAnswer(read.data, text, request.situation) : null;
  },
};

/** Words as arguments, on top of what was asked before. */
function asked(text: string, situation: Situation, known: Args): Args {
  const context = slotContext(situation);
  const plain = normaliseText(text);
  const slots = readSlots(availability.tool, text, context);
  const now = /(?<![a-z])(?:right now|at the moment|now|currently)(?![a-z])/u.test(plain);
  const here = localTimeAt(situation.now, situation.timeZone);
  const moment = momentIn(text, { ...context, asked: Object.keys(known).length > 0 });
  const part =
    moment?.part !== undefined && moment.time !== undefined && moment.end !== undefined
      ? { time_range_start: moment.time, time_range_end: moment.end }
      : {};
  const lunch =
    /(?<![a-z])lunch(?![a-z])/u.test(plain) && moment?.time === undefined
      ? { time_range_start: '12:00', time_range_end: '13:00' }
      : {};
  const time =
    moment?.time !== undefined && moment.part === undefined
      ? { time_range_start: moment.time, ...(moment.end === undefined ? {} : { time_range_end: moment.end }) }
      : {};
  const date =
    textOf(slots['date']) ??
    (moment !== null && !moment.dayAssumed ? moment.date : null) ??
    textOf(known['date']) ??
    moment?.date ??
    today(situation);
  const self = /(?<![a-z])(?:am i|do i|i'm|are we|do we|have i|i have|my calendar|me)(?![a-z])/u.test(plain);
  const people = saidGuests(text, context);
  return {
    attendees: people.length === 0 ? [] : self ? ['me', ...people] : people,
    date,
    duration_minutes: findDurations(text)[0]?.minutes ?? known['duration_minutes'] ?? DEFAULT_MINUTES,
    ...lunch,
    ...part,
    ...time,
    ...(now ? { time_range_start: here.time } : {}),
  };
}

function defined(args: Args): Args {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
}

function availabilityAnswer(data: AvailabilityData, text: string, situation: Situation): Step {
  const { people, whole_day: whole } = data;
  const date = dayText(data.date, situation);
  const lines = people.map((person) =>
    whole ? freeLine(person, date, data, situation) : yesOrNo(person, data, situation),
  );
  const shared = people.length > 1 && whole ? [sharedLine(data, date, situation)] : [];
  const unseen = data.not_visible.length === 0 ? [] : [say('cannotSee', { names: formatList(data.not_visible) })];
  void text;
  const others = people.filter(({ you }) => !you).map(({ name }) => name);
  const next = others.length > 0 ? [`Find a time with ${formatList(others)}`] : [];
  return tell([...lines, ...shared, ...unseen].join('\n'), situation, next);
}

/** "Yes, Marcus Reed is free tomorrow from 3 to 3:30 PM." */
function yesOrNo(person: PersonTimes, data: AvailabilityData, situation: Situation): string {
  const { name, you } = person;
  const when = `${dayText(data.date, situation)}, ${timesText({ from: data.from, to: data.to }, situation)}`;
  const minutes = data.duration_minutes;
  const whole = person.busy.length === 0 && person.off.length === 0;
  if (whole) return say('free', { name, you, when });
  const long = person.free.filter((span) => spanMinutes(span) >= minutes);
  if (long.length > 0 && spanMinutes({ from: data.from, to: data.to }) > minutes)
    return say('freeOf', { name, you, date: dayText(data.date, situation), times: listTimes(long, situation) });
  const own = you
    ? data.own_meetings.map((one) => say('ownThen', { title: one.title, times: timesText(one, situation) }))
    : [];
  const busy = own.length > 0 ? own : person.busy.map((span) => say('busyFrom', { times: timesText(span, situation) }));
  const why = [...busy, ...(busy.length === 0 && person.off.length > 0 ? [say('offFrom')] : [])];
  return say('notFree', { name, you, when, why: formatList(why) });
}

function freeLine(person: PersonTimes, date: string, data: AvailabilityData, situation: Situation): string {
  const { name, you, free, busy } = person;
  if (free.length === 0 && busy.length === 0) return say('offAllDay', { name, you, date });
  if (free.length === 0) return say('noneFree', { name, you, date });
  const [only] = free;
  if (free.length === 1 && busy.length === 0 && only !== undefined && spanMinutes(only) >= 420)
    return say('freeAllDay', { name, you, date });
  void data;
  return say('freeOf', { name, you, date, times: listTimes(free, situation) });
}

function sharedLine(data: AvailabilityData, date: string, situation: Situation): string {
  return data.all_free.length === 0
    ? say('notAllFree', { date })
    : say('allFreeAt', { times: listTimes(data.all_free, situation) });
}

function listTimes(spans: readonly TimeSpan[], situation: Situation): string {
  return formatList(spans.map((span) => `from ${timesText(span, situation)}`));
}

function spanMinutes({ from, to }: TimeSpan): number {
  return (Date.parse(`${to.replace(' ', 'T')}Z`) - Date.parse(`${from.replace(' ', 'T')}Z`)) / 60_000;
}

export const finding: Skill = {
  tool: 'find_meeting_time',
  begin: (text, known, request) => find(text, known, request),
  answer(text, choice, filling, request) {
    return (
      answered(finding.tool, text, choice, filling.args, filling.asked, request) ?? find(text, filling.args, request)
    );
  },
  follow(text, lastArgs, request) {
    const plain = normaliseText(text);
    const people = saidGuests(text, slotContext(request.situation));
    const days = readDates(text, dateContext(request.situation));
    const part = /(?<![a-z])(?:morning|afternoon|evening)s?(?![a-z])/u.test(plain);
    const length = findDurations(text)[0];
    if (people.length === 0 && days.kind !== 'range' && !part && length === undefined) return null;
    const before = Array.isArray(lastArgs['attendees']) ? lastArgs['attendees'].map(String) : [];
    const all =
      people.length === 0
        ? before
        : /(?<![a-z])(?:too|also|as well|and)(?![a-z])/u.test(plain)
          ? [...before, ...people]
          : people;
    return find(text, { ...lastArgs, attendees: [...new Set(all)] }, request, all);
  },
  report(data, { args, request }) {
    const read = slotsData.safeParse(data);
    if (!read.success) return null;
    const { situation } = request;
    const { slots, attendees, duration_minutes: minutes } = read.data;
    const unseen =
      read.data.not_visible.length === 0 ? '' : ` ${say('cannotSee', { names: formatList(read.data.not_visible) })}`;
    if (slots.length === 0) {
      const span = spanOfDays(read.data.from_date, read.data.to_date, situation);
      return tell(say('noSlots', { length: formatDuration(minutes), span }) + unseen, situation, [
        'Look at the week after',
        'Look for 15 minutes',
      ]);
    }
    const wish = formatList((Array.isArray(args['preferred_times']) ? args['preferred_times'] : []).map(String));
    const note = read.data.preferred === false ? say('notPreferred', { wish }) : '';
    const choices = slots.map(({ when }) => when);
    const list = formatList(choices, 'or');
    const who = attendees.length === 0 ? say('slotsYou') : say('slotsAll');
    const text =
      slots.length === 1 ? say('slotsOne', { list }) : spoken(situation.tone?.manner, 'slotsMany', { who, list });
    const known = {
      attendees,
      duration_minutes: minutes,
      title: textOf(args['title']) ?? '',
      options: slots.map(({ start }) => start),
    };
    return ask(
      { text: `${note}${text}${unseen}`, tool: 'schedule_meeting', args: known, asked: 'start_datetime', choices },
      situation,
    );
  },
};

/** The call for common times; asks with whom when nobody was named. */
export function find(text: string, known: Args, request: ModelRequest, people?: readonly string[]): Step {
  const { situation } = request;
  const slots = readSlots(finding.tool, text, slotContext(situation));
  const said = people ?? saidGuests(text, slotContext(situation));
  const before = Array.isArray(known['attendees']) ? known['attendees'].map(String) : [];
  const attendees = said.length > 0 ? said : before;
  const start = textOf(slots['date_range_start']) ?? textOf(known['date_range_start']) ?? openStart(text, situation);
  const from = start < today(situation) ? today(situation) : start;
  const end =
    textOf(slots['date_range_end']) ??
    textOf(known['date_range_end']) ??
    openEnd(text, situation) ??
    addDays(from, LOOK_AHEAD_DAYS);
  const args: Args = {
    ...known,
    attendees,
    duration_minutes: findDurations(text)[0]?.minutes ?? known['duration_minutes'] ?? DEFAULT_MINUTES,
    date_range_start: from,
    date_range_end: end < from ? from : end,
    ...(slots['preferred_times'] === undefined ? {} : { preferred_times: slots['preferred_times'] }),
    ...preferredPart(text),
  };
  if (attendees.length === 0 && !/(?<![a-z])(?:block|myself|focus|alone)(?![a-z])/u.test(normaliseText(text)))
    return ask({ text: say('who'), tool: finding.tool, args, asked: 'attendees' }, situation);
  return call(finding.tool, args, request);
}

function preferredPart(text: string): Args {
  const part = /(?<![a-z])(?<part>morning|afternoon|evening)s?(?![a-z])/u.exec(normaliseText(text))?.groups?.['part'];
  return part === undefined ? {} : { preferred_times: [part] };
}

function openStart(text: string, situation: Situation): string {
  const reading = readDates(text, dateContext(situation));
  if (reading.kind !== 'range' || reading.open === 'until') return today(situation);
  return reading.from;
}

/** "before Friday" ends on the day before. */
function openEnd(text: string, situation: Situation): string | null {
  const reading = readDates(text, dateContext(situation));
  if (reading.kind !== 'range') return null;
  return /(?<![a-z])before(?![a-z])/u.test(normaliseText(text)) ? addDays(reading.from, -1) : reading.to;
}

/** The answer to "whom do you mean?", "who shall come?" or "how long?"; null for something else. */
function answered(
  tool: string,
  text: string,
  choice: string | null,
  args: Args,
  question: string,
  request: ModelRequest,
): Step | null {
  if (question === 'attendees')
    return call(tool, { ...args, attendees: withGuest(args, text, choice, request.situation) }, request);
  return null;
}
