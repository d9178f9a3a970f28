import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from './answer.ts';
import { type EmbeddedSite, openEmbedded } from './embedded.ts';
import { common, QUESTIONS, type Recorded, recorded } from './golden.ts';

let site: EmbeddedSite;

beforeAll(async () => {
  site = await openEmbedded();
}, 120_000);
afterAll(() => site.close());

function golden(topic: string): Readonly<Record<string, Recorded>> {
  const text = readFileSync(join(import.meta.dirname, 'golden', `${topic}.json`), 'utf8');
  return (JSON.parse(text) as { answers: Record<string, Recorded> }).answers;
}

for (const [topic, questions] of Object.entries(QUESTIONS)) {
  describe(`the embedded site answers as the recorded site did: ${topic}`, () => {
    const answers = golden(topic);

    it('has a recorded answer for every question, and no other', () => {
      expect(Object.keys(answers).sort()).toEqual(Object.keys(questions).sort());
    });

    for (const [name, ask] of Object.entries(questions)) {
      it(name, async () => {
        try {
          const ours = recorded(await ask(site.under));
          const theirs = answers[name];
          const [real, embedded] = common(at(theirs, 'body', 'data'), at(ours, 'body', 'data'));
          expect({ ...ours, body: { ...(ours.body as object), data: embedded } }).toEqual({
            ...theirs,
            body: { ...(theirs?.body as object), data: real },
          });
        } finally {
          await site.under.clean();
        }
      });
    }
  });
}
