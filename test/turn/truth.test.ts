import { describe, expect, it } from 'vitest';
import { createTruthGuard, type Deeds, truthful } from '../../sidecar/turn/truth.ts';

const NOTHING: Deeds = { prepared: false, executed: false, looked: false };
const PREPARED: Deeds = { ...NOTHING, prepared: true };
const LOOKED: Deeds = { ...NOTHING, looked: true };

describe('what a model says of deeds', () => {
  it.each([
    'I have booked Friday off.',
    "I've just sent it to Marcus.",
    'Done! ',
    'All set, enjoy your day.',
    'Your leave has been submitted.',
    'Your request is now approved.',
    'Okay, done.',
    'It went through.',
    'We have already cancelled the meeting.',
    'Since you confirmed, it is on its way.',
    'I have successfully gone ahead and submitted it.',
  ])('is left out while a card waits: %s', (text) => {
    expect(truthful(text, PREPARED)).toBe('');
  });

  it.each([
    'Nothing has been sent yet.',
    "I haven't booked anything.",
    'It is not submitted until you say yes.',
    'Once it is approved, Marcus gets a message.',
    'Marcus will see it when it is sent.',
    'You have 14 days left.',
    'The card is below.',
  ])('is said while a card waits: %s', (text) => {
    expect(truthful(text, PREPARED)).toBe(text);
  });

  it('is said when a tool told it, and left out when nothing was looked at', () => {
    for (const text of ['Your claim was approved on Monday.', 'The meeting has been moved to 3 pm.']) {
      expect(truthful(text, LOOKED)).toBe(text);
      expect(truthful(text, NOTHING)).toBe('');
    }
    expect(truthful('I have booked Friday off.', LOOKED)).toBe('');
    expect(truthful('I have booked Friday off.', { ...LOOKED, executed: true })).toBe('I have booked Friday off.');
  });

  it('asks for no yes of its own beside a card', () => {
    expect(truthful('Marcus will see it. Shall I also mail Dana?', PREPARED)).toBe('Marcus will see it.');
    expect(truthful('Shall I look at next week?', LOOKED)).toBe('Shall I look at next week?');
  });

  it('says that something is prepared only beside a card', () => {
    expect(truthful('I have prepared your request.', NOTHING)).toBe('');
    expect(truthful('I have prepared your request.', PREPARED)).toBe('I have prepared your request.');
  });

  it('is noticed when it is a promise without a card', () => {
    const promise = (text: string, deeds: Deeds) => {
      const guard = createTruthGuard(() => deeds);
      guard.push(text);
      guard.flush();
      return guard.claimed;
    };
    expect(promise("I'll book that for you now.", NOTHING)).toBe(true);
    expect(promise('I am sending it to Marcus.', LOOKED)).toBe(true);
    expect(promise('I will look that up.', NOTHING)).toBe(false);
    expect(promise('I will not send anything.', NOTHING)).toBe(false);
  });

  it('is the same however the words arrive, without markup', () => {
    const text =
      'You have **14 days**. I have booked Friday. See `HR-1` for more, or [the policy](https://x.test).\n- one\n- two';
    const whole = truthful(text, LOOKED);
    for (const size of [1, 3, 7, 20]) {
      const guard = createTruthGuard(() => LOOKED);
      let said = '';
      for (let at = 0; at < text.length; at += size) said += guard.push(text.slice(at, at + size));
      expect((said + guard.flush()).trim()).toBe(whole);
    }
    expect(whole).toContain('14 days. See HR-1 for more');
    expect(whole).not.toMatch(/booked|\*\*|`/u);
  });

  it('is weighed by what was done when it was said', () => {
    let deeds = LOOKED;
    const guard = createTruthGuard(() => deeds);
    expect(guard.push('Your claim was approved. ')).toBe('');
    deeds = { ...LOOKED, prepared: true };
    expect(guard.push('It has been sent. Take care.') + guard.flush()).not.toContain('sent');
  });
});
