/** What the model sees of an utterance: hashed features with weights, one unit long. Pure, and the same on every machine. */
import { mendTypo } from '../normalise.ts';
import { classifyReply } from '../replies.ts';
import { conceptsOf, MENDABLE } from './lexicon.ts';
import { maskText } from './mask.ts';
import { quickPatterns } from './quick/quick-patterns.ts';
import { toolHints } from './quick/tool-hints.ts';

export interface FeatureVector {
  /** 32-bit hashes, each once. */
  readonly hashes: readonly number[];
  readonly values: readonly number[];
}

const WEIGHTS = {
  word: 1.5,
  pair: 0.5,
  skip: 0.3,
  chars: 0.3,
  concept: 1.5,
  conceptPair: 0.6,
  shape: 0.6,
  hint: 2,
  rule: 2,
} as const;

/** Said without meaning anything; they only stand between words that do. */
const FILLERS = new Set(
  'um uh er erm hmm like well so please just hey hi hello ok okay oh ah kindly actually basically quickly quick real'.split(
    ' ',
  ),
);

/** FNV-1a, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

export function featuresOf(text: string): FeatureVector {
  const { words: said, person, company, fullName, asks } = maskText(text);
  const mended = said.map((word) => (word.startsWith('xx') ? word : mendTypo(word, MENDABLE)));
  // A greeting before a wish is a filler, on its own it is all there is.
  const filled = mended.filter((word) => !FILLERS.has(word));
  const words = filled.length > 1 ? filled : mended;
  const sum = new Map<number, number>();
  const add = (name: string, weight: number): void => {
    const hash = hashOf(name);
    sum.set(hash, Math.max(sum.get(hash) ?? 0, weight));
  };

  const framed = ['^', ...words, '$'];
  framed.forEach((word, at) => {
    const next = framed[at + 1];
    const afterNext = framed[at + 2];
    if (word !== '^' && word !== '$') add(`w:${word}`, WEIGHTS.word);
    if (next !== undefined) add(`p:${word} ${next}`, WEIGHTS.pair);
    if (afterNext !== undefined) add(`s:${word} ${afterNext}`, WEIGHTS.skip);
    if (word.startsWith('xx') || word === '^' || word === '$' || word.length < 3) return;
    const bounded = `<${word}>`;
    for (let size = 3; size <= 5; size++) {
      for (let from = 0; from + size <= bounded.length; from++)
        add(`c:${bounded.slice(from, from + size)}`, WEIGHTS.chars);
    }
  });

  const concepts = conceptsOf(words);
  const masks = words.flatMap((word, at) => (word.startsWith('xx') ? [{ name: word, at }] : []));
  const marks = [...concepts, ...masks].sort((a, b) => a.at - b.at);
  for (const mark of concepts) add(`k:${mark.name}`, WEIGHTS.concept);
  marks.forEach((mark, index) => {
    for (const later of marks.slice(index + 1)) {
      if (later.name !== mark.name) add(`kk:${mark.name} ${later.name}`, WEIGHTS.conceptPair);
    }
    const next = words[mark.at + 1];
    const before = words[mark.at - 1];
    if (next !== undefined) add(`kw:${mark.name} ${next}`, WEIGHTS.skip);
    if (before !== undefined) add(`wk:${before} ${mark.name}`, WEIGHTS.skip);
  });
  const firstMark = marks[0];
  if (firstMark !== undefined) add(`k1:${firstMark.name}`, WEIGHTS.shape);
  add(`q:${words[0] ?? ''}`, WEIGHTS.shape);
  add(`n:${Math.min(words.length, 12) >> 1}`, WEIGHTS.shape / 2);
  if (asks) add('asks', WEIGHTS.shape);
  if (person) add('person', WEIGHTS.shape);
  if (company) add('company', WEIGHTS.shape);
  if (fullName) add('full-name', WEIGHTS.word);
  if (concepts.length === 0) add('no-concept', WEIGHTS.concept);

  const hints = toolHints(words);
  const counts = new Map<string, number>();
  for (const { label, index } of hints) {
    counts.set(label, (counts.get(label) ?? 0) + 1);
    add(`i:${label} ${index}`, WEIGHTS.hint / 4);
  }
  for (const [label, count] of counts) {
    add(`h:${label}`, WEIGHTS.hint);
    if (count > 1) add(`h2:${label}`, WEIGHTS.hint / 2);
    if (counts.size === 1) add(`h1:${label}`, WEIGHTS.hint / 2);
    if (person || fullName) add(`hf:${label} ${fullName}`, WEIGHTS.hint / 4);
  }
  const hinted = [...counts.keys()];
  hinted.forEach((one, index) => {
    for (const other of hinted.slice(index + 1)) add(`hh:${one} ${other}`, WEIGHTS.hint / 2);
  });
  if (counts.size === 0) add('no-hint', WEIGHTS.hint);
  const [rule] = quickPatterns(text);
  if (rule !== undefined) {
    add(`r:${rule.label}`, WEIGHTS.rule);
    if (rule.score >= 0.8) add(`r1:${rule.label}`, WEIGHTS.rule);
  }
  add(`reply:${classifyReply(text).kind}`, WEIGHTS.rule);

  const hashes = [...sum.keys()];
  const raw = [...sum.values()];
  const length = Math.sqrt(raw.reduce((total, value) => total + value * value, 0));
  return { hashes, values: raw.map((value) => value / length) };
}
