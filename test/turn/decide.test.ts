import { describe, expect, it } from 'vitest';
import type { StoredAction } from '../../sidecar/actions/stored-action.ts';
import { classifyReply } from '../../sidecar/language/replies.ts';
import { type Circumstances, decide } from '../../sidecar/turn/decide/decide.ts';
import { mayFollow } from '../../sidecar/turn/state/phases.ts';

const action = (id: string, over: Partial<StoredAction> = {}): StoredAction => ({
  id,
  conversationId: 'conv_1',
  turnId: 'turn_1',
  ordinal: 1,
  type: 'hr.book',
  verb: 'Create',
  employeeId: 'E1',
  user: 'u',
  status: 'pending',
  title: `Title ${id}`,
  lines: [{ label: 'Days', from: '1', to: '2' }],
  warnings: ['Mind the gap.'],
  reversible: true,
  reversibleNote: 'Undo deletes it.',
  createdAt: 1000,
  expiresAt: 901_000,
  digest: 'd',
  parameters: {},
  operations: [],
  target: { doctype: 'Leave Application', name: null },
  confirmedAt: null,
  executedAt: null,
  cancelledAt: null,
  reversedAt: null,
  proof: null,
  result: null,
  error: null,
  reversalOf: null,
  reversal: null,
  replacedBy: null,
  ...over,
});
const on = (text: string, over: Partial<Circumstances> = {}) =>
  decide({ text, reply: classifyReply(text), actions: [], front: null, bound: null, asked: false, now: 2000, ...over });
const card = action('act_1');
const shown = { actions: [card], front: { actionIds: ['act_1'], fresh: true }, bound: 'act_1' };

describe('words about a card', () => {
  it('asks whether a no and a yes in one breath are a yes', () => {
    expect(on('no, go ahead', shown)).toMatchObject({ kind: 'say', text: expect.stringContaining('Do you mean') });
  });

  it('takes a question for a change of the card when it points at it', () => {
    expect(on('can I also take Monday?', shown)).toMatchObject({ kind: 'converse', changing: card });
    expect(on('how many days of leave have I got left?', shown)).toMatchObject({ changing: null });
  });

  it('changes the only card that was shown, also when it was talked past', () => {
    const past = { ...shown, front: { actionIds: ['act_1'], fresh: false } };
    expect(on('make it start on the 9th', past)).toMatchObject({ kind: 'converse', pending: card, changing: card });
    expect(on('until wednesday', past)).toMatchObject({ kind: 'converse', changing: card });
    expect(on('yes', { ...past, bound: null })).toMatchObject({ kind: 'say' });
  });
});

describe('a decision', () => {
  it.each([
    ['yes', 'confirm'],
    ['go ahead', 'confirm'],
    ['no', 'reject'],
    ['stop', 'reject'],
    ['undo that', 'reject'],
    ["i'm not sure", 'say'],
    ['what does that mean?', 'say'],
    ["that's incorrect", 'say'],
    ['make it just Friday', 'converse'],
    ['how much leave do I have left?', 'converse'],
    ['yes but make it Friday', 'converse'],
    ["don't book it", 'reject'],
  ])('on "%s" with a card in front is to %s', (text, kind) => {
    expect(on(text, shown).kind).toBe(kind);
  });

  it('runs nothing on a yes to a card that came after the words', () => {
    expect(on('yes', { ...shown, bound: null })).toMatchObject({ kind: 'say', front: { id: 'act_1' } });
  });

  it('shows what took the place of the card that the yes was for', () => {
    const old = action('act_1', { status: 'superseded', replacedBy: 'act_2' });
    const next = action('act_2');
    expect(
      on('yes', { actions: [old, next], front: { actionIds: ['act_2'], fresh: true }, bound: 'act_1' }),
    ).toMatchObject({ kind: 'say', front: { id: 'act_2' } });
  });

  it('asks which one when several wait', () => {
    const actions = [card, action('act_2')];
    expect(on('yes', { actions, front: { actionIds: ['act_1', 'act_2'], fresh: true } })).toMatchObject({
      kind: 'say',
      text: expect.stringMatching(/Title act_1; Title act_2/),
    });
    expect(on('no', { actions, front: { actionIds: ['act_1', 'act_2'], fresh: true } }).kind).toBe('say');
  });

  it('leaves a yes to the agent that asked something', () => {
    expect(on('yes', { actions: [card], front: { actionIds: ['act_1'], fresh: false }, asked: true }).kind).toBe(
      'converse',
    );
  });

  it('takes a plain yes without any card for talk', () => {
    expect(on('yes')).toMatchObject({ kind: 'converse', pending: null, changing: null });
  });

  it('explains the card from what is stored', () => {
    expect(on('what does that mean?', shown)).toMatchObject({
      text: expect.stringMatching(/Title act_1\. Days: 2 instead of 1\. Mind the gap\. Undo deletes it\./),
    });
  });

  it('takes a fragment for a change of the card and a whole wish for a new one', () => {
    expect(on('Friday', shown)).toMatchObject({ changing: { id: 'act_1' } });
    expect(on('book the 24th of december off please', shown)).toMatchObject({
      pending: { id: 'act_1' },
      changing: null,
    });
  });

  it('undoes the last thing done; a second time asks for the one before', () => {
    const first = action('act_1', { status: 'completed', executedAt: 10 });
    const second = action('act_2', { status: 'completed', executedAt: 20 });
    expect(on('undo that', { actions: [first, second] })).toMatchObject({ kind: 'undo', actionId: 'act_2' });
    const undone = action('act_2', { status: 'reversed', executedAt: 20 });
    const record = action('act_2_undo', { status: 'completed', executedAt: 30, reversalOf: 'act_2' });
    expect(on('undo that', { actions: [first, undone, record] })).toMatchObject({
      kind: 'say',
      text: expect.stringContaining('Shall I undo that too?'),
      undo: 'act_1',
    });
    const both = [{ ...first, status: 'reversed' as const }, undone, record];
    expect(on('undo that', { actions: both })).toMatchObject({ kind: 'undo', actionId: 'act_2' });
    expect(on('undo that')).toMatchObject({ kind: 'say' });
  });

  it('a yes to an offered undo undoes that action, a no or other talk in between does not', () => {
    const front = { actionIds: [], undo: 'act_9', fresh: true };
    expect(on('yes', { front })).toMatchObject({ kind: 'undo', actionId: 'act_9' });
    expect(on('no', { front })).toMatchObject({ kind: 'say', front: null });
    expect(on('yes', { front: { ...front, fresh: false } })).toMatchObject({ kind: 'converse' });
  });
});

describe('the phases', () => {
  it('follow each other as in 3.3', () => {
    expect(mayFollow('idle', 'receiving')).toBe(true);
    expect(mayFollow('processing', 'awaiting_confirmation')).toBe(true);
    expect(mayFollow('awaiting_confirmation', 'executing')).toBe(true);
    expect(mayFollow('idle', 'responding')).toBe(false);
    expect(mayFollow('awaiting_confirmation', 'responding')).toBe(false);
  });
});
