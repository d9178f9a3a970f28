import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Manner } from '../../sidecar/lib/manner.ts';
import type { Say } from '../../sidecar/lib/messages.ts';
import type { Tone } from '../../sidecar/llm/model.ts';
import { round } from './harness.ts';

const ROOT = join(import.meta.dirname, '../../sidecar/llm/offline');
const CATALOGUES = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('sentences.ts'),
);

const tone = (manner: Manner): { readonly tone: Tone } => ({
  tone: { manner, warmth: 5, formality: 5, humor: 5, length: 'normal', smallTalk: 'minimal' },
});
const words = async (text: string, manner: Manner) => (await round([{ role: 'user', text }], tone(manner))).text;
const MANNERS = ['warm', 'formal', 'terse', 'playful'] as const;

describe('sentences in several manners', () => {
  it.each(CATALOGUES)('%s: every wording says the facts of its entry', async (path) => {
    const file = join(ROOT, path);
    const { say } = (await import(file)) as { say: Say<Record<string, (params: unknown) => string>> };
    const names = [...readFileSync(file, 'utf8').matchAll(/\{(\w+)\}/gu)].map(([, name = '']) => name);
    const params = Object.fromEntries(names.map((name) => [name, `<${name}>`]));
    // The name of the person is courtesy, not a fact.
    const facts = (key: string) =>
      [...say(key, params).matchAll(/<(\w+)>/gu)].map(([, name]) => name).filter((name) => name !== 'name');
    for (const key of say.keys.filter((each) => each.includes('.'))) {
      const entry = key.slice(0, key.indexOf('.'));
      expect(say.keys, key).toContain(entry);
      expect(facts(key).sort(), key).toEqual(facts(entry).sort());
    }
  });

  it.each(['hello', 'thank you', 'what can you do?', 'who are you?', 'what is the weather on Mars?'])(
    'the offline model says it in each manner: %s',
    async (text) => {
      const said = await Promise.all(MANNERS.map((manner) => words(text, manner)));
      expect(new Set(said.slice(0, 3)).size, said.join(' | ')).toBe(3);
      expect(await words(text, 'formal')).toBe(said[1]);
    },
  );
});
