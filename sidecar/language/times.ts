/** Clock times and stretches of them in words. Pure: "in 20 minutes" counts from the moment that comes in. */

import { type DayHint, type PlacedTimes, placeRange, placeTime } from './clock-placing.ts';
import { type Clock, clockAt, DAY_WORDS, hasMinutes, isOtherNumber } from './clock-words.ts';
import { type DayPartFound, findDayParts, relativeTimeAt } from './day-parts.ts';
import { splitMove } from './moves.ts';
import { normaliseText } from './normalise.ts';
import { mayBeginAt } from './number-words.ts';
import type { TextSpan } from './spans.ts';
import type { TimeChoice, TimeContext, TimeReading } from './time-reading.ts';

const WORD_START = /(?<![\p{L}\p{N}_.,:/#$€£+-])(?=[\p{L}\d])|(?<=[\p{L}\d]-|\dt)(?=\d)/gu;
const LEAD =
  /(?:^|[ (,;])((?:(?:starting|start|starts|beginning|begins|set)? ?(?:at|@)|by|around|about|approximately|roughly|circa|before|after|until|till|til|up to|from|between|since|starting|latest by|no later than|not before)(?: (?:about|around|roughly|approximately|say|like|the))? ?)$/u;
const SCHEDULED =
  /\b(?:(?:move|reschedule|push|shift|change|postpone|bring|set|schedule|book|put|make) (?:it|that|this|them|me)?(?: \w+){0,3}? ?(?:to|for)|(?:it|that|this|reminder|alarm|meeting|call|appointment|me|today|tomorrow|tonight) for|(?:say|maybe|how about|what about|make it|make that|rather|instead|no|no,|actually|mean|sorry)),? $/u;
const STRICT_AFTER = new RegExp(
  String.raw`^(?:$|[,;!?)]|\.(?!\d)| ?- ?| (?:on|in|at|of|this|next|with|without|zoom|teams|webex|for|to|and|or|until|till|til|then|so|if|please|pls|sharp|about|re|regarding|titled|called|instead|is|works?|would|will|should|thanks|local|my|your|our|her|his|their|the|that|because|from|when|as|by|after|before|can|could|i|we|he|she|they|it|you|utc|gmt|cet|cst|est|pst|mst|et|ct|pt|latest|${DAY_WORDS})(?![a-z]))`,
  'u',
);
const DAY_BEFORE = new RegExp(
  String.raw`(?:^|\b(?:${DAY_WORDS}|morning|afternoon|evening|next week|block|free|available|busy|me|it|off),? ?)$`,
  'u',
);
const NOT_BEFORE =
  /(?:[$€£#]|\b(?:tasks?|items?|lines?|steps?|pages?|sections?|rooms?|priorit(?:y|ies)|versions?|levels?|ratings?|scores?|numbers?|options?|floors?|phases?|sprints?|tickets?|expenses?|invoices?|claims?|orders?|chapters?|weeks?|q|usd|eur|gbp|no|nr)) ?$/u;
const RANGE_LINK = /^ ?(?:-|to|until|till|til|through|thru) ?(?:about |around )?$/u;
const AND_LINK = /^ and (?:about |around )?$/u;
const OR_LINK = /^ ?(?:,? ?or|\/) (?:at |maybe )?$|^ and (?:again )?(?:at )$/u;
const MENDED =
  /^[ ,.;-]*(?:(?:no|sorry|wait|oops|i mean|i meant|actually|rather|make (?:it|that)|scratch that|correction)[ ,.]*)+(?:at |to |for )?$/u;
const BETWEEN_DAYS = new RegExp(` (?:on |this |next )?(?:${DAY_WORDS})(?= )`, 'gu');

const STARTS = new Set(
  'an half quarter couple noon noontime midday mid midnight the end eod eob cob close last start beginning first in within right immediately straight'.split(
    ' ',
  ),
);

const INTO = /\b(?:pencil|squeeze|fit|slot|sneak|work) $/u;

interface Said {
  readonly clock: Clock;
  readonly leadStart: number;
  readonly lead: string;
  readonly strong: boolean;
}

/** Reads the clock time of an utterance; the first when there are several that do not hang together. Never throws on words. */
export function readTimes(text: string, context: TimeContext): TimeReading {
  const plain = normaliseText(text);
  const move = splitMove(plain);
  if (move !== null) {
    const target = plain.slice(move.to);
    const found = findIn(target, context, true)[0];
    if (found !== undefined) return shifted(found, move.to);
  }
  return findIn(plain, context, context.asked === true)[0] ?? { kind: 'none' };
}

/** All clock times of an utterance in their order; what is said of a move is not understood here. */
export function findTimes(text: string, context: TimeContext): readonly Exclude<TimeReading, { kind: 'none' }>[] {
  return findIn(normaliseText(text), context, context.asked === true);
}

type Found = Exclude<TimeReading, { kind: 'none' }>;

function shifted(found: Found, by: number): Found {
  const move = ([from, to]: TextSpan): TextSpan => [from + by, to + by];
  return { ...found, span: move(found.span), spans: found.spans.map(move) };
}

function findIn(plain: string, context: TimeContext, asked: boolean): readonly Found[] {
  const relative: Found[] = [];
  const clocks: Said[] = [];
  let past = 0;
  for (const { index } of plain.matchAll(WORD_START)) {
    if (index < past || !mayBeginAt(plain, index, STARTS)) continue;
    const counted = relativeTimeAt(plain, index, context);
    // "Pencil in an hour", "squeeze in 20 minutes": a length.
    if (counted !== null && !INTO.test(plain.slice(Math.max(0, index - 12), index))) {
      relative.push(counted);
      past = counted.span[1];
      continue;
    }
    const clock = clockAt(plain, index);
    if (clock === null || !mayBeTime(plain, clock, asked, clocks.at(-1))) continue;
    const before = plain.slice(Math.max(0, index - 40), index);
    const lead = LEAD.exec(before)?.[1] ?? '';
    clocks.push({ clock, lead, leadStart: index - lead.length, strong: clock.sure || lead !== '' || asked });
    past = clock.end;
  }
  const parts = findDayParts(plain).filter(
    (part) => !clocks.some(({ clock }) => part.start < clock.end && clock.start < part.end),
  );
  const found = [...relative, ...groups(plain, clocks, parts)];
  if (found.length === 0) found.push(...parts.flatMap((part) => (part.range === null ? [] : [partReading(part)])));
  return found.sort((a, b) => a.span[0] - b.span[0]);
}

/** A weak form ("3") counts only where an hour can stand, or where another clock follows it in a stretch. */
function mayBeTime(plain: string, clock: Clock, asked: boolean, last: Said | undefined): boolean {
  if (clock.sure) return true;
  const before = plain.slice(Math.max(0, clock.start - 40), clock.start);
  const after = plain.slice(clock.end);
  if (NOT_BEFORE.test(before)) return false;
  const partner = partnerAfter(plain, clock);
  if (last !== undefined && linkBetween(plain, last, clock) !== null)
    return !isOtherNumber(plain, clock.start, clock.end);
  if (/(?:\bat|@) ?$/u.test(before)) return true;
  if (asked && (before.trim() === '' || SCHEDULED.test(before)) && (STRICT_AFTER.test(after) || partner !== null))
    return true;
  if (LEAD.test(before) || SCHEDULED.test(before))
    return STRICT_AFTER.test(after) && (partner !== null || !/^ ?(?:-|to \d)/u.test(after));
  if (/^ (?:in the (?:morning|afternoon|evening)|at night|tonight)(?![a-z])/u.test(after)) return true;
  if (hasMinutes(clock) && DAY_BEFORE.test(before) && STRICT_AFTER.test(after)) return true;
  if (partner === null) return false;
  if (partner.sure || partner.half !== null) return true;
  // "10-11" may be a date unless a day stands before it.
  if (/^-/u.test(after)) return DAY_BEFORE.test(before) && STRICT_AFTER.test(plain.slice(partner.end));
  return !/\bthe $/u.test(before) && STRICT_AFTER.test(plain.slice(partner.end));
}

function partnerAfter(plain: string, clock: Clock): Clock | null {
  const link = /^ ?(?:-|to|until|till|til|through|thru|and|or) ?(?:about |around )?/u.exec(
    plain.slice(clock.end, clock.end + 16),
  )?.[0];
  if (link === undefined) return null;
  const partner = clockAt(plain, clock.end + link.length);
  return partner === null || isOtherNumber(plain, partner.start, partner.end) ? null : partner;
}

type Link = 'to' | 'or' | 'mended';

function linkBetween(plain: string, one: Said, next: Clock): Link | null {
  const between = plain.slice(one.clock.end, next.start);
  if (between.length > 48) return null;
  const bare = between
    .replace(BETWEEN_DAYS, '')
    .replace(/ (?:in the |this )?(?:morning|afternoon|evening)(?= |$)/gu, '');
  if (RANGE_LINK.test(bare)) return 'to';
  if (AND_LINK.test(bare)) return /\b(?:between|from) /u.test(one.lead) ? 'to' : 'or';
  if (OR_LINK.test(bare)) return 'or';
  return MENDED.test(bare) ? 'mended' : null;
}

/** Clocks that hang together become one reading each. */
function groups(plain: string, clocks: readonly Said[], parts: readonly DayPartFound[]): readonly Found[] {
  const readings: Found[] = [];
  const hint = onlyHint(parts);
  for (let at = 0; at < clocks.length; ) {
    const first = clocks[at];
    if (first === undefined) break;
    let placed = placed1(plain, clocks, at, hint);
    let alternatives: readonly TimeChoice[] = [];
    let last = at + placed.taken;
    const start = first.leadStart;
    for (let next = clocks[last]; next !== undefined; next = clocks[last]) {
      const previous = clocks[last - 1] ?? first;
      const link = linkBetween(plain, previous, next.clock);
      if (link !== 'or' && link !== 'mended') break;
      const other = placed1(plain, clocks, last, hint ?? (link === 'or' ? halfHint(next.clock) : null));
      if (link === 'or') {
        if (alternatives.length === 0 && !first.clock.exact && first.clock.half === null && next.clock.half !== null)
          placed = placed1(plain, clocks, at, halfHint(next.clock));
        alternatives = [...(alternatives.length === 0 ? placed.times.choices : alternatives), ...other.times.choices];
      } else {
        alternatives = [];
        placed = { ...other, taken: placed.taken };
      }
      last += other.taken;
    }
    const end = clocks[last - 1]?.clock.end ?? first.clock.end;
    const spans = withParts(plain, [start, end], parts);
    readings.push(reading(placed.times, alternatives, spans, first.lead));
    at = last;
  }
  return readings;
}

const halfHint = (clock: Clock): DayHint | null =>
  clock.half === 'am' ? 'morning' : clock.half === 'pm' ? 'afternoon' : null;

/** One clock, or two with "to" between them. */
function placed1(
  plain: string,
  clocks: readonly Said[],
  at: number,
  hint: DayHint | null,
): { readonly times: PlacedTimes; readonly taken: number } {
  const first = clocks[at];
  const second = clocks[at + 1];
  if (first === undefined) return { times: { choices: [], assumed: false }, taken: 1 };
  if (second !== undefined && linkBetween(plain, first, second.clock) === 'to') {
    return { times: placeRange(first.clock, second.clock, hint), taken: 2 };
  }
  const times = placeTime(first.clock, hint);
  if (first.clock.asRange === undefined) return { times, taken: 1 };
  const [from, to] = first.clock.asRange;
  const hour = (value: number): Clock => ({ ...first.clock, hour: value, minute: 0, half: null });
  const range = placeRange(hour(from), { ...hour(to), half: first.clock.half }, hint).choices.filter(shortRange);
  return { times: { choices: [...range, ...times.choices], assumed: times.assumed && range.length === 0 }, taken: 1 };
}

function shortRange(choice: TimeChoice): boolean {
  if (choice.kind !== 'range') return false;
  const hours = Number(choice.to.slice(0, 2)) - Number(choice.from.slice(0, 2));
  return hours > 0 && hours <= 6;
}

function onlyHint(parts: readonly DayPartFound[]): DayHint | null {
  const hints = new Set(parts.map((part) => part.hint));
  return hints.size === 1 ? ([...hints][0] ?? null) : null;
}

/** A part of the day that stands beside the clock belongs to its place; one farther off is a place of its own. */
function withParts(plain: string, span: TextSpan, parts: readonly DayPartFound[]): readonly TextSpan[] {
  let [from, to] = span;
  const sharp = /^ (?:sharp|o'?clock|hours|hrs|on the dot)(?![a-z])/u.exec(plain.slice(to))?.[0].length ?? 0;
  to += sharp;
  const apart: TextSpan[] = [];
  for (const part of parts) {
    if (/^,? ?$/u.test(plain.slice(part.end, from)) && part.end <= from) from = part.start;
    else if (part.start >= to && /^,? ?$/u.test(plain.slice(to, part.start))) to = part.end;
    else if (part.start >= to || part.end <= from) apart.push([part.start, part.end]);
  }
  return [[from, to], ...apart];
}

function reading(
  times: PlacedTimes,
  alternatives: readonly TimeChoice[],
  spans: readonly TextSpan[],
  lead: string,
): Found {
  const span = spans[0] ?? [0, 0];
  const unique = distinct(alternatives.length > 0 ? alternatives : times.choices);
  const [only] = unique;
  if (unique.length !== 1 || only === undefined) {
    const why =
      alternatives.length > 0 || new Set(unique.map((each) => each.kind)).size > 1 ? 'alternatives' : 'half-of-day';
    return { kind: 'ambiguous', why, readings: unique, span, spans };
  }
  if (only.kind === 'range') return { ...only, assumed: times.assumed, span, spans };
  const open = /\b(?:until|till|til|before|by|up to|no later than) /u.test(lead)
    ? 'until'
    : /\b(?:after|from|since|between|not before|^starting) /u.test(lead)
      ? 'from'
      : null;
  return { ...only, assumed: times.assumed, span, spans, ...(open === null ? {} : { open }) };
}

function distinct(choices: readonly TimeChoice[]): readonly TimeChoice[] {
  const seen = new Map(choices.map((each) => [each.kind === 'time' ? each.at : `${each.from}-${each.to}`, each]));
  return [...seen.values()];
}

function partReading(part: DayPartFound): Found {
  const [from, to] = part.range ?? ['09:00', '17:00'];
  const span: TextSpan = [part.start, part.end];
  return {
    kind: 'range',
    from,
    to,
    assumed: true,
    ...(part.part === null ? {} : { part: part.part }),
    span,
    spans: [span],
  };
}
