/** Where a moment goes by the words: "to Friday", "at 4", "an hour later", "next week". */
import { addDays, mondayOf, weekdayOf } from '../../../language/calendar.ts';
import { splitMove } from '../../../language/moves.ts';
import { newLength, shiftOf } from '../../../language/nlu/slots/meeting-moves.ts';
import { momentIn } from '../../../language/nlu/slots/meeting-times.ts';
import { normaliseText } from '../../../language/normalise.ts';
import { minutesOf, timeOf } from '../../../language/zone-time.ts';
import type { Situation } from '../../model.ts';
import { slotContext } from './wording.ts';

export interface Target {
  /** `YYYY-MM-DD HH:MM` */
  readonly start: string;
  /** Minutes, when another length was said. */
  readonly length: number | null;
}

/** The moment that comes of `from` by the words; null when they say none. A day keeps its time, a time its day. */
export function targetOf(text: string, from: string, situation: Situation): Target | null {
  const plain = normaliseText(text);
  const length = newLength(text);
  if (length !== null) return { start: from, length };
  const shift = shiftOf(text);
  if (shift !== null) return { start: movedBy(from, shift), length: null };
  const days = dayShift(plain);
  if (days !== null) return { start: `${addDays(from.slice(0, 10), days)} ${from.slice(11)}`, length: null };
  const move = splitMove(plain);
  const words = move === null ? (plain.split(/, /u).at(-1) ?? plain) : plain.slice(move.to);
  const quiet = words.replace(/(?<![a-z])(?:like|around|about|rather|instead|to) (?=\d|[a-z]+$)/gu, '');
  // "On Friday instead" of a meeting next week is next week's Friday.
  const monday = mondayOf(from.slice(0, 10));
  const within = { from: monday, to: addDays(monday, 6) };
  const moment = momentIn(quiet, { ...slotContext(situation), asked: true, within });
  if (moment === null) return null;
  if (moment.lastDate !== undefined && moment.time === undefined) {
    const date = sameWeekday(from.slice(0, 10), moment.date, moment.lastDate);
    return date === null ? null : { start: `${date} ${from.slice(11)}`, length: null };
  }
  const date = moment.dayAssumed && moment.inMinutes === undefined ? from.slice(0, 10) : moment.date;
  const time = moment.time === undefined ? from.slice(11) : nearerHalf(moment.time, from.slice(11), moment.assumed);
  const end = moment.end !== undefined && moment.part === undefined ? minutesOf(moment.end) - minutesOf(time) : null;
  return { start: `${date} ${time}`, length: end !== null && end > 0 ? end : null };
}

/** "Make it 8" of something at seven in the evening is eight in the evening. */
function nearerHalf(time: string, from: string, assumed: boolean): string {
  if (!assumed) return time;
  const other = timeOf(minutesOf(time) + 720);
  const far = (one: string) => Math.abs(minutesOf(one) - minutesOf(from));
  // Nobody moves a meeting of nine in the morning to four at night.
  return other >= '06:00' && far(other) < far(time) ? other : time;
}

/** "a day later", "a week earlier" */
function dayShift(plain: string): number | null {
  const found =
    /(?<![a-z])(?:by )?(?<count>an?|one|two|three|\d+) (?<unit>day|week)s?(?: (?<way>later|earlier|back|forward|sooner))?(?![a-z])/u.exec(
      plain,
    )?.groups;
  if (found?.['way'] === undefined && !/(?<![a-z])by (?:an?|one|two|three|\d+) (?:day|week)/u.test(plain)) return null;
  const count = { a: 1, an: 1, one: 1, two: 2, three: 3 }[found?.['count'] ?? ''] ?? Number(found?.['count']);
  const days = count * (found?.['unit'] === 'week' ? 7 : 1);
  return /earlier|forward|sooner/u.test(found?.['way'] ?? '') ? -days : days;
}

/** "to next week": the same weekday there. */
function sameWeekday(date: string, from: string, to: string): string | null {
  const wanted = weekdayOf(date);
  for (let day = from; day <= to; day = addDays(day, 1)) if (weekdayOf(day) === wanted) return day;
  return null;
}

export function movedBy(at: string, minutes: number): string {
  const all = minutesOf(at.slice(11)) + minutes;
  const days = Math.floor(all / 1440);
  return `${addDays(at.slice(0, 10), days)} ${timeOf(all)}`;
}
