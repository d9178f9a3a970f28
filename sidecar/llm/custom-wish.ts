/** Words that lead to an agent of the company's own: by its trigger phrases, then the tool by its own words. */
import { wordsOf } from '../language/normalise.ts';
import type { CustomGuide } from './model.ts';

export interface CustomWish {
  readonly guide: CustomGuide;
  /** The phrase that led here, as written in Desk. */
  readonly phrase: string;
  /** Tools that fit best; several when nothing tells them apart, none when the agent has none. */
  readonly tools: readonly CustomGuide['tools'][number][];
}

/** What another reader of the same words takes them for. */
export interface Rival {
  readonly score: number;
  /** A tool that the person has; not talk. */
  readonly isTool: boolean;
}

/** From here on a tool of the product is meant for sure. */
const SURE = 0.6;

/** The agent whose phrase stands in the words, the longest phrase first; null when none does. */
export function customWish(text: string, guides: readonly CustomGuide[]): CustomWish | null {
  if (guides.length === 0) return null;
  const said = wordsOf(text);
  let best: { readonly guide: CustomGuide; readonly phrase: string; readonly length: number } | null = null;
  for (const guide of guides) {
    for (const phrase of guide.triggers) {
      const words = wordsOf(phrase);
      if (words.length > (best?.length ?? 0) && holds(said, words)) best = { guide, phrase, length: words.length };
    }
  }
  if (best === null) return null;
  return { guide: best.guide, phrase: best.phrase, tools: fitting(said, best.guide) };
}

/** A phrase of one word says little: what is surely a wish for a tool of the product stays one. */
export function givesWay(wish: CustomWish, rival: Rival): boolean {
  return rival.isTool && rival.score >= SURE && wordsOf(wish.phrase).length < 2;
}

/** Finds a phrase in words as they were typed, with whatever stands between its words. */
export function phrasePattern(phrase: string): RegExp {
  const words = wordsOf(phrase).map((word) => `${stem(word).replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')}(?:'?s'?)?`);
  return new RegExp(`(?<![\\p{L}\\p{N}])${words.join('[^\\p{L}\\p{N}]+')}(?![\\p{L}\\p{N}])`, 'iu');
}

function holds(said: readonly string[], words: readonly string[]): boolean {
  return said.some((_, start) => words.every((word, at) => alike(said[start + at], word)));
}

/** The same word, also in the plural or as somebody's. */
function alike(said: string | undefined, word: string): boolean {
  return said !== undefined && stem(said) === stem(word);
}

function stem(word: string): string {
  const bare = word.replace(/'s?$/u, '');
  return bare.length > 3 ? bare.replace(/s$/u, '') : bare;
}

function fitting(said: readonly string[], { tools }: CustomGuide): readonly CustomGuide['tools'][number][] {
  if (tools.length < 2) return tools;
  const stems = new Set(said.filter((word) => word.length > 2).map(stem));
  const hits = (text: string) =>
    new Set(
      wordsOf(text)
        .map(stem)
        .filter((word) => stems.has(word)),
    ).size;
  const scored = tools.map((tool) => ({ tool, score: 10 * hits(tool.title) + Math.min(9, hits(tool.description)) }));
  const most = Math.max(...scored.map(({ score }) => score));
  return scored.filter(({ score }) => score === most).map(({ tool }) => tool);
}
