import { describe, expect, it } from 'vitest';
import type { StoredAction } from '../../sidecar/actions/stored-action.ts';
import { classifyReply } from '../../sidecar/language/replies.ts';
import { selectionOf } from '../../sidecar/turn/decide/selection.ts';

const card = (id: string, type: string, title: string, to: string) =>
  ({ id, type, title, verb: 'Create', lines: [{ label: 'What', to }] }) as unknown as StoredAction;
const cards = [
  card('leave', 'hr.submit_leave_request', 'Request 1 day of Annual Leave, June 12', 'Friday, June 12'),
  card('mail', 'communication.send_email', 'Send an email to Marcus Reed', 'I am off on Friday'),
  card('meeting', 'calendar.reschedule_meeting', 'Move Design review to Monday', 'Monday, June 15, 3:00 PM'),
];
const pick = (text: string, of = cards) => {
  const picked = selectionOf(text, classifyReply(text), of);
  return picked && [picked.confirm.map(({ id }) => id).join(' '), picked.reject.map(({ id }) => id).join(' ')];
};
const ALL = 'leave mail meeting';

describe('an answer to a review', () => {
  it.each([
    ['yes', ALL, ''],
    ['go ahead', ALL, ''],
    ['all of them please', ALL, ''],
    ['yes, all three', ALL, ''],
    ['no', '', ALL],
    ['none of them', '', ALL],
    ['just the first', 'leave', 'mail meeting'],
    ['only the leave', 'leave', 'mail meeting'],
    ['the email only', 'mail', 'leave meeting'],
    ['just the first and the last one', 'leave meeting', 'mail'],
    ['the second one', 'mail', ''],
    ['do the meeting', 'meeting', ''],
    ['not the second', '', 'mail'],
    ['yes but not the email', 'leave meeting', 'mail'],
    ['all but the meeting', 'leave mail', 'meeting'],
    ['everything except the third one', 'leave mail', 'meeting'],
    ['the leave but not the email', 'leave', 'mail'],
    ['ok, skip the email', 'leave meeting', 'mail'],
  ])('"%s" does %s and refuses %s', (text, confirm, reject) => {
    expect(pick(text)).toEqual([confirm, reject]);
  });

  it.each([
    'maybe',
    'send it',
    'both?',
    'is that all?',
    'just Friday',
    'only the budget',
    'how much leave do I have?',
    'the fourth one',
    'book a meeting with Marcus',
    'just the one on Monday and Friday and everything else that we said before and more',
    'make the second one Tuesday',
  ])('nothing runs on "%s"', (text) => {
    const picked = pick(text);
    expect(picked?.[0] ?? '').toBe('');
  });

  it('a word that fits two cards picks neither', () => {
    const two = [card('a', 'hr.book', 'Request Monday', 'Monday'), card('b', 'hr.book', 'Request Tuesday', 'Tuesday')];
    expect(pick('only the hr one', two)).toBeNull();
    expect(pick('just Tuesday', two)).toBeNull();
  });
});
