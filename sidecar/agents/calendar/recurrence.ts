/** Meetings that repeat, as Frappe's Event keeps them. */
import { daysBetween, weekdayOf } from '../../language/calendar.ts';
import { formatList } from '../../language/format.ts';
import { say } from './sentences.ts';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export const RHYTHMS = ['daily', 'weekly', 'monthly', 'yearly'] as const;
export type Rhythm = (typeof RHYTHMS)[number];
type Values = Readonly<Record<string, unknown>>;

const FRAPPE: Readonly<Record<Rhythm, string>> = {
  daily: 'Daily',
  weekly: 'Weekly',
  monthly: 'Monthly',
  yearly: 'Yearly',
};

/**
 * Fields of an Event that repeats. `days` are those of the person's week; where his day is another than the site's, the
 * site's days are meant by its dates.
 */
export function repeatValues(
  repeat: Rhythm,
  days: readonly string[],
  until: string | null,
  dates: { readonly local: string; readonly site: string },
): Values {
  const shift = daysBetween(dates.local, dates.site);
  const chosen = days.length > 0 ? days : [WEEKDAYS[weekdayOf(dates.local) - 1] ?? 'monday'];
  const flags = repeat === 'weekly' ? Object.fromEntries(chosen.map((day) => [shifted(day, shift), 1])) : {};
  return {
    repeat_this_event: 1,
    repeat_on: FRAPPE[repeat],
    ...flags,
    ...(until === null ? {} : { repeat_till: until }),
  };
}

function shifted(day: string, by: number): string {
  const at = WEEKDAYS.indexOf(day as (typeof WEEKDAYS)[number]);
  return WEEKDAYS[(at + by + 7) % 7] ?? day;
}

/** Weekday flags after a series moved by days; null when they stay. */
export function movedDays(event: Values, by: number): Values | null {
  if (event['repeat_on'] !== 'Weekly' || by % 7 === 0) return null;
  const now = WEEKDAYS.filter((day) => Number(event[day]) === 1);
  const next = new Set(now.map((day) => shifted(day, ((by % 7) + 7) % 7)));
  return Object.fromEntries(WEEKDAYS.map((day) => [day, next.has(day) ? 1 : 0]));
}

/** "every week on Monday and Friday until June 30"; null for an Event that does not repeat. */
export function rhythmText(
  values: Values,
  dates: { readonly local: string; readonly site: string },
  day: (date: string) => string,
) {
  if (Number(values['repeat_this_event'] ?? 0) !== 1) return null;
  const back = daysBetween(dates.site, dates.local);
  const named = WEEKDAYS.filter((each) => Number(values[each] ?? 0) === 1)
    .map((each) => shifted(each, back))
    .sort((a, b) => WEEKDAYS.indexOf(a as 'monday') - WEEKDAYS.indexOf(b as 'monday'))
    .map((each) => each.charAt(0).toUpperCase() + each.slice(1));
  const rhythm = {
    Daily: say('daily'),
    Weekly: say('weekly', { days: formatList(named) }),
    Monthly: say('monthly'),
    Yearly: say('yearly'),
  }[String(values['repeat_on'])];
  const until = values['repeat_till'];
  if (rhythm === undefined) return null;
  return typeof until === 'string' ? say('repeatsUntil', { rhythm, date: day(until) }) : rhythm;
}
