/** What stands in quotation marks, as typed. */
import { alignText, type TextSpan } from './spans.ts';

export interface Quoted {
  /** Without the marks, with its capitals. */
  readonly text: string;
  /** With the marks, in the normalised text. */
  readonly span: TextSpan;
}

/** Double marks of any kind; single ones only where they are no apostrophes. */
const QUOTED =
  /(?<double>["“”„«»]) ?(?<inner>[^"“”„«»]{1,500}?) ?["“”«»]|(?<![\p{L}\p{N}])'(?<single>[^'\s](?:[^']|'(?=\p{L})){0,498}?)'(?![\p{L}\p{N}])/gu;

/** All that is quoted, in order. Never throws. */
export function readQuoted(text: string): readonly Quoted[] {
  const { normalised, original } = alignText(text);
  return [...normalised.matchAll(QUOTED)].flatMap((match) => {
    const inner = match.groups?.['inner'] ?? match.groups?.['single'] ?? '';
    if (inner.trim() === '') return [];
    const start = match.index + match[0].indexOf(inner);
    const [from, to] = original([start, start + inner.length]);
    return [{ text: text.slice(from, to).trim(), span: [match.index, match.index + match[0].length] as const }];
  });
}
