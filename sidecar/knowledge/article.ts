import type { Countable } from '../search/bm25.ts';
import { termsOf } from '../search/terms.ts';
import { type Block, blocksOf } from './html-text.ts';

/** What the site tells of an article without its text. */
export interface ArticleFacts {
  /** Frappe's name of it. */
  readonly id: string;
  readonly title: string;
  readonly category: string;
  /** Path on the website, without a slash; null when it has none. */
  readonly route: string | null;
  readonly published: boolean;
  /** As the site writes it. */
  readonly modified: string;
  /** Where it is opened, when that is neither the website nor Desk's form of an article: a file, a wiki page. */
  readonly href?: string;
}

export interface Sentence {
  readonly text: string;
  /** Heading it stands under, null before the first. */
  readonly section: string | null;
  readonly isStep: boolean;
  readonly terms: ReadonlySet<string>;
}

/** An article read once: its sentences, and its words as the ranking counts them. */
export interface Article extends ArticleFacts, Countable {
  readonly sentences: readonly Sentence[];
  /** Characters of plain text. */
  readonly size: number;
}

/** What a word is worth by where it stands. */
const TITLE = 6;
const HEADING = 2;
const CATEGORY = 0.5;

export function articleOf(facts: ArticleFacts, content: string): Article {
  return articleOfBlocks(facts, blocksOf(content));
}

/** As `articleOf`, of what was read before. */
export function articleOfBlocks(facts: ArticleFacts, blocks: readonly Block[]): Article {
  const counts = new Map<string, number>();
  const count = (text: string, worth: number) => {
    for (const term of termsOf(text)) counts.set(term, (counts.get(term) ?? 0) + worth);
  };
  count(facts.title, TITLE);
  count(facts.category, CATEGORY);
  for (const block of blocks) count(block.text, block.kind === 'heading' ? HEADING : 1);
  const size = blocks.reduce((sum, block) => sum + block.text.length, 0);
  const sentences = sentencesOf(blocks);
  const length = sentences.reduce((sum, sentence) => sum + sentence.terms.size, 0);
  return { ...facts, sentences, counts, length: Math.max(1, length), size };
}

function sentencesOf(blocks: readonly Block[]): readonly Sentence[] {
  const sentences: Sentence[] = [];
  let section: string | null = null;
  for (const block of blocks) {
    if (block.kind === 'heading') {
      section = block.text;
      continue;
    }
    const isStep = block.kind === 'step';
    // A step is one thing to do, whatever its dots.
    for (const text of isStep ? [block.text] : splitSentences(block.text)) {
      sentences.push({ text, section, isStep, terms: new Set(termsOf(text)) });
    }
  }
  return sentences;
}

const ABBREVIATION =
  /(?:\b(?:e\.g|i\.e|etc|approx|incl|excl|no|nr|vs|mr|mrs|ms|dr|st|inc|ltd|fig|min|max)|\b\p{Lu})\.$/iu;

/** Sentences of a paragraph. "e.g." and "No. 5" end none. */
function splitSentences(text: string): readonly string[] {
  const sentences: string[] = [];
  let held = '';
  for (const piece of text.split(/(?<=[.!?…]["'”’)]?)\s+(?=["'“‘(]?[\p{Lu}\p{N}])/u)) {
    held = held === '' ? piece : `${held} ${piece}`;
    if (ABBREVIATION.test(piece)) continue;
    sentences.push(held);
    held = '';
  }
  if (held !== '') sentences.push(held);
  return sentences;
}
