import { formatDuration } from '../../../language/clock-text.ts';
import { readDates } from '../../../language/dates.ts';
import { findDurations } from '../../../language/durations.ts';
import { formatList } from '../../../language/format.ts';
import { saidGuests } from '../../../language/nlu/slots/guest-names.ts';
import { momentIn } from '../../../language/nlu/slots/meeting-times.ts';
import { readSlots } from '../../../language/nlu/slots/slots.ts';
import { normaliseText } from '../../../language/normalise.ts';
import { localTimeAt } from '../../../language/zone-time.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import { say as sayAnyhow } from '../sentences.ts';
import type { Filling, Skill } from '../skill.ts';
import { type Args, ask, call, dateContext, type Step, tell, textOf, today } from '../step.ts';
import { changeIt } from './change-skills.ts';
import { type AvailabilityData, availabilityData, type PersonTimes, slotsData, type TimeSpan } from './data.ts';
import { events } from './day-skills.ts';
import { find } from './find.ts';
import { namesSaid, withGuest } from './guests.ts';
import { otherTime } from './other-time.ts';
import { say, spoken } from './sentences.ts';
import { dayText, slotContext, spanOfDays, timesText, timeText } from './wording.ts';

const DEFAULT_MINUTES = 30;
const ASKS_WHAT =
  /^(?!.*(?<![a-z])(?:free|available|availability|busy|open|slot|time|gap|squeeze|fit|clash|conflict)(?![a-z]))(?:.*(?<![a-z])(?:anything|something|what|nothing|meetings?|calls?|appointments?)(?![a-z]))/u;
const LEADS = /^(?:and|what about|how about|also|or|then|ok|okay|so|maybe)(?![a-z])/u;

export const availability: Skill = {
  tool: 'check_availability',
  begin(text, known, request) {
    const args = asked(text, request.situation, {});
    // "Anything tomorrow morning?" asks what there is, and not whether one is free.
    if (Array.isArray(args['attendees']) && args['attendees'].length === 0 && ASKS_WHAT.test(normaliseText(text)))
      return events.begin(text, known, request);
    return call(availability.tool, { ...known, ...args }, request);
  },
  answer: (text, choice, filling, request) =>
    answered(availability.tool, text, choice, filling, request) ??
    call(availability.tool, { ...filling.args, ...asked(text, request.situation, filling.args) }, request),
  follow(text, lastArgs, request) {
    const it = changeIt(text, request);
    if (it !== null) return it;
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
  report(data, { request }) {
    const read = availabilityData.safeParse(data);
    return read.success ? availabilityAnswer(read.data, request.situation) : null;
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

function availabilityAnswer(data: AvailabilityData, situation: Situation): Step {
  const { people, whole_day: whole } = data;
  const date = dayText(data.date, situation);
  const lines = people.map((person) => (whole ? freeLine(person, date, situation) : yesOrNo(person, data, situation)));
  const all = people.length > 1 && !whole && people.every(({ busy, off }) => busy.length === 0 && off.length === 0);
  if (all && data.not_visible.length === 0) {
    const names = formatList(people.map(({ name, you }) => (you ? say('slotsYou') : name)));
    const when = `${date}, ${timesText({ from: data.from, to: data.to }, situation)}`;
    return tell(say('allFree', { names, when }), situation, [
      `Find a time with ${formatList(people.filter(({ you }) => !you).map(({ name }) => name))}`,
    ]);
  }
  const shared = people.length > 1 && whole ? [sharedLine(data, date, situation)] : [];
  const unseen = data.not_visible.length === 0 ? [] : [say('cannotSee', { names: formatList(data.not_visible) })];
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

function freeLine(person: PersonTimes, date: string, situation: Situation): string {
  const { name, you, free, busy } = person;
  if (free.length === 0 && busy.length === 0) return say('offAllDay', { name, you, date });
  if (free.length === 0) return say('noneFree', { name, you, date });
  const [only] = free;
  if (free.length === 1 && busy.length === 0 && only !== undefined && spanMinutes(only) >= 420)
    return say('freeAllDay', { name, you, date });
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
  begin(text, known, request) {
    const { pending } = request.situation;
    return (pending === null ? null : otherTime(text, pending, request)) ?? find(text, known, request);
  },
  answer(text, choice, filling, request) {
    return (
      answered(finding.tool, text, choice, filling, request) ??
      find(text, undated(filling.args, readDates(text, dateContext(request.situation)).kind === 'range'), request)
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
    return find(text, { ...undated(lastArgs, days.kind === 'range'), attendees: [...new Set(all)] }, request, all);
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
    const list = byDay(slots, situation);
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

/** "Monday, June 8 at 10:30 AM or 1:30 PM; Tuesday, June 9 at 9 AM" */
function byDay(slots: readonly { readonly start: string }[], situation: Situation): string {
  const days = new Map<string, string[]>();
  for (const { start } of slots) {
    const day = dayText(start.slice(0, 10), situation);
    days.set(day, [...(days.get(day) ?? []), timeText(start, situation)]);
  }
  return [...days].map(([day, times]) => say('slotsOfDay', { day, times: formatList(times, 'or') })).join('; ');
}

/** Arguments without their days, when other days were said. */
function undated(args: Args, other: boolean): Args {
  if (!other) return args;
  const { date_range_start: _from, date_range_end: _to, ...rest } = args;
  return rest;
}

/** The answer to "whom do you mean?", "who shall come?" or "how long?"; null for something else. */
function answered(
  tool: string,
  text: string,
  choice: string | null,
  { args, asked: question, choices }: Filling,
  request: ModelRequest,
): Step | null {
  if (
    question === 'attendees' &&
    choice === null &&
    choices.length > 0 &&
    namesSaid(text, request.situation).length === 0
  )
    return ask({ text: sayAnyhow('whichOfThese'), tool, args, asked: question, choices }, request.situation);
  if (question === 'attendees')
    return call(tool, { ...args, attendees: withGuest(args, text, choice, request.situation) }, request);
  return null;
}
