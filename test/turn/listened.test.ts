import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VaError } from '../../sidecar/lib/va-error.ts';
import { type EngineBench, engineBench } from '../fakes/engine-bench.ts';

// A turn that somebody listens to: it is heard as it is written, sooner than it is told.
let bench: EngineBench;
let isFull = false;
beforeEach(async () => {
  isFull = false;
  bench = await engineBench();
  bench.wrap = (stores) => ({
    ...stores,
    journal: {
      ...stores.journal,
      async commit(change) {
        // As a disk does: it takes its time to say no.
        await new Promise((resolve) => setImmediate(resolve));
        if (isFull) throw new VaError('STORAGE_FULL');
        await stores.journal.commit(change);
      },
    },
  });
  await bench.restart();
});
afterEach(() => bench?.close());

async function listen(conversationId: string, text: string, more: { readonly sayInstead?: string } = {}) {
  const heard: string[] = [];
  const accepted = bench.engine.accept({
    person: await bench.person('Priya'),
    identity: await bench.identity('Priya'),
    conversationId,
    text,
    clientMessageId: null,
    origin: 'voice',
    onText: (piece) => heard.push(piece),
    ...more,
  });
  return { heard, accepted };
}

describe('a turn that is listened to', () => {
  it('is heard as a whole, told after its question, and recorded once', async () => {
    const conversation = await bench.begin('Priya');
    const { heard, accepted } = await listen(conversation, 'good morning to you');
    const { turnId } = await accepted;
    const outcome = await bench.engine.outcome(conversation, turnId, AbortSignal.timeout(8000));
    expect(heard.join('')).toBe(outcome.text);
    const events = await bench.events('Priya', conversation);
    expect(events.map((event) => event.type)[0]).toBe('user.message');
    expect(events.filter((event) => event.type === 'turn.done')).toHaveLength(1);
  });

  it('that cannot be stored leaves nothing behind, and the next one is answered', async () => {
    const conversation = await bench.begin('Priya');
    isFull = true;
    const { accepted } = await listen(conversation, 'what is my balance?');
    await expect(accepted).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    await bench.engine.idle();
    isFull = false;
    expect(await bench.events('Priya', conversation)).toEqual([]);
    const answer = await bench.say('Priya', conversation, 'what is my balance?');
    expect(answer.text).toMatch(/14/);
    const view = await bench.engine.view(await bench.person('Priya'), conversation, { turnsLimit: 10 });
    expect(view.turns).toHaveLength(1);
  });

  it('looks nothing up and prepares nothing before it is stored', async () => {
    const conversation = await bench.begin('Priya');
    isFull = true;
    const { accepted } = await listen(conversation, 'book friday');
    await expect(accepted).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    await bench.engine.idle();
    isFull = false;
    const view = await bench.engine.view(await bench.person('Priya'), conversation, { turnsLimit: 10 });
    expect(view.actions).toEqual([]);
  });
});

describe('what was heard', () => {
  it('is what the next turn reads and what the site holds', async () => {
    const conversation = await bench.begin('Priya');
    const { accepted } = await listen(conversation, 'good morning to you');
    const { turnId } = await accepted;
    await bench.engine.outcome(conversation, turnId, AbortSignal.timeout(8000));
    await bench.engine.idle();
    const person = await bench.person('Priya');
    await bench.engine.heard(person, conversation, turnId, 'Good…');
    await bench.say('Priya', conversation, 'and now?');
    const said = bench.model.requests.at(-1)?.messages.filter((one) => one.role === 'assistant');
    expect(said).toMatchObject([{ text: 'Good…' }]);
    await bench.drained();
    const view = await bench.engine.view(person, conversation, { turnsLimit: 10 });
    expect(view.turns[0]?.assistantContent).toBe('Good…');
  });

  it('of a typed turn is all of it', async () => {
    const conversation = await bench.begin('Priya');
    const { turnId, text } = await bench.say('Priya', conversation, 'good morning to you');
    const person = await bench.person('Priya');
    await bench.engine.heard(person, conversation, turnId, '');
    const view = await bench.engine.view(person, conversation, { turnsLimit: 10 });
    expect(view.turns[0]?.assistantContent).toBe(text);
  });
});

describe('a yes that may not count', () => {
  it('is answered with what is said instead, and the card stays in front', async () => {
    const conversation = await bench.begin('Priya');
    const proposal = await bench.say('Priya', conversation, 'book friday');
    const { accepted } = await listen(conversation, 'yes', { sayInstead: 'Was that you?' });
    const outcome = await bench.engine.outcome(conversation, (await accepted).turnId, AbortSignal.timeout(8000));
    expect(outcome.text).toBe('Was that you?');
    const person = await bench.person('Priya');
    const id = proposal.actions[0]?.action_id ?? '';
    expect((await bench.engine.actions.get(person, id)).card.status).toBe('pending');
    await bench.say('Priya', conversation, 'yes');
    expect((await bench.engine.actions.get(person, id)).card.status).toBe('completed');
  });
});
