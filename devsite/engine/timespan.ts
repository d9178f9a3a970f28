import { SiteError } from './site-error.ts';

const DAY_MS = 86_400_000;
const text = (day: Date): string => day.toISOString().slice(0, 10);
const at = (year: number, month: number, day: number): Date => new Date(Date.UTC(year, month, day));

function period(unit: string, today: Date, shift: number): [Date, Date] {
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()];
  switch (unit) {
    case 'day':
      return [new Date(today.getTime() + shift * DAY_MS), new Date(today.getTime() + shift * DAY_MS)];
    case 'week': {
      // Frappe's default first day of the week is Sunday.
      const first = new Date(today.getTime() + (shift * 7 - today.getUTCDay()) * DAY_MS);
      return [first, new Date(first.getTime() + 6 * DAY_MS)];
    }
    case 'month':
      return [at(year, month + shift, 1), at(year, month + shift + 1, 0)];
    case 'quarter': {
      const first = month - (month % 3) + shift * 3;
      return [at(year, first, 1), at(year, first + 3, 0)];
    }
    case '6 months':
      return shift < 0
        ? [at(year, month - 6, 1), at(year, month, 0)]
        : [at(year, month + 1, 1), at(year, month + 7, 0)];
    case 'year':
      return [at(year + shift, 0, 1), at(year + shift, 12, 0)];
    default:
      throw new SiteError('ValidationError', `Unknown timespan: ${unit}`);
  }
}

/** First and last day (`YYYY-MM-DD`) of phrases such as `today`, `last week`, `this month`, `next quarter`, `last 7 days`. */
export function timespanRange(today: string, phrase: string): [string, string] {
  const now = new Date(`${today}T00:00:00Z`);
  const words = phrase.trim().toLowerCase();
  if (words === 'today') return [today, today];
  if (words === 'yesterday') return timespanRange(today, 'last day');
  if (words === 'tomorrow') return timespanRange(today, 'next day');
  const days = /^(last|next) (\d+) days$/.exec(words);
  if (days) {
    const count = Number(days[2]);
    return days[1] === 'last'
      ? [text(new Date(now.getTime() - count * DAY_MS)), today]
      : [today, text(new Date(now.getTime() + count * DAY_MS))];
  }
  const match = /^(last|this|next) (.+)$/.exec(words);
  if (!match) throw new SiteError('ValidationError', `Unknown timespan: ${phrase}`);
  const [from, to] = period(match[2] ?? '', now, match[1] === 'last' ? -1 : match[1] === 'next' ? 1 : 0);
  return [text(from), text(to)];
}
