import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withTrace } from '../../../sidecar/lib/trace.ts';
import type { ModelFailure } from '../../../sidecar/llm/model-error.ts';
import { ASKED, answeredBy, routerBench, textOf } from '../../fakes/router-bench.ts';
import { call, done, type Move, scriptedModel } from '../../fakes/scripted-model.ts';

const good = (id: string, text = `${id} says so.`) => scriptedModel(id, [text, done()]);
const bad = (id: string, fail: ModelFailure) => scriptedModel(id, [{ fail }]);

describe('the order', () => {
  it('the first answers, the others are not asked', async () => {
    const models = [good('openai:a'), good('anthropic:b')];
    const bench = routerBench(models);
    const events = await bench.ask();
    expect(textOf(events)).toBe('openai:a says so.');
    expect(answeredBy(events)).toEqual(['openai:a']);
    expect(models[1]?.requests).toHaveLength(0);
  });

  it.each([
    'unreachable',
    'timeout',
    'overloaded',
    'rate-limited',
    'quota',
    'key',
    'no-such-model',
    'context-too-long',
    'garbled',
    'bad-request',
  ] as const)('two that fail (%s) still leave the third', async (failure) => {
    const bench = routerBench([bad('openai:a', failure), bad('anthropic:b', failure), good('google:c')]);
    expect(textOf(await bench.ask())).toBe('google:c says so.');
  });

  it('is that of the task, with what the agent asks for in front', async () => {
    const models = [good('openai:a'), good('anthropic:b'), good('google:c')];
    const bench = routerBench(models, { settings: { plan: ['google:c', 'openai:a'] } });
    expect(answeredBy(await bench.ask({ task: 'plan' }))).toEqual(['google:c']);
    const choice = { provider: 'anthropic', model: 'b', temperature: 0.2, maxOutputTokens: 50 };
    expect(answeredBy(await bench.ask({ choice }))).toEqual(['anthropic:b']);
    expect(models[1]?.requests[0]?.choice).toEqual({ temperature: 0.2, maxOutputTokens: 50 });
    expect(answeredBy(await bench.ask())).toEqual(['openai:a']);
  });

  it('a model that does not exist, or a provider that is not set up, gives way to the order', async () => {
    const bench = routerBench([good('openai:a')]);
    expect(answeredBy(await bench.ask({ choice: { provider: 'openai', model: 'gone' } }))).toEqual(['openai:a']);
    expect(answeredBy(await bench.ask({ choice: { provider: 'google', model: 'x' } }))).toEqual(['openai:a']);
  });
});

describe('when nobody answers', () => {
  it('the rules do, and say that they stand in', async () => {
    const events = await routerBench([bad('openai:a', 'key'), bad('anthropic:b', 'quota')]).ask();
    expect(textOf(events)).toBe('Standing in. Rules say so.');
    expect(answeredBy(events)).toEqual(['offline']);
  });

  it.each([
    ['unreachable', 'LLM_UNAVAILABLE'],
    ['overloaded', 'LLM_UNAVAILABLE'],
    ['timeout', 'LLM_TIMEOUT'],
    ['rate-limited', 'LLM_RATE_LIMITED'],
    ['quota', 'LLM_QUOTA'],
    ['key', 'LLM_KEY_REFUSED'],
    ['no-such-model', 'LLM_NOT_CONFIGURED'],
    ['context-too-long', 'LLM_CONTEXT'],
    ['garbled', 'LLM_GARBLED'],
    ['bad-request', 'LLM_ERROR'],
  ] as const)('or it fails: %s is %s', async (failure, code) => {
    const bench = routerBench([bad('openai:a', failure)], { settings: { standIn: false, retryMs: 0 } });
    await expect(bench.ask()).rejects.toMatchObject({ code });
  });

  it('the trouble that is told is not that a model was named that does not exist', async () => {
    const bench = routerBench([bad('openai:a', 'quota')], { settings: { standIn: false } });
    await expect(bench.ask({ choice: { provider: 'openai', model: 'gone' } })).rejects.toMatchObject({
      code: 'LLM_QUOTA',
    });
  });

  it('nobody set up is an error of its own', async () => {
    await expect(routerBench([], { settings: { standIn: false } }).ask()).rejects.toMatchObject({
      code: 'LLM_NOT_CONFIGURED',
    });
  });

  it('rules neither plan nor sum up', async () => {
    const bench = routerBench([bad('openai:a', 'quota')]);
    await expect(bench.ask({ task: 'synthesis' })).rejects.toMatchObject({ code: 'LLM_QUOTA' });
    await expect(bench.ask({ output: { name: 'x', schema: {} } })).rejects.toMatchObject({ code: 'LLM_QUOTA' });
  });

  it('what a provider will not answer is not taken to the next', async () => {
    const second = good('anthropic:b');
    await expect(routerBench([bad('openai:a', 'refused'), second]).ask()).rejects.toMatchObject({
      code: 'LLM_REFUSED',
    });
    expect(second.requests).toHaveLength(0);
  });

  it('trouble that passes is tried once more, after the wait that was asked for', async () => {
    const model = scriptedModel('openai:a', [{ fail: 'rate-limited', retryAfterMs: 1200 }], ['Here.', done()]);
    const bench = routerBench([model]);
    const asking = bench.ask();
    await bench.clock.advance(1100);
    expect(model.requests).toHaveLength(1);
    await bench.clock.advance(200);
    expect(textOf(await asking)).toBe('Here.');
  });
});

describe('a model that is down', () => {
  it('is left alone after some failures, tried by one after the pause, and back when it works', async () => {
    let isUp = false;
    const first = scriptedModel('openai:a', (): readonly Move[] =>
      isUp ? ['Back.', done()] : [{ fail: 'overloaded' }],
    );
    const bench = routerBench([first, good('anthropic:b')]);
    for (let n = 0; n < 5; n += 1) await bench.ask();
    expect(first.requests).toHaveLength(3);
    await bench.clock.advance(30_000);
    await bench.ask();
    expect(first.requests).toHaveLength(4);
    await bench.ask();
    expect(first.requests).toHaveLength(4);
    isUp = true;
    await bench.clock.advance(60_000);
    expect(textOf(await bench.ask())).toBe('Back.');
    expect(textOf(await bench.ask())).toBe('Back.');
  });

  it('is tried by one alone: the others do not wait for what comes of it', async () => {
    const { promise: until, resolve: letGo } = Promise.withResolvers<void>();
    const first = scriptedModel('openai:a', [{ fail: 'key' }], [{ wait: until }, 'Back.', done()]);
    const bench = routerBench([first, good('anthropic:b')]);
    await bench.ask();
    await bench.clock.advance(60_001);
    const trying = bench.ask();
    await bench.clock.advance(0);
    expect(answeredBy(await bench.ask())).toEqual(['anthropic:b']);
    letGo();
    expect(textOf(await trying)).toBe('Back.');
    expect(textOf(await bench.ask())).toBe('Back.');
  });

  it('is left alone for as long as it says', async () => {
    const first = scriptedModel('openai:a', [{ fail: 'rate-limited', retryAfterMs: 20_000 }], ['Back.', done()]);
    const bench = routerBench([first, good('anthropic:b')]);
    await bench.ask();
    await bench.clock.advance(19_000);
    expect(answeredBy(await bench.ask())).toEqual(['anthropic:b']);
    await bench.clock.advance(1001);
    expect(textOf(await bench.ask())).toBe('Back.');
  });

  it('a wrong key rests all models of its provider, and the reason is still told', async () => {
    const models = [bad('openai:a', 'key'), good('openai:b')];
    const bench = routerBench(models, { settings: { standIn: false } });
    await expect(bench.ask()).rejects.toMatchObject({ code: 'LLM_KEY_REFUSED' });
    expect(models[1]?.requests).toHaveLength(0);
    await expect(bench.ask()).rejects.toMatchObject({ code: 'LLM_KEY_REFUSED' });
    expect(models[0]?.requests).toHaveLength(1);
  });
});

describe('an answer that breaks off', () => {
  const TEXT =
    'Hello Priya, you have 14 days of annual leave left this year; 3 of them (Monday to Wednesday) wait for a yes from Marcus.';

  it('is gone on with by the next, which is told what was said', async () => {
    const second = scriptedModel('anthropic:b', ['left.', done()]);
    const events = await routerBench([
      scriptedModel('openai:a', ['You have 14 ', 'days', ' le', { fail: 'cut' }]),
      second,
    ]).ask();
    expect(textOf(events)).toBe('You have 14 days left.');
    expect(second.requests[0]?.messages.slice(-2)).toMatchObject([
      { role: 'assistant', text: 'You have 14 days', calls: [] },
      { role: 'user' },
    ]);
  });

  it('wherever it breaks, in whatever pieces, and however the next one goes on, no word is said twice or lost', async () => {
    const cut = fc.record({
      at: fc.nat(TEXT.length),
      piece: fc.integer({ min: 1, max: 9 }),
      habit: fc.constantFrom('goes on', 'last word', 'last three words', 'all over'),
    });
    await fc.assert(
      fc.asyncProperty(cut, async ({ at, piece, habit }) => {
        const inPieces = (text: string) => text.match(new RegExp(`[^]{1,${piece}}`, 'gu')) ?? [];
        const second = scriptedModel('anthropic:b', (request) => {
          const last = request.messages.at(-2);
          const said = last?.role === 'assistant' ? last.text : '';
          const words = said === '' ? [] : said.split(' ');
          const back = { 'goes on': 0, 'last word': 1, 'last three words': 3, 'all over': words.length }[habit];
          const from = words.slice(0, Math.max(0, words.length - back)).join(' ').length;
          return [...inPieces(TEXT.slice(from).trimStart()), done()];
        });
        const bench = routerBench([
          scriptedModel('openai:a', [...inPieces(TEXT.slice(0, at)), { fail: 'cut' }]),
          second,
        ]);
        expect(textOf(await bench.ask())).toBe(TEXT);
      }),
      { numRuns: 400 },
    );
  });

  it('twice, is gone on with by the third', async () => {
    const bench = routerBench([
      scriptedModel('openai:a', ['You have ', { fail: 'cut' }]),
      scriptedModel('anthropic:b', ['have 14 days ', { fail: 'timeout' }]),
      scriptedModel('google:c', ['14 days left.', done()]),
    ]);
    expect(textOf(await bench.ask())).toBe('You have 14 days left.');
  });

  it('a stream that just ends counts as broken off', async () => {
    const bench = routerBench([
      scriptedModel('openai:a', ['You have ']),
      scriptedModel('anthropic:b', ['14.', done()]),
    ]);
    expect(textOf(await bench.ask())).toBe('You have 14.');
  });

  it('with nobody left it is an error: rules cannot go on with it', async () => {
    const bench = routerBench([scriptedModel('openai:a', ['You have ', { fail: 'cut' }])], {
      settings: { retryMs: 0 },
    });
    await expect(bench.ask()).rejects.toMatchObject({ code: 'LLM_CUT' });
  });

  it('after a call it ends with that call: nobody makes it again', async () => {
    const second = good('anthropic:b');
    const bench = routerBench([
      scriptedModel('openai:a', ['One moment. ', call('book', { day: 1 }), { fail: 'cut' }]),
      second,
    ]);
    const events = await bench.ask();
    expect(events.map(({ type }) => type)).toEqual(['text', 'call', 'done']);
    expect(second.requests).toHaveLength(0);
  });
});

describe('a history that is too long', () => {
  it('loses its older half, once, and the words themselves never', async () => {
    const model = scriptedModel('openai:a', (request) =>
      request.messages.length > 4 ? [{ fail: 'context-too-long' }] : ['Read.', done()],
    );
    const old = Array.from(
      { length: 4 },
      (_, n) => ({ role: n % 2 === 0 ? 'user' : 'assistant', text: `old ${n}`, calls: [] }) as const,
    );
    const messages = [...old, ...ASKED.messages];
    expect(textOf(await routerBench([model]).ask({ messages }))).toBe('Read.');
    expect(model.requests[1]?.messages.map((one) => ('text' in one ? one.text : ''))).toEqual([
      'old 2',
      'old 3',
      'How many days do I have left?',
    ]);
  });

  it('that is still too long goes to the next model, and is an error at last', async () => {
    const models = [bad('openai:a', 'context-too-long'), bad('anthropic:b', 'context-too-long')];
    const bench = routerBench(models, { settings: { standIn: false } });
    const old = Array.from({ length: 12 }, (_, n) =>
      n % 2 === 0
        ? ({ role: 'user', text: `old ${n}` } as const)
        : ({ role: 'assistant', text: 'yes', calls: [] } as const),
    );
    const messages = [...old, ...ASKED.messages];
    await expect(bench.ask({ messages })).rejects.toMatchObject({ code: 'LLM_CONTEXT' });
    expect(models.map(({ requests }) => requests.length)).toEqual([2, 1]);
  });
});

describe('hedging of spoken turns', () => {
  const slow = (id: string, until: Promise<void> | 'ever') =>
    scriptedModel(id, [{ wait: until }, `${id} at last.`, done()]);
  const hedge = { settings: { hedgeMs: 500 } };

  it('asks the second when the first is silent; the first to speak wins, the other is stopped and counted', async () => {
    const first = slow('openai:a', 'ever');
    const bench = routerBench([first, good('anthropic:b')], hedge);
    const calls = await withTrace({ turn_id: 'turn_1' }, async () => {
      const asking = bench.ask({ spoken: true });
      await bench.clock.advance(499);
      expect(first.requests).toHaveLength(1);
      await bench.clock.advance(1);
      expect(textOf(await asking)).toBe('anthropic:b says so.');
      return bench.usage.take('turn_1');
    });
    expect(first.aborted).toBe(1);
    expect(calls.map(({ model, outcome, estimated }) => [model, outcome, estimated])).toEqual([
      ['openai:a', 'lost', true],
      ['anthropic:b', 'answered', false],
    ]);
    expect(calls[0]?.usage.inputTokens).toBeGreaterThan(0);
    expect(calls[0]?.cost).toBeGreaterThan(0);
  });

  it('a first that wakes up in time wins, and being slower is no failure', async () => {
    const wakes: (() => void)[] = [];
    const first = scriptedModel('openai:a', () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      wakes.push(resolve);
      return [{ wait: promise }, 'At last.', done()];
    });
    const second = slow('anthropic:b', 'ever');
    const bench = routerBench([first, second], hedge);
    for (let n = 0; n < 6; n += 1) {
      const asking = bench.ask({ spoken: true });
      await bench.clock.advance(500);
      wakes.at(-1)?.();
      expect(answeredBy(await asking)).toEqual(['openai:a']);
    }
    expect(second.requests).toHaveLength(6);
    expect(second.aborted).toBe(6);
  });

  it('both failing leaves the third', async () => {
    const { promise: until, resolve: wake } = Promise.withResolvers<void>();
    const bench = routerBench(
      [
        scriptedModel('openai:a', [{ wait: until }, { fail: 'overloaded' }]),
        bad('anthropic:b', 'key'),
        good('google:c'),
      ],
      hedge,
    );
    const asking = bench.ask({ spoken: true });
    await bench.clock.advance(500);
    wake();
    expect(answeredBy(await asking)).toEqual(['google:c']);
  });

  it('is for spoken turns alone', async () => {
    const second = good('anthropic:b');
    const { promise: until, resolve: wake } = Promise.withResolvers<void>();
    const bench = routerBench([slow('openai:a', until), second], hedge);
    const asking = bench.ask();
    await bench.clock.advance(2000);
    wake();
    await asking;
    expect(second.requests).toHaveLength(0);
  });
});

describe('stopping', () => {
  it('ends the request with the reason, and is no failure of the model', async () => {
    const stop = new AbortController();
    const model = scriptedModel('openai:a', ['One ', { wait: 'ever' }]);
    const bench = routerBench([model]);
    const calls = await withTrace({ turn_id: 'turn_1' }, async () => {
      const asking = bench.ask({}, stop.signal);
      await bench.clock.advance(0);
      stop.abort(new Error('enough'));
      await expect(asking).rejects.toThrow('enough');
      return bench.usage.take('turn_1');
    });
    expect(model.aborted).toBe(1);
    expect(calls).toMatchObject([{ outcome: 'stopped', estimated: true }]);
  });

  it('a reader that leaves ends the request too', async () => {
    const model = scriptedModel('openai:a', ['One ', 'two ', { wait: 'ever' }]);
    const bench = routerBench([model]);
    for await (const _event of bench.router.stream(ASKED, new AbortController().signal)) break;
    expect(model.aborted).toBe(1);
  });
});
