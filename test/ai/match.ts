import { DateTime } from 'luxon';
import { namedDay } from './named-days.ts';

/** Where and when a scenario plays: what its named days mean. */
export interface Moment {
  readonly now: number;
  readonly timeZone: string;
  /** What `{name}` stands for: documents that the scenario made. */
  readonly names: ReadonlyMap<string, string>;
}

/** `{next friday}` as a date, `{next friday|MMMM d}` as Luxon writes it, `{name}` of a document made before. */
export function filled(text: string, moment: Moment): string {
  return text.replace(/\{(?<words>[^{}|]+)(?:\|(?<format>[^{}]+))?\}/gu, (whole, words: string, format?: string) => {
    const known = moment.names.get(words.trim());
    if (known !== undefined) return known;
    const day = namedDay(words, moment.now, moment.timeZone);
    if (day === null) throw new Error(`${whole} is neither a day nor a document of this scenario`);
    return format === undefined ? day : DateTime.fromISO(day.replace(' ', 'T')).setLocale('en-US').toFormat(format);
  });
}

/** Whether a text has what is looked for: words in any case, or `/a pattern/`. */
export function has(text: string, wanted: string, moment: Moment): boolean {
  const pattern = /^\/(?<source>.*)\/(?<flags>[a-z]*)$/su.exec(wanted)?.groups;
  if (pattern !== undefined) {
    // A pattern keeps its {2,3}; only named days in it are filled.
    const source = (pattern['source'] ?? '').replace(/\{[a-z][^{}]*\}/gu, (words) => filled(words, moment));
    return new RegExp(source, `i${pattern['flags']?.replace('i', '') ?? ''}`).test(text);
  }
  return plain(text).includes(plain(filled(wanted, moment)));
}

/** Typographic spaces and quotes are how a sentence looks, not what it says. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\u00a0\u202f\u2009]/gu, ' ')
    .replace(/[\u2018\u2019]/gu, "'")
    .replace(/\s+/gu, ' ');
}

/** What differs between a value and what is expected of it, a sentence each; empty when it fits. */
export function differences(actual: unknown, expected: unknown, moment: Moment, path: string): readonly string[] {
  if (expected === null) {
    return actual === undefined || actual === null || actual === ''
      ? []
      : [`${path} is ${shown(actual)}, expected nothing`];
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [`${path} is ${shown(actual)}, expected a list`];
    if (actual.length !== expected.length) return [`${path} is ${shown(actual)}, expected ${expected.length} entries`];
    return expected.flatMap((one, at) => differences(actual[at], one, moment, `${path}[${at}]`));
  }
  if (typeof expected === 'object') {
    if (typeof actual !== 'object' || actual === null)
      return [`${path} is ${shown(actual)}, expected ${shown(expected)}`];
    return Object.entries(expected as Record<string, unknown>).flatMap(([key, one]) =>
      differences((actual as Record<string, unknown>)[key], one, moment, path === '' ? key : `${path}.${key}`),
    );
  }
  return same(actual, expected, moment) ? [] : [`${path} is ${shown(actual)}, expected ${shown(expected)}`];
}

function same(actual: unknown, expected: unknown, moment: Moment): boolean {
  if (typeof expected === 'boolean') return actual === expected || actual === (expected ? 1 : 0);
  if (typeof expected === 'number') return typeof actual !== 'boolean' && actual !== '' && Number(actual) === expected;
  const text = String(expected);
  if (text.startsWith('/') && text.length > 1) return has(String(actual ?? ''), text, moment);
  const wanted = filled(text, moment);
  if (typeof actual === 'string' && /^\d{4}-\d{2}-\d{2}/u.test(actual)) {
    const day = namedDay(wanted, moment.now, moment.timeZone) ?? wanted;
    // A datetime of the site ends in seconds that nobody said.
    return actual === day || actual.replace('T', ' ').replace(/:00(?:\.\d+)?$/u, '') === day;
  }
  return String(actual ?? '').toLowerCase() === wanted.toLowerCase();
}

function shown(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}
