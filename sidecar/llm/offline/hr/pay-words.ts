import { addMonths, type IsoDate, partsOf } from '../../../language/calendar.ts';
import { MONTHS } from '../../../language/date-tokens.ts';
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';

/** The month or year that a payslip is asked for, `YYYY-MM` or `YYYY`: never one that lies ahead. Null for none. */
export function saidMonth(text: string, today: IsoDate): string | null {
  const words = plainWords(text);
  const { year, month } = partsOf(today);
  if (/ (?:last|previous) month /u.test(words)) return addMonths(`${today.slice(0, 7)}-01`, -1).slice(0, 7);
  if (/ this month /u.test(words)) return today.slice(0, 7);
  const spoken = words.trim().split(' ');
  for (const [index, word] of spoken.entries()) {
    const number = MONTHS.get(word);
    // "May I see my payslip" names no month.
    if (number === undefined || (word === 'may' && spoken[index + 1] === 'i')) continue;
    const said = /^(?:19|20)\d{2}$/u.exec(spoken[index + 1] ?? '')?.[0];
    const which = said === undefined ? (number > month ? year - 1 : year) : Number(said);
    return `${which}-${String(number).padStart(2, '0')}`;
  }
  if (/ last year /u.test(words)) return String(year - 1);
  return / (?:in|for|of|from) (?<year>20\d{2}) /u.exec(words)?.groups?.['year'] ?? null;
}
