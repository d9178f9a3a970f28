import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyReply } from '../../sidecar/language/replies.ts';
import { createOfflineModel } from '../../sidecar/llm/offline/offline-model.ts';
import { YES_NO_SUGGESTIONS } from '../../sidecar/llm/offline/step.ts';
import { situation } from '../fakes/situation.ts';
import { LEAVE_TOOLS, round, said, user } from './harness.ts';

describe('the offline model', () => {
  test('asks for a tool only when the person has it', async () => {
    const without = await round([user('book friday off')], {}, { tools: [] });
    expect(without.calls).toEqual([]);
    expect(without.text).toContain('HR can switch it on');
  });

  test('what it suggests under a card is understood as what it says', () => {
    expect(YES_NO_SUGGESTIONS.map((text) => classifyReply(text).kind)).toEqual(['yes', 'change', 'no']);
    expect(classifyReply('Yes, do it').kind).toBe('yes');
  });

  test('says so when it stands in for another model', async () => {
    expect((await said('book a flight to Berlin', { standIn: true })).text).toContain('simpler mode');
  });

  test('a tool message that is no outcome breaks nothing', async () => {
    for (const content of ['', 'oops', '{"kind":"data"}', '[]', '{"kind":"pending"}']) {
      const messages = [
        user('how much leave do I have'),
        { role: 'assistant', text: '', calls: [{ id: 'c', name: 'check_leave_balance', args: {} }] },
        { role: 'tool', callId: 'c', tool: 'check_leave_balance', content },
      ] as const;
      const after = await round(messages);
      expect(after.calls).toEqual([]);
      expect(after.text).not.toBe('');
    }
  });

  test('a failure of a tool is said in its own sentence', async () => {
    const messages = [
      user('how much leave do I have'),
      { role: 'assistant', text: '', calls: [{ id: 'c', name: 'check_leave_balance', args: {} }] },
      {
        role: 'tool',
        callId: 'c',
        tool: 'check_leave_balance',
        content: JSON.stringify({ kind: 'failed', code: 'SITE_UNAVAILABLE', sentence: 'I cannot reach it.' }),
      },
    ] as const;
    expect((await round(messages)).text).toBe('I cannot reach it.');
  });

  test('ends with the signal’s reason when it was aborted', async () => {
    const controller = new AbortController();
    controller.abort(new Error('stop'));
    const request = { system: [], messages: [user('hi')], tools: LEAVE_TOOLS, situation: situation() };
    const reading = async () => {
      for await (const _event of createOfflineModel().stream(request, controller.signal));
    };
    await expect(reading()).rejects.toThrow('stop');
  });

  test('understanding costs no more than it must: long, repetitive words stay far from a second', async () => {
    for (const words of [
      'a ',
      'book friday off ',
      'from monday to ',
      'have i ',
      "x's ",
      'is the ',
      'if need be unpaid ',
    ]) {
      const started = process.cpuUsage();
      await said(words.repeat(Math.floor(4000 / words.length)));
      const { user: spent } = process.cpuUsage(started);
      expect(spent / 1000).toBeLessThan(1000);
    }
  });

  test('answers anything at all, with or without a card, and the same twice', async () => {
    const pending = {
      tool: 'hr.submit_leave_request',
      title: 'Request 1 day',
      parameters: { leave_type: 'Annual Leave', start_date: '2026-12-03', end_date: '2026-12-03' },
    };
    const words = fc.constantFrom(
      ...'book cancel my leave friday next week half day off how much left not instead until the 3rd sick yes no what approve for tom 05/12 and make it'.split(
        ' ',
      ),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(words, { maxLength: 9 }).map((each) => each.join(' ')),
    );
    await fc.assert(
      fc.asyncProperty(text, fc.boolean(), async (utterance, open) => {
        const more = open ? { pending } : {};
        const first = await said(utterance, more);
        expect(first.text !== '' || first.calls.length === 1).toBe(true);
        expect(await said(utterance, more)).toEqual(first);
      }),
      // A seed, so that a failure under load is one of the code and not of the draw.
      { numRuns: 600, seed: 20_261_123 },
    );
  });
});
