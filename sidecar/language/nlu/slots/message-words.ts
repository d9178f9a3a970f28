/** Whom a message is for and where its text begins. Case is kept: the text is sent as it was said. */

import { mayBeName } from '../../people-words.ts';
import { FIRST_NAMES, ORG_WORDS } from '../names-known.ts';

/** A text beside its lower-case twin; places in one are places in the other. */
export interface Cased {
  readonly text: string;
  readonly lower: string;
}

const POLITE =
  /^(?:(?:um+|uh+|er+|hey|hi|hello|ok|okay|so|well|please|pls|like|and|also|then|now|just|kindly)[,:]? |(?:can|could|would|will) you (?:please |just |maybe |quickly )*|(?:i(?:'d| would) like|i want|i need|i have) (?:you )?to |(?:let me|i'll|i will|go ahead and|make sure to|don't forget to) )/u;

/** "bob at client dot example" */
const SPOKEN_ADDRESS =
  /(?<![\p{L}@.])[\p{L}\p{N}_-]+(?: dot [\p{L}\p{N}_-]+)* at [\p{L}\p{N}-]+(?: dot [\p{L}\p{N}-]+)+/giu;
const asAddress = (spoken: string) => spoken.replace(/ dot /giu, '.').replace(/ at /iu, '@').toLowerCase();

export function casedOf(text: string): Cased {
  const plain = text.replace(/[‘’]/gu, "'").replace(/\s+/gu, ' ').trim().replace(SPOKEN_ADDRESS, asAddress);
  const lower = plain.toLowerCase();
  let both: Cased = lower.length === plain.length ? { text: plain, lower } : { text: lower, lower };
  for (;;) {
    const lead = POLITE.exec(both.lower)?.[0].length ?? 0;
    if (lead === 0) return both;
    both = from(both, lead);
  }
}

export function from({ text, lower }: Cased, at: number): Cased {
  const skipped = at + (/^ +/u.exec(lower.slice(at))?.[0].length ?? 0);
  return { text: text.slice(skipped), lower: lower.slice(skipped) };
}

const ADDRESS = "[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(?:\\.[a-z0-9-]+)+";
const GROUP = new RegExp(
  `^(?:${[
    '(?:my|our|the) (?:line |direct |team )?(?:manager|boss|supervisor|lead|superior|team ?lead)',
    '(?:my|our|the) (?:whole |entire )?(?:[a-z]+ )?(?:team|colleagues|reports|department|teammates)',
    'all (?:staff|hands|employees)',
    '(?:everyone|everybody|all|people|all people)(?: (?:in|of|from|on) (?:the |my |our )?(?:(?:[a-z0-9&-]+ ){0,3}?(?:project|team|department)|[a-z]+))?(?: team)?',
    '(?:the )?(?:human resources|hr|finance|sales|engineering|it|it support|management|legal|operations|compliance|warehouse|production|reception|facilities|logistics|procurement|purchasing|marketing|accounting|payroll|helpdesk|shipping|quality|support|maintenance)(?: team| department)?',
    'team',
  ].join('|')})(?![a-z])`,
  'u',
);
/** Begin what is said, not who is told. */
const NO_NAME = new Set(
  `that about to if whether when what where why how who i i'm im i'll i've i'd we we're we'll it it's is are was were the a an my our this these those there there's
  thanks thank ok okay yes no not he she they his her their he's she's they're know saying say says and or on in at for with by from of via per re regarding subject you your
  him them me us please lunch dinner done ready late running back a someone somebody anyone something an email mail message note concerning stating informing explaining announcing confirming requesting
  tell ask let write say remind him over via fyi thanking regards telling asking mentioning`.split(/\s+/u),
);

/** The one or several at the beginning of a text, and what follows them; null for nobody. Names are told with ", " between. */
export function whoAt(both: Cased): { readonly who: string; readonly rest: Cased } | null {
  const first = oneAt(both);
  if (first === null) return null;
  const names = [first.who];
  let { rest } = first;
  for (;;) {
    const link = /^(?:, ?and |, ?| ?and | ?& )/u.exec(rest.lower)?.[0];
    if (link === undefined) break;
    const next = oneAt(from(rest, link.length));
    // "Tell Tom, lunch is ready": a comma alone may begin the text.
    if (next === null || (!/and|&/u.test(link) && !LIST_GOES_ON.test(next.rest.lower))) break;
    names.push(next.who);
    rest = next.rest;
  }
  return { who: names.join(', '), rest };
}

const LIST_GOES_ON = /^(?:,|:|and |& |that |about |know|an? |$)/u;
/** What comes after a name, so that the word before it is a part of the name: "grace lin the offer". */
const AFTER_NAME = /^ ?(?:the|an?|that|about|re|regarding|saying|know|whether|if)(?![a-z])|^ ?:/u;

function oneAt(both: Cased): { readonly who: string; readonly rest: Cased } | null {
  const address = new RegExp(`^${ADDRESS}`, 'u').exec(both.lower)?.[0].replace(/[.']+$/u, '');
  if (address !== undefined) return cut(both, address.length);
  const group = GROUP.exec(both.lower)?.[0];
  if (group !== undefined) return cut(both, group.length);
  const lead =
    /^(?:the (?:customer|client|contact|supplier|lead) |mr\.? |ms\.? |mrs\.? )/u.exec(both.lower)?.[0].length ?? 0;
  const name = from(both, lead);
  const word = wordAt(name);
  if (word === null || NO_NAME.has(word.toLowerCase())) return null;
  let length = word.length;
  for (;;) {
    const next = wordAt(from(name, length));
    // A second name: a capital letter, or one letter alone ("tom b").
    if (next === null || NO_NAME.has(next.toLowerCase()) || !name.text.slice(length).startsWith(` ${next}`)) break;
    const isInitial = next.length === 1 && !/^[ai]$/iu.test(next);
    const isLast = !next.includes('.') && AFTER_NAME.test(name.lower.slice(length + 1 + next.length));
    const isSecond = length === word.length && isSurname(word, next, name.lower.slice(length + 1 + next.length));
    if (!isCapital(next) && !isInitial && !isLast && !isSecond) break;
    length += 1 + next.length;
    if (length > 60) break;
  }
  return cut(name, length);
}

/** "email tobias brandt samples ship monday": a word that is no common one, behind a first name. */
function isSurname(first: string, next: string, after: string): boolean {
  return (
    FIRST_NAMES.has(first.toLowerCase()) &&
    next.length > 3 &&
    !ORG_WORDS.has(next) &&
    !next.includes('.') &&
    mayBeName(next, false) &&
    !/^ (?:is|are|was|were|has|had|have|called|said|says|wants|needs|will|can|came|asked|sent|signed|won|lost|just)(?![a-z])/u.test(
      after,
    )
  );
}

const isCapital = (word: string) => /^\p{Lu}/u.test(word);

function wordAt(both: Cased): string | null {
  return /^[\p{L}][\p{L}\p{M}.-]*/u.exec(both.text)?.[0].replace(/\.$/u, '') ?? null;
}

function cut(both: Cased, length: number): { readonly who: string; readonly rest: Cased } {
  const possessive = /^'s?(?= )/u.exec(both.lower.slice(length))?.[0].length ?? 0;
  return {
    who: groupName(both.text.slice(0, length)),
    rest: from(both, length + possessive),
  };
}

/** "everyone in engineering" is engineering, "the team" the team. */
function groupName(who: string): string {
  return who
    .replace(/^(?:everyone|everybody|all|people|all people) (?:in|of|from|on) (?:the |my |our )?/iu, '')
    .replace(/^(?:the|our|my) (?:whole |entire )?(?=team$)/iu, '');
}

/** A text without quotes around it and without the courtesies after it; null for nothing. */
export function saidText(text: string): string | null {
  const plain = text
    .replace(/^[\s:,;-]+/u, '')
    .replace(/[\s,]+(?:please|pls|thanks|thank you)[.!]*$/iu, '')
    .replace(/^["“](?<inner>.*)["”]$/u, '$<inner>')
    .trim();
  return plain === '' || /^[.!?]+$/u.test(plain) ? null : plain;
}
