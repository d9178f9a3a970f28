/** Names collected over several turns. */
import { saidGuests } from '../../../language/nlu/slots/guest-names.ts';
import { normaliseText } from '../../../language/normalise.ts';
import { mayBeName } from '../../../language/people-words.ts';
import type { Situation } from '../../model.ts';
import type { Args } from '../step.ts';
import { slotContext } from './wording.ts';

export const ALONE = /(?<![a-z])(?:just me|only me|nobody|no one|no-one|myself|alone|for me|none)(?![a-z])/u;

/** Names after an answer: the one picked takes the place of the name that had several owners; words name new ones. */
export function withGuest(args: Args, text: string, choice: string | null, situation: Situation): readonly string[] {
  const before = Array.isArray(args['attendees']) ? args['attendees'].map(String) : [];
  if (choice !== null) {
    const own = choice.toLowerCase().split(/\s+/u);
    const at = before.findIndex(
      (name) =>
        name
          .toLowerCase()
          .split(/\s+/u)
          .every((word) => own.includes(word.replace(/\.$/u, ''))) && name.toLowerCase() !== choice.toLowerCase(),
    );
    return at === -1 ? [...before, choice] : before.map((name, index) => (index === at ? choice : name));
  }
  return [...new Set([...before, ...namesSaid(text, situation)])];
}

function isName(word: string): boolean {
  return mayBeName(word.toLowerCase(), word !== word.toLowerCase()) || /@/u.test(word);
}

/** Whoever is named in an answer to "who?": also words that no sentence leads. */
export function namesSaid(text: string, situation: Situation): readonly string[] {
  if (ALONE.test(normaliseText(text))) return [];
  const led = saidGuests(text, slotContext(situation));
  const parts = text
    .split(/,|&|\+|(?<![\p{L}])(?:and|with)(?![\p{L}])/iu)
    .map((part) =>
      part
        .replace(/^(?:also|maybe|please|just|invite|add)\s+/iu, '')
        .replace(/[.!?]+$/u, '')
        .replace(/\s+(?:please|too|as well)$/iu, '')
        .trim(),
    )
    .filter((part) => part !== '' && part.split(/\s+/u).length <= 4);
  if (led.length >= parts.length) return led;
  const words = parts
    .filter((part) => !/^(?:me|myself|i|us)$/iu.test(part) && part.split(/\s+/u).every(isName))
    .map((part) => part.toLowerCase());
  return words.length > 0 ? words : led;
}
