import { isLabel, type Label } from '../labels.ts';
import { wordsOfConcept } from '../lexicon.ts';
import { TALK_PATTERNS } from './talk-patterns.ts';
import { TOOL_PATTERNS } from './tool-patterns.ts';

/** Concepts that only patterns need. */
const OWN: Readonly<Record<string, string>> = {
  PEOPLE: 'xxname|everyone|everybody|anyone|anybody|team|we|she|he|they',
  REMINDVERB: 'call|buy|send|write|review|check|prepare|update|order|fix|finish|follow|close|test',
  BY: 'by|per|via',
};

interface Hint extends ToolHint {
  readonly when: RegExp;
}

const HINTS: readonly Hint[] = Object.entries({ ...TOOL_PATTERNS, ...TALK_PATTERNS }).flatMap(([label, patterns]) => {
  if (!isLabel(label)) throw new TypeError(`Patterns for a label that is none: ${label}`);
  return patterns.map((pattern, index): Hint => ({ label, index, when: compiled(pattern) }));
});

/** Words stand between single spaces, with one at each end. */
function compiled(pattern: string): RegExp {
  const source = pattern
    .trim()
    .split(/\s+/u)
    .map((token) => {
      if (token === '^') return '^';
      if (token === '$') return ' $';
      if (token === '~') return String.raw`(?: \S+){0,3}`;
      if (token === '~~') return String.raw`(?: \S+){0,8}`;
      const optional = token.endsWith('?');
      const words = token
        .replace(/\?$/u, '')
        .split('|')
        .flatMap((word) => (word.startsWith('<') ? conceptWords(word.slice(1, -1)) : [word.replaceAll('_', ' ')]));
      const group = `(?: (?:${words.map(escaped).join('|')})(?= ))`;
      return optional ? `${group}?` : group;
    })
    .join('');
  return new RegExp(source, 'u');
}

function conceptWords(concept: string): readonly string[] {
  return OWN[concept]?.split('|') ?? wordsOfConcept(concept);
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
}

export interface ToolHint {
  readonly label: Label;
  /** Place among the patterns of its label. */
  readonly index: number;
}

/** The patterns that hold for masked words. */
export function toolHints(words: readonly string[]): readonly ToolHint[] {
  const text = ` ${words.join(' ')} `;
  return HINTS.filter(({ when }) => when.test(text));
}
