import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hrAgent } from '../../sidecar/agents/hr/hr-agent.ts';
import { createOfflineModel } from '../../sidecar/llm/offline/offline-model.ts';
import { profileOf } from '../fakes/acme-people.ts';
import { type EngineBench, engineBench } from '../fakes/engine-bench.ts';

/** The demo's words, with the real HR tools and the model that needs no key. Today is Monday, 23 November 2026. */
let bench: EngineBench;
let conversation: string;
beforeEach(async () => {
  bench = await engineBench({
    profiles: [profileOf('Priya')],
    talk: { agents: [hrAgent], model: createOfflineModel() },
  });
  const annual = {
    total_leaves: 18,
    expired_leaves: 0,
    leaves_taken: 4,
    leaves_pending_approval: 0,
    remaining_leaves: 14,
  };
  bench.site.reads.set('leave_details', () => ({
    employee: 'HR-EMP-Priya',
    employee_name: 'Priya Test',
    date: '2026-11-23',
    leave_allocation: { 'Annual Leave': annual },
    leave_approver: 'marcus@acme.test',
    leave_approver_name: 'Marcus Reed',
    lwps: [],
  }));
  bench.site.reads.set('leave_days', (args) => ({
    days: args['from_date'] === args['to_date'] ? 1 : 2,
    holidays: [],
    overlaps: [],
    allowed: ['Annual Leave'],
  }));
  conversation = await bench.begin('Priya');
});
afterEach(async () => {
  await bench.close();
});
const leaves = () => bench.site.rows('Leave Application');
const say = (text: string) => bench.say('Priya', conversation, text);

describe('the demo', () => {
  it('tells the balance', async () => {
    expect((await say('how much annual leave do I have left?')).text).toMatch(/14 days/);
  });

  it('books Friday alone after a change, and undoes it', async () => {
    const first = (await say('Book next Thursday and Friday off')).actions[0];
    expect(first).toMatchObject({
      type: 'hr.submit_leave_request',
      status: 'pending',
      parameters: { start_date: '2026-12-03', end_date: '2026-12-04' },
    });
    expect(leaves()).toEqual([]);
    const second = (await say('make it just Friday')).actions[0];
    expect(second).toMatchObject({
      status: 'pending',
      parameters: { start_date: '2026-12-04', end_date: '2026-12-04' },
    });
    expect((await bench.engine.actions.get(await bench.person('Priya'), first?.action_id ?? '')).card.status).toBe(
      'superseded',
    );
    expect((await say('yes')).text).toMatch(/Friday, (December 4|4 December)/);
    expect(leaves()).toMatchObject([
      { from_date: '2026-12-04', to_date: '2026-12-04', status: 'Open', owner: 'priya@acme.test' },
    ]);
    await say('Undo that');
    expect(leaves()).toEqual([]);
    expect((await say('undo that')).text).toMatch(/already undone/);
  });

  it.each([
    ["don't do it"],
    ["I'm not sure"],
    ['that is incorrect'],
    ['what does that mean?'],
    ['ok book it for Monday instead'],
  ])('runs nothing on "%s" after a card', async (words) => {
    await say('Book next Thursday and Friday off');
    await say(words);
    expect(leaves()).toEqual([]);
  });

  it('takes "ok book it for Monday instead" for another card, and what follows for that one', async () => {
    await say('Book next Thursday and Friday off');
    expect((await say('ok book it for Monday instead')).actions).toMatchObject([
      { status: 'pending', parameters: { start_date: '2026-11-30', end_date: '2026-11-30' } },
    ]);
    await say('yes');
    expect(leaves()).toMatchObject([{ from_date: '2026-11-30' }]);
  });

  it('asks what should be different, and takes the answer for the change', async () => {
    await say('Book next Thursday and Friday off');
    await say('that is incorrect');
    await say('just Friday');
    await say('yes');
    expect(leaves()).toMatchObject([{ from_date: '2026-12-04', to_date: '2026-12-04' }]);
  });
});
