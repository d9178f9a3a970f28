/** When something is due, as people say it. */
import { daysBetween, type IsoDate, partsOf } from './calendar.ts';
import { formatDate } from './format.ts';

/** "due today", "due tomorrow", "due Friday, June 12", "1 day overdue", "12 days overdue". */
export function dueText(due: IsoDate, today: IsoDate, locale: string): string {
  const days = daysBetween(today, due);
  if (days < 0) return days === -1 ? '1 day overdue' : `${-days} days overdue`;
  if (days === 0) return 'due today';
  if (days === 1) return 'due tomorrow';
  return `due ${formatDate(due, locale, { thisYear: partsOf(today).year })}`;
}
