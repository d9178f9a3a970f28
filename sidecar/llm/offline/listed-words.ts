/** "Li's dinner, what was that about?": one of what was listed, by a word that only it has. */
import { wordsOf } from '../../language/normalise.ts';
import type { Situation } from '../model.ts';

const LEAST_LETTERS = 4;
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];
const SAY_NOTHING = new Set(
  'about what that this with from which show tell more have does when where there some they them their request task deal meeting claim expense leave please think know want'.split(
    ' ',
  ),
);

/** The words that point at it by its place, for who follows a list; null when none or several are meant. */
export function pointingWords(text: string, { focus }: Pick<Situation, 'focus'>): string | null {
  const listed = focus.mentions ?? [];
  const doctype = listed[0]?.doctype;
  const labels = listed.filter((one) => one.doctype === doctype).map(({ label }) => new Set(wordsOf(label)));
  if (labels.length < 2) return null;
  const said = wordsOf(text.replace(/['’]s\b/gu, '')).filter(
    (word) => word.length >= LEAST_LETTERS && !SAY_NOTHING.has(word),
  );
  const fitting = labels.flatMap((label, at) => (said.some((word) => label.has(word)) ? [at] : []));
  const [only, ...more] = fitting;
  const place = only === undefined || more.length > 0 ? undefined : ORDINALS[only];
  return place === undefined ? null : `the ${place} one`;
}
