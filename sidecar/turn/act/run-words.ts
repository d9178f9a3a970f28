import type { LookUp } from '../../actions/provenance.ts';
import type { RunWords } from '../../actions/run-tool.ts';
import { editDistance, wordsOf } from '../../language/normalise.ts';

/** Groups and relations are found by who the person is, not by a name. */
const AUDIENCE = new Set(
  `me myself my own our the a an to of in on at and all everyone everybody people whole entire team teammates mates mate colleagues colleague reports report direct crew
  guys folks manager boss supervisor superior lead leader line department dept company office staff group customer client contact supplier address mail email e`.split(
    /\s+/u,
  ),
);
/** A name of fewer letters may be a part of anything. */
const SHORTEST_NAME = 2;

/** What the words of a conversation name and ask for, read by rules alone (decisions.md 14). */
export function createRunWords(given: {
  /** The user's words of this wish. */
  readonly text: string;
  /** What he said and was told before. */
  readonly before: readonly string[];
  /** Whether the words can be taken for a tool at all, or go on with it. */
  readonly asksFor: (tool: string) => boolean;
  readonly lookUps: readonly LookUp[];
}): RunWords {
  const asksFor = (type: string): boolean => given.asksFor(type.slice(type.indexOf('.') + 1));
  return {
    asksFor,
    names(who) {
      const wanted = wordsOf(who).filter((word) => !AUDIENCE.has(word) && word.length >= SHORTEST_NAME);
      if (wanted.length === 0) return true;
      const found = given.lookUps.filter(({ type }) => asksFor(type)).map(({ data }) => JSON.stringify(data));
      const said = [given.text, ...given.before, ...found].flatMap(wordsOf);
      // "tom" is Tom Baker, and "Marcsu" was meant to be Marcus.
      return wanted.some((word) => said.some((one) => isSame(one, word)));
    },
  };
}

function isSame(said: string, word: string): boolean {
  const one = said.replace(/'s?$/u, '');
  const other = word.replace(/'s?$/u, '');
  const shorter = Math.min(one.length, other.length);
  const mild = shorter >= 7 ? 2 : 1;
  return one === other || (shorter >= 4 && editDistance(one, other, mild) <= mild);
}
