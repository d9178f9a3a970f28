/** Which of the requests that wait words mean. */
import { plainWords } from '../../../language/nlu/quick/leave-vocabulary.ts';
import { wordsOf } from '../../../language/normalise.ts';
import type { Situation } from '../../model.ts';
import { saidPlace } from '../choice.ts';
import type { Approval } from './data.ts';

/** What is talked of, and never waits for anybody's decision. */
const NO_REQUESTS = new Set(
  'Task|ToDo|Help Article|Event|Contact|Account|Opportunity|Employee|Salary Slip|Project'.split('|'),
);

/** A request that was just told: "the first one", "it". */
export function pointedAt(text: string, situation: Situation) {
  const documents = (situation.focus.mentions ?? []).filter(
    ({ doctype }) => doctype !== undefined && !NO_REQUESTS.has(doctype),
  );
  if (documents.length === 0) return null;
  const place =
    / (?:the |number )?(?<place>first|second|third|fourth|fifth|last|1|2|3|4|5)(?: one| request| claim)? /u.exec(
      plainWords(text),
    )?.groups?.['place'];
  const index = place === undefined ? null : saidPlace(place, documents.length);
  // One of them was told in detail: "it" is that one.
  const told = documents.find(({ name }) => name === situation.focus.lastArgs?.['one']);
  const [only, ...more] = told === undefined ? documents : [told];
  const found =
    index !== null
      ? documents[index]
      : more.length === 0 && / (?:it|that|this)(?: one)? /u.test(plainWords(text))
        ? only
        : undefined;
  return found === undefined ? null : { doctype: found.doctype ?? '', name: found.name, label: found.label };
}

/** Whether words pick an offered choice: by the name in it, or what it is for. */
export function meant(text: string, choice: string): boolean {
  const own = new Set(wordsOf(choice));
  const asked = keysOf(text);
  return asked.length > 0 && asked.every((word) => own.has(word));
}

const FILLERS = new Set(
  `approve aprove approved accept confirm reject decline deny refuse turn down say no yes to ok okay please pls the a an one ones of for from his her their that this it and both all
  every everything pending request requests leave vacation holiday time off days day claim claims expense expenses application i you can could want sign grant authorise authorize give go ahead
  green light through wave let have with is fine good right what hey um uh also me my in on queue waiting something sick annual dont do not mark set as rejected`.split(
    /\s+/u,
  ),
);

/** The words that tell one request from another: names and what it is for. */
function keysOf(text: string): readonly string[] {
  const cut = text
    .replace(/[,;:]\s.*$/u, '')
    .replace(/\b(?:because|since|due to|with (?:a |the )?(?:note|comment))\b.*$/iu, '');
  return wordsOf(cut)
    .map((word) => word.replace(/'s$/u, ''))
    .filter((word) => !FILLERS.has(word));
}

/** Those that the names and things in the words fit; all when the words name none. */
export function fitting(text: string, approvals: readonly Approval[]): readonly Approval[] {
  const keys = keysOf(text).filter(
    (word) => !/^(?:first|second|third|fourth|fifth|last|latest|newest|oldest)$/u.test(word),
  );
  if (keys.length === 0) return approvals;
  const held = approvals.map((one) => ({ one, own: wordsOf(`${one.who} ${one.what} ${one.reason ?? ''}`) }));
  const all = held.filter(({ own }) => keys.every((key) => own.some((word) => fits(word, key))));
  if (all.length > 0) return all.map(({ one }) => one);
  const some = held.filter(({ own }) => keys.some((key) => own.some((word) => fits(word, key))));
  return some.map(({ one }) => one);
}

function fits(word: string, key: string): boolean {
  // "Approve toms": people leave the apostrophe out.
  return word === key || `${word}s` === key || (key.length >= 4 && word.startsWith(key));
}

/** "All of them", "both", "everything" */
export function wantsAll(text: string): boolean {
  return / (?:all|both|everything|every|each|them) /u.test(plainWords(text));
}
