/** Which kinds of document are decided through the assistant, and how people call them. */
import type { Person } from '../../people/person.ts';
import { CLAIM, LEAVE } from './waiting.ts';

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:leaves?|vacations?|holidays?|time off|days? off|pto|absences?)\b/iu, LEAVE],
  [/\b(?:expenses?|claims?|reimbursements?|receipts?)\b/iu, CLAIM],
];

/** The DocType meant by its name or by what people say; null when the company does not let it be approved here. */
export function doctypeMeant(said: string, person: Pick<Person, 'settings'>): string | null {
  const open = person.settings.approvableDoctypes;
  const wanted = said.trim().toLowerCase();
  const exact = open.find((doctype) => doctype.toLowerCase() === wanted || `${doctype.toLowerCase()}s` === wanted);
  if (exact !== undefined) return exact;
  const named = WORDS.find(([words]) => words.test(said))?.[1];
  return named !== undefined && open.includes(named) ? named : null;
}
