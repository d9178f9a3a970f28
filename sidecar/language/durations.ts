/** Lengths of time in words and figures, in minutes: "for 45 minutes", "an hour and a half", "1h30", "a quick 15". */
import { normaliseText } from './normalise.ts';
import { mayBeginAt, numberWordsAt } from './number-words.ts';
import type { TextSpan } from './spans.ts';

export interface DurationReading {
  /** Whole minutes, more than 0. */
  readonly minutes: number;
  /** With a leading "for" when there was one. */
  readonly span: TextSpan;
}

export interface DurationOptions {
  /** The question was "how long?": a bare number counts, up to 4 as hours. Default false. */
  readonly asked?: boolean;
}

const HOURS = `(?:hours?|hrs?|h)`;
const MINUTES = `(?:minutes?|mins?|min|m)`;
const END = String.raw`(?![a-z\d])`;
const at = (source: string) => new RegExp(source, 'uy');

const COMPACT = at(String.raw`(?<h>\d{1,3}) ?h ?(?<m>[0-5]?\d) ?(?:m|min|mins|minutes)?${END}`);
const CLOCKED = at(String.raw`(?<h>\d{1,2}):(?<m>[0-5]\d) ?(?:hours|hrs|h)${END}`);
const FRACTION = at(
  String.raw`(?:(?<three>three[ -]quarters?|3\/4) of an hour|(?:a )?quarter (?:of an )?hour|quarter of an hour|(?:an? )?half[ -](?:an |a )?hour|(?:1\/2|1⁄2) (?:an )?hour)${END}`,
);
const AN_HOUR = at(`(?:an?|one|1)[ -]hour|hour(?=[ -]long|(?: and (?:a half|a quarter)))`);
const COUPLE = at(`(?:a )?couple (?:of )?(?<unit>hours|minutes|mins)${END}`);
const FIGURE = at(String.raw`\d{1,4}(?=1⁄2)|\d{1,5}(?:[.,]\d{1,2})?`);
const HALF_MORE = at(String.raw` and (?:a|one) half| 1\/2| ?1⁄2`);
const UNIT = at(`[ -]?(?:(?<h>${HOURS})|(?<m>${MINUTES}))(?:['’]s?)?${END}`);
const TAIL_FRACTION = at(`,? and (?:(?<half>a half|half)|(?<quarter>a quarter)|(?<three>three quarters))${END}`);
const TAIL_MINUTES = at(`(?:,? and |,? )?`);
const QUICK = at(
  String.raw`(?:a )?(?:quick|short|brief) (?<m>\d{1,3}|ten|fifteen|twenty|thirty)(?![a-z\d:.%/-]|[ -](?:[a-z]+s)\b)`,
);

const WORD_START = /(?<![\p{L}\p{N}.,:/⁄-]|\d )(?=[\p{L}\d])/gu;
/** What stands before a moment or a rhythm, not before a length. */
const NOT_A_LENGTH =
  /(?:(?<!\b(?:pencil|squeeze|fit|slot|sneak|work) )\b(?:in|within|every|each|by|last|past|previous)(?: (?:the )?(?:next|past|last))?|\d-) $/u;
const NOT_AFTER = /^ (?:ago|from now|before|after|earlier|later|early|late|prior|in advance|ahead|notice)\b/u;

const STARTS = new Set(['an', 'half', 'quarter', 'hour', 'couple', 'quick', 'short', 'brief']);

interface Found {
  readonly minutes: number;
  readonly end: number;
}

function exec(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

/** The length that begins exactly at `position` of a normalised text, whatever stands around it. */
export function durationAt(text: string, position: number): Found | null {
  const compact = exec(COMPACT, text, position) ?? exec(CLOCKED, text, position);
  if (compact !== null) {
    const { h, m } = compact.groups ?? {};
    return found(Number(h) * 60 + Number(m), position + compact[0].length);
  }
  const fraction = exec(FRACTION, text, position);
  if (fraction !== null) {
    const minutes = fraction.groups?.['three'] !== undefined ? 45 : /quarter/u.test(fraction[0]) ? 15 : 30;
    return found(minutes, position + fraction[0].length);
  }
  const couple = exec(COUPLE, text, position);
  if (couple !== null) {
    return found(couple.groups?.['unit'] === 'hours' ? 120 : 2, position + couple[0].length);
  }
  const hour = exec(AN_HOUR, text, position);
  if (hour !== null) return withTail(text, 60, position + hour[0].length);
  return countedAt(text, position);
}

function countedAt(text: string, position: number): Found | null {
  const figure = exec(FIGURE, text, position);
  const words = figure === null ? numberWordsAt(text, position) : null;
  let value = figure === null ? (words?.value ?? null) : Number(figure[0].replace(',', '.'));
  if (value === null) return null;
  let end = figure === null ? (words?.end ?? position) : position + figure[0].length;
  const half = exec(HALF_MORE, text, end);
  if (half !== null) {
    value += 0.5;
    end += half[0].length;
  }
  const unit = exec(UNIT, text, end);
  if (unit === null) return null;
  end += unit[0].length;
  if (unit.groups?.['m'] !== undefined) return found(value, end);
  return withTail(text, value * 60, end);
}

/** "an hour | and a half", "2 hours | and 15 minutes", "an hour | fifteen". */
function withTail(text: string, minutes: number, end: number): Found | null {
  const fraction = exec(TAIL_FRACTION, text, end);
  if (fraction !== null) {
    const { half, quarter } = fraction.groups ?? {};
    return found(minutes + (half !== undefined ? 30 : quarter !== undefined ? 15 : 45), end + fraction[0].length);
  }
  const gap = exec(TAIL_MINUTES, text, end);
  const from = end + (gap?.[0].length ?? 0);
  const figure = exec(FIGURE, text, from);
  const words = figure === null ? numberWordsAt(text, from) : null;
  const value = figure === null ? words?.value : Number(figure[0]);
  const after = figure === null ? (words?.end ?? from) : from + figure[0].length;
  if (value !== undefined && Number.isInteger(value) && value < 60 && value > 0) {
    const unit = exec(UNIT, text, after);
    if (unit?.groups?.['m'] !== undefined) return found(minutes + value, after + unit[0].length);
    const bare =
      text.slice(end, from) === ' ' &&
      value % 5 === 0 &&
      value >= 10 &&
      /^(?:$|[ ,.?!](?!\d))/u.test(text.slice(after));
    if (bare) return found(minutes + value, after);
  }
  return found(minutes, end);
}

function found(minutes: number, end: number): Found | null {
  const whole = Math.round(minutes);
  return whole > 0 ? { minutes: whole, end } : null;
}

/** All lengths of a text in order; "in 20 minutes", "every 2 hours", "10 minutes before" are none. */
export function findDurations(text: string, options: DurationOptions = {}): readonly DurationReading[] {
  const plain = normaliseText(text);
  const readings: DurationReading[] = [];
  let past = 0;
  for (const { index } of plain.matchAll(WORD_START)) {
    if (index < past || !mayBeginAt(plain, index, STARTS)) continue;
    const quick = exec(QUICK, plain, index);
    const length = quick === null ? durationAt(plain, index) : quickLength(quick, plain, index);
    if (length === null) continue;
    past = length.end;
    const before = plain.slice(Math.max(0, index - 24), index);
    if (NOT_A_LENGTH.test(before) || NOT_AFTER.test(plain.slice(length.end, length.end + 16))) continue;
    const lead = /\bfor (?:about |around |at least |up to )?$/u.exec(before)?.[0].length ?? 0;
    readings.push({ minutes: length.minutes, span: [index - lead, length.end] });
  }
  if (readings.length > 0 || options.asked !== true) return readings;
  const bare =
    /^(?:just |about |around |maybe |for |say )*(\d{1,3}(?:\.5)?|[a-z]+(?:[ -][a-z]+)?(?: and a half)?)(?: please)?[.!]?$/u.exec(
      plain,
    )?.[1];
  const value = bare === undefined ? undefined : /^\d/u.test(bare) ? Number(bare) : wholeNumber(bare);
  if (value === undefined || value <= 0) return [];
  return [{ minutes: Math.round(value <= 4 ? value * 60 : value), span: [0, plain.length] }];
}

function wholeNumber(words: string): number | undefined {
  const number = numberWordsAt(words, 0);
  if (number === null) return undefined;
  const rest = words.slice(number.end);
  return rest === '' ? number.value : rest === ' and a half' ? number.value + 0.5 : undefined;
}

function quickLength(quick: RegExpExecArray, text: string, index: number): Found | null {
  const said = quick.groups?.['m'] ?? '';
  const lead = quick[0].length - said.length;
  const full = durationAt(text, index + lead);
  if (full !== null) return full;
  const value = /^\d/u.test(said) ? Number(said) : (numberWordsAt(said, 0)?.value ?? 0);
  return found(value, index + quick[0].length);
}

/** The first length said; null when there is none. Never throws. */
export function readDuration(text: string, options: DurationOptions = {}): DurationReading | null {
  return findDurations(text, options)[0] ?? null;
}
