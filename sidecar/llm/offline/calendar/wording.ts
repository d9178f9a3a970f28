/** Moments, meetings and stretches in the words of the person's locale. */
import { addDays, partsOf } from '../../../language/calendar.ts';
import { formatMoment, formatTime, formatTimes } from '../../../language/clock-text.ts';
import { formatDate, formatList, formatSpan } from '../../../language/format.ts';
import type { SlotContext } from '../../../language/nlu/slots/slot-reader.ts';
import { localTimeAt } from '../../../language/zone-time.ts';
import type { Situation } from '../../model.ts';
import { today } from '../step.ts';
import type { EventLine, TimeSpan } from './data.ts';
import { say } from './sentences.ts';

/** For the readers of slots. */
export function slotContext({ now, timeZone, dateFormat, locale, currency }: Situation): SlotContext {
  return { now, timeZone, dateFormat, locale, currency };
}

export function momentText(at: string, situation: Situation): string {
  return formatMoment(at, situation.locale, today(situation));
}

export function timeText(at: string, situation: Situation): string {
  return formatTime(at.slice(11, 16), situation.locale);
}

export function timesText({ from, to }: TimeSpan, situation: Situation): string {
  return formatTimes(from.slice(11, 16), to.slice(11, 16), situation.locale);
}

/** "today", "tomorrow", "on Friday, June 12". */
export function dayText(date: string, situation: Situation): string {
  if (date === today(situation)) return 'today';
  if (date === addDays(today(situation), 1)) return 'tomorrow';
  return say('onDay', {
    date: formatDate(date, situation.locale, { thisYear: partsOf(today(situation)).year }),
  });
}

export function spanOfDays(from: string, to: string, situation: Situation): string {
  if (from === to) return dayText(from, situation);
  return say('inSpan', {
    span: formatSpan(from, to, situation.locale, { thisYear: partsOf(today(situation)).year }),
  });
}

/** "9:30 to 10 AM, Engineering weekly with Marcus Reed"; with the day when there are several. */
export function eventText(event: EventLine, situation: Situation, withDay: boolean): string {
  const time = event.all_day ? say('allDay') : timesText({ from: event.start, to: event.end }, situation);
  const day = event.start.slice(0, 10);
  const when = withDay
    ? `${formatDate(day, situation.locale, { thisYear: partsOf(today(situation)).year })}, ${time}`
    : time;
  return say('eventLine', { when, title: event.title, others: othersText(event), place: placeText(event) });
}

export function othersText(event: EventLine): string {
  const [first, second, third, ...more] = event.with;
  if (first === undefined || event.title.includes(first)) return '';
  const shown = [first, second, third].filter((name) => name !== undefined);
  return say('withOthers', { names: formatList(more.length === 0 ? shown : [...shown, `${more.length} more`]) });
}

export function placeText(event: EventLine): string {
  return event.place === null ? '' : say('atPlace', { place: event.place });
}

const SHOWN = 10;

/** One a line, cut where a person stops reading. */
export function listText(events: readonly EventLine[], situation: Situation): string {
  const withDay = new Set(events.map(({ start }) => start.slice(0, 10))).size > 1;
  const lines = events.slice(0, SHOWN).map((event) => eventText(event, situation, withDay));
  const list = lines.join('\n');
  return events.length > SHOWN ? say('more', { list, count: events.length - SHOWN }) : list;
}

/** What the person's clock shows now. */
export function localNow({ now, timeZone }: Situation): string {
  const { date, time } = localTimeAt(now, timeZone);
  return `${date} ${time}`;
}
