/** Whose task it is: "for priya", "assign it to Tom", "todo li ...". */
import { mayBeName } from '../../people-words.ts';
import { FIRST_NAMES, ORG_WORDS } from '../names-known.ts';

const NAME = String.raw`[\p{Lu}][\p{L}.'-]*(?: [\p{Lu}][\p{L}.'-]*){0,2}|[\p{L}][\p{L}.'-]*(?: b)?`;
const SELF =
  /^(?:up|down|out|me|myself|i|us|the|a|an|it|this|that|my|our|today|tomorrow|team|everyone|next|monday|tuesday|wednesday|thursday|friday|saturday|sunday|all)$/iu;

/** A name, lower case, and the words without it. */
export interface Part {
  readonly name: string;
  readonly rest: string;
}

const ASSIGNEES: readonly RegExp[] = [
  /^for (?<name>\p{Lu}\p{L}+) (?=(?:an? )?(?:new |another )*(?:task|to-?do|ticket))/iu,
  /(?<=\b(?:task|to-?do|ticket)) (?:so that|so|that) (?<name>\p{Lu}\p{L}+) (?=\p{Ll})/u,
  /^(?:assign|give|delegate|hand)(?: this| it)? to (?<name>\p{L}+): ?/iu,
  /^(?:please )?make (?<name>\p{L}+(?: \p{Lu}\p{L}+)?) (?:responsible for|the owner of|do) (?=\p{L})/u,
  /(?<=\b(?:[Cc]reate|[Mm]ake|[Aa]dd|[Oo]pen|[Ss]et up) )for (?<name>\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?) (?=(?:a |an |the )?(?:new )?(?:task|to-?do|ticket))/u,
  /\b(?:assign|delegate|give) to (?<name>\p{L}+(?: \p{Lu}\p{L}+)?)(?: (?:the|a) (?:task|job|to-?do))? (?=(?:to|of) )/iu,
  new RegExp(
    String.raw`\b(?:assign|delegate|hand|give|pass)\b(?: over)? (?<kept>.*?)(?: over)? to (?<name>${NAME})(?=$|[,.;:]| as | and )`,
    'u',
  ),
  new RegExp(
    String.raw`\b(?:assign|give|hand|set|get|create|make) (?<name>${NAME}) (?=(?:a |an |the |another |new )*(?:task|job|to-?do|ticket|work)\b)`,
    'u',
  ),
  new RegExp(
    String.raw`\b(?:task|to-?do|ticket|item|job)s?(?: in| up)?(?: called [^:,]+)? for (?<name>${NAME})(?=$| ?[,.;:]| to | about | that | due | and )`,
    'u',
  ),
  /^(?<name>(?!Someone|Somebody|We|I\b)\p{Lu}[\p{L}'-]*) (?:should|has to|must|needs to|is to) (?=\p{L})/u,
  /^(?:please |hey |um |so )*(?:have|make|let) (?<name>\p{Lu}[\p{L}'-]*(?: \p{Lu}[\p{L}'-]*)?) (?=\p{Ll})/u,
  new RegExp(`^(?:please |can you |could you |hey |um |so )*(?:ask|tell|have|get) (?<name>${NAME}) to `, 'iu'),
  new RegExp(`[,;]? (?:and )?(?:assign(?:ed)?(?: it| this)?|give it|it goes) to (?<name>${NAME})$`, 'u'),
  /\bfor (?<name>\p{Lu}[\p{L}'-]*(?: \p{Lu}[\p{L}'-]*)?)$/u,
];

/** Null when nobody is named. */
export function readAssignee(text: string): Part | null {
  const group = GROUP.exec(text);
  if (group?.groups?.['name'] !== undefined) {
    return { name: group.groups['name'].toLowerCase(), rest: cutOut(text, group, 'task') };
  }
  // "task for priya proofread the brochure": a name is known without a word after it.
  const named =
    /^(?!(?:task|todo|ticket|bug|note|reminder|urgent|important|new|item|job)s?:)(?<name>\p{L}+): (?=\p{L})/iu.exec(
      text,
    );
  if (named !== null && mayBeName((named.groups?.['name'] ?? '').toLowerCase(), true))
    return { name: (named.groups?.['name'] ?? '').toLowerCase(), rest: text.slice(named[0].length) };
  const should =
    /^(?<name>\p{L}+) (?:should|has to|must|needs(?: to)?|gets) (?:(?:have|get) an? (?:task|to-?do|ticket) (?:to|for) )?(?=\p{L})/iu.exec(
      text,
    );
  if (should !== null && FIRST_NAMES.has((should.groups?.['name'] ?? '').toLowerCase()))
    return { name: (should.groups?.['name'] ?? '').toLowerCase(), rest: text.slice(should[0].length) };
  const told = /^(?:have|let|make|get) (?<name>\p{L}+) (?=\p{Ll})/iu.exec(text);
  if (told !== null && FIRST_NAMES.has((told.groups?.['name'] ?? '').toLowerCase()))
    return { name: (told.groups?.['name'] ?? '').toLowerCase(), rest: text.slice(told[0].length) };
  const terse = terseAssignee(text);
  if (terse !== null) return terse;
  for (const [index, pattern] of ASSIGNEES.entries()) {
    const found = pattern.exec(text);
    const name = found?.groups?.['name']?.trim().replace(/'s$/u, '');
    if (found === null || name === undefined || SELF.test(name) || isCompany(name)) continue;
    // "A follow-up task for Globex" is about a customer as often as for a colleague.
    if (index === ASSIGNEES.length - 1 && !/\b(?:task|to-?do|ticket)\b/iu.test(text)) continue;
    const kept = found.groups?.['kept'];
    if (kept !== undefined)
      return { name: name.toLowerCase(), rest: `${kept ?? ''} ${text.slice(found.index + found[0].length)}`.trim() };
    // "A task for Tom to test the login page": the task stays, its "for Tom" goes.
    const noun =
      found[0].includes(' for ') && /\b(?:task|to-?do|ticket|item|job)s?\b/iu.test(found[0])
        ? found[0].slice(0, found[0].lastIndexOf(' for ')).replace(/ (?:in|up)$/u, '')
        : '';
    return { name: name.toLowerCase(), rest: cutOut(text, found, noun) };
  }
  return null;
}

const TERSE_NOUN = '(?:task|to-?do|ticket)s?';
const TERSE: readonly RegExp[] = [
  new RegExp(
    `^(?:(?:put|get|enter) )?(?<lead>.*\\b${TERSE_NOUN})(?: in| up)? for (?<name>\\p{L}+) (?:- )?(?!(?:to|about|that|due|and) )(?=\\p{L})`,
    'iu',
  ),
  // "todo li upd org chart", "new task anna prepare invoices": a first name and the deed behind it.
  new RegExp(
    `^(?<lead>(?:(?:add|create|make|open|new|put|a|another|urgent|important|pls|please) )*${TERSE_NOUN})(?: -)? (?<name>\\p{L}+)(?: to|:|,)? (?!(?:should|must|has|needs|about|and|or|is|on|re|called|for|with|at|by|today|tomorrow|tmrw)(?!\\p{L}))(?=\\p{L})`,
    'iu',
  ),
  // "tom to fix label printer, task"
  /^(?<lead>)(?<name>\p{L}+) to (?=\p{Ll})/iu,
];

function terseAssignee(text: string): Part | null {
  for (const pattern of TERSE) {
    const found = pattern.exec(text);
    const { lead = '', name = '' } = found?.groups ?? {};
    if (found === null || !FIRST_NAMES.has(name.toLowerCase())) continue;
    // "Task Maya Lopez contract": a last name is no deed.
    if (/^\p{Lu}/u.test(text.slice(found[0].length)) && /^\p{Lu}/u.test(name)) continue;
    return { name: name.toLowerCase(), rest: `${lead} ${text.slice(found[0].length)}`.trim() };
  }
  return null;
}

/** "For everyone": nobody in particular, which whoever assigns has to say. */
const GROUP =
  /\b(?:task|to-?do|ticket)s? for (?<name>everyone|everybody|all|the team|my team|the whole team)(?=$|[,.;:]| to )/iu;

function isCompany(name: string): boolean {
  return name
    .toLowerCase()
    .split(' ')
    .some((word) => ORG_WORDS.has(word));
}

/** The text with `instead` in place of what was found. */
export function cutOut(text: string, found: RegExpExecArray, instead = ''): string {
  return `${text.slice(0, found.index)} ${instead} ${text.slice(found.index + found[0].length)}`
    .replace(/\s+/gu, ' ')
    .trim();
}
