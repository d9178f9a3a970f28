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

export interface ToolHint {
  readonly label: Label;
  /** Place among the patterns of its label. */
  readonly index: number;
}

interface Hint extends ToolHint {
  readonly when: RegExp;
}

interface Compiled {
  readonly when: RegExp;
  /** One of these words is in every text that fits; null when there is no such set. */
  readonly needs: readonly string[] | null;
}

/** Patterns by a word without which they cannot hold, so that most of them need not be tried. */
const byWord = new Map<string, Hint[]>();
const always: Hint[] = [];
for (const [label, patterns] of Object.entries({ ...TOOL_PATTERNS, ...TALK_PATTERNS })) {
  if (!isLabel(label)) throw new TypeError(`Patterns for a label that is none: ${label}`);
  patterns.forEach((pattern, index) => {
    const { when, needs } = compiled(pattern);
    const hint: Hint = { label, index, when };
    if (needs === null) always.push(hint);
    for (const word of new Set(needs ?? [])) {
      const others = byWord.get(word);
      if (others === undefined) byWord.set(word, [hint]);
      else others.push(hint);
    }
  });
}

/** Words stand between single spaces, with one at each end. */
function compiled(pattern: string): Compiled {
  let needs: readonly string[] | null = null;
  const source = pattern
    .trim()
    .split(/\s+/u)
    .map((token) => {
      if (token === '^') return '^';
      if (token === '$') return ' $';
      if (token === '~') return String.raw`(?: \S+){0,3}`;
      if (token === '~~') return String.raw`(?: \S+){0,8}`;
      const isOptional = token.endsWith('?');
      const choices = token
        .replace(/\?$/u, '')
        .split('|')
        .flatMap((word) => (word.startsWith('<') ? conceptWords(word.slice(1, -1)) : [word.replaceAll('_', ' ')]));
      if (!isOptional && (needs === null || choices.length < needs.length))
        needs = choices.map((choice) => choice.split(' ')[0] ?? choice);
      const group = `(?: (?:${choices.map(escaped).join('|')})(?= ))`;
      return isOptional ? `${group}?` : group;
    })
    .join('');
  return { when: new RegExp(source, 'u'), needs };
}

function conceptWords(concept: string): readonly string[] {
  return OWN[concept]?.split('|') ?? wordsOfConcept(concept);
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
}

/** The patterns that hold for masked words. */
export function toolHints(words: readonly string[]): readonly ToolHint[] {
  const text = ` ${words.join(' ')} `;
  const candidates = new Set(always);
  for (const word of words) for (const hint of byWord.get(word) ?? []) candidates.add(hint);
  return [...candidates].filter(({ when }) => when.test(text));
}
