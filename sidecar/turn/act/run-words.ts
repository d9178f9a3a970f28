import type { LookUp } from '../../actions/provenance.ts';
import type { RunWords } from '../../actions/run-tool.ts';
import { clausesOf } from '../../language/nlu/clauses.ts';
import { isLabel, type LabelScore } from '../../language/nlu/labels.ts';
import { recognise } from '../../language/nlu/recognise.ts';
import { editDistance, wordsOf } from '../../language/normalise.ts';

/** From here on words may well ask for a tool. */
const ASKED = 0.4;
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
  /** Tools that these words go on with: what was asked for, the card in front. */
  readonly goesOnWith: readonly (string | undefined)[];
  readonly lookUps: readonly LookUp[];
}): RunWords {
  let wishes: readonly (readonly LabelScore[])[] | null = null;
  const asksFor = (type: string): boolean => {
    const tool = type.split('.').slice(1).join('.');
    // Of tools that no label stands for the words say nothing.
    if (!isLabel(tool) || given.goesOnWith.includes(tool)) return true;
    wishes ??= wishesOf(given.text);
    return wishes.some((scores) => scores.slice(0, 3).some(({ label, score }) => label === tool && score >= ASKED));
  };
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

function wishesOf(text: string): readonly (readonly LabelScore[])[] {
  const clauses = clausesOf(text, (words) => recognise(words)[0] ?? { label: 'other', score: 0 });
  return [text, ...clauses.map((clause) => clause.text)].map(recognise);
}

function isSame(said: string, word: string): boolean {
  const one = said.replace(/'s?$/u, '');
  const other = word.replace(/'s?$/u, '');
  const shorter = Math.min(one.length, other.length);
  const mild = shorter >= 7 ? 2 : 1;
  return one === other || (shorter >= 4 && editDistance(one, other, mild) <= mild);
}
