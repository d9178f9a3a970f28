/** "What's her e-mail?", "tell him that ...": the colleague who was talked of last. */
import { plainWords } from '../../language/nlu/quick/leave-vocabulary.ts';
import type { ModelRequest, Situation } from '../model.ts';
import type { IntentScore } from './intent.ts';
import type { Step } from './step.ts';
import { call, has } from './step.ts';

const DIRECTORY = 'search_employee_directory';
const ABOUT_PEOPLE = new Set([DIRECTORY, 'search_contacts', 'get_contact', 'other']);
const PRONOUN = / (?:his|her|hers|their|him|she|he) /u;
const WAYS = / (?:e ?mail|mail|phone|number|mobile|cell|extension|reach|contact|address|call) /u;
const WHO = / (?:who is|what does|where does|which department|job|title|role|department) /u;

/** The person that words like "her" mean; null when nobody was talked of, or the words mean nobody. */
export function personMeant(text: string, { focus }: Pick<Situation, 'focus'>) {
  if (!PRONOUN.test(plainWords(text))) return null;
  return focus.mentions?.find(({ doctype }) => doctype === 'Employee' || doctype === 'Contact') ?? null;
}

/** "Email him that I'm sick", with the name in the place of the word; null when nobody is meant. */
export function withName(text: string, situation: Pick<Situation, 'focus'>): string | null {
  const person = personMeant(text, situation);
  if (person === null) return null;
  const named = text.replace(
    /\b(?:to |with )?(?:him|her|them)\b(?! (?:number|email|address|boss|manager|phone|team))/iu,
    (found) => `${/^(?:to|with) /iu.exec(found)?.[0] ?? ''}${person.label}`,
  );
  return named === text ? null : named;
}

/** What is asked about a colleague who is not named: the directory knows. Null: nobody is meant, or he is none. */
export function ofPerson(text: string, best: IntentScore, request: ModelRequest): Step | null {
  const words = plainWords(text);
  const asks = WAYS.test(words) || WHO.test(words);
  const writes =
    / (?:tell|ask|send|write|email|message|notify|log|let|call) (?:him|her|them|a|an) | (?:him|her) (?:an?|that|about) /u;
  if (!asks || writes.test(words) || !ABOUT_PEOPLE.has(best.intent) || !has(DIRECTORY, request)) return null;
  const person = personMeant(text, request.situation);
  if (person?.doctype !== 'Employee') return null;
  const contact = WAYS.test(words) ? { include_contact: true } : {};
  return call(DIRECTORY, { query: person.label, ...contact }, request);
}
