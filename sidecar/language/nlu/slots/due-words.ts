/** The day until which something is due, and the words that say so. */
import type { DateContext } from '../../date-reading.ts';
import { readDates } from '../../dates.ts';

const WEEKDAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|tues|wed|thu|thur|thurs|fri';
const MONTH =
  'january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec';
const NTH = String.raw`(?:\d{1,2}(?:st|nd|rd|th)|(?:twenty[ -]|thirty[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)`;
const DAY = [
  'the day after tomorrow',
  'today|tonight|tomorrow|tmrw|tmr|tmw|eod|end of (?:the )?day',
  `(?:this |next |coming |the coming )?(?:${WEEKDAY})(?: (?:next week|the ${NTH}))?`,
  `(?:the )?end of (?:the |this |next )?(?:week|month|quarter|year|${MONTH})`,
  String.raw`(?:${MONTH}) (?:the )?\d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?`,
  String.raw`(?:the )?\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${MONTH})(?: \d{4})?`,
  `the ${NTH}`,
  String.raw`\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?`,
  String.raw`in (?:a|an|one|two|three|four|five|six|\d{1,2}) (?:days?|weeks?)`,
  '(?:this |next )(?:week|month)',
].join('|');
const LEAD =
  "(?:(?:which |that )?(?:is |it is |it's )?(?:to be )?(?:done |finished |ready )?(?:due|deadline)(?: date)?(?: is| on| by| in)?:? |(?:to be )?(?:done |finished |ready )?(?:by|until|till|before|no later than|not later than) |for |on )";
const PHRASE = new RegExp(
  String.raw`[,;.]?\s*(?:and )?(?:(?<lead>${LEAD})(?<day>${DAY})|(?<bare>${DAY}))(?![\p{L}\p{N}])`,
  'giu',
);

export interface Due {
  /** YYYY-MM-DD, null when the words are no one day: "next week" said of what shall be done then. */
  readonly date: string | null;
  /** The words without those that said the day. */
  readonly rest: string;
}

/** A day at the beginning or end of the words, or one that is led by "due", "by", "until"; null for none. */
export function readDue(text: string, context: Pick<DateContext, 'now' | 'timeZone' | 'dateFormat'>): Due | null {
  for (const match of [...text.matchAll(PHRASE)].reverse()) {
    const { lead, day, bare } = match.groups ?? {};
    const words = day ?? bare ?? '';
    const end = match.index + match[0].length;
    const isAtEnd =
      /^[\s.!?,]*(?:(?:please|pls|thanks|thank you|with|for|in|to|as|make|note|add|i (?:must|need|have)|priority|high|low|medium|urgent)\b.*|[,;:].*)?$/iu.test(
        text.slice(end),
      );
    const isAtStart = text.slice(0, match.index).trim() === '';
    const led = lead !== undefined && !/^(?:for|on) $/iu.test(lead);
    if (!led && !isAtEnd && !isAtStart) continue;
    const date = dayOf(words, context);
    const rest = `${text.slice(0, match.index)} ${text.slice(end)}`.replace(/\s+/gu, ' ').trim();
    return { date, rest };
  }
  return null;
}

function dayOf(words: string, context: Pick<DateContext, 'now' | 'timeZone' | 'dateFormat'>): string | null {
  if (/^(?:this|next) (?:week|month)$/iu.test(words)) return null;
  const plain = /^(?:eod|end of (?:the )?day|tonight)$/iu.test(words)
    ? 'today'
    : words.replace(/^(?:tmrw|tmr|tmw)$/iu, 'tomorrow');
  const reading = readDates(plain, context);
  if (reading.kind === 'range') return reading.to;
  return null;
}
