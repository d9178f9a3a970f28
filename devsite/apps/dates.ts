import { refuse } from './values.ts';

const DAY_MS = 86_400_000;

/** `YYYY-MM-DD` of a date or datetime field; refuses what is no day of the calendar. */
export function day(value: unknown, label = 'Date'): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?$/.exec(String(value ?? '').trim());
  if (match === null) return refuse(`${label} is not a valid date`);
  const plain = `${match[1]}-${match[2]}-${match[3]}`;
  const ms = Date.parse(`${plain}T00:00:00Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== plain)
    return refuse(`${label} is not a valid date`);
  return plain;
}

/** The day `count` days after `from` (negative: before). */
export function addDays(from: string, count: number): string {
  return new Date(Date.parse(`${from}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** Days from `start` to `end`: 0 for the same day. */
export function daysBetween(start: string, end: string): number {
  return Math.round((Date.parse(`${end}T00:00:00Z`) - Date.parse(`${start}T00:00:00Z`)) / DAY_MS);
}

/** 1 Monday to 7 Sunday. */
export function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

/** Each day of the closed interval. */
export function daysOf(start: string, end: string): string[] {
  const count = daysBetween(start, end);
  return Array.from({ length: Math.max(0, count + 1) }, (_, index) => addDays(start, index));
}

/** `DD-MM-YYYY`, how Frappe writes a date in a message by default. */
export function formatted(date: string): string {
  return `${date.slice(8, 10)}-${date.slice(5, 7)}-${date.slice(0, 4)}`;
}
