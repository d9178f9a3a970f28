import { DateTime } from 'luxon';

/**
 * Days as scenarios name them, at the scenario's own moment: `today`, `tomorrow`, `friday` (the next one to come, today
 * excluded), `next friday` (of next week), `last friday`, `14 december` (the next one), `start of next month`,
 * `end of month`; then `+ 3 days`, `- 2 weeks`; then a time, `15:00`. Written apart from the product's reader, so that
 * one checks the other.
 */
export function namedDay(words: string, now: number, timeZone: string): string | null {
  const text = words.trim().toLowerCase();
  const parts =
    /^(?<base>[a-z0-9 ]+?)(?: (?<sign>[+-]) ?(?<count>\d+) (?<unit>day|week|month)s?)?(?: (?<time>\d{2}:\d{2}))?$/u.exec(
      text,
    )?.groups;
  if (parts === undefined) return null;
  const start = baseDay(parts['base'] ?? '', DateTime.fromMillis(now, { zone: timeZone }).startOf('day'));
  if (start === null) return null;
  const count = Number(parts['count'] ?? 0) * (parts['sign'] === '-' ? -1 : 1);
  const day = start.plus({ [`${parts['unit'] ?? 'day'}s`]: count }).toFormat('yyyy-MM-dd');
  return parts['time'] === undefined ? day : `${day} ${parts['time']}`;
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MONTHS = 'january february march april may june july august september october november december'.split(' ');

function baseDay(base: string, today: DateTime): DateTime | null {
  const monday = today.startOf('week');
  switch (base) {
    case 'today':
      return today;
    case 'tomorrow':
      return today.plus({ days: 1 });
    case 'yesterday':
      return today.minus({ days: 1 });
    case 'this monday':
      return monday;
    case 'start of month':
      return today.startOf('month');
    case 'end of month':
      return today.endOf('month');
    case 'start of next month':
      return today.plus({ months: 1 }).startOf('month');
    case 'start of last month':
      return today.minus({ months: 1 }).startOf('month');
    case 'end of last month':
      return today.minus({ months: 1 }).endOf('month');
  }
  const [first = '', second = ''] = base.split(' ');
  const weekday = WEEKDAYS.indexOf(second === '' ? first : second);
  if (weekday !== -1) {
    if (first === 'next') return monday.plus({ weeks: 1, days: weekday });
    if (first === 'last') return monday.minus({ weeks: 1 }).plus({ days: weekday });
    const here = monday.plus({ days: weekday });
    return second !== '' ? null : here > today ? here : here.plus({ weeks: 1 });
  }
  const month = MONTHS.indexOf(second);
  if (month === -1 || !/^\d{1,2}$/u.test(first)) return null;
  const here = today.set({ month: month + 1, day: Number(first) });
  return here >= today ? here : here.plus({ years: 1 });
}
