/** Hours in the words: leave knows whole and half days alone, so what was said of hours is asked back and never dropped. */
import type { DateReading, DateSpan } from '../../../language/date-reading.ts';
import { readDates } from '../../../language/dates.ts';
import { normaliseText } from '../../../language/normalise.ts';
import type { Situation } from '../../model.ts';
import { type Args, ask, dateContext, dateText, type Step, spanText } from '../step.ts';
import { say } from './sentences.ts';

const CLOCK = String.raw`(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?`;
const HALF = String.raw`\s*(?:am|pm|a\.m\.?|p\.m\.?|o'?clock|h\b)`;
const SURE = new RegExp(
  String.raw`\b${CLOCK}${HALF}|\b(?:[01]?\d|2[0-3]):[0-5]\d\b|\b(?:\d+(?:\.\d+)?|an?|one|two|three|four|five|six|a couple of|a few) (?:and a half )?hours?\b|\b(?:until|till|from|after|before|at) (?:noon|midday|lunch|lunchtime)\b`,
  'u',
);
const NUMBERS =
  /\b(?:from |between )?(?<first>\d{1,2})\s*(?:to|-|until|till|and)\s*(?<last>\d{1,2})\b(?!\s*(?:st|nd|rd|th|days?|weeks?|of|[/.-]\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))/u;
const MONTH_BEFORE = /(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (?:the )?(?:from )?$|[/.-]$/u;

/** The question to ask when a day was said with hours; null when there were none, or a half day was named with them. */
export function askHours(
  text: string,
  reading: Extract<DateReading, { kind: 'range' }>,
  args: Args,
  situation: Situation,
): Step | null {
  const plain = normaliseText(text);
  if (/\bhalf\b|\b(?:morning|afternoon|whole|full|all) ?(?:day)?\b/u.test(plain)) return null;
  const found = NUMBERS.exec(plain);
  const numbers = found === null || MONTH_BEFORE.test(plain.slice(0, found.index)) ? null : found.groups;
  const sure = SURE.test(plain);
  if (!sure && numbers === null) return null;
  const day = dateText(reading.from, situation);
  const days = sure ? null : daysOf(Number(numbers?.['first']), Number(numbers?.['last']), situation);
  if (!sure && days === null && (Number(numbers?.['last']) > 24 || Number(numbers?.['first']) > 24)) return null;
  const choices = [...(days === null ? [] : [spanText(days, situation)]), say('halfDayChoice'), say('wholeDayChoice')];
  const question =
    days === null ? say('askHours', { day }) : say('askHoursOrDays', { day, span: spanText(days, situation) });
  const known = { ...args, start_date: reading.from, end_date: reading.to };
  return ask({ text: question, tool: 'submit_leave_request', args: known, asked: 'hours', choices }, situation);
}

/** "3 to 5" as days of the month. */
function daysOf(first: number, last: number, situation: Situation): DateSpan | null {
  if (!(first >= 1 && last > first && last <= 31)) return null;
  const ordinal = (day: number) =>
    `${day}${day % 10 === 1 && day !== 11 ? 'st' : day % 10 === 2 && day !== 12 ? 'nd' : day % 10 === 3 && day !== 13 ? 'rd' : 'th'}`;
  const reading = readDates(`the ${ordinal(first)} to the ${ordinal(last)}`, dateContext(situation));
  return reading.kind === 'range' ? { from: reading.from, to: reading.to } : null;
}
