import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mayFollow } from '../../sidecar/turn/state/phases.ts';
import { type EngineBench, engineBench } from '../fakes/engine-bench.ts';

let bench: EngineBench;
beforeEach(async () => {
  bench = await engineBench();
});
afterEach(async () => {
  await bench.close();
});

const leaves = () => bench.site.rows('Leave Application');
const phases = async (conversation: string) =>
  (await bench.events('Priya', conversation)).flatMap((event) => (event.type === 'turn.state' ? [event.phase] : []));

describe('a question', () => {
  it('is answered from the employee’s own reads, through every phase, with rows for both messages', async () => {
    const conversation = await bench.begin('Priya');
    const outcome = await bench.say('Priya', conversation, 'what is my balance?');
    expect(outcome).toMatchObject({ text: 'It says {"remaining":14}.', error: null, actions: [] });
    expect(await phases(conversation)).toEqual(['receiving', 'processing', 'responding', 'idle']);
    await bench.drained();
    const rows = bench.site.rows('VA Conversation Turn');
    expect(rows.map((row) => [row['role'], row['status'], row['turn_number']])).toEqual([
      ['User', 'Answered', 1],
      ['Assistant', 'Answered', 2],
    ]);
    expect(rows[1]).toMatchObject({ in_reply_to: rows[0]?.['name'], model_used: 'plain', sub_agent: 'hr' });
    expect(bench.site.row('VA Conversation', conversation)).toMatchObject({ turn_count: 1, status: 'Active' });
    const read = bench.site.calls.find((call) => call.method === 'balance');
    expect(read?.caller).toMatchObject({ kind: 'employee', user: 'priya@acme.test', doctypes: ['Leave Type'] });
    const audit = bench.site.rows('VA Audit Log').map((row) => row['payload']);
    expect(audit).toContainEqual(
      expect.objectContaining({ event_subtype: 'tool_read', action: 'hr.balance', actor_user: 'priya@acme.test' }),
    );
    expect(JSON.stringify(audit)).not.toContain('balance?');
  });

  it('shows what the tool gave to look at beside the words, live and afterwards, and to no model', async () => {
    const conversation = await bench.begin('Priya');
    const outcome = await bench.say('Priya', conversation, 'what is my balance?');
    const visual = expect.objectContaining({ kind: 'table', title: 'Your leave' });
    const citation = { title: 'Leave policy', href: '/kb/leave' };
    expect(outcome).toMatchObject({ visuals: [visual], citations: [citation] });
    const events = await bench.events('Priya', conversation);
    expect(events).toContainEqual(expect.objectContaining({ type: 'visual', visual }));
    expect(JSON.stringify(bench.model.requests)).not.toContain('Your leave');
    for (let more = 0; more < 7; more += 1) await bench.say('Priya', conversation, 'what is my balance?');
    await bench.drained();
    const { turns } = await bench.engine.view(await bench.person('Priya'), conversation, { turnsLimit: 50 });
    expect(turns.map(({ visuals, citations }) => [visuals.length, citations.length])).toEqual(Array(8).fill([1, 1]));
  });

  it('tells its events without a gap, and the words add up to the answer', async () => {
    const conversation = await bench.begin('Priya');
    const { text } = await bench.say('Priya', conversation, 'hello there');
    const events = await bench.events('Priya', conversation);
    expect(events.map((event) => event.seq)).toEqual(events.map((_event, index) => index + 1));
    const said = events.flatMap((event) => (event.type === 'text.delta' ? [event.text] : [])).join('');
    expect(said).toBe(text);
    expect(events.at(-1)).toMatchObject({ type: 'turn.done', text });
    expect(events.map((event) => event.type)).toContain('suggestion');
  });
});

describe('a change', () => {
  it('waits on a card; a yes executes it once; undo takes it back; undo again is refused', async () => {
    const conversation = await bench.begin('Priya');
    const asked = await bench.say('Priya', conversation, 'book friday');
    expect(asked.actions).toMatchObject([{ status: 'pending', title: 'Book friday off', type: 'hr.book' }]);
    expect(leaves()).toEqual([]);
    expect((await phases(conversation)).at(-1)).toBe('awaiting_confirmation');

    const done = await bench.say('Priya', conversation, 'yes');
    expect(done.text).toBe('Booked friday.');
    expect(leaves()).toMatchObject([{ employee: 'HR-EMP-Priya', days: 'friday', owner: 'priya@acme.test' }]);
    expect(await phases(conversation)).toContain('executing');

    expect((await bench.say('Priya', conversation, 'Undo that')).text).toBe('I have undone that.');
    expect(leaves()).toEqual([]);
    const again = await bench.say('Priya', conversation, 'undo that');
    expect(again.text).toBe('That was already undone.');
    const view = await bench.engine.view(await bench.person('Priya'), conversation, { turnsLimit: 50 });
    expect(view.actions.map((action) => [action.status, action.reversal_of !== undefined])).toEqual([
      ['reversed', false],
      ['completed', true],
    ]);
    expect(view.turns).toHaveLength(4);
  });

  it('goes through the six phases of a conversation in their order', async () => {
    const conversation = await bench.begin('Priya');
    await bench.say('Priya', conversation, 'hello there');
    await bench.say('Priya', conversation, 'book friday');
    await bench.say('Priya', conversation, 'yes');
    const seen = await phases(conversation);
    expect(seen).toEqual([
      ...['receiving', 'processing', 'responding', 'idle'],
      ...['receiving', 'processing', 'responding', 'awaiting_confirmation'],
      ...['receiving', 'processing', 'executing', 'responding', 'idle'],
    ]);
    // A conversation that nobody spoke in is idle.
    const steps = ['idle' as const, ...seen];
    for (const [at, to] of steps.slice(1).entries())
      expect([steps[at], to, mayFollow(steps[at] ?? 'idle', to)]).toEqual([steps[at], to, true]);
  });

  it('is replaced by another card when the person wants it different', async () => {
    const conversation = await bench.begin('Priya');
    const first = (await bench.say('Priya', conversation, 'book thursday')).actions[0];
    const second = (await bench.say('Priya', conversation, 'make it just friday')).actions[0];
    expect(second).toMatchObject({ status: 'pending', title: 'Book friday off' });
    const view = await bench.engine.view(await bench.person('Priya'), conversation, { turnsLimit: 50 });
    expect(view.actions[0]).toMatchObject({
      action_id: first?.action_id,
      status: 'superseded',
      replaced_by: second?.action_id,
    });
    expect((await bench.say('Priya', conversation, 'yes')).text).toBe('Booked friday.');
    expect(leaves()).toMatchObject([{ days: 'friday' }]);
    await bench.drained();
    expect(bench.site.row('VA Action Log', first?.action_id ?? '')).toMatchObject({
      status: 'cancelled',
      replaced_by: second?.action_id,
    });
  });

  it.each([
    ["don't do it", /not done it/, 'rejected'],
    ["I'm not sure", /waits for you/, 'pending'],
    ['that is incorrect', /What should be different/, 'pending'],
    ['what does that mean?', /Book thursday off.*Days: thursday/, 'pending'],
    ['ok book it for Monday instead', /prepared/, 'superseded'],
  ])('runs nothing after a card when the person says "%s"', async (words, answer, status) => {
    const conversation = await bench.begin('Priya');
    const card = (await bench.say('Priya', conversation, 'book thursday')).actions[0];
    expect((await bench.say('Priya', conversation, words)).text).toMatch(answer);
    expect(leaves()).toEqual([]);
    const details = await bench.engine.actions.get(await bench.person('Priya'), card?.action_id ?? '');
    expect(details.card.status).toBe(status);
  });

  it('asks back when the yes comes after the talk went elsewhere, and runs on the second one', async () => {
    const conversation = await bench.begin('Priya');
    await bench.say('Priya', conversation, 'book thursday');
    await bench.say('Priya', conversation, 'what is my balance by the way');
    expect((await bench.say('Priya', conversation, 'yes')).text).toMatch(/Do you mean "Book thursday off"/);
    expect(leaves()).toEqual([]);
    expect((await bench.say('Priya', conversation, 'yes')).text).toBe('Booked thursday.');
  });

  it('is not confirmed by a yes that came without a live session', async () => {
    const conversation = await bench.begin('Priya');
    await bench.say('Priya', conversation, 'book thursday');
    const outcome = await bench.say('Priya', conversation, 'yes', { withoutSession: true });
    expect(outcome.text).toMatch(/confirm that on the page/);
    expect(leaves()).toEqual([]);
    expect((await bench.say('Priya', conversation, 'yes')).text).toBe('Booked thursday.');
  });

  it('expires: a late yes is told so and does nothing', async () => {
    const conversation = await bench.begin('Priya');
    const card = (await bench.say('Priya', conversation, 'book thursday')).actions[0];
    bench.clock.forward(901_000);
    await bench.engine.tick();
    expect((await bench.say('Priya', conversation, 'yes')).text).toMatch(/has expired/);
    expect(leaves()).toEqual([]);
    await bench.drained();
    expect(bench.site.row('VA Action Log', card?.action_id ?? '')).toMatchObject({ status: 'expired' });
    const updates = (await bench.events('Priya', conversation)).filter((event) => event.type === 'action.updated');
    expect(updates).toHaveLength(1);
  });

  it('offers to ask the approver when undo comes too late, and a yes makes that request', async () => {
    const conversation = await bench.begin('Priya');
    await bench.say('Priya', conversation, 'book friday');
    await bench.say('Priya', conversation, 'yes');
    bench.site.approve('Leave Application', String(leaves()[0]?.['name']));
    bench.site.reads.set('directory', () => ({ people: [{ employee_name: 'Marcus Reed', user: 'marcus@acme.test' }] }));
    const offered = await bench.say('Priya', conversation, 'undo that');
    expect(offered.text).toBe('It has been approved since. Shall I ask Marcus Reed to cancel it?');
    expect(leaves()).toHaveLength(1);
    expect((await bench.say('Priya', conversation, 'yes')).text).toMatch(/I have asked Marcus Reed/);
    expect(bench.site.rows('Notification Log')).toMatchObject([
      {
        to_user: 'marcus@acme.test',
        doctype: 'Leave Application',
        // An approver knows no ids: what the card said stands in the message.
        message: expect.stringMatching(/\(\w[^()]*: [^()]+\)/),
      },
    ]);
  });

  it('stops at the limit of changes in a turn', async () => {
    const conversation = await bench.begin('Priya');
    const outcome = await bench.say('Priya', conversation, 'flood');
    expect(outcome.actions.filter((action) => action.status === 'pending')).toHaveLength(10);
    expect((await bench.say('Priya', conversation, 'yes')).text).toMatch(/10 things waiting/);
    expect(leaves()).toEqual([]);
    await bench.drained();
    const limited = bench.site
      .rows('VA Audit Log')
      .filter((row) => (row['payload'] as { event_subtype?: string }).event_subtype === 'limit_reached');
    expect(limited).toHaveLength(2);
  });

  it('puts two different wishes on two cards', async () => {
    const conversation = await bench.begin('Priya');
    await bench.say('Priya', conversation, 'book thursday off for the dentist');
    await bench.say('Priya', conversation, 'book monday off for a trip please');
    const view = await bench.engine.view(await bench.person('Priya'), conversation, { turnsLimit: 50 });
    expect(view.actions.map((action) => action.status)).toEqual(['pending', 'pending']);
  });
});

describe('bad input', () => {
  it.each([
    ['', /empty/],
    [' \n ', /empty/],
    ['x'.repeat(8001), /too long/],
    ['bell \u0007', /only read text/],
    ['half \ud800 a pair', /only read text/],
  ])('refuses a message that is no message (%#)', async (text, sentence) => {
    const conversation = await bench.begin('Priya');
    await expect(bench.say('Priya', conversation, text)).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      message: expect.stringMatching(sentence),
    });
  });

  it('answers the same client_message_id with the first turn', async () => {
    const conversation = await bench.begin('Priya');
    const first = await bench.say('Priya', conversation, 'book friday', { clientMessageId: 'm1' });
    const second = await bench.say('Priya', conversation, 'book friday', { clientMessageId: 'm1' });
    expect(second.turnId).toBe(first.turnId);
    await bench.drained();
    expect(bench.site.rows('VA Action Log')).toHaveLength(1);
  });

  it('does not know somebody else’s conversation or action', async () => {
    const conversation = await bench.begin('Priya');
    const card = (await bench.say('Priya', conversation, 'book friday')).actions[0];
    const erik = await bench.person('Erik');
    const id = card?.action_id ?? '';
    await expect(bench.say('Erik', conversation, 'hello')).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
    await expect(bench.engine.view(erik, conversation, { turnsLimit: 5 })).rejects.toMatchObject({
      code: 'CONVERSATION_NOT_FOUND',
    });
    await expect(bench.engine.subscribe(erik, conversation, 0, () => undefined)).rejects.toMatchObject({
      code: 'CONVERSATION_NOT_FOUND',
    });
    await expect(
      bench.engine.end(erik, conversation, { reason: 'x', rating: null, comment: null }),
    ).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
    await expect(bench.engine.actions.get(erik, id)).rejects.toMatchObject({ code: 'ACTION_NOT_FOUND' });
    await expect(bench.engine.actions.cancel(erik, id, null, 'cancelled')).rejects.toMatchObject({
      code: 'ACTION_NOT_FOUND',
    });
    const options = { digest: null, modifications: null };
    await expect(bench.engine.actions.confirm(erik, await bench.identity('Erik'), id, options)).rejects.toMatchObject({
      code: 'ACTION_NOT_FOUND',
    });
    await expect(bench.engine.actions.reverse(erik, await bench.identity('Erik'), id, null)).rejects.toMatchObject({
      code: 'ACTION_NOT_FOUND',
    });
    expect(leaves()).toEqual([]);
  });

  it('ends a conversation once, closes its cards and takes no more messages', async () => {
    const conversation = await bench.begin('Priya');
    await bench.say('Priya', conversation, 'book friday');
    await bench.say('Priya', conversation, 'yes');
    const open = (await bench.say('Priya', conversation, 'please book monday off for a trip')).actions[0];
    const priya = await bench.person('Priya');
    const ended = await bench.engine.end(priya, conversation, { reason: 'completed', rating: 5, comment: 'good' });
    expect(ended).toMatchObject({ status: 'ended', summary: 'Done: Book friday off.', turnCount: 3, topics: ['hr'] });
    expect((await bench.engine.actions.get(priya, open?.action_id ?? '')).card.status).toBe('cancelled');
    await expect(bench.say('Priya', conversation, 'hello')).rejects.toMatchObject({ code: 'CONVERSATION_ENDED' });
    await expect(
      bench.engine.end(priya, conversation, { reason: 'again', rating: null, comment: null }),
    ).rejects.toMatchObject({ code: 'CONVERSATION_ENDED' });
    await bench.drained();
    expect(bench.site.row('VA Conversation', conversation)).toMatchObject({
      status: 'Ended',
      feedback_rating: 5,
      actions_taken: 1,
    });
  });

  it('tells what went wrong in the model and stays usable', async () => {
    const conversation = await bench.begin('Priya');
    bench.model.error = new Error('a bug');
    const outcome = await bench.say('Priya', conversation, 'hello');
    expect(outcome.error).toMatchObject({ code: 'INTERNAL_ERROR' });
    expect((await bench.say('Priya', conversation, 'hello')).text).toBe('You said: hello.');
    await bench.drained();
    expect(bench.site.rows('VA Conversation Turn').map((row) => row['status'])).toEqual([
      'Failed',
      'Failed',
      'Answered',
      'Answered',
    ]);
  });
});

describe('a long conversation', () => {
  it('is summed up between turns: what it was about, what was done, what is open', async () => {
    const conversation = await bench.begin('Priya');
    await bench.say('Priya', conversation, 'book friday');
    await bench.say('Priya', conversation, 'yes');
    for (let n = 3; n < 10; n += 1) await bench.say('Priya', conversation, `thing number ${n}`);
    await bench.engine.idle();
    expect((await bench.engine.view(await bench.person('Priya'), conversation, { turnsLimit: 1 })).summary).toBeNull();
    await bench.say('Priya', conversation, 'book monday');
    await bench.engine.idle();
    await bench.drained();
    const { summary } = await bench.engine.view(await bench.person('Priya'), conversation, { turnsLimit: 1 });
    expect(summary).toBe(
      'About: hr. Done: Book friday off. Waiting for a yes: Book monday off. Asked: thing number 3; thing number 4; thing number 5; thing number 6. Open: Shall I?',
    );
    expect(bench.site.row('VA Conversation', conversation)).toMatchObject({ summary });
  });

  it('reaches a model as its newest part, within a budget, with the summary of the rest', async () => {
    await bench.close();
    bench = await engineBench({ turn: { contextTokens: 1000 } });
    const conversation = await bench.begin('Priya');
    const long = 'word '.repeat(70);
    for (let n = 1; n <= 10; n += 1) await bench.say('Priya', conversation, `${n} ${long}`);
    await bench.engine.idle();
    await bench.say('Priya', conversation, 'and now?');
    const { messages, system } = bench.model.requests.at(-1) ?? { messages: [], system: [] };
    const words = messages.map((one) => (one.role === 'tool' ? one.content : one.text)).join('');
    expect(words.length).toBeLessThan(4000);
    expect(messages.at(0)).toMatchObject({ role: 'user', text: expect.stringMatching(/^10 word/) });
    expect(messages.at(-1)).toMatchObject({ role: 'user', text: 'and now?' });
    expect(system.at(-1)).toMatch(/^Earlier in this conversation.*Asked: 1 word/);
  });
});
