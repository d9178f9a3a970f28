import type { StoredAction } from '../../actions/stored-action.ts';
import { wordsOf } from '../../language/normalise.ts';
import type { Reply } from '../../language/replies.ts';

/** What an answer to a review of several cards picks. What is in neither list goes on waiting. */
export interface Selection {
  readonly confirm: readonly StoredAction[];
  readonly reject: readonly StoredAction[];
}

const VERB = '(?:(?:do|confirm|take|send|book|submit|accept|approve|run|go with) )?';
const ALL = new RegExp(
  `^${VERB}(?:to )?(?:both|all|everything|the lot|them all|them both|both of (?:them|those|these)|all of (?:them|those|these|it)|all (?:two|three|four|five))$`,
  'u',
);
const NONE = /^(?:neither|neither of (?:them|those|these)|none|none of (?:them|those|these)|nothing|not any of them)$/u;
const BUT =
  /^(?:all|both|everything|them all|all of them)?(?: of them)? ?(?:but|except|without|apart from|other than)(?: for)?(?: not)? (?<ref>.+)$/u;
const NOT = /^(?:but )?(?:not|skip|drop|leave out|cancel|without|remove|forget) (?<ref>.+)$/u;
const ONLY = new RegExp(
  `^(?:just|only) ${VERB}(?<ref>.+?)(?: only)?$|^${VERB}(?<ref2>.+) (?:only|but not the other(?: one)?s?)$`,
  'u',
);
const PICK = new RegExp(`^${VERB}(?:to )?(?<ref>.+)$`, 'u');
const YES = new Set('yes yeah yea yep yup ok okay sure alright fine great good perfect cool'.split(' '));
const NO = new Set(['no', 'nope', 'nah']);
const SOFT = new Set('please thanks thank you then now well hmm so oh'.split(' '));
/** "Send it" of a leave request and an e-mail means one of them. */
const ONE_OF_THEM = /\b(?:book|send|submit|file|request|approve|put|make)\b.*\b(?:it|that|this)\b/u;

/**
 * Reads an answer to "Two things to confirm: ... Shall I do both?". Null: it is no plain selection, and nothing may run on
 * it. Whole utterances only, as for a yes (decisions.md 7).
 */
export function selectionOf(text: string, reply: Reply, cards: readonly StoredAction[]): Selection | null {
  const nothing: readonly StoredAction[] = [];
  const spoken = wordsOf(text).join(' ');
  if (text.includes('?')) return null;
  if (reply.kind === 'yes') return ONE_OF_THEM.test(spoken) ? null : { confirm: cards, reject: nothing };
  if (reply.kind === 'no' || reply.kind === 'stop') return { confirm: nothing, reject: cards };
  const { rest, saidYes } = bare(spoken);
  if (rest === '' || rest.split(' ').length > 14) return null;
  if (ALL.test(rest)) return { confirm: cards, reject: nothing };
  if (NONE.test(rest)) return { confirm: nothing, reject: cards };
  const but = refOf(BUT.exec(rest), cards);
  if (but !== null) return { confirm: without(cards, but), reject: but };
  const only = refOf(ONLY.exec(rest), cards);
  if (only !== null) return { confirm: only, reject: without(cards, only) };
  const not = refOf(NOT.exec(rest), cards);
  // "Not the second" refuses one; whether the others are wanted is asked.
  if (not !== null) return { confirm: saidYes ? without(cards, not) : nothing, reject: not };
  const [wanted = '', unwanted] = rest.split(/ (?:but )?not /u);
  const pick = refOf(PICK.exec(wanted), cards);
  if (pick === null) return null;
  if (unwanted === undefined) return { confirm: pick, reject: nothing };
  const others = resolve(unwanted, cards);
  return others === null ? null : { confirm: pick, reject: others };
}

function bare(spoken: string): { readonly rest: string; readonly saidYes: boolean } {
  const words = spoken.split(' ');
  let saidYes = false;
  while (words.length > 0 && (YES.has(words[0] ?? '') || NO.has(words[0] ?? '') || SOFT.has(words[0] ?? ''))) {
    saidYes ||= YES.has(words.shift() ?? '');
  }
  while (SOFT.has(words.at(-1) ?? '')) words.pop();
  return { rest: words.join(' '), saidYes };
}

function without(cards: readonly StoredAction[], some: readonly StoredAction[]): readonly StoredAction[] {
  return cards.filter((card) => !some.includes(card));
}

function refOf(match: RegExpExecArray | null, cards: readonly StoredAction[]): readonly StoredAction[] | null {
  const words = match?.groups?.['ref'] ?? match?.groups?.['ref2'];
  return words === undefined ? null : resolve(words, cards);
}

const ORDINALS = [
  ['first', '1st', 'one', '1', 'former'],
  ['second', '2nd', 'two', '2'],
  ['third', '3rd', 'three', '3'],
  ['fourth', '4th', 'four', '4'],
  ['fifth', '5th', 'five', '5'],
];
const FILLING = new Set(
  'the my that this a an one ones card cards request requests number no thing to for of off with'.split(' '),
);

/** "Just Friday" may as well be a change of one of them: days and times pick nothing. */
const WHEN =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber|today|tomorrow|morning|afternoon|evening|noon|week|half|days?|\d.*)$/u;

/** "the first and the leave": each names one card, or all of a kind, or nothing is resolved. */
function resolve(words: string, cards: readonly StoredAction[]): readonly StoredAction[] | null {
  const found: StoredAction[] = [];
  for (const part of words.split(/ and /u)) {
    const card = resolveOne(part, cards);
    const some = card === null ? allOfKind(part, cards) : [card];
    if (some.length === 0) return null;
    found.push(...some.filter((one) => !found.includes(one)));
  }
  // In the order of the review, whatever the order of the words.
  return found.length === 0 ? null : cards.filter((card) => found.includes(card));
}

function resolveOne(part: string, cards: readonly StoredAction[]): StoredAction | null {
  const all = part.split(' ');
  const content = all.filter((word) => !FILLING.has(word));
  const place = content.length === 0 ? all.filter((word) => word === 'one').slice(1) : content;
  if (place.length === 1) {
    const word = place[0] ?? '';
    if (word === 'last' || (word === 'latter' && cards.length === 2)) return cards.at(-1) ?? null;
    if (word === 'other') return null;
    const at = ORDINALS.findIndex((names) => names.includes(word));
    if (at !== -1) return cards[at] ?? null;
  }
  if (content.length === 0 || content.some((word) => WHEN.test(word))) return null;
  const fitting = cards.filter((card) => {
    const bag = bagOf(card);
    return content.every((word) => bag.has(word) || bag.has(word.replace(/s$/u, '')));
  });
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** "the expenses": several of one kind, when the word names more than one card and not all of them. */
function allOfKind(part: string, cards: readonly StoredAction[]): readonly StoredAction[] {
  const content = part.split(' ').filter((word) => !FILLING.has(word) && word !== 'all' && word !== 'both');
  if (!(content.at(-1) ?? '').endsWith('s') || content.some((word) => WHEN.test(word))) return [];
  const fitting = cards.filter((card) => {
    const bag = bagOf(card);
    return content.every((word) => bag.has(word) || bag.has(word.replace(/s$/u, '')));
  });
  return fitting.length > 1 && fitting.length < cards.length ? fitting : [];
}

function bagOf(card: StoredAction): ReadonlySet<string> {
  const lines = card.lines.map((line) => `${line.label} ${line.to}`).join(' ');
  return new Set(wordsOf(`${card.title} ${card.type.replaceAll(/[._]/gu, ' ')} ${card.verb} ${lines}`));
}
