/** Where a meeting moves to, how far, or how long it gets. */
import { addDays } from '../../calendar.ts';
import { readDates } from '../../dates.ts';
import { durationAt, findDurations } from '../../durations.ts';
import { splitMove } from '../../moves.ts';
import { normaliseText } from '../../normalise.ts';
import { readTimes } from '../../times.ts';
import { localTimeAt } from '../../zone-time.ts';
import { momentIn, withHour } from './meeting-times.ts';
import type { SlotContext } from './slot-reader.ts';

/** The whole moment it goes to; a time of the meeting itself ("my 3 pm to Monday") stays its time. */
export function newStart(text: string, context: SlotContext): string | null {
  const plain = normaliseText(text);
  if (shiftOf(text) !== null || newLength(text) !== null) return null;
  const move = splitMove(plain);
  const goes = momentIn(targetOf(plain, move), { ...context, asked: true });
  if (goes === null || goes.lastDate !== undefined) return null;
  if (goes.time !== undefined && goes.part === undefined) {
    const day = goes.dayAssumed ? ownDay(plain, move, context) : goes.date;
    return day === null ? null : `${day} ${goes.time}`;
  }
  if (goes.dayAssumed) return null;
  const own = readTimes(move === null ? plain : plain.slice(0, move.upTo), context);
  return own.kind === 'time' && own.inMinutes === undefined ? `${goes.date} ${own.at}` : null;
}

/** "Friday's town hall to 10": the day it is on. */
function ownDay(plain: string, move: ReturnType<typeof splitMove>, context: SlotContext): string | null {
  const own = move === null ? null : readDates(plain.slice(0, move.upTo), context);
  return own?.kind === 'range' && own.from === own.to ? own.from : null;
}

/** What says that it goes to a time: "to 4", "at five instead", "should start at 9". */
const GOES_TO =
  /(?<![a-z])(?:instead|rather|forward|should|needs? to be|has to be|can we|could we|can you|let's|moves?|changed?|make (?:it|that) (?=\d)|need it|another (?:slot|time)|onto|begins|starts|to (?=\d|noon|[a-z]+(?: thirty| fifteen| forty.five)?(?:[.!?]| please| instead|$)))(?![a-z])/u;

/** Without a word of where it goes: "reschedule the budget meeting 4pm". */
const RESET = /^(?:please )?(?:re-?schedule|move|shift|push) .*\d{1,2}(?::\d\d)? ?[ap]m[.!]?$/u;

/** As `newStart`; a time without a day is put to the nearest day on which it lies ahead. */
export function saidStart(text: string, context: SlotContext): string | null {
  const known = newStart(text, context);
  const plain = normaliseText(text);
  if (known !== null || shiftOf(text) !== null || newLength(text) !== null) return known;
  const move = splitMove(plain);
  if (
    (move === null && !GOES_TO.test(plain) && !RESET.test(plain)) ||
    /(?<![a-z])(?:from now on|same time)(?![a-z])/u.test(plain)
  )
    return null;
  const goes = momentIn(targetOf(plain, move), { ...context, asked: true });
  if (goes?.time === undefined || goes.part !== undefined || !goes.dayAssumed) return null;
  const { date, time } = localTimeAt(context.now, context.timeZone);
  return `${goes.date === date && goes.time <= time ? addDays(date, 1) : goes.date} ${goes.time}`;
}

/** Of "the sync at 10 should be at 11" and "10 to 11" the last. */
const GOES_LAST =
  /^.*(?<![a-z])(?:(?:should|must|has to|needs to|can|could) be (?=at |on |\d)|make it (?=\d)|\d{1,2}(?::\d\d)? to (?=\d{1,2}(?::\d\d)?(?: ?[ap]m)?(?: instead)?[.!]?$)|to (?=(?:\d{1,2}(?::\d\d)?(?: ?[ap]m)?|noon)(?: instead)?[.!]?$)|o'clock (?=\d|[a-z]+ o'clock))/u;

function targetOf(plain: string, move: ReturnType<typeof splitMove>): string {
  const target =
    move === null
      ? lastClause(plain)
          .replace(DAY_TO, '')
          .replace(GO_TO, 'at ')
          .replace(GOES_LAST, ' at ')
          .replace(/^ at (?=at |on )/u, '')
      : plain.slice(move.to);
  return withHour(target.replace(/(?<![a-z])(?:like|around|about) (?=\d|[a-z]+ (?:today|tomorrow)|$)/gu, ''));
}

/** "training tues to weds 11am": from the one day to the other. */
const DAY_TO = /^.*(?<![a-z])(?:mon|tue|wed|thu|fri)[a-z]* to (?=(?:mon|tue|wed|thu|fri)[a-z]* (?:at )?\d)/u;

/** "can the sync go to 11 tomorrow" */
const GO_TO = /^(?:can|could|should|may|let) .+? (?:go|be|start|happen) (?:to|at|on) (?=\d)/u;

/** "I can't make the 2pm, find another time tomorrow at 4": what comes last is the wish. */
function lastClause(plain: string): string {
  return plain.split(/, /u).at(-1) ?? plain;
}

/** "by an hour", "half an hour later", "15 min earlier": minutes it moves; null when it does not say so. */
export function shiftOf(text: string): number | null {
  const plain = normaliseText(text);
  const way =
    /(?<![a-z])(?:back|later|delay|postpone|by|down|out|late|push)(?![a-z])/u.test(plain) ||
    /(?<![a-z])(?:earlier|forward|up|sooner|move it)(?![a-z])/u.test(plain);
  if (!way) return null;
  const length = amountIn(plain);
  if (length === null || newLength(text) !== null) return null;
  return /(?<![a-z])(?:earlier|forward|sooner|up by)(?![a-z])/u.test(plain) ? -length : length;
}

function amountIn(plain: string): number | null {
  const found = findDurations(plain)[0];
  if (found !== undefined) return found.minutes;
  // "an hour later" and "by 15 minutes" are no lengths of their own for the reader of durations.
  for (const { index } of plain.matchAll(/(?<![a-z\d])(?=[a-z\d])/gu)) {
    const length = durationAt(plain, index);
    if (length !== null) return length.minutes;
  }
  return null;
}

const AMOUNT = '(?:an?|half|\\d|one|two|three|fifteen|twenty|thirty|forty|sixty|ninety)';
const LENGTH = [
  /(?<![a-z])(?:extend|shorten|lengthen|cut|trim)(?![a-z]).* to |(?<![a-z])(?:long|in length|only|just|last)(?![a-z])(?! (?:week|mon|tue|wed|thu|fri|one))|(?<![a-z])(?:takes|lasts|last|will take|should take|needs) (?=(?:an?|half|\d|one|two|three|fifteen|twenty|thirty|forty|sixty|ninety)(?![a-z]))/u,
  new RegExp(`(?<![a-z])(?:rather|instead|make it|make that|change it to|(?:down|up) to) (?=${AMOUNT})`, 'u'),
  /^(?:please )?(?:make|set|keep) .+ (?:minutes?|mins?|hours?|hrs?|hour and a half)$/u,
  /(?<![a-z])(?:make|keep|set|do|have)(?![a-z]).* (?:minutes?|mins?|hours?|hrs?)(?: and a half)? (?:instead|rather|long)(?![a-z])/u,
];

/** "extend it to 90 minutes", "an hour long": the length it gets. */
export function newLength(text: string): number | null {
  const plain = normaliseText(text);
  const wants =
    LENGTH.some((pattern) => pattern.test(plain)) &&
    !/(?<![a-z])(?:later|earlier|back|forward|by(?! making))(?![a-z])/u.test(plain);
  return wants ? (findDurations(plain)[0]?.minutes ?? null) : null;
}
