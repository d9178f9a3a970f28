/** Clock times as said, not yet placed in a half of the day: "2:30", "two pm", "half past three", "noon". */
import { MONTHS, NUMBER_WORDS, WEEKDAYS } from './date-tokens.ts';
import { numberWordsAt, SMALL_NUMBER_WORDS, smallNumber } from './number-words.ts';

export interface Clock {
  readonly start: number;
  readonly end: number;
  /** As said: 1 to 12 with a half of the day open unless `half` or `exact` settles it. */
  readonly hour: number;
  readonly minute: number;
  readonly half: 'am' | 'pm' | null;
  /** Nothing about the half of the day is open: "14:00", "09:00", "noon". */
  readonly exact: boolean;
  /** Is a clock time by its form; else only beside a preposition or another one. */
  readonly sure: boolean;
  /** By custom: "end of day". */
  readonly custom: boolean;
  /** "five to six" may be two hours, too. */
  readonly asRange?: readonly [from: number, to: number];
}

const HOUR_WORDS = [...NUMBER_WORDS].filter(([, value]) => value <= 12).map(([word]) => word);
const MINUTE_WORDS = SMALL_NUMBER_WORDS.filter((word) => (smallNumber(word) ?? 0) >= 10).join('|');
const H = String.raw`(?<h>\d{1,2}|${HOUR_WORDS.join('|')})`;
// "Am I free" after a figure is a verb.
const HALF = String.raw`(?: ?(?<half>[ap])\.? ?m(?![a-z\d])\.?(?! i (?:free|busy|available|booked|doing|in|meeting|seeing)))`;
const OCLOCK = ` ?o ?'? ?clock`;
const END = String.raw`(?![a-z\d])`;
const at = (source: string) => new RegExp(source, 'uy');

const NAMED = at(
  `(?:(?<noon>(?:(?:12|twelve) ?)?noon|midday|mid-day|noontime)|(?<midnight>(?:(?:12|twelve) )?midnight)|(?:the )?(?:(?<end>end of (?:the )?(?:business |work(?:ing)? ?)?day|end of (?:today|business|play)|eod|eob|cob|close of (?:business|play|day)|last thing)|(?<open>(?:start|beginning) of (?:the )?(?:business |work(?:ing)? ?)?day|start of business|first thing(?: in the morning)?)))${END}`,
);
const DIGITAL = at(String.raw`(?<h>[01]?\d|2[0-4]):(?<m>[0-5]\d)(?::[0-5]\d)?(?![\d:])${HALF}?`);
const DOTTED = at(String.raw`(?<h>[01]?\d|2[0-3])\.(?<m>[0-5]\d)(?![\d]|[.,]\d)${HALF}?`);
const WITH_HALF = at(`${H}${HALF}`);
const WITH_OCLOCK = at(`${H}${OCLOCK}${HALF}?${END}`);
const RELATIVE = at(
  String.raw`(?:(?<named>half|(?:a )?quarter)|(?<m>\d{1,2}|[a-z]+(?:[ -]five)?)(?<unit> minutes?| mins?)?) (?<way>past|after|to|till|til|before|of) ${H}(?!:\d|\d)(?:${OCLOCK})?${HALF}?${END}`,
);
const SPOKEN = at(
  `(?<h>${HOUR_WORDS.join('|')})[ -](?:(?:oh|o)[ -](?<ones>[a-z]+)|(?<m>(?:${MINUTE_WORDS})(?:[ -][a-z]+)?))`,
);
const SPACED = at(String.raw`(?<h>\d{1,2}) (?<m>[0-5]\d)${HALF}${END}`);
/** "230pm", "10a", "815a": figures run together with their half. */
const GLUED = at(String.raw`(?<h>1[0-2]|0?[1-9])(?<m>[0-5]\d)?(?: ?(?<half>[ap])\.?m\.?|(?<half2>[ap]))${END}`);
/** "room 10a", "section 2a" */
const LETTERED = /\b(?:room|section|plan|unit|gate|floor|form|suite|part|chapter|level|option|step|page|hall|seat) $/u;
/** "930", "1015": a clock time beside a day or a preposition. */
const RUN = at(`(?<h>1[0-2]|[1-9])(?<m>[0-5][05])${END}`);
const FRENCH = at(String.raw`(?<h>\d{1,2}) ?h ?(?<m>[0-5]\d)?${END}`);
const MILITARY = at(String.raw`(?<h>[01]\d|2[0-3])(?<m>[0-5]\d)(?<unit> ?(?:hours|hrs|h))?${END}`);
const HALF_HOUR = at(`half (?<h>${HOUR_WORDS.join('|')})${END}`);
const BARE = at(String.raw`${H}(?:[ -]?ish)?${END}(?!['’]s?\b)`);
const AFTER_WORD_HALF = at(HALF);

const NUMBER_NOUN =
  'days?|weeks?|months?|years?|minutes?|mins?|hours?|hrs?|seconds?|secs?|people|persons?|folks|guys|attendees|participants|guests|seats|items|tasks|tickets|meetings|calls|times|percent|dollars?|euros?|pounds?|bucks|quid|cents?|usd|eur|gbp|inr|k|km|kms|miles?|kg|pages|points|units|nights?|slots|options|working|business|more|others?|of (?:them|us|those|these)|and a half|half|quarters?|st|nd|rd|th|o';
const NOT_AFTER = new RegExp(
  String.raw`^(?:[\d%$€£/]|[.,:]\d|-(?:\d+[-/]|(?:day|week|month|year|minute|min|hour|person|page|point)s?\b)| ?%| (?:${NUMBER_NOUN}|(?:of )?(?:${[...MONTHS.keys()].join('|')}))(?![a-z]))`,
  'u',
);
const MONTH_BEFORE = new RegExp(
  String.raw`\b(?:${[...MONTHS.keys()].join('|')})\.?(?: the)?(?: \d{1,2}(?: ?(?:to|and|-|–|,) ?))? ?$`,
  'u',
);

function exec(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

function numberOf(word: string | undefined): number {
  if (word === undefined) return Number.NaN;
  return /^\d/u.test(word) ? Number(word) : (smallNumber(word) ?? Number.NaN);
}

const halfOf = (match: RegExpExecArray): 'am' | 'pm' | null => {
  const letter = match.groups?.['half'] ?? match.groups?.['half2'];
  return letter === undefined ? null : letter === 'a' ? 'am' : 'pm';
};

/** A number at the place is a count, a day of a month or the like, and no hour. */
export function isOtherNumber(text: string, start: number, end: number): boolean {
  return NOT_AFTER.test(text.slice(end, end + 24)) || MONTH_BEFORE.test(text.slice(Math.max(0, start - 24), start));
}

/** The clock time that begins at a place of a normalised text; the longest form wins. */
export function clockAt(text: string, start: number): Clock | null {
  const named = exec(NAMED, text, start);
  if (named !== null) {
    const { noon, midnight, end } = named.groups ?? {};
    const custom = noon === undefined && midnight === undefined;
    const hour = noon !== undefined ? 12 : midnight !== undefined ? 0 : end !== undefined ? 17 : 9;
    return { start, end: start + named[0].length, hour, minute: 0, half: null, exact: true, sure: true, custom };
  }
  return digitsAt(text, start) ?? relativeAt(text, start) ?? wordsAt(text, start);
}

function clock(
  match: RegExpExecArray,
  hour: number,
  minute: number,
  form: { sure: boolean; exact?: boolean },
): Clock | null {
  const half = halfOf(match);
  if (!(hour >= 0 && hour <= 24 && minute >= 0 && minute <= 59) || (hour === 24 && minute > 0)) return null;
  const exact = form.exact === true || hour === 0 || hour > 12;
  const end = match.index + match[0].length;
  const hours = hour === 24 ? 0 : hour;
  return {
    start: match.index,
    end,
    hour: hours,
    minute,
    half: exact ? null : half,
    exact,
    sure: form.sure,
    custom: false,
  };
}

function digitsAt(text: string, start: number): Clock | null {
  const digital = exec(DIGITAL, text, start);
  if (digital !== null) {
    const { h = '', m } = digital.groups ?? {};
    const dated = /\d{4}-\d\d-\d\d[ t]$/u.test(text.slice(Math.max(0, start - 11), start));
    const exact = (dated || h.startsWith('0')) && halfOf(digital) === null;
    return clock(digital, Number(h), Number(m), { sure: true, exact });
  }
  const military = exec(MILITARY, text, start);
  if (military !== null) {
    const { h = '', m, unit } = military.groups ?? {};
    const year = /^(?:19|20)/u.test(h);
    if (unit === undefined && year) return null;
    const before = /(?:\bat|@) $/u.test(text.slice(Math.max(0, start - 4), start));
    if (unit !== undefined || before || h.startsWith('0'))
      return clock(military, Number(h), Number(m), { sure: unit !== undefined || before, exact: true });
  }
  const glued = exec(GLUED, text, start);
  if (
    glued !== null &&
    !LETTERED.test(text.slice(Math.max(0, start - 12), start)) &&
    (glued.groups?.['m'] !== undefined || glued.groups?.['half2'] !== undefined)
  )
    return clock(glued, Number(glued.groups?.['h']), Number(glued.groups?.['m'] ?? 0), { sure: true });
  const run = exec(RUN, text, start);
  if (run !== null && !isOtherNumber(text, start, start + run[0].length))
    return clock(run, Number(run.groups?.['h']), Number(run.groups?.['m']), { sure: false });
  const spaced = exec(SPACED, text, start);
  if (spaced !== null) return clock(spaced, Number(spaced.groups?.['h']), Number(spaced.groups?.['m']), { sure: true });
  const dotted = exec(DOTTED, text, start);
  if (dotted !== null) {
    const half = halfOf(dotted);
    if (
      half === null &&
      /^ ?(?:[%$€£]|(?:k|m|usd|eur|gbp|dollars?|euros?|hours?|hrs?|days?)\b)/u.test(
        text.slice(start + dotted[0].length),
      )
    )
      return null;
    return clock(dotted, Number(dotted.groups?.['h']), Number(dotted.groups?.['m']), { sure: half !== null });
  }
  return frenchAt(text, start);
}

/** "14h", "9h30": a clock time where a length of time is unlikely. */
function frenchAt(text: string, start: number): Clock | null {
  const french = exec(FRENCH, text, start);
  if (french === null) return null;
  const hour = Number(french.groups?.['h']);
  const minute = french.groups?.['m'];
  const before = text.slice(Math.max(0, start - 12), start);
  const led =
    /(?:^|[ (])(?:at|@|from|between|by|until|till|before|after|around|to) $/u.test(before) ||
    /\dh?(?:\d\d)? ?(?:-|to|and) ?$/u.test(before);
  const length = /\b(?:for|of|takes?|took|worked|logged|spent|in) $/u.test(before);
  if (length || !(led || hour >= 13 || (minute !== undefined && hour >= 7))) return null;
  return clock(french, hour, Number(minute ?? 0), { sure: true, exact: true });
}

function relativeAt(text: string, start: number): Clock | null {
  const match = exec(RELATIVE, text, start);
  if (match === null) return null;
  const { named, m, unit, way = '', h } = match.groups ?? {};
  const quarter = named?.includes('quarter') === true;
  const minutes = named === undefined ? numberMinutes(m) : quarter ? 15 : 30;
  const past = way === 'past' || way === 'after';
  const hour = numberOf(h);
  const allowed =
    named !== undefined
      ? quarter || way === 'past' || way === 'after'
      : unit !== undefined
        ? minutes < 60
        : [5, 10, 20, 25].includes(minutes) || way === 'to';
  if (!allowed || !(minutes > 0 && hour >= 1 && hour <= 12)) return null;
  if (way === 'of' && !quarter) return null;
  if ((way === 'before' || way === 'after') && named === undefined && unit === undefined && !/^[a-z]/u.test(m ?? ''))
    return null;
  const digits = /^\d/u.test(m ?? '');
  const led = /(?:\bat|@) $/u.test(text.slice(Math.max(0, start - 4), start));
  const open = named === undefined && unit === undefined && (way === 'to' || way === 'till' || way === 'til');
  // "10 to 2" is a stretch unless "at" stands before it.
  if (open && ((digits && !led) || isOtherNumber(text, start, match.index + match[0].length) || minutes > 30))
    return null;
  if (open && !digits && ![5, 10, 20, 25].includes(minutes) && !led) return null;
  if (open && /\b(?:from|between) $/u.test(text.slice(Math.max(0, start - 8), start))) return null;
  if (open && digits && halfOf(match) !== null && ![5, 10, 20, 25].includes(minutes)) return null;
  const total = past ? hour * 60 + minutes : (hour === 1 ? 13 : hour) * 60 - minutes;
  const found = clock(match, Math.floor(total / 60), total % 60, { sure: true });
  if (found === null) return null;
  return open && minutes <= 12 ? { ...found, asRange: [minutes, hour] } : found;
}

function numberMinutes(word: string | undefined): number {
  if (word === undefined) return Number.NaN;
  if (/^\d/u.test(word)) return Number(word);
  const number = numberWordsAt(word, 0);
  return number?.end === word.length ? number.value : Number.NaN;
}

function wordsAt(text: string, start: number): Clock | null {
  const spoken = exec(SPOKEN, text, start);
  if (spoken !== null) {
    const found = spokenAt(text, spoken);
    if (found !== null) return found;
  }
  const withHalf = exec(WITH_HALF, text, start);
  if (withHalf !== null) {
    const hour = numberOf(withHalf.groups?.['h']);
    return clock(withHalf, hour, 0, { sure: true });
  }
  const oclock = exec(WITH_OCLOCK, text, start);
  if (oclock !== null) return clock(oclock, numberOf(oclock.groups?.['h']), 0, { sure: true });
  const british = exec(HALF_HOUR, text, start);
  if (british !== null) return clock(british, numberOf(british.groups?.['h']), 30, { sure: false });
  const bare = exec(BARE, text, start);
  if (bare === null || isOtherNumber(text, start, start + bare[0].length)) return null;
  const hour = numberOf(bare.groups?.['h']);
  return hour === 0 ? null : clock(bare, hour, 0, { sure: false });
}

/** "two thirty", "nine oh five pm". */
function spokenAt(text: string, match: RegExpExecArray): Clock | null {
  const { h, ones, m } = match.groups ?? {};
  let end = match.index + match[0].length;
  let minute = numberOf(ones);
  if (m !== undefined) {
    const from = end - m.length;
    const number = numberWordsAt(text, from);
    if (number === null || number.value > 59) return null;
    minute = number.value;
    end = number.end;
  }
  if (!(minute >= 0 && minute <= 59) || isOtherNumber(text, match.index, end)) return null;
  const after = exec(AFTER_WORD_HALF, text, end);
  const half = after === null ? null : halfOf(after);
  if (after !== null) end += after[0].length;
  return { start: match.index, end, hour: numberOf(h), minute, half, exact: false, sure: half !== null, custom: false };
}

/** Forms with minutes that need nothing but a day or the start of a text before them: "two thirty", "0900". */
export function hasMinutes(clock: Clock): boolean {
  return clock.minute > 0 || clock.end - clock.start >= 4;
}

/** Weekdays and other words that name a day, for patterns. */
export const DAY_WORDS = [...WEEKDAYS.keys(), 'today', 'tomorrow', 'tonight', 'yesterday'].join('|');
