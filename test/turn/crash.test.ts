import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JournalChange, Stores } from '../../sidecar/stores/stores.ts';
import { type EngineBench, engineBench } from '../fakes/engine-bench.ts';

let bench: EngineBench;
beforeEach(async () => {
  bench = await engineBench();
});
afterEach(async () => {
  await bench.close();
});

/** Stores whose commits fail from the n-th of a turn on, before or after they took hold; as a kill at that moment. */
function dying(stores: Stores, dies: (change: JournalChange) => 'before' | 'after' | null): Stores {
  let dead = false;
  return {
    ...stores,
    journal: {
      ...stores.journal,
      async commit(change) {
        if (dead) throw new Error('this process is dead');
        const moment = dies(change);
        if (moment === 'before') dead = true;
        else await stores.journal.commit(change);
        if (moment === 'after') dead = true;
        if (moment !== null) throw new Error('killed');
      },
    },
    events: {
      ...stores.events,
      async append(conversation, bodies) {
        if (dead) throw new Error('this process is dead');
        return await stores.events.append(conversation, bodies);
      },
    },
  };
}
const writes = (change: JournalChange, doctype: string, op: string) =>
  (change.append ?? []).some(
    ({ stream, body }) => stream === 'records' && body.includes(`"${doctype}"`) && body.includes(`"${op}"`),
  );
const proposes = (change: JournalChange) => writes(change, 'VA Action Log', 'insert');
const concludes = (change: JournalChange) =>
  (change.remove ?? []).some(({ stream, ids }) => stream === 'turns' && ids.length > 0);
const accepts = (change: JournalChange) => (change.append ?? []).some(({ stream }) => stream === 'turns');

/** Starts a conversation, lets the process die at the given commit of the turn "book friday", and starts it again. */
async function killedAt(dies: (change: JournalChange) => 'before' | 'after' | null): Promise<string> {
  const conversation = await bench.begin('Priya');
  bench.wrap = (stores) => dying(stores, dies);
  await bench.restart();
  const request = {
    person: await bench.person('Priya'),
    identity: await bench.identity('Priya'),
    conversationId: conversation,
    text: 'book friday',
    clientMessageId: 'm1',
    origin: 'socket',
  } as const;
  await bench.engine.accept(request).catch(() => null);
  await bench.engine.idle();
  bench.wrap = (stores) => stores;
  await bench.restart();
  await bench.engine.idle();
  return conversation;
}

describe('a process that dies in the middle of a turn', () => {
  it.each([
    ['before the proposal is stored', (change: JournalChange) => (proposes(change) ? 'before' : null)],
    ['after the proposal is stored', (change: JournalChange) => (proposes(change) ? 'after' : null)],
    ['before the outcome is stored', (change: JournalChange) => (concludes(change) ? 'before' : null)],
    ['after the outcome is stored', (change: JournalChange) => (concludes(change) ? 'after' : null)],
    ['after the message is accepted', (change: JournalChange) => (accepts(change) ? 'after' : null)],
  ] as const)('%s: the message is answered once, with one card', async (_moment, dies) => {
    const conversation = await killedAt(dies);
    const priya = await bench.person('Priya');
    const view = await bench.engine.view(priya, conversation, { turnsLimit: 50 });
    expect(view.turns).toMatchObject([{ status: 'answered', userContent: 'book friday' }]);
    expect(view.actions).toMatchObject([{ status: 'pending', title: 'Book friday off' }]);
    const events = await bench.events('Priya', conversation);
    expect(events.filter((event) => event.type === 'turn.done')).toHaveLength(1);
    expect(events.filter((event) => event.type === 'user.message')).toHaveLength(1);
    await bench.drained();
    expect(bench.site.rows('VA Action Log')).toHaveLength(1);
    expect(bench.site.rows('VA Conversation Turn').map((row) => row['status'])).toEqual(['Answered', 'Answered']);
    expect((await bench.say('Priya', conversation, 'yes')).text).toBe('Booked friday.');
    expect(bench.site.rows('Leave Application')).toHaveLength(1);
  });

  it('before the message is accepted: nothing was promised, and saying it again works', async () => {
    const conversation = await killedAt((change) => (accepts(change) ? 'before' : null));
    expect(await bench.events('Priya', conversation)).toEqual([]);
    const outcome = await bench.say('Priya', conversation, 'book friday', { clientMessageId: 'm1' });
    expect(outcome.actions).toHaveLength(1);
  });

  it('tells that it was interrupted', async () => {
    const conversation = await killedAt((change) => (concludes(change) ? 'before' : null));
    const notes = (await bench.events('Priya', conversation)).flatMap((event) =>
      event.type === 'turn.state' && event.note ? [event.note] : [],
    );
    expect(notes).toEqual(['I was interrupted and am working on it again.']);
  });

  it('makes no second card when the first one was confirmed before the process came back', async () => {
    const conversation = await bench.begin('Priya');
    bench.wrap = (stores) => dying(stores, (change) => (concludes(change) ? 'before' : null));
    await bench.restart();
    const { turnId } = await bench.engine.accept({
      person: await bench.person('Priya'),
      identity: await bench.identity('Priya'),
      conversationId: conversation,
      text: 'book friday',
      clientMessageId: null,
      origin: 'api',
    });
    await bench.engine.idle();
    // The card was out before the process died, and was confirmed in Desk meanwhile.
    bench.wrap = (stores) => stores;
    await bench.restart({ open: false });
    await bench.drained();
    const id = `act_${turnId.replace('turn_', '')}_1`;
    Object.assign(bench.site.row('VA Action Log', id) ?? {}, { status: 'completed', result: '{"documents":[]}' });
    await bench.stores.kv.delete(`acme.test:actions:${conversation}`);
    await bench.engine.open();
    await bench.engine.idle();
    await bench.drained();
    expect(bench.site.rows('VA Action Log')).toHaveLength(1);
    const view = await bench.engine.view(await bench.person('Priya'), conversation, { turnsLimit: 50 });
    expect(view.turns[0]).toMatchObject({ status: 'answered', assistantContent: expect.stringContaining('completed') });
    expect(view.actions).toMatchObject([{ status: 'completed' }]);
  });

  it('during a yes: the action ran once, and saying yes again tells so', async () => {
    const conversation = await bench.begin('Priya');
    await bench.say('Priya', conversation, 'book friday');
    bench.wrap = (stores) =>
      dying(stores, (change) => (JSON.stringify(change.set ?? '').includes('completed') ? 'before' : null));
    await bench.restart();
    await bench.engine
      .accept({
        person: await bench.person('Priya'),
        identity: await bench.identity('Priya'),
        conversationId: conversation,
        text: 'yes',
        clientMessageId: null,
        origin: 'api',
      })
      .catch(() => null);
    await bench.engine.idle();
    expect(bench.site.rows('Leave Application')).toHaveLength(1);
    bench.wrap = (stores) => stores;
    await bench.restart();
    await bench.engine.idle();
    const view = await bench.engine.view(await bench.person('Priya'), conversation, { turnsLimit: 50 });
    expect(view.turns.map((turn) => [turn.userContent, turn.status])).toEqual([
      ['book friday', 'answered'],
      ['yes', 'answered'],
    ]);
    expect(view.turns[1]?.assistantContent).toBe('Booked friday.');
    expect(view.actions).toMatchObject([{ status: 'completed' }]);
    expect(bench.site.rows('Leave Application')).toHaveLength(1);
  });

  it.each([
    ['yes', 'I was interrupted. Please say yes again.', 'Booked friday.'],
    ['undo that', 'I was interrupted, and nothing was undone. Please say it again.', 'I have undone that.'],
  ])(
    'before the words "%s" took effect: it asks to hear them again, not to press a button',
    async (words, told, done) => {
      const conversation = await bench.begin('Priya');
      await bench.say('Priya', conversation, 'book friday');
      if (words !== 'yes') await bench.say('Priya', conversation, 'yes');
      await bench.drained();
      const before = bench.site.rows('Leave Application').length;
      bench.wrap = (stores) => dying(stores, (change) => (accepts(change) ? 'after' : null));
      await bench.restart();
      const request = {
        person: await bench.person('Priya'),
        identity: await bench.identity('Priya'),
        conversationId: conversation,
        text: words,
        clientMessageId: null,
        origin: 'socket',
      } as const;
      await bench.engine.accept(request).catch(() => null);
      bench.wrap = (stores) => stores;
      await bench.restart();
      await bench.engine.idle();
      const view = await bench.engine.view(await bench.person('Priya'), conversation, { turnsLimit: 50 });
      expect(view.turns.at(-1)).toMatchObject({ userContent: words, assistantContent: told });
      expect(bench.site.rows('Leave Application')).toHaveLength(before);
      expect((await bench.say('Priya', conversation, words)).text).toBe(done);
    },
  );

  it('gives up on a message that takes the process down every time, and says so', async () => {
    const conversation = await bench.begin('Priya');
    bench.wrap = (stores) => dying(stores, (change) => (concludes(change) ? 'before' : null));
    await bench.restart();
    const request = {
      person: await bench.person('Priya'),
      identity: null,
      conversationId: conversation,
      text: 'hello',
      clientMessageId: null,
      origin: 'api',
    } as const;
    await bench.engine.accept(request);
    await bench.engine.idle();
    for (let n = 0; n < 3; n += 1) {
      await bench.restart();
      await bench.engine.idle();
    }
    bench.wrap = (stores) => stores;
    await bench.restart();
    await bench.engine.idle();
    const view = await bench.engine.view(await bench.person('Priya'), conversation, { turnsLimit: 50 });
    expect(view.turns).toMatchObject([{ status: 'failed', assistantContent: expect.stringMatching(/did not finish/) }]);
    expect(await bench.stores.journal.length('turns')).toBe(0);
  });

  it('reads a conversation back from the site when nothing of it is at hand', async () => {
    const conversation = await bench.begin('Priya');
    await bench.say('Priya', conversation, 'book friday');
    await bench.say('Priya', conversation, 'yes');
    await bench.drained();
    for (const part of ['conversation', 'actions']) await bench.stores.kv.delete(`acme.test:${part}:${conversation}`);
    const view = await bench.engine.view(await bench.person('Priya'), conversation, { turnsLimit: 50 });
    expect(view.turns.map((turn) => [turn.userContent, turn.assistantContent, turn.status])).toEqual([
      ['book friday', 'I prepared that. Shall I?', 'answered'],
      ['yes', 'Booked friday.', 'answered'],
    ]);
    expect(view.actions).toMatchObject([
      { title: 'Book friday off', status: 'completed', lines: [{ label: 'Days', to: 'friday' }] },
    ]);
    expect((await bench.say('Priya', conversation, 'undo that')).text).toBe('I have undone that.');
  });
});
