/** The day of an expense, and the words that say it. */
import { readDates } from '../../dates.ts';
import type { SlotContext } from './slot-reader.ts';

const MONTH = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`;
const NTH =
  '(?:twenty[ -]|thirty[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth';
const WEEKDAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';
/** Words of a day; what is left of an utterance without them is what the money went for. */
export const DAY = new RegExp(
  [
    "(?:from |on |of |since )?(?:the )?day before yesterday(?:'s)?",
    "(?:from |on |of )?(?:yesterday|today)(?:'s)?(?: morning| afternoon| evening| night)?(?:'s)?",
    `(?:from )?(?:this|last|on) (?:morning|afternoon|evening|night|${WEEKDAY}|week|month)(?:'s)?(?: morning| afternoon| evening| night)?`,
    "tonight(?:'s)?",
    `tomorrow(?:'s)?|next (?:week|month|${WEEKDAY})(?:'s)?`,
    String.raw`(?:from |on |dated )?(?:the )?(?<![\d.,$€£])\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH}(?:,? 20\d\d)?(?![\p{L}])`,
    String.raw`(?:from |on |dated )?(?:the )?(?<!\p{L})${MONTH}\.? (?:the )?\d{1,2}(?:st|nd|rd|th)?(?:,? 20\d\d)?(?!\d|\.\d)`,
    String.raw`(?:from |on |dated )(?:the )?\d{1,2}(?:st|nd|rd|th)`,
    `(?:from |on |dated )(?:the )?(?:${NTH})(?: of ${MONTH})?(?!\\p{L})`,
    String.raw`(?:from |on |dated )?\d{1,4}[/-]\d{1,2}(?:[/-]\d{1,4})?`,
    `(?:from |on )?${WEEKDAY}(?:'s)?(?: morning| afternoon| evening| night)?`,
    String.raw`(?:a|one|two|three|four|five|six|\d+) (?:days?|weeks?|months?) ago`,
  ]
    .map((pattern) => `(?<!\\p{L})(?:${pattern})`)
    .join('|'),
  'gu',
);

/** The day of an expense lies behind. Null for none, and for more than one. */
export function dateIn(plain: string, context: SlotContext): string | null {
  const words = [...plain.matchAll(DAY)].map((match) => match[0]).join(' , ');
  if (words === '') return null;
  const reading = readDates(words.replace(/\btonight\b/gu, 'today').replace(/\b(?:last) night\b/gu, 'yesterday'), {
    now: context.now,
    timeZone: context.timeZone,
    dateFormat: context.dateFormat,
    direction: 'past',
  });
  if (reading.kind !== 'range') return /\bthis morning|tonight/u.test(words) ? dateOfToday(context) : null;
  return reading.from === reading.to ? reading.from : null;
}

function dateOfToday(context: SlotContext): string | null {
  const reading = readDates('today', { ...context, direction: 'past' });
  return reading.kind === 'range' ? reading.from : null;
}
