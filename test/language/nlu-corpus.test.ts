import { describe, expect, test } from 'vitest';
import { readCorpus } from '../../scripts/gen/_nlu-corpus.ts';
import { classify } from '../../sidecar/language/nlu/classify.ts';
import { isHeldOut, labelOf, parseUtterances } from '../../sidecar/language/nlu/corpus.ts';
import { infoOf } from '../../sidecar/language/nlu/labels.ts';

const corpus = await readCorpus();
const oneWish = corpus.filter(({ tool }) => !Array.isArray(tool));

/** Written later, all of them trained on: what is measured stays the same (docs/nlu.md). */
const TEACHES = /\.(?:wr[cds-w]|slx)-/u;

describe('the utterances', () => {
  test('each has a label that fits its intent and tool', () => {
    for (const utterance of oneWish) {
      const label = labelOf(utterance);
      expect(label, utterance.text).not.toBeNull();
      if (label === null) continue;
      expect(infoOf(label).tool, utterance.text).toBe(utterance.tool);
      expect(infoOf(label).intent, utterance.text).toBe(utterance.intent);
    }
  });

  test('a text has one label', () => {
    const labels = new Map<string, string>();
    for (const utterance of oneWish) {
      const key = utterance.text.toLowerCase();
      const label = labelOf(utterance) ?? '';
      expect(labels.get(key) ?? label, utterance.text).toBe(label);
      labels.set(key, label);
    }
  });

  test('a tool has at least 40 in at least 12 groups', () => {
    const texts = new Map<string, number>();
    const groups = new Map<string, Set<string>>();
    for (const { tool, group } of oneWish) {
      if (typeof tool !== 'string') continue;
      texts.set(tool, (texts.get(tool) ?? 0) + 1);
      groups.set(tool, (groups.get(tool) ?? new Set()).add(group ?? ''));
    }
    expect([...texts].filter(([, count]) => count < 40)).toEqual([]);
    expect([...groups].filter(([, names]) => names.size < 12)).toEqual([]);
    expect(texts.size).toBe(50);
  });

  test('about a fifth of the groups is held out, but for those that only teach', () => {
    const groups = [...new Set(corpus.map(({ group }) => group ?? ''))].filter((group) => !TEACHES.test(group));
    const share = groups.filter(isHeldOut).length / groups.length;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.25);
  });
});

/** Floors well below what is measured (docs/nlu.md): they catch a broken model, not a worse one. */
describe('the committed model on the groups it was not trained on', () => {
  const judged = oneWish
    .filter(({ group }) => isHeldOut(group ?? ''))
    .map((utterance) => ({ label: labelOf(utterance), found: classify(utterance.text)[0]?.label ?? 'other' }));
  const share = (list: typeof judged, holds: (each: (typeof judged)[number]) => boolean) =>
    list.filter(holds).length / list.length;

  test('finds most tools', () => {
    const tools = judged.filter(({ label }) => label !== null && infoOf(label).tool !== null);
    expect(share(tools, ({ label, found }) => label === found)).toBeGreaterThan(0.8);
  });

  test('sees most of what is out of scope, and little else', () => {
    expect(
      share(
        judged.filter(({ label }) => label === 'other'),
        ({ found }) => found === 'other',
      ),
    ).toBeGreaterThan(0.7);
    expect(
      share(
        judged.filter(({ label }) => label !== 'other'),
        ({ found }) => found === 'other',
      ),
    ).toBeLessThan(0.06);
  });
});

test('a line that is no utterance is told with its file and number', () => {
  expect(() => parseUtterances('{"text": "hi"}\n{"tool": "x"}', 'a.jsonl')).toThrow('a.jsonl:2: needs a text');
  expect(() => parseUtterances('{"text": "hi", "intent": 3}', 'a.jsonl')).toThrow('a.jsonl:1: intent and tool');
});
