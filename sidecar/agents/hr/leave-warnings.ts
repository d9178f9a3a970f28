import type { ToolContext } from '../../actions/tool.ts';
import { daysBetween } from '../../language/calendar.ts';
import type { DateReading } from '../../language/date-reading.ts';
import { readDates } from '../../language/dates.ts';
import { say } from './sentences.ts';
import type { LeaveDays, LeaveDetails } from './site-answers.ts';
import type { Wording } from './wording.ts';

export interface WarningFacts {
  readonly type: string;
  /** The number of days that was asked for, when it moved the end; null when it did not. */
  readonly days: number | null;
  readonly from: string;
  readonly to: string;
  readonly details: LeaveDetails;
  readonly counted: LeaveDays;
  readonly wording: Wording;
  readonly context: ToolContext;
  /** The user's words for the dates. */
  readonly dateWords: string;
}

/** What the person should weigh before saying yes: balance, holidays inside, how words were taken, no approver. */
export function leaveWarnings(facts: WarningFacts): readonly string[] {
  const { details } = facts;
  return [
    ...balanceWarning(facts),
    ...lengthNotes(facts),
    ...wordNotes(facts),
    ...holidayNotes(facts),
    ...(details.leave_approver ? [] : [say('noApprover')]),
  ];
}

function balanceWarning({ type, from, details, counted, wording }: WarningFacts): readonly string[] {
  if (details.lwps.includes(type)) return [];
  const numbers = details.leave_allocation[type];
  const asked = wording.days(counted.days);
  if (numbers === undefined) return [say('noAllocation', { type, from: wording.date(from), asked })];
  const left = numbers.remaining_leaves;
  if (counted.days > left) return [say('overBalance', { left: wording.days(left), asked })];
  const pending = numbers.leaves_pending_approval;
  if (counted.days <= left - pending) return [];
  return [say('overWithPending', { left: wording.days(left), pending: wording.days(pending), asked })];
}

function lengthNotes({ days, to, wording }: WarningFacts): readonly string[] {
  return days === null ? [] : [say('daysTaken', { days: wording.days(days), to: wording.date(to) })];
}

/** Notes on "next Thursday" and the like, if the words still mean the days of this request. */
function wordNotes({ from, to, context, wording, dateWords }: WarningFacts): readonly string[] {
  const { person, now } = context;
  const reading: DateReading = readDates(dateWords, { now, timeZone: person.timeZone, dateFormat: person.dateFormat });
  if (reading.kind !== 'range' || reading.from !== from || reading.to !== to) return [];
  return reading.notes.flatMap((note) => {
    if (note.is === 'next-weekday') {
      const weekday = new Intl.DateTimeFormat(wording.locale, { weekday: 'long', timeZone: 'UTC' }).format(
        new Date(note.date),
      );
      return [say('nextTaken', { weekday, date: wording.date(note.date), nearer: wording.date(note.nearer) })];
    }
    return note.is === 'week-of-month' ? [say('weekTaken', { span: wording.span(note.from, note.to) })] : [];
  });
}

function holidayNotes({ type, from, to, counted, wording }: WarningFacts): readonly string[] {
  const calendarDays = daysBetween(from, to) + 1;
  const counts = counted.days > calendarDays - 1;
  return counted.holidays
    .filter((holiday) => !holiday.weekly_off)
    .map((holiday) => {
      const params = { date: wording.date(holiday.date.slice(0, 10)), name: holiday.description || 'holiday' };
      return counts ? say('holidayCounted', { ...params, type }) : say('holidayInside', params);
    });
}
