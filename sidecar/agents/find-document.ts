/** Which document is meant: by its id, its number, or words of its title. Matching alone; reading is the tools' business. */
import type { Question, Refusal } from '../actions/tool.ts';
import { wordsOf } from '../language/normalise.ts';

export interface Findable {
  /** Frappe's name of the document. */
  readonly id: string;
  /** What people call it. */
  readonly title: string;
}

/** Say nothing of which one is meant. */
const FILLERS = new Set(
  'a an the my our his her their of for to with on in and from about one task deal project lead claim request meeting event document number no'.split(
    ' ',
  ),
);

/**
 * Those that the words can mean: the one of that id; else those whose number it is ("task 12"); else those of exactly that
 * title; else those whose title holds every word. In the order given.
 */
export function matching<T extends Findable>(said: string, candidates: readonly T[]): readonly T[] {
  const wanted = said.trim().toLowerCase();
  const byId = candidates.filter(({ id }) => id.toLowerCase() === wanted);
  if (byId.length > 0) return byId;
  const number = /^(?:[\p{L} ]*?(?:#|no\.?|number)? ?)(?<digits>\d{1,6})$/u.exec(wanted)?.groups?.['digits'];
  if (number !== undefined) {
    const byNumber = candidates.filter(
      ({ id }) => Number(/(?<last>\d+)$/u.exec(id)?.groups?.['last']) === Number(number),
    );
    if (byNumber.length > 0) return byNumber;
  }
  const exact = candidates.filter(({ title }) => title.trim().toLowerCase() === wanted);
  if (exact.length > 0) return exact;
  const words = wordsOf(said).filter((word) => !FILLERS.has(word));
  if (words.length === 0) return [];
  const held = candidates.map((candidate) => ({ candidate, own: new Set(wordsOf(candidate.title)) }));
  const whole = held.filter(({ own }) => words.every((word) => own.has(word)));
  const found = whole.length > 0 ? whole : held.filter(({ own }) => words.every((word) => startsOne(word, own)));
  return found.map(({ candidate }) => candidate);
}

/** "relaunch" finds "Website Relaunch 2026", "launch" finds "launching"; three letters at least. */
function startsOne(word: string, own: ReadonlySet<string>): boolean {
  return word.length >= 3 && [...own].some((each) => each.startsWith(word));
}

const MOST_CHOICES = 5;

/** The one document meant; else the question which, or `nothing` in a sentence. A choice shows the id, so that it can be picked by it. */
export function theOne<T extends Findable>(
  said: string,
  candidates: readonly T[],
  words: { readonly slot: string; readonly which: string; readonly nothing: string },
): { readonly found: T } | { readonly answer: Refusal | Question } {
  const found = matching(idIn(said) ?? said, candidates);
  const [only, ...more] = found;
  if (only === undefined) return { answer: { kind: 'refusal', code: 'NOT_FOUND', sentence: words.nothing } };
  if (more.length === 0) return { found: only };
  const choices = found.slice(0, MOST_CHOICES).map(({ id, title }) => `${title} - ${id}`);
  return { answer: { kind: 'question', slot: words.slot, sentence: words.which, choices } };
}

/** The id at the end of a choice that this file offered. */
function idIn(said: string): string | null {
  return / - (?<id>\S+(?: \S+)*)$/u.exec(said)?.groups?.['id'] ?? null;
}
