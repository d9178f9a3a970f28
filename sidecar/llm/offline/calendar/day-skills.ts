/** What the offline model does with looks at the calendar. */
import { addDays } from '../../../language/calendar.ts';
import { readDates } from '../../../language/dates.ts';
import { formatList } from '../../../language/format.ts';
import { saidAttendees } from '../../../language/nlu/slots/guest-names.ts';
import { readSlots } from '../../../language/nlu/slots/slots.ts';
import { normaliseText, wordsOf } from '../../../language/normalise.ts';
import type { Situation } from '../../model.ts';
import type { Skill, Talk } from '../skill.ts';
import { type Args, call, dateContext, type Step, tell, textOf, today } from '../step.ts';
import { changeFound } from './change-found.ts';
import { changeIt } from './change-skills.ts';
import { type EventLine, type EventsData, eventsData } from './data.ts';
import { partOf, touches } from './day-parts.ts';
import { lastMeeting, mentioning } from './mention.ts';
import { fitting, readRef } from './pick.ts';
import { say, spoken } from './sentences.ts';
import {
  dayText,
  eventText,
  listText,
  localNow,
  othersText,
  placeText,
  slotContext,
  spanOfDays,
  timeText,
} from './wording.ts';

const WEEKS = 4;
const PLAIN_WORDS = /^(?:meeting|call|it|that|there|tomorrow|today|with|the)$/u;
export const LEADS = /^(?:and|what about|how about|also|or|then|ok|okay|so)(?![a-z])/u;
const OTHERS_CALENDAR =
  /(?<![a-z'])(?<who>[a-z]+)'s (?:calendar|schedule|agenda|day|diary|meetings)(?![a-z])|(?:calendar|schedule|agenda|diary) of (?<whose>[a-z]+)(?![a-z])/u;

export const events: Skill = {
  tool: 'get_calendar_events',
  begin(text, known, request) {
    const { situation } = request;
    if (isOthers(text, situation)) return tell(say('onlyFree'), situation);
    const slots = readSlots(events.tool, text, slotContext(situation));
    const start = textOf(slots['start_date']);
    if (start === null) {
      const problem = readDates(text, dateContext(situation));
      if (problem.kind === 'none' && problem.problem !== undefined)
        return tell(say('noSuchDate', { words: problem.problem.words }), situation);
    }
    const from = start ?? today(situation);
    const to = textOf(slots['end_date']) ?? addDays(from, 7 * WEEKS);
    return call(events.tool, { ...known, start_date: from, end_date: to }, request);
  },
  follow(text, lastArgs, request) {
    const it = changeIt(text, request);
    if (it !== null) return it;
    const plain = normaliseText(text);
    // "Who is coming?" of the one that was talked of.
    if (/(?<![a-z])(?:who|whom)(?![a-z])/u.test(plain) && lastMeeting(request.situation) !== null)
      return call(events.tool, lastArgs, request);
    const reading = readDates(text, dateContext(request.situation));
    if (reading.kind === 'range' && LEADS.test(plain))
      return call(events.tool, { start_date: reading.from, end_date: reading.to }, request);
    const people = saidAttendees(text, slotContext(request.situation));
    return LEADS.test(plain) && people.length > 0 ? call(events.tool, lastArgs, request) : null;
  },
  report(data, talk) {
    const read = eventsData.safeParse(data);
    if (!read.success) return null;
    return changeFound(read.data, talk) ?? answer(read.data, talk);
  },
};

/** "What is on Tom's calendar?" */
export function isOthers(text: string, situation: Situation): boolean {
  const found = OTHERS_CALENDAR.exec(normaliseText(text))?.groups;
  const who = found?.['who'] ?? found?.['whose'];
  if (
    who === undefined ||
    /^(?:today|tomorrow|yesterday|week|month|morning|afternoon|what|let|mine|my|[a-z]+day)$/u.test(who)
  )
    return false;
  return saidAttendees(text, slotContext(situation)).length > 0;
}

function answer(data: EventsData, { text, args, request }: Talk): Step {
  const { situation } = request;
  const plain = normaliseText(text);
  const ref = readRef(text, situation);
  const mention = lastMeeting(situation);
  const span = isOpen(args, situation) ? say('comingWeeks') : spanOfDays(data.from_date, data.to_date, situation);
  const now = localNow(situation);
  const ahead = isOpen(args, situation) ? data.events.filter(({ end }) => end > now) : data.events;
  if (/(?<![a-z])who(?:m| is|'s| else| all)?(?![a-z])/u.test(plain) && !/who did i/u.test(plain)) {
    const inIt =
      /(?:in|to|at|for|attending|joining) (?:the |my |our |tomorrow'?s |today'?s )*(?<title>[^?]+?)[?.!]*$/u.exec(plain)
        ?.groups?.['title'];
    const words = inIt === undefined ? [] : wordsOf(inIt).filter((word) => !PLAIN_WORDS.test(word));
    const asked = { ...ref, words, people: [], times: [], all: false };
    const [named] = words.length === 0 ? [] : fitting(data.events, asked, situation);
    const one = named ?? data.events.find(({ id, start }) => id === mention || `@${start}` === mention);
    if (one !== undefined) return mentioning(guestsOf(one, situation), one);
  }
  const title = askedTitle(plain, new Set(ref.people.flatMap((name) => name.split(' '))));
  if (title !== null) {
    const [one] = fitting(data.events, { ...ref, words: title, times: [], next: false, all: false }, situation);
    return one === undefined
      ? tell(say('noEventsCalled', { title: title.join(' '), span }), situation)
      : mentioning(tell(whenIs(one, situation), situation), one);
  }
  if (ref.people.length > 0) {
    const withThem = data.events.filter((event) => ref.people.some((name) => hasName(event, name)));
    const own = called(withThem, plain);
    return (
      many(own, span, situation) ??
      tell(say('noEventsWith', { who: formatList(ref.people.map(capital)), span }), situation)
    );
  }
  if (ref.next || /^(?:my |the )?next(?: one)?\??$/u.test(plain)) {
    const [one] = ahead.filter(({ start, all_day: allDay }) => start > now && !allDay);
    return one === undefined
      ? tell(say('noEvents', { span }), situation)
      : mentioning(
          tell(spoken(situation.tone?.manner, 'next', { event: eventText(one, situation, true) }), situation),
          one,
        );
  }
  if (/(?<![a-z])(?:first thing|first meeting|day start|start my day|first call|first appointment)/u.test(plain)) {
    const [one] = ahead;
    if (one !== undefined)
      return mentioning(tell(say('first', { event: eventText(one, situation, false) }), situation), one);
  }
  const part = partOf(plain);
  const inSpan = part === null ? span : say('inPart', { span, part });
  const inPart = part === null ? ahead : ahead.filter((event) => touches(event, part));
  return (
    many(inPart, inSpan, situation) ?? tell(say('noEvents', { span: inSpan }), situation, ['Find a time for a meeting'])
  );
}

/** Those whose whole title was said, "a one on one with Priya"; all when none was. */
function called(list: readonly EventLine[], plain: string): readonly EventLine[] {
  const said = plain.replaceAll(/1[:-]?(?:on-?)?1/gu, 'one on one');
  const named = list.filter(({ title }) => said.includes(normaliseText(title)));
  return named.length > 0 ? named : list;
}

/** "When is the design review?": words of the title; null when another thing is asked. */
function askedTitle(plain: string, people: ReadonlySet<string>): readonly string[] | null {
  const said =
    /(?<![a-z])(?:when|what time|which day|where|how long)(?:'s| is| are| does| do| will) (?:the |my |our )?(?<title>[^?]+?)(?: (?:start|begin|end|again|happening|happen|take place|due|be|today|tomorrow|this week|next week|on [a-z]+day)(?:s|ing)?)*[?.!]*$/u.exec(
      plain,
    )?.groups?.['title'];
  if (
    said === undefined ||
    /^(?:next|first|last|day|my|i|it)(?![a-z])|next (?:meeting|call|appointment|event|one)/u.test(said)
  )
    return null;
  const words = wordsOf(said).filter(
    (word) => !people.has(word) && !/^(?:meeting|the|my|our|call|event|with|a|next)$/u.test(word),
  );
  return words.length === 0 ? null : words;
}

function many(list: readonly EventLine[], span: string, situation: Situation): Step | null {
  const [only] = list;
  if (only === undefined) return null;
  const manner = situation.tone?.manner;
  if (list.length === 1) {
    const withDay = /week|month|coming|next/u.test(span) || /^in the/u.test(span) || span.startsWith('from');
    return mentioning(tell(say('eventsOne', { span, list: eventText(only, situation, withDay) }), situation), only);
  }
  return tell(spoken(manner, 'eventsMany', { span, count: list.length, list: listText(list, situation) }), situation);
}

function guestsOf(event: EventLine, situation: Situation): Step {
  const when = eventWhen(event, situation);
  if (event.with.length === 0) return tell(say('guestsNone', { title: event.title, when }), situation);
  const are = event.with.length === 1 ? 'is' : 'are';
  return tell(say('guests', { names: formatList(event.with), are, title: event.title, when }), situation);
}

function whenIs(event: EventLine, situation: Situation): string {
  const when = eventWhen(event, situation);
  return say('eventIs', { title: event.title, when, others: othersText(event), place: placeText(event) });
}

function eventWhen(event: EventLine, situation: Situation): string {
  const date = event.start.slice(0, 10);
  return event.all_day
    ? dayText(date, situation)
    : `${dayText(date, situation)} at ${timeText(event.start, situation)}`;
}

function hasName(event: EventLine, name: string): boolean {
  const own = [...event.with, event.title].flatMap((each) => each.toLowerCase().split(/[^\p{L}]+/u));
  return name.split(' ').every((word) => own.includes(word));
}

function isOpen(args: Args, situation: Situation): boolean {
  return args['start_date'] === today(situation) && args['end_date'] === addDays(today(situation), 7 * WEEKS);
}

function capital(name: string): string {
  return name.replace(/(?<![\p{L}'])\p{L}/gu, (letter) => letter.toUpperCase());
}
