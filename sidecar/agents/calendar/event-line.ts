import type { ListVisual } from '@dartwing-va/contract/visuals.ts';
import type { Person } from '../../people/person.ts';
import { say } from './sentences.ts';
import type { Meeting } from './site-answers.ts';
import { localOf } from './when.ts';
import { clockOf, namesOf, othersAt } from './wording.ts';

/** A meeting as answers see it; moments `YYYY-MM-DD HH:MM` on the person's own clock. */
export function eventLine(meeting: Meeting, person: Person): Readonly<Record<string, unknown>> {
  return {
    id: meeting.id,
    title: meeting.title,
    start: localOf(meeting.from, person),
    end: localOf(meeting.to, person),
    all_day: meeting.allDay,
    own: meeting.own,
    invited: meeting.mine && !meeting.own,
    host: meeting.host,
    with: othersAt(meeting, person),
    place: meeting.place,
    repeats: meeting.repeats,
  };
}

/** The meetings one below the other, with their day when they are of several. */
export function calendarVisual(title: string, meetings: readonly Meeting[], person: Person, now: number): ListVisual {
  const clock = clockOf(person, now);
  const days = new Set(meetings.map((meeting) => localOf(meeting.from, person).slice(0, 10)));
  return {
    kind: 'list',
    title,
    items: meetings.map((meeting) => {
      const others = othersAt(meeting, person);
      const day = days.size > 1 ? [clock.day(localOf(meeting.from, person).slice(0, 10))] : [];
      const time = meeting.allDay ? say('allDay') : clock.times(meeting);
      const detail = [
        ...day,
        time,
        ...(others.length === 0 ? [] : [say('withNames', { names: namesOf(others) })]),
        ...(meeting.place === null ? [] : [meeting.place]),
      ];
      return { title: meeting.title, detail: detail.join(', ') };
    }),
  };
}
