/** Which meeting of a calendar the words mean. */
import { readDates } from '../../../language/dates.ts';
import { splitMove } from '../../../language/moves.ts';
import { saidAttendees } from '../../../language/nlu/slots/guest-names.ts';
import { saidMeeting } from '../../../language/nlu/slots/meeting-words.ts';
import { normaliseText, wordsOf } from '../../../language/normalise.ts';
import { readTimes } from '../../../language/times.ts';
import type { Situation } from '../../model.ts';
import { dateContext } from '../step.ts';
import type { EventLine } from './data.ts';
import { localNow, slotContext } from './wording.ts';

export interface MeetingRef {
  readonly id: string | null;
  /** Words of the title. */
  readonly words: readonly string[];
  readonly people: readonly string[];
  /** The days on which it is. */
  readonly days: { readonly from: string; readonly to: string } | null;
  /** `HH:MM`, and what it would be twelve hours later when the half was not said. */
  readonly times: readonly string[];
  readonly next: boolean;
  /** "it", "that one": what was talked of last. */
  readonly pronoun: boolean;
  /** "all my meetings". */
  readonly all: boolean;
}

/** Words that say nothing of which meeting it is. */
const PLAIN = new Set(
  'meeting meetings call calls appointment appointments event events mtg session sync chat the my our a an with and of for about re time thing one slot block catch up'.split(
    ' ',
  ),
);

/** What is said of the meeting; of a move ("my 3 pm to Monday") what stands before its target. */
export function readRef(text: string, situation: Situation): MeetingRef {
  const context = slotContext(situation);
  const plain = normaliseText(text);
  const move = splitMove(plain);
  const own = move === null ? plain : plain.slice(0, move.upTo);
  const called = saidMeeting(text, context);
  const id = called !== null && /^EV-?\d+$/u.test(called) ? called : null;
  const people = saidAttendees(own, context);
  const spoken = new Set(people.flatMap((name) => name.split(' ')));
  // "Move the kickoff from Tuesday to Wednesday": Tuesday is its day; "move it to Friday" says none of it.
  const days = move === null && MOVES.test(plain) ? daysBefore(plain, situation) : daysIn(own, situation);
  return {
    id,
    words:
      id === null && called !== null ? wordsOf(called).filter((word) => !PLAIN.has(word) && !spoken.has(word)) : [],
    people,
    days,
    times: timesIn(own, situation),
    next: /(?<![a-z])(?:next|upcoming|coming) (?:meeting|call|appointment|event|one|mtg)(?![a-z])/u.test(plain),
    pronoun: /(?<![a-z])(?:it|that|this|that one|this one|the meeting|them)(?![a-z'])/u.test(plain) && called === null,
    all: /(?<![a-z])(?:all|every|everything|whole|clear my|wipe)(?![a-z])/u.test(plain) && called === null,
  };
}

const MOVES = /(?<![a-z])(?:move|push|shift|reschedule|postpone|change|make|have|should be|needs to be)(?![a-z])/u;

function daysIn(text: string, situation: Situation): MeetingRef['days'] {
  const reading = readDates(text, dateContext(situation));
  return reading.kind === 'range' ? { from: reading.from, to: reading.to } : null;
}

/** "tomorrow's 1:1 half an hour later": a day that owns the meeting. */
function daysBefore(plain: string, situation: Situation): MeetingRef['days'] {
  const owned = /(?<day>(?:today|tomorrow|monday|tuesday|wednesday|thursday|friday)'?s) /u.exec(plain)?.groups?.['day'];
  return owned === undefined ? null : daysIn(owned.replace(/'?s$/u, ''), situation);
}

function timesIn(own: string, situation: Situation): readonly string[] {
  const context = { now: situation.now, timeZone: situation.timeZone };
  const reading = readTimes(own, context);
  if (reading.kind === 'time') return reading.inMinutes === undefined ? withOtherHalf(reading.at, reading.assumed) : [];
  if (reading.kind === 'ambiguous') return reading.readings.flatMap((one) => (one.kind === 'time' ? [one.at] : []));
  // "my 3 call", "the 10 o'clock"
  const bare = /(?<![a-z])(?:my|the) (?<hour>\d{1,2})(?::(?<minute>\d{2}))?(?! (?:min|hour|people))(?![\d-])/u.exec(
    own,
  )?.groups;
  if (bare?.['hour'] === undefined || Number(bare['hour']) > 23) return [];
  return withOtherHalf(`${bare['hour'].padStart(2, '0')}:${bare['minute'] ?? '00'}`, true);
}

function withOtherHalf(time: string, assumed: boolean): readonly string[] {
  if (!assumed) return [time];
  const hour = Number(time.slice(0, 2));
  return [time, `${String((hour + 12) % 24).padStart(2, '0')}${time.slice(2)}`];
}

/** Days to look at for the meeting: its own, else the four weeks from today. */
export function rangeOf(ref: MeetingRef, today: string): { readonly start_date: string; readonly end_date: string } {
  if (ref.days !== null) return { start_date: ref.days.from, end_date: ref.days.to };
  const end = new Date(Date.parse(`${today}T00:00:00Z`) + 28 * 86_400_000).toISOString().slice(0, 10);
  return { start_date: today, end_date: end };
}

/** The meetings that fit, in order; a series once, unless its day was said. */
export function fitting(
  events: readonly EventLine[],
  ref: MeetingRef,
  situation: Situation,
  mention: string | null = null,
): readonly EventLine[] {
  const now = localNow(situation);
  const ahead = events.filter((event) => event.end > now);
  const once = ahead.filter((event, at) => ahead.findIndex(({ id }) => id === event.id) === at);
  if (ref.id !== null) return once.filter(({ id }) => sameId(id, ref.id ?? ''));
  const said = ref.words.length > 0 || ref.people.length > 0 || ref.times.length > 0 || ref.days !== null;
  if (ref.pronoun && mention !== null && ref.words.length === 0 && ref.people.length === 0)
    return once.filter(({ id, start }) => id === mention || `@${start}` === mention);
  const { days } = ref;
  let found =
    days === null
      ? once
      : ahead.filter(({ start }) => start.slice(0, 10) >= days.from && start.slice(0, 10) <= days.to);
  if (ref.words.length > 0) found = found.filter((event) => ref.words.every((word) => inTitle(word, event)));
  if (ref.people.length > 0) found = found.filter((event) => ref.people.every((name) => isThere(name, event)));
  if (ref.times.length > 0) {
    const at = (list: readonly EventLine[]) =>
      ref.times.map((time) => list.filter((event) => event.start.slice(11) === time)).find((one) => one.length > 0) ??
      [];
    const day = ref.days?.from ?? now.slice(0, 10);
    const onDay = at(found.filter((event) => event.start.startsWith(day)));
    found = onDay.length > 0 ? onDay : at(found);
  }
  // "The design review" of which there are several: the next one, and the card says when that is.
  const isOneName = found.every(({ title }) => title === found[0]?.title);
  return ref.next || (said && !ref.all && isOneName) ? found.slice(0, 1) : found;
}

function sameId(id: string, said: string): boolean {
  const plain = (text: string) => text.toUpperCase().replace(/^EV-?0*/u, '');
  return id.toUpperCase() === said.toUpperCase() || plain(id) === plain(said);
}

function inTitle(word: string, event: EventLine): boolean {
  const said = word === '1:1' || word === 'one' ? 'one' : word;
  return wordsOf(event.title).some((own) => own === said || (said.length >= 3 && own.startsWith(said)));
}

/** A first or last name as a whole word. */
function isThere(name: string, event: EventLine): boolean {
  const own = event.with.flatMap((each) => each.toLowerCase().split(/\s+/u));
  return name.split(' ').every((word) => own.includes(word)) || wordsOf(event.title).includes(name);
}
