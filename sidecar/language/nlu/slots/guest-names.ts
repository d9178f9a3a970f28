/** Names of those who are to come to a meeting, joined by words or by nothing. */
import { normaliseText } from '../../normalise.ts';
import { readPeople } from '../../people.ts';
import { mayBeName } from '../../people-words.ts';
import { alignText } from '../../spans.ts';
import { FIRST_NAMES } from '../names-known.ts';
import type { SlotContext } from './slot-reader.ts';

/** A day in a hurry, taken for a last name. */
const TYPED_DAY = / (?:tom+or+ow|tomm?or+o?w?|tmrw|tmw|mond?ay|tue?sday|wedn?e?sday|thu?rs?day|fri?day|nxt.*)$/u;
const NOT_PEOPLE = /^(?:a|an|the)$|^(?:mtg|meeting|calendar|room|zoom|teams)\b/u;

/** Names of those who are to come, lower case, in order. */
export function saidAttendees(text: string, context: Pick<SlotContext, 'people'>): readonly string[] {
  const plain = normaliseText(text);
  const read = readPeople(text, context.people).names.map(({ text: name, span }) => ({
    name: name.replace(TYPED_DAY, ''),
    at: span[0],
  }));
  // "sync marcus fri", "me + priya + tom": nothing leads these, and yet they are nothing but names.
  const known = [...plain.matchAll(/(?<![\p{L}'-])\p{L}+(?![\p{L}-])/gu)]
    .filter(
      ({ 0: word, index }) =>
        FIRST_NAMES.has(word) &&
        // "call marta" is a deed, "call jorge marta mon" a call with both.
        (startsNames(plain.slice(index)) ||
          !/(?:^|(?<!video|phone|zoom|quick|short|conference|schedule|book|an?) )(?:call|text|email|with a) $/u.test(
            plain.slice(0, index),
          )),
    )
    .map(({ 0: name, index }) => ({ name: name + lastName(text, index + name.length), at: index }))
    .filter(
      ({ name, at }) =>
        !read.some((one) => one.name.split(' ').includes(name) && at >= one.at && at <= one.at + one.name.length),
    );
  const beside = besideNames(plain).filter(
    ({ at }) => !read.some((one) => at >= one.at && at <= one.at + one.name.length),
  );
  const names = [...read, ...known, ...beside].sort((a, b) => a.at - b.at).map(({ name }) => name);
  return [...new Set(names)].filter((name) => name !== '' && !NOT_PEOPLE.test(name));
}

/** Words that are names beside one: "pete grace thurs 2pm". */
const BESIDE_NAME = /^(?:grace|mark|bill|rose|hope|joy|will|dean|chase|jack|max|ray|faith|art|rob|sue|drew)$/u;

function startsNames(words: string): boolean {
  const [, next = ''] = /^\p{L}+ (\p{L}+)/u.exec(words) ?? [];
  return FIRST_NAMES.has(next);
}

/** "pete grace" in lower case are two. */
function besideNames(plain: string): readonly { readonly name: string; readonly at: number }[] {
  return [...plain.matchAll(/(?<=(?<first>(?<![\p{L}'-])\p{L}+) )(?<name>\p{L}+)(?![\p{L}'-])/gu)].flatMap((match) => {
    const { first = '', name = '' } = match.groups ?? {};
    return FIRST_NAMES.has(first) && BESIDE_NAME.test(name) ? [{ name, at: match.index }] : [];
  });
}

/** A word with a capital right behind a first name: "Tom Baker". */
function lastName(text: string, at: number): string {
  const { original } = alignText(text);
  const next = /^ (?<last>\p{Lu}[\p{L}'-]+)/u.exec(text.slice(original([at, at + 1])[0]))?.groups?.['last'];
  return next === undefined || !mayBeName(next.toLowerCase(), true) ? '' : ` ${next.toLowerCase()}`;
}

/** Names and groups in the words that the tools take: "my team", "my manager", "everyone". */
export function saidGuests(text: string, context: Pick<SlotContext, 'people'>): readonly string[] {
  const { groups, emails } = readPeople(text, context.people);
  const words = { team: 'my team', manager: 'my manager', everyone: 'everyone', me: null } as const;
  const named = groups.flatMap((group) => words[group] ?? []);
  const known = named.length === 0 && / (?:the )?(?:whole )?team /u.test(` ${normaliseText(text)} `) ? [] : named;
  return [...new Set([...saidAttendees(text, context), ...known, ...emails])];
}
