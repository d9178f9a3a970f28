import type { ActionCard, TurnEvent, TurnEventBody } from '@dartwing-va/contract/turn-events.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emptyThread,
  fold,
  pendingCard,
  type Thread,
  threadOf,
  withOwnMessage,
  withoutMessage,
  withSendFailure,
} from '../../web/conversation/thread.ts';
import { card } from '../gateway/fakes.ts';

const event = (seq: number, body: TurnEventBody, turnId = 'turn_1'): TurnEvent => ({
  ...body,
  seq,
  conversation_id: 'conv_1',
  turn_id: turnId,
  at: seq,
});
const run = (events: readonly TurnEvent[], from: Thread = emptyThread) => events.reduce(fold, from);
const said = (text: string, client: string | null = null): TurnEventBody => ({
  type: 'user.message',
  text,
  client_message_id: client,
  origin: 'socket',
});

describe('a thread', () => {
  it('shows what came beside the words, live and loaded', () => {
    const visual = { kind: 'list', title: 'Tasks', items: [{ title: 'Draft' }] } as const;
    const live = run([event(1, said('tasks?')), event(2, { type: 'visual', visual })]);
    expect(live.exchanges[0]?.visuals).toEqual([visual]);
    // The turn runs again after a crash: it shows anew.
    expect(fold(live, event(3, { type: 'turn.state', phase: 'receiving' })).exchanges[0]?.visuals).toEqual([]);
    const turn = {
      turn_id: 'turn_1',
      user_content: 'tasks?',
      assistant_content: 'One.',
      status: 'answered',
      timestamp: '',
    };
    const loaded = { conversation_id: 'conv_1', status: 'active', last_seq: 3, actions: [] };
    expect(threadOf({ ...loaded, turns: [{ ...turn, visuals: [visual] }] }).exchanges[0]?.visuals).toEqual([visual]);
  });

  it('grows an answer word by word and ends with the whole text', () => {
    const open = run([
      event(1, said('hello')),
      event(2, { type: 'text.delta', text: 'Hel' }),
      event(3, { type: 'text.delta', text: 'lo' }),
    ]);
    expect(open.exchanges[0]).toMatchObject({ answer: 'Hello', status: 'open' });
    const done = fold(
      open,
      event(4, { type: 'turn.done', text: 'Hello!', actions: [], latency_ms: 1, model: 'offline' }),
    );
    expect(done.exchanges[0]).toMatchObject({ answer: 'Hello!', status: 'done' });
  });

  it("takes the person's own message and the service's word of it for one", () => {
    const thread = run([event(1, said('hello', 'm1'))], withOwnMessage(emptyThread, 'm1', 'hello'));
    expect(thread.exchanges).toHaveLength(1);
    expect(thread.exchanges[0]).toMatchObject({ turnId: 'turn_1', status: 'open' });
  });

  it('shows what another device said', () => {
    expect(run([event(1, said('from my phone', 'other'))]).exchanges[0]?.userText).toBe('from my phone');
  });

  it('offers a message that did not get through again, and drops it on request', () => {
    const failed = withSendFailure(withOwnMessage(emptyThread, 'm1', 'hello'), 'm1', {
      message: 'No network',
      retryable: true,
    });
    expect(failed.exchanges[0]).toMatchObject({ status: 'failed', error: { retryable: true } });
    expect(withoutMessage(failed, 'm1').exchanges).toEqual([]);
  });

  it('starts an answer anew when the turn runs again after a crash', () => {
    const thread = run([
      event(1, said('hello')),
      event(2, { type: 'text.delta', text: 'You have' }),
      event(3, { type: 'turn.state', phase: 'receiving', note: 'restarted' }),
      event(4, { type: 'text.delta', text: 'You have 14' }),
    ]);
    expect(thread.exchanges[0]?.answer).toBe('You have 14');
  });

  it('keeps the newest state of a card wherever it was proposed', () => {
    const thread = run([
      event(1, said('book friday')),
      event(2, { type: 'action.pending', action: card }),
      event(3, said('yes'), 'turn_2'),
      event(4, { type: 'action.done', action: { ...card, status: 'completed' } }, 'turn_2'),
    ]);
    expect(thread.exchanges[0]?.cards).toEqual([card.action_id]);
    expect(thread.cards[card.action_id]?.status).toBe('completed');
    expect(pendingCard(thread)).toBeNull();
  });

  it('the newest waiting card is the one in front', () => {
    const newer: ActionCard = { ...card, action_id: 'act_2_0', created_at: '2026-03-02T11:00:00.000Z' };
    const thread = run([
      event(1, said('a')),
      event(2, { type: 'action.pending', action: newer }),
      event(3, { type: 'action.pending', action: card }),
    ]);
    expect(pendingCard(thread)?.action_id).toBe('act_2_0');
  });

  it('a stored conversation reads like a live one', () => {
    const live = run([
      event(1, said('book friday')),
      event(2, { type: 'action.pending', action: card }),
      event(3, { type: 'turn.done', text: 'Shall I?', actions: [card.action_id], latency_ms: 1, model: 'offline' }),
    ]);
    const stored = threadOf({
      conversation_id: 'conv_1',
      status: 'active',
      last_seq: 3,
      turns: [
        {
          turn_id: 'turn_1',
          user_content: 'book friday',
          assistant_content: 'Shall I?',
          status: 'answered',
          timestamp: '',
        },
      ],
      actions: [card],
    });
    expect(stored.cards).toEqual(live.cards);
    expect(stored.exchanges[0]).toMatchObject({ answer: 'Shall I?', status: 'done', cards: [card.action_id] });
  });

  it('never loses or invents text, however it is cut into pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 30 }), (pieces) => {
        const thread = run([
          event(1, said('x')),
          ...pieces.map((text, index) => event(index + 2, { type: 'text.delta', text })),
        ]);
        expect(thread.exchanges[0]?.answer).toBe(pieces.join(''));
      }),
    );
  });
});
