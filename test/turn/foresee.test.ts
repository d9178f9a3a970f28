import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VaError } from '../../sidecar/lib/va-error.ts';
import { type EngineBench, engineBench } from '../fakes/engine-bench.ts';

// Words that are still being spoken: what they will need is looked up, and nothing else happens.
let bench: EngineBench;
let conversation: string;
beforeEach(async () => {
  bench = await engineBench();
  conversation = await bench.begin('Priya');
});
afterEach(() => bench?.close());

const looks = () => bench.site.calls.filter(({ method }) => method === 'balance');
const foresee = async (text: string, first = 'Priya') =>
  await bench.engine.foresee(await bench.person(first), conversation, text);
/** Rows of the audit trail that speak of the tool. */
async function audited(): Promise<readonly Record<string, unknown>[]> {
  await bench.drained();
  return bench.site.rows('VA Audit Log').filter((row) => JSON.stringify(row['payload']).includes('hr.balance'));
}

describe('looking ahead', () => {
  it('answers the same words with what was looked up meanwhile, on record once', async () => {
    await foresee('What is my balance');
    expect(looks()).toHaveLength(1);
    expect(await audited()).toHaveLength(0);
    const outcome = await bench.say('Priya', conversation, 'what is my balance?');
    expect(outcome.text).toContain('14');
    expect(looks()).toHaveLength(1);
    expect(await audited()).toHaveLength(1);
    await bench.say('Priya', conversation, 'what is my balance?');
    expect(looks()).toHaveLength(2);
  });

  it('reads as the employee, under a delegation that names the tool', async () => {
    await foresee('my balance');
    expect(looks()[0]?.caller).toMatchObject({ kind: 'employee', user: 'priya@acme.test', doctypes: ['Leave Type'] });
  });

  it('tells nobody, and shows nothing, before a turn asks', async () => {
    const before = await bench.events('Priya', conversation);
    await foresee('my balance');
    expect(await bench.events('Priya', conversation)).toEqual(before);
  });

  it('is forgotten when the words went on otherwise', async () => {
    await foresee('my balance');
    await bench.say('Priya', conversation, 'my balance of last year');
    expect(looks()).toHaveLength(2);
    await bench.say('Priya', conversation, 'my balance');
    expect(looks()).toHaveLength(3);
  });

  it('is as old as five seconds at most', async () => {
    await foresee('my balance');
    bench.clock.forward(5001);
    await bench.say('Priya', conversation, 'my balance');
    expect(looks()).toHaveLength(2);
  });

  it('is looked up anew after something was changed', async () => {
    await bench.say('Priya', conversation, 'book friday');
    const [card] = (await bench.engine.view(await bench.person('Priya'), conversation, { turnsLimit: 5 })).actions;
    await foresee('my balance');
    expect(looks()).toHaveLength(1);
    const options = { digest: null, modifications: null };
    const id = card?.action_id ?? '';
    await bench.engine.actions.confirm(await bench.person('Priya'), await bench.identity('Priya'), id, options);
    await bench.say('Priya', conversation, 'my balance');
    expect(looks()).toHaveLength(2);
  });

  it('never prepares a change, whatever the words are', async () => {
    for (const words of ['book friday', 'flood', 'yes', 'undo that', 'no']) await foresee(words);
    const { actions } = await bench.engine.view(await bench.person('Priya'), conversation, { turnsLimit: 5 });
    expect(actions).toEqual([]);
    expect(bench.site.rows('VA Action Log')).toEqual([]);
  });

  it('is nothing in the conversation of somebody else', async () => {
    await foresee('my balance', 'Erik');
    expect(looks()).toEqual([]);
  });

  it('that failed is tried again by the turn', async () => {
    bench.site.fail.set('balance', [new VaError('SITE_UNAVAILABLE')]);
    await foresee('my balance');
    const outcome = await bench.say('Priya', conversation, 'my balance');
    expect(outcome.text).toContain('14');
  });

  it('counts as a call, and stops with the limit', async () => {
    for (let round = 0; round < 70; round += 1) await foresee(`my balance ${'x'.repeat(round + 1)}`);
    expect(looks()).toHaveLength(60);
  });
});
