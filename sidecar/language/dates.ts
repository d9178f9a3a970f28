/**
 * Dates in words, as decisions.md 16 reads them. Pure: the moment, the zone and the date format come in; what comes out
 * is days of the calendar in that zone.
 */
import { todayIn } from './calendar.ts';
import { dateItems } from './date-items.ts';
import { monthsBesideDays } from './date-months.ts';
import { DateReader } from './date-reader.ts';
import type { DateContext, DateReading } from './date-reading.ts';
import { dateTokens } from './date-tokens.ts';

/** Reads all the dates of an utterance together. Never throws on words; @throws RangeError for an unknown zone. */
export function readDates(text: string, context: DateContext): DateReading {
  const today = todayIn(context.now, context.timeZone);
  const items = dateItems(monthsBesideDays(dateTokens(targetOfMove(text)), today), today);
  const reading = new DateReader(items, today, context).read();
  if (reading.kind !== 'ambiguous' || reading.why !== 'day-or-month') return reading;
  // "05/12 to 07/12": each way round is one reading of the whole.
  const ways = ['dd-mm-yyyy', 'mm-dd-yyyy'].map((dateFormat) =>
    new DateReader(items, today, { ...context, dateFormat }).read(),
  );
  const spans = ways.flatMap((way) => (way.kind === 'range' ? [{ from: way.from, to: way.to }] : []));
  return spans.length === 2 ? { ...reading, readings: spans.sort((a, b) => a.from.localeCompare(b.from)) } : reading;
}

/** "move it from Thursday to Friday": what counts is where it goes. */
function targetOfMove(text: string): string {
  const moved = /\b(?:move|shift|switch|change|swap|push|reschedule|postpone)\b/iu.exec(text);
  if (moved === null) return text;
  const tail = text.slice(moved.index);
  const fromTo = /\bfrom\b(.*?)\bto\b(.*)/isu.exec(tail);
  const to = fromTo?.[2] ?? /\bto\b(.*)/isu.exec(tail)?.[1];
  return to === undefined || to.trim() === '' ? text : to;
}
