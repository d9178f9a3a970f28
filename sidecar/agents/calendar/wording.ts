/** Moments and names as this person reads them. */
import { todayIn } from '../../language/calendar.ts';
import { formatDay, formatMoment, formatTime, formatTimes } from '../../language/clock-text.ts';
import { formatList, localeOf } from '../../language/format.ts';
import type { Person } from '../../people/person.ts';
import type { Meeting, Span } from './site-answers.ts';
import { localOf } from './when.ts';

export interface Clock {
  readonly locale: string;
  /** "Wednesday, June 10 at 2 PM" */
  moment(ms: number): string;
  /** "2 PM" */
  time(ms: number): string;
  /** "2 to 3 PM"; with the days when it does not end on the day it begins. */
  times(span: Span): string;
  day(date: string): string;
}

/** `now` decides which days need their year; null writes it always. */
export function clockOf(person: Person, now: number | null): Clock {
  const locale = localeOf(person.language, person.dateFormat);
  const today = now === null ? null : todayIn(now, person.timeZone);
  const moment = (ms: number) => formatMoment(localOf(ms, person), locale, today);
  return {
    locale,
    moment,
    time: (ms) => formatTime(localOf(ms, person).slice(11), locale),
    times(span) {
      const [from, to] = [localOf(span.from, person), localOf(span.to, person)];
      return from.slice(0, 10) === to.slice(0, 10)
        ? formatTimes(from.slice(11), to.slice(11), locale)
        : `${moment(span.from)} to ${moment(span.to)}`;
    },
    day: (date) => formatDay(date, locale, today),
  };
}

export function todayOf(person: Person, now: number): string {
  return todayIn(now, person.timeZone);
}

const MOST_NAMES = 6;

/** "Marcus Reed, Li Wei and 5 more" */
export function namesOf(people: readonly string[]): string {
  const shown = people.length > MOST_NAMES ? people.slice(0, MOST_NAMES - 1) : people;
  const left = people.length - shown.length;
  return formatList(left === 0 ? shown : [...shown, `${left} more`]);
}

/** The others at a meeting: guests but the person himself, and the host when that is somebody else. */
export function othersAt(meeting: Meeting, person: Person): readonly string[] {
  const guests = meeting.guests.filter(({ email, name }) => email !== person.user && name !== person.employee.name);
  return [...(meeting.own ? [] : [meeting.host]), ...guests.map(({ name }) => name)].filter(
    (name, at, all) => all.indexOf(name) === at,
  );
}
