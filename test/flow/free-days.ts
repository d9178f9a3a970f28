import { addDays, partsOf, weekdayOf } from '../../sidecar/language/calendar.ts';
import type { Company } from './company.ts';
import { today } from './company-clock.ts';

/** Monday to Friday, ISO dates. */
export type Week = readonly [string, string, string, string, string];

/** What is booked by its date lies further ahead than anything that "next week" can mean. */
const FROM_DAYS = 15;
const TO_DAYS = 90;

/**
 * The next two weeks in which Acme's people can ask for leave on any day: each within one month, without a holiday,
 * without anybody's leave, and with leave allocated. There are two on whatever date the tests run.
 */
export async function freeWeeks(company: Company): Promise<readonly [Week, Week]> {
  const [acme] = await company.rows('Company', [['name', '=', 'Acme']], ['default_holiday_list']);
  const calendar = await company.document('Holiday List', String(acme?.['default_holiday_list']));
  const holidays = calendar['holidays'] as readonly Record<string, unknown>[];
  const closed = new Set(holidays.map((row) => String(row['holiday_date'])));
  const taken = await company.rows('Leave Application', [['docstatus', '<', 2]], ['from_date', 'to_date']);
  const allocated = await company.rows('Leave Allocation', [['leave_type', '=', 'Annual Leave']], ['to_date']);
  const end = allocated.map((row) => String(row['to_date'])).sort()[0] ?? '';
  const isFree = (day: string) =>
    day <= end &&
    !closed.has(day) &&
    !taken.some((row) => day >= String(row['from_date']) && day <= String(row['to_date']));
  const weeks: Week[] = [];
  for (let ahead = FROM_DAYS; ahead <= TO_DAYS; ahead++) {
    const monday = addDays(today(), ahead);
    const week: Week = [monday, addDays(monday, 1), addDays(monday, 2), addDays(monday, 3), addDays(monday, 4)];
    const inOneMonth = partsOf(week[0]).month === partsOf(week[4]).month;
    if (weekdayOf(monday) === 1 && inOneMonth && week.every(isFree)) weeks.push(week);
  }
  const [first, second] = weeks;
  if (!first || !second) throw new Error(`between ${today()} and ${end} there are no two weeks free for everybody`);
  return [first, second];
}

/** As a person says a date: "Monday 21 December", or "21 December". */
export function inWords(day: string, how: 'with weekday' | 'plain' = 'with weekday'): string {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
  const plain = `${part({ day: 'numeric' })} ${part({ month: 'long' })}`;
  return how === 'plain' ? plain : `${part({ weekday: 'long' })} ${plain}`;
}
