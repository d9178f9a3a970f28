import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { builtIn } from '../../../sidecar/agents/built-in.ts';
import { modelTool } from '../../../sidecar/agents/registry.ts';
import { createArticleLibrary } from '../../../sidecar/knowledge/library.ts';
import type { ModelMessage } from '../../../sidecar/llm/model.ts';
import type { ModelFailure } from '../../../sidecar/llm/model-error.ts';
import type { FakeOptions, FakeReply, FakeScript, LlmFake } from '../../fakes/llm/script.ts';
import { asking, failureOf, hear, TOOLS } from './collect.ts';
import { call, histories } from './histories.ts';
import { subjects } from './providers.ts';

describe.each(subjects)('$label', (subject) => {
  let fake: LlmFake | null = null;
  afterEach(async () => {
    await fake?.close();
    fake = null;
  });
  async function start(script: FakeScript, options: FakeOptions = {}): Promise<LlmFake> {
    fake = await subject.start(script, options);
    return fake;
  }
  const id = `${subject.label}:a-model`;

  it('passes words on as they come and ends with what was used', async () => {
    const server = await start([{ text: ['Good ', 'morning', '.'], usage: { input: 120, output: 9, cached: 64 } }]);
    const model = subject.model(server);
    const heard = await hear(model, asking('Hello'));
    expect(model.id).toBe(id);
    expect(heard.error).toBeNull();
    expect(heard.pieces).toEqual(['Good ', 'morning', '.']);
    expect(heard.done).toEqual({
      type: 'done',
      usage: { inputTokens: 120, outputTokens: 9, cachedTokens: 64 },
      stop: 'end',
    });
    expect(server.requests[0]).toMatchObject({
      model: 'a-model',
      said: 'Hello',
      temperature: null,
      tools: [],
    });
    expect(server.requests[0]?.system).toBe('You help the employees of Acme.\n\nIt is Monday.');
  });

  it('gives a word out before the provider has finished', async () => {
    const server = await start([{ text: ['One '], hangAfterText: true }]);
    const stop = new AbortController();
    const first = await new Promise<string>((resolve, reject) => {
      hear(subject.model(server), asking('Count'), stop.signal, (event) => {
        if (event.type === 'text') resolve(event.text);
      }).then(() => reject(new Error('ended')), reject);
    });
    expect(first).toBe('One ');
    stop.abort();
  });

  it.each([1, 2, 3, 5])('puts characters together that the wire cuts (%i bytes a piece)', async (chunkBytes) => {
    const text = 'Grüße, 数字, 👩‍💻 und 🇮🇳!';
    const server = await start([{ text: [text.slice(0, 9), text.slice(9)], chunkBytes }]);
    const heard = await hear(subject.model(server), asking('Say it'));
    expect(heard.error).toBeNull();
    expect(heard.text).toBe(text);
  });

  it('hands a call over with its arguments', async () => {
    const server = await start([{ calls: [{ name: 'check_leave_balance', args: { leave_type: 'Casual "Ü"' } }] }]);
    const heard = await hear(subject.model(server), asking('How many days?', { tools: TOOLS }));
    expect(heard.error).toBeNull();
    expect(heard.calls).toHaveLength(1);
    expect(heard.calls[0]).toMatchObject({ name: 'check_leave_balance', args: { leave_type: 'Casual "Ü"' } });
    expect(server.requests[0]?.tools).toEqual(['check_leave_balance', 'list_holidays']);
  });

  it('hands several calls over in their order, each with an id of its own', async () => {
    const server = await start([
      {
        text: 'Let me look.',
        calls: [
          { name: 'check_leave_balance', args: { leave_type: 'Casual' } },
          { name: 'list_holidays', args: {} },
          { name: 'check_leave_balance', args: { leave_type: 'Sick' } },
        ],
      },
    ]);
    const heard = await hear(subject.model(server), asking('Everything', { tools: TOOLS }));
    expect(heard.text).toBe('Let me look.');
    expect(heard.calls.map(({ name, args }) => [name, args])).toEqual([
      ['check_leave_balance', { leave_type: 'Casual' }],
      ['list_holidays', {}],
      ['check_leave_balance', { leave_type: 'Sick' }],
    ]);
    expect(new Set(heard.calls.map((call) => call.id)).size).toBe(3);
  });

  it('takes a call without any arguments', async () => {
    const rawArgs = subject.label === 'google' ? '{}' : '';
    const server = await start([{ calls: [{ name: 'list_holidays', args: {}, rawArgs }] }]);
    const heard = await hear(subject.model(server), asking('Holidays?', { tools: TOOLS }));
    expect(heard.calls).toMatchObject([{ name: 'list_holidays', args: {} }]);
  });

  it('plays a tool round: calls, outcomes, answer', async () => {
    const server = await start([
      {
        calls: [
          { name: 'check_leave_balance', args: { leave_type: 'Casual' }, signature: 'c2lnbmVk' },
          { name: 'list_holidays', args: {} },
        ],
      },
      'Five days, and Christmas.',
    ]);
    const model = subject.model(server);
    const first = await hear(model, asking('Days and holidays?', { tools: TOOLS }));
    const messages: ModelMessage[] = [
      { role: 'user', text: 'Days and holidays?' },
      { role: 'assistant', text: first.text, calls: first.calls },
      ...first.calls.map(
        (call): ModelMessage => ({
          role: 'tool',
          callId: call.id,
          tool: call.name,
          content: JSON.stringify({ kind: 'data', data: { of: call.name } }),
        }),
      ),
    ];
    const second = await hear(model, asking('', { messages, tools: TOOLS }));
    expect(second.error).toBeNull();
    expect(second.text).toBe('Five days, and Christmas.');
    expect(server.complaints).toEqual([]);
    expect(server.requests[1]?.results.map(({ name, content }) => [name, JSON.parse(content).data.of])).toEqual([
      ['check_leave_balance', 'check_leave_balance'],
      ['list_holidays', 'list_holidays'],
    ]);
  });

  it('gives an answer of the shape asked for as one text', async () => {
    const schema = {
      type: 'object',
      properties: { intent: { type: 'string' } },
      required: ['intent'],
      additionalProperties: false,
    };
    const output = { name: 'an intent', schema };
    const server = await start((request) => shaped(request.schema, '{"intent":"leave"}'));
    const heard = await hear(subject.model(server), asking('Book Friday off', { output }));
    expect(heard.error).toBeNull();
    expect(heard.pieces).toEqual(['{"intent":"leave"}']);
    expect(heard.calls).toEqual([]);
    expect(server.requests[0]?.schema).toMatchObject(schema);
  });

  it('says what an answer may cost and how daring it may be', async () => {
    const server = await start(['Yes.']);
    await hear(subject.model(server), asking('Hm', { choice: { temperature: 0.3, maxOutputTokens: 77 } }));
    expect(server.requests[0]).toMatchObject({ temperature: 0.3, maxTokens: 77 });
  });

  it('tells that an answer was cut at the most it may say', async () => {
    const server = await start([{ text: 'It goes on and', stop: 'length' }]);
    const heard = await hear(subject.model(server), asking('Tell me'));
    expect(heard.text).toBe('It goes on and');
    expect(heard.done?.stop).toBe('length');
  });

  it('does not say what the model thinks', async () => {
    const server = await start([{ thinking: 'The user greets. I greet back.', text: 'Hello.' }]);
    expect((await hear(subject.model(server), asking('Hi'))).text).toBe('Hello.');
  });

  describe('stopping', () => {
    it('ends the connection and throws the reason when it is aborted while waiting', async () => {
      const server = await start([{ fault: 'hang' }]);
      const stop = new AbortController();
      const reason = new Error('the person spoke');
      const heard = hear(subject.model(server), asking('Hello'), stop.signal);
      await expect.poll(() => server.requests.length).toBe(1);
      stop.abort(reason);
      expect((await heard).error).toBe(reason);
      expect(await server.requests[0]?.abandoned).toBe(true);
    });

    it('ends the connection and throws the reason when it is aborted in mid-sentence', async () => {
      const server = await start([{ text: ['Once ', 'upon '], hangAfterText: true }]);
      const stop = new AbortController();
      const reason = new Error('the person spoke');
      const heard = await hear(subject.model(server), asking('Tell'), stop.signal, (event) => {
        if (event.type === 'text' && event.text === 'upon ') stop.abort(reason);
      });
      expect(heard.error).toBe(reason);
      expect(heard.text).toBe('Once upon ');
      expect(await server.requests[0]?.abandoned).toBe(true);
    });

    it('ends the connection when nobody reads on', async () => {
      const server = await start([{ text: ['Once ', 'upon '], hangAfterText: true }]);
      for await (const event of subject.model(server).stream(asking('Tell'), new AbortController().signal)) {
        if (event.type === 'text') break;
      }
      expect(await server.requests[0]?.abandoned).toBe(true);
    });

    it('asks nobody when it was aborted before', async () => {
      const server = await start(['Hello.']);
      const reason = new Error('too late');
      const heard = await hear(subject.model(server), asking('Hello'), AbortSignal.abort(reason));
      expect(heard.error).toBe(reason);
      expect(server.requests).toEqual([]);
    });

    it('gives up on a provider that says nothing', async () => {
      const server = await start([{ fault: 'hang' }]);
      const model = subject.model(server, { timeouts: { firstMs: 30, gapMs: 120_000 } });
      expect((await failureOf(model, asking('Hello'))).failure).toBe('timeout');
    });

    it('gives up on a provider that falls silent in mid-sentence', async () => {
      const server = await start([{ text: ['Once '], hangAfterText: true }]);
      const model = subject.model(server, { timeouts: { firstMs: 120_000, gapMs: 30 } });
      const heard = await hear(model, asking('Tell'));
      // On a machine that is slow enough the silence before the word is too long already.
      expect('Once '.startsWith(heard.text)).toBe(true);
      expect(heard.error).toMatchObject({ failure: 'timeout', model: id });
      expect(await server.requests[0]?.abandoned).toBe(true);
    });
  });

  describe('failures', () => {
    const cases: readonly (readonly [string, FakeReply, ModelFailure])[] = [
      ['too many requests', { fault: 'rate-limited' }, 'rate-limited'],
      ['no credit', { fault: 'quota' }, 'quota'],
      ['a wrong key', { fault: 'key' }, 'key'],
      ['an unknown model', { fault: 'no-such-model' }, 'no-such-model'],
      ['more text than the model reads', { fault: 'context-too-long' }, 'context-too-long'],
      ['a filter on what was asked', { fault: 'refused' }, 'refused'],
      ['a filter on what was answered', { text: 'I ', stop: 'refused' }, 'refused'],
      ['too much to do', { fault: 'overloaded' }, 'overloaded'],
      ['a request that it does not understand', { fault: 'bad-request' }, 'bad-request'],
      ['an error after the first word', { fault: 'error-in-stream' }, 'cut'],
      ['a connection that breaks at once', { fault: 'reset' }, 'unreachable'],
      ['a page instead of an answer', { fault: 'garbage' }, 'garbled'],
      ['events that are no JSON', { fault: 'garbage-in-stream' }, 'garbled'],
      ['a broken gateway', { status: 502, body: '<html>Bad gateway</html>' }, 'overloaded'],
      ['an answer without a word', { text: '' }, 'garbled'],
      ['an end before the end', { text: 'Once upon', withoutEnd: true }, 'cut'],
      ['arguments that are no object', { calls: [{ name: 'list_holidays', args: {}, rawArgs: '[1]' }] }, 'garbled'],
      ['an argument that is a number', { calls: [{ name: 'list_holidays', args: {}, rawArgs: '7' }] }, 'garbled'],
      ['a call without a name', { calls: [{ name: '', args: {} }] }, 'garbled'],
      [
        'more calls than a round may have',
        { calls: Array.from({ length: 40 }, (_, day) => ({ name: 'list_holidays', args: { day } })) },
        'garbled',
      ],
      ['arguments of a novel', { calls: [{ name: 'list_holidays', args: { text: 'x'.repeat(120_000) } }] }, 'garbled'],
    ];
    it.each(cases)('%s', async (_what, reply, failure) => {
      const server = await start([reply]);
      const error = await failureOf(subject.model(server), asking('Hello', { tools: TOOLS }));
      expect(error.failure).toBe(failure);
      expect(error.model).toBe(id);
      // The router decides whether to ask again.
      expect(server.requests).toHaveLength(1);
    });

    it('a stream that breaks in mid-sentence: what was said stays said, no call is handed over', async () => {
      const text = 'One two three four five six.';
      const calls = [{ name: 'list_holidays', args: {} }];
      const server = await start([{ text, calls, breakAfterBytes: 1600 }]);
      const heard = await hear(subject.model(server), asking('Count', { tools: TOOLS }));
      expect(heard.error).toMatchObject({ failure: 'cut' });
      expect(heard.text).not.toBe('');
      expect(text.startsWith(heard.text)).toBe(true);
      expect(heard.calls).toEqual([]);
    });

    it('a stream that breaks before the first word', async () => {
      const server = await start([{ text: 'One two', breakAfterBytes: 20 }]);
      expect((await failureOf(subject.model(server), asking('Count'))).failure).toBe('unreachable');
    });

    it('a server that is not there', async () => {
      const server = await start([]);
      await server.close();
      expect((await failureOf(subject.model(server), asking('Hello'))).failure).toBe('unreachable');
    });

    it('says when to come back', async () => {
      const server = await start([{ fault: 'rate-limited', retryAfterMs: 2000 }, { fault: 'rate-limited' }]);
      const model = subject.model(server);
      expect((await failureOf(model, asking('Hello'))).retryAfterMs).toBe(2000);
      expect((await failureOf(model, asking('Hello'))).retryAfterMs).toBeNull();
    });

    it('reads a time of day to come back at', async () => {
      const headers = { 'retry-after': 'Mon, 23 Nov 2026 15:00:30 GMT' };
      const server = await start([{ status: 429, headers, body: '{"error":{"message":"Slow down."}}' }]);
      const error = await failureOf(subject.model(server), asking('Hello'));
      expect(error).toMatchObject({ failure: 'rate-limited', retryAfterMs: 30_000 });
    });

    it('stops a model that does not stop talking', async () => {
      const server = await start([
        { text: Array.from({ length: 300 }, () => 'blah '.repeat(200)), hangAfterText: true },
      ]);
      const heard = await hear(subject.model(server), asking('Talk'));
      expect(heard.error).toBeNull();
      expect(heard.text).toHaveLength(200_000);
      expect(heard.done?.stop).toBe('length');
      expect(await server.requests[0]?.abandoned).toBe(true);
    });

    it('keeps keys out of all that may be logged', async () => {
      const server = await start([]);
      const key = 'sk-proj-very-secret-0123456789';
      const error = await failureOf(subject.model(server, { key }), asking('Hello'));
      expect(error.failure).toBe('key');
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('secret');
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret');
      expect(String(error.cause)).toContain('***');
    });
  });

  describe('histories that a provider would not take as they are', () => {
    it.each(histories)('%s', async (_what, messages) => {
      const server = await start(['Fine.']);
      const heard = await hear(subject.model(server), asking('', { messages, tools: TOOLS }));
      expect(server.complaints).toEqual([]);
      expect(heard.error).toBeNull();
      expect(heard.text).toBe('Fine.');
    });

    it('gives each call the outcome that belongs to it', async () => {
      const server = await start(['Fine.']);
      const messages: ModelMessage[] = [
        { role: 'user', text: 'Hello' },
        { role: 'assistant', text: '', calls: [call('a'), call('b')] },
        { role: 'tool', callId: 'b', tool: 'list_holidays', content: '{"of":"b"}' },
        { role: 'tool', callId: 'a', tool: 'list_holidays', content: '{"of":"a"}' },
        { role: 'assistant', text: '', calls: [call('c')] },
        { role: 'user', text: 'Stop. Again, please.' },
        { role: 'assistant', text: '', calls: [call('c')] },
        { role: 'tool', callId: 'c', tool: 'list_holidays', content: '{"of":"c again"}' },
      ];
      await hear(subject.model(server), asking('', { messages, tools: TOOLS }));
      const outcomes = server.requests[0]?.messages
        .filter(({ role }) => role === 'tool')
        .map(({ text }) => JSON.parse(text));
      expect(outcomes).toEqual([{ of: 'a' }, { of: 'b' }, { error: expect.any(String) }, { of: 'c again' }]);
    });
  });

  it('takes all the tools of the product', async () => {
    const tools = builtIn(createArticleLibrary()).flatMap((agent) => agent.tools.map(modelTool));
    const server = await start(['Fine.']);
    const heard = await hear(subject.model(server), asking('Hello', { tools }));
    expect(server.complaints).toEqual([]);
    expect(heard.text).toBe('Fine.');
    expect(server.requests[0]?.tools).toEqual(tools.map(({ name }) => name));
  });

  it('calls tools by names that the provider accepts, and gives ours back', async () => {
    const named = (name: string) => ({ name, description: name, parameters: {} });
    const tools = ['room.status', 'room_status', 'räume', '7days', 'x'.repeat(80), `${'x'.repeat(80)}y`].map(named);
    const server = await start((request) => ({ calls: request.tools.map((name) => ({ name, args: {} })) }));
    const heard = await hear(subject.model(server), asking('All', { tools }));
    expect(server.complaints).toEqual([]);
    expect(heard.calls.map(({ name }) => name)).toEqual(tools.map(({ name }) => name));
    // What is accepted as it is keeps its name, whatever stands before it.
    expect(server.requests[0]?.tools[1]).toBe('room_status');
  });
});

/** The answer in the shape asked for, the way the provider sends it: as text, or as a call of the one tool it must call. */
function shaped(schema: unknown, json: string): FakeReply {
  return schema === null ? 'no shape was asked for' : { text: [json.slice(0, 4), json.slice(4)] };
}
