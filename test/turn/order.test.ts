import type { TurnEvent } from '@dartwing-va/contract/turn-events.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { siteKey } from '../../sidecar/stores/site-key.ts';
import { type EngineBench, engineBench } from '../fakes/engine-bench.ts';

let bench: EngineBench;
beforeEach(async () => {
  bench = await engineBench({ turn: { silenceMs: 30, waitingTurns: 4 } });
});
afterEach(async () => {
  await bench.close();
});

async function send(conversation: string, text: string) {
  return await bench.engine.accept({
    person: await bench.person('Priya'),
    identity: await bench.identity('Priya'),
    conversationId: conversation,
    text,
    clientMessageId: null,
    origin: 'socket',
  });
}
const outcome = (conversation: string, turnId: string) =>
  bench.engine.outcome(conversation, turnId, AbortSignal.timeout(8000));
function gate() {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}
/** Resolves when the model got its n-th request. */
async function modelAsked(times: number): Promise<void> {
  while (bench.model.requests.length < times) await new Promise((resolve) => setImmediate(resolve));
}

describe('one conversation', () => {
  it('answers messages one after the other, in their order', async () => {
    const conversation = await bench.begin('Priya');
    const held = gate();
    bench.model.gate = held.promise;
    const turns = [];
    for (const text of ['one', 'two', 'three']) turns.push(await send(conversation, text));
    await modelAsked(1);
    expect(bench.model.requests).toHaveLength(1);
    held.open();
    for (const { turnId } of turns) await outcome(conversation, turnId);
    expect(bench.model.requests.map((request) => request.messages.at(-1))).toMatchObject([
      { text: 'one' },
      { text: 'two' },
      { text: 'three' },
    ]);
    expect(bench.model.requests[2]?.messages).toHaveLength(5);
  });

  it('does not hold another conversation up', async () => {
    const [first, second] = [await bench.begin('Priya'), await bench.begin('Priya')];
    const held = gate();
    bench.model.gate = held.promise;
    const waiting = await send(first, 'one');
    await modelAsked(1);
    bench.model.gate = null;
    expect((await bench.say('Priya', second, 'two')).text).toBe('You said: two.');
    held.open();
    await outcome(first, waiting.turnId);
  });

  it('waits while another replica works on the conversation', async () => {
    const [conversation, other] = [await bench.begin('Priya'), await bench.begin('Priya')];
    const lease = await bench.stores.leases.acquire(siteKey('acme.test')('turn-lease', conversation), {
      ttlMs: 600_000,
    });
    const waiting = await send(conversation, 'one');
    await bench.say('Priya', other, 'two');
    expect(bench.model.requests.map((request) => request.messages.at(-1))).toMatchObject([{ text: 'two' }]);
    await lease?.release();
    expect((await outcome(conversation, waiting.turnId)).text).toBe('You said: one.');
  });

  it('lets a yes to the card through while something else runs', async () => {
    const conversation = await bench.begin('Priya');
    await bench.say('Priya', conversation, 'book friday');
    const held = gate();
    bench.model.gate = held.promise;
    const slow = await send(conversation, 'please tell me everything there is to know of our holidays');
    await modelAsked(3);
    expect((await bench.say('Priya', conversation, 'yes')).text).toBe('Booked friday.');
    held.open();
    expect((await outcome(conversation, slow.turnId)).text).toMatch(/^You said/);
  });

  it('does not run the old card on a yes that follows a change which is still at work', async () => {
    const conversation = await bench.begin('Priya');
    await bench.say('Priya', conversation, 'book thursday');
    const held = gate();
    bench.model.gate = held.promise;
    const change = await send(conversation, 'make it just friday');
    const yes = await send(conversation, 'yes');
    held.open();
    await outcome(conversation, change.turnId);
    expect((await outcome(conversation, yes.turnId)).text).toMatch(/replaced by "Book friday off".*nothing was done/);
    expect(bench.site.rows('Leave Application')).toEqual([]);
    expect((await bench.say('Priya', conversation, 'yes')).text).toBe('Booked friday.');
  });

  it('stops a running turn on "stop", at once', async () => {
    const conversation = await bench.begin('Priya');
    bench.model.gate = gate().promise;
    const slow = await send(conversation, 'one');
    await modelAsked(1);
    expect((await bench.say('Priya', conversation, 'stop')).text).toBe('Okay, I have stopped.');
    expect((await outcome(conversation, slow.turnId)).error).toMatchObject({ code: 'CANCELLED' });
  });

  it('stops a turn that its page cancels, and one that has not begun', async () => {
    const conversation = await bench.begin('Priya');
    const held = gate();
    bench.model.gate = held.promise;
    const [first, second] = [await send(conversation, 'one'), await send(conversation, 'two')];
    await modelAsked(1);
    const priya = await bench.person('Priya');
    expect(await bench.engine.cancelTurn(priya, conversation, second.turnId)).toBe(true);
    expect(await bench.engine.cancelTurn(priya, conversation, first.turnId)).toBe(true);
    expect((await outcome(conversation, first.turnId)).error).toMatchObject({ code: 'CANCELLED' });
    expect((await outcome(conversation, second.turnId)).error).toMatchObject({ code: 'CANCELLED' });
    expect(await bench.engine.cancelTurn(priya, conversation, first.turnId)).toBe(false);
    await expect(bench.engine.cancelTurn(await bench.person('Erik'), conversation, first.turnId)).rejects.toMatchObject(
      { code: 'CONVERSATION_NOT_FOUND' },
    );
    expect(bench.model.requests).toHaveLength(1);
  });

  it('says that it is still working after a silence, and goes on', async () => {
    const conversation = await bench.begin('Priya');
    const held = gate();
    bench.model.gate = held.promise;
    const noted = new Promise<TurnEvent>((resolve) => {
      void bench.person('Priya').then((priya) =>
        bench.engine.subscribe(priya, conversation, 0, (event) => {
          if (event.type === 'turn.state' && event.note) resolve(event);
        }),
      );
    });
    const slow = await send(conversation, 'one');
    expect(await noted).toMatchObject({ phase: 'processing', note: 'Still working on it.' });
    held.open();
    expect((await outcome(conversation, slow.turnId)).text).toBe('You said: one.');
  });

  it('refuses more messages than may wait', async () => {
    const conversation = await bench.begin('Priya');
    const held = gate();
    bench.model.gate = held.promise;
    for (const text of ['1', '2', '3', '4']) await send(conversation, text);
    await expect(send(conversation, '5')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    held.open();
    await bench.engine.idle();
  });

  it('tells two devices the same, also one that comes back in the middle', async () => {
    const conversation = await bench.begin('Priya');
    const priya = await bench.person('Priya');
    const [phone, desk]: [TurnEvent[], TurnEvent[]] = [[], []];
    await bench.engine.subscribe(priya, conversation, 0, (event) => phone.push(event));
    const first = await bench.engine.subscribe(priya, conversation, 0, (event) => desk.push(event));
    await bench.say('Priya', conversation, 'book friday');
    await new Promise((resolve) => setImmediate(resolve));
    first.unsubscribe();
    await bench.engine.actions.confirm(
      priya,
      await bench.identity('Priya'),
      (await bench.engine.view(priya, conversation, { turnsLimit: 1 })).actions[0]?.action_id ?? '',
      { digest: null, modifications: null },
    );
    const back = await bench.engine.subscribe(priya, conversation, desk.at(-1)?.seq ?? 0, (event) => desk.push(event));
    desk.push(...(back.replay ?? []));
    await bench.say('Priya', conversation, 'undo that');
    await new Promise((resolve) => setImmediate(resolve));
    expect(desk).toEqual(phone);
    expect(phone.map((event) => event.seq)).toEqual(phone.map((_event, index) => index + 1));
    expect(phone.filter((event) => event.type === 'action.done')).toHaveLength(2);
  });

  it('leaves what is unanswered at a shutdown for the next start', async () => {
    const conversation = await bench.begin('Priya');
    bench.model.gate = gate().promise;
    const slow = await send(conversation, 'one');
    await modelAsked(1);
    await bench.restart({ open: false });
    bench.model.gate = null;
    await bench.engine.open();
    expect((await outcome(conversation, slow.turnId)).text).toBe('You said: one.');
  });
});
