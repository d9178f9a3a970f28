/** What words speak of when they speak of an expense that exists: the taxi, the Denver trip, software. */

import { isExpenseWord } from '../../../language/nlu/slots/expense-categories.ts';
import { normaliseText, wordsOf } from '../../../language/normalise.ts';

/** Names of kinds of expense, and things that no category has. */
const MORE = new Set(
  'travel meals meal supplies equipment training software license licence licences licenses phone internet chair diagram candidate customer client stamps conference trip subscription calls medical'.split(
    ' ',
  ),
);
const IDLE = new Set(['trip', 'ticket', 'tickets', 'travel']);

/** "taxi"; "denver" of "the trip to Denver"; null when no thing is named. */
export function knownThing(text: string): string | null {
  const plain = normaliseText(text);
  const place = /\b(?:trip|travel|journey|visit|flight|train) to (?<place>\p{L}{3,})/u.exec(plain)?.groups?.['place'];
  const words = wordsOf(text).filter((word) => isExpenseWord(word) || MORE.has(word));
  const things = [...new Set(words)].filter((word, _at, all) => !IDLE.has(word) || all.length === 1);
  if (place !== undefined && things.every((word) => IDLE.has(word))) return place;
  return things.length === 0 ? null : things.slice(0, 2).join(' ');
}
