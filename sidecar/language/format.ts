/** Dates and figures as people in a locale read them (decisions.md 12: by Intl). */
import { type IsoDate, partsOf } from './calendar.ts';

export interface DateStyle {
  /** Default true: "Thursday, December 3". */
  readonly weekday?: boolean;
  /** The year is written when it is not this one; null writes it always. */
  readonly thisYear?: number | null;
}

/** By locale and parts: making one costs a hundred times what using one does. */
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(locale: string, weekday: boolean, year: boolean): Intl.DateTimeFormat {
  const key = `${locale} ${weekday} ${year}`;
  const known = dateFormats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    ...(weekday ? { weekday: 'long' as const } : {}),
    ...(year ? { year: 'numeric' as const } : {}),
  });
  dateFormats.set(key, made);
  return made;
}

/** "Thursday, December 3" in en-US, "Thursday 3 December" in en-GB; with the year when it is another than `thisYear`. */
export function formatDate(date: IsoDate, locale: string, style: DateStyle = {}): string {
  const { year, month, day } = partsOf(date);
  return dateFormat(locale, style.weekday !== false, style.thisYear !== year).format(Date.UTC(year, month - 1, day));
}

/** "Thursday, December 3 to Friday, December 4", or the one day. */
export function formatSpan(from: IsoDate, to: IsoDate, locale: string, style: DateStyle = {}): string {
  if (from === to) return formatDate(from, locale, style);
  const { thisYear } = style;
  const sameOtherYear = thisYear !== partsOf(from).year && partsOf(from).year === partsOf(to).year;
  const first = formatDate(from, locale, sameOtherYear ? { ...style, thisYear: partsOf(from).year } : style);
  return `${first} to ${formatDate(to, locale, style)}`;
}

const timeFormats = new Map<string, Intl.DateTimeFormat>();
const moneyFormats = new Map<string, Intl.NumberFormat>();

/** "2:00 PM" in en-US, "14:00" in en-GB; of `HH:MM`. */
export function formatTime(time: string, locale: string): string {
  let format = timeFormats.get(locale);
  if (format === undefined) {
    const style = { timeZone: 'UTC', hour: 'numeric', minute: '2-digit' } as const;
    const numeric = new Intl.DateTimeFormat(locale, style);
    // Where the day has 24 hours they are written with two figures.
    const whole = numeric.resolvedOptions().hour12 === false;
    format = whole ? new Intl.DateTimeFormat(locale, { ...style, hour: '2-digit', hourCycle: 'h23' }) : numeric;
    timeFormats.set(locale, format);
  }
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  // Intl puts a narrow no-break space before AM and PM, which few expect in a text.
  return format.format(Date.UTC(2000, 0, 1, hours, minutes)).replace(/[\u00a0\u202f]/gu, ' ');
}

/** "2:00 PM to 3:30 PM". */
export function formatTimes(from: string, to: string, locale: string): string {
  return `${formatTime(from, locale)} to ${formatTime(to, locale)}`;
}

export interface MomentParts {
  readonly date: IsoDate;
  readonly time?: string;
  readonly end?: string;
  /** When the end lies on another day. */
  readonly endDate?: IsoDate;
}

/** "Thursday, March 12 at 2:00 PM", "... from 2:00 PM to 3:00 PM"; the date alone without a time. */
export function formatMoment(moment: MomentParts, locale: string, style: DateStyle = {}): string {
  const { date, time, end, endDate } = moment;
  const day = formatDate(date, locale, style);
  if (time === undefined) return day;
  if (end === undefined) return `${day} at ${formatTime(time, locale)}`;
  if (endDate === undefined || endDate === date) return `${day} from ${formatTimes(time, end, locale)}`;
  return `${day} at ${formatTime(time, locale)} to ${formatDate(endDate, locale, style)} at ${formatTime(end, locale)}`;
}

/** "45 minutes", "1 hour", "1 hour 30 minutes", "2 hours". */
export function formatMinutes(minutes: number, locale: string): string {
  const whole = Math.round(minutes);
  const hours = Math.floor(whole / 60);
  const rest = whole % 60;
  const parts = [
    ...(hours === 0 ? [] : [`${formatNumber(hours, locale)} ${hours === 1 ? 'hour' : 'hours'}`]),
    ...(rest === 0 && hours > 0 ? [] : [`${formatNumber(rest, locale)} ${rest === 1 ? 'minute' : 'minutes'}`]),
  ];
  return parts.join(' ');
}

/** At most two decimals, grouped as the locale does. */
export function formatNumber(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value);
}

/** "half a day", "1 day", "2.5 days". */
export function formatDays(days: number, locale: string): string {
  if (days === 0.5) return 'half a day';
  return `${formatNumber(days, locale)} ${days === 1 ? 'day' : 'days'}`;
}

/** "a", "a and b", "a, b and c". */
export function formatList(items: readonly string[], word = 'and'): string {
  if (items.length <= 1) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}

/**
 * The locale for a Frappe language and date format. This release speaks English; a plain `en` writes the day first when
 * the date format does.
 */
export function localeOf(language: string, dateFormat: string | null): string {
  const tag = language.replace('_', '-');
  if (/^en-[a-z]{2}$/iu.test(tag)) return `en-${tag.slice(3).toUpperCase()}`;
  return dateFormat?.toLowerCase().startsWith('d') === true ? 'en-GB' : 'en-US';
}

/** "$48.50", "$1,200"; whole amounts without decimals. A currency that is no ISO code is written before the figure. */
export function formatMoney(amount: number, currency: string, locale: string): string {
  if (!/^[a-z]{3}$/iu.test(currency)) return `${currency} ${formatNumber(amount, locale)}`.trim();
  const whole = Number.isInteger(amount);
  const key = `${locale} ${currency} ${whole}`;
  let format = moneyFormats.get(key);
  if (format === undefined) {
    const digits = whole ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {};
    format = new Intl.NumberFormat(locale, { style: 'currency', currency, ...digits });
    moneyFormats.set(key, format);
  }
  return format.format(amount).replace(/[\u00a0\u202f]/gu, ' ');
}

/** "October" in the year that is now, "October 2025" in another. */
export function formatMonth(date: IsoDate, locale: string, thisYear: number): string {
  const { year, month } = partsOf(date);
  const options: Intl.DateTimeFormatOptions = { timeZone: 'UTC', month: 'long' };
  if (year !== thisYear) options.year = 'numeric';
  return new Intl.DateTimeFormat(locale, options).format(Date.UTC(year, month - 1, 1));
}
