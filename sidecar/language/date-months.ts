/** Brings the month of a day beside it, under its name, as in "3rd to 5th December 2026". */
import { addMonths, type IsoDate, partsOf } from './calendar.ts';
import { type DateToken, MONTHS } from './date-tokens.ts';

/** Months from this one. */
const RELATIVE: Readonly<Record<string, number>> = { this: 0, next: 1, coming: 1, following: 1 };

interface MonthSaid {
  readonly name: readonly DateToken[];
  /** Tokens that said it. */
  readonly length: number;
}

/** "the 3rd to the 5th of next month", "next month from the 3rd to the 5th", "December, on the 3rd". */
export function monthsBesideDays(tokens: readonly DateToken[], today: IsoDate): readonly DateToken[] {
  const named: DateToken[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) continue;
    const ahead = monthBefore(tokens, at, today);
    if (ahead !== null) {
      const links = tokens.slice(at + ahead.month.length, ahead.day);
      named.push(...links, ...tokens.slice(ahead.day, ahead.day + 1), ...ahead.month.name);
      at = ahead.day;
      continue;
    }
    named.push(token);
    if (!endsStretch(token, tokens[at - 1])) continue;
    const next = skipped(tokens, at + 1, /^(?:of|in|the)$/u);
    const month = relativeMonth(tokens, next, today);
    if (month === null) continue;
    named.push(...month.name);
    at = next + month.length - 1;
  }
  return named;
}

/** A month, then its day: where the day is. */
function monthBefore(
  tokens: readonly DateToken[],
  at: number,
  today: IsoDate,
): { readonly month: MonthSaid; readonly day: number } | null {
  const token = tokens[at];
  const plain = token !== undefined && MONTHS.has(token.text) ? { name: [token], length: 1 } : null;
  const month = plain ?? relativeMonth(tokens, at, today);
  if (month === null) return null;
  const links = at + month.length;
  const day = skipped(tokens, links, /^(?:from|on|between|the|,)$/u);
  const found = tokens[day];
  const after = tokens[day + 1]?.text ?? '';
  if (day === links || found === undefined || MONTHS.has(after)) return null;
  // "December, 3 days"
  const stretch = /^\d\d?$/u.test(found.text) && /^(?:to|until|through|and|-)$/u.test(after);
  // "I may march on, second to none"
  const ordinal = found.kind === 'ordinal' && (/^\d/u.test(found.text) || tokens[day - 1]?.text === 'the');
  return (ordinal && after !== 'week') || stretch ? { month, day } : null;
}

function relativeMonth(tokens: readonly DateToken[], at: number, today: IsoDate): MonthSaid | null {
  const said = tokens[at];
  const ahead = RELATIVE[said?.text ?? ''];
  if (said === undefined || ahead === undefined || tokens[at + 1]?.text !== 'month') return null;
  const { year, month } = partsOf(addMonths(`${today.slice(0, 8)}01`, ahead));
  const text = [...MONTHS].find(([, number]) => number === month)?.[0] ?? '';
  // Both stand where "next month" stood.
  const place = { start: said.start, end: tokens[at + 1]?.end ?? said.end };
  return {
    name: [
      { kind: 'word', text, ...place },
      { kind: 'number', text: String(year), value: year, ...place },
    ],
    length: 2,
  };
}

/** A bare number is a day of a month only where it ends a stretch or a list: "from 3 to 5 next month". */
function endsStretch(token: DateToken, before: DateToken | undefined): boolean {
  if (token.kind === 'ordinal') return token.value <= 31;
  return /^\d\d?$/u.test(token.text) && /^(?:to|until|through|and|or|-|,|on)$/u.test(before?.text ?? '');
}

function skipped(tokens: readonly DateToken[], at: number, words: RegExp): number {
  let next = at;
  while (words.test(tokens[next]?.text ?? '')) next++;
  return next;
}
