/** The company's holidays: asking for them, and wording what came. */
import { addMonths } from '../../../language/calendar.ts';
import { readDates } from '../../../language/dates.ts';
import { formatList } from '../../../language/format.ts';
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import { call, dateContext, dateText, type Step, spanText, today } from '../step.ts';
import type { HolidaysData } from './data.ts';
import { say } from './sentences.ts';

/** The days that were said, else the year to come. */
export function askHolidays(text: string, request: Pick<ModelRequest, 'tools' | 'situation'>): Step {
  const { situation } = request;
  const reading = readDates(text, dateContext(situation));
  const span =
    reading.kind === 'range'
      ? { date_from: reading.from, date_to: reading.to }
      : { date_from: today(situation), date_to: addMonths(today(situation), 12) };
  return call('get_holidays', span, request);
}

const COMMON = new Set(
  'day days year years the and holiday holidays public bank company national observed eve off next this'.split(' '),
);

export function holidaysAnswer(text: string, data: HolidaysData, situation: Situation): string {
  const words = plainWords(text);
  const lineOf = (each: HolidaysData['holidays'][number]) =>
    say('holidayLine', { name: each.name, date: dateText(each.date, situation) });
  const named = data.holidays.filter((each) => !each.weekly_off);
  const [meant] = named.filter((each) =>
    plainWords(each.name)
      .trim()
      .split(' ')
      .some((word) => word.length > 2 && !COMMON.has(word) && words.includes(` ${word} `)),
  );
  if (meant !== undefined)
    return say('holidayYes', { name: meant.name, date: dateText(meant.date, situation), company: situation.company });
  const span = { from: data.date_from, to: data.date_to };
  if (span.from === span.to) {
    const date = dateText(span.from, situation);
    const [only] = data.holidays;
    if (only === undefined) return say('holidayNo', { date });
    return only.weekly_off
      ? say('holidayWeeklyOff', { date })
      : say('holidayYes', { name: only.name, date, company: situation.company });
  }
  const [first] = named;
  if (first === undefined) return say('holidaysNone', { span: spanText(span, situation) });
  if (/ next /u.test(words)) return say('holidayNext', { holiday: lineOf(first) });
  const shown = formatList(named.slice(0, 15).map(lineOf));
  // A feast was asked for that the list does not have: no guess, but what there is.
  const asksOne =
    / (?:get|have|is|off|closed) /u.test(words) && !/ (?:what|which|list|show|tell|when|all) /u.test(words);
  return asksOne ? say('holidayUnknown', { list: shown }) : say('holidaysList', { list: shown });
}
