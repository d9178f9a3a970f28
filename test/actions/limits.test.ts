import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EngineBench, engineBench } from '../fakes/engine-bench.ts';

// What a company that has set nothing gets: 10 changes a message, 30 a minute (decisions, Budgets).
let bench: EngineBench;
beforeEach(async () => {
  bench = await engineBench();
});
afterEach(() => bench.close());

it('the defaults are those of a new VA Company Settings', () => {
  const path = new URL('../../doctypes/va_company_settings/va_company_settings.json', import.meta.url);
  const { fields } = JSON.parse(readFileSync(path, 'utf8')) as { fields: { fieldname: string; default?: string }[] };
  const of = (name: string) => fields.find((field) => field.fieldname === name)?.default;
  expect([of('max_actions_per_turn'), of('max_actions_per_minute')]).toEqual(['10', '30']);
});

describe('by default', () => {
  const prepared = async (words: string) => {
    const outcome = await bench.say('Priya', await bench.begin('Priya'), words);
    return { text: outcome.text, cards: outcome.actions.filter((card) => card.status === 'pending').length };
  };

  it('a message prepares ten changes, and the eleventh is refused', async () => {
    const answer = await prepared('flood');
    expect(answer.cards).toBe(10);
    expect(answer.text).toMatch(/at most 10 changes at a time/);
  });

  it('a minute prepares thirty changes, and the thirty-first is refused until it is over', async () => {
    for (let n = 0; n < 3; n += 1) expect((await prepared('flood')).cards).toBe(10);
    const late = await prepared('book friday');
    expect(late).toEqual({ text: expect.stringMatching(/lot of changes at once/), cards: 0 });
    bench.clock.forward(60_001);
    expect((await prepared('book friday')).cards).toBe(1);
  });
});
