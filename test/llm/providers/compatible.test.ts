import { afterEach, describe, expect, it } from 'vitest';
import type { ModelMessage } from '../../../sidecar/llm/model.ts';
import type { FakeReply } from '../../fakes/llm/script.ts';
import { asking, failureOf, hear, TOOLS } from './collect.ts';
import { delta, start, stop, stream } from './openai-start.ts';

afterEach(stop);

describe('servers that are nearly compatible', () => {
  const call = (more: Readonly<Record<string, unknown>>, name?: string, args?: unknown) =>
    delta({ tool_calls: [{ type: 'function', ...more, function: { ...(name ? { name } : {}), arguments: args } }] });
  const calls = [
    { name: 'list_holidays', args: { year: 2026 } },
    { name: 'check_leave_balance', args: {} },
  ];

  it.each<readonly [string, FakeReply]>([
    [
      'no index, calls told apart by their id alone',
      stream(
        call({ id: 'a' }, 'list_holidays', '{"year"'),
        call({}, undefined, ':2026}'),
        call({ id: 'b' }, 'check_leave_balance', '{}'),
        delta({}, 'stop'),
      ),
    ],
    [
      'index 0 for every call',
      stream(
        call({ index: 0, id: 'a' }, 'list_holidays', '{"year":2026}'),
        call({ index: 0, id: 'b' }, 'check_leave_balance', '{}'),
        delta({}, 'tool_calls'),
      ),
    ],
    [
      'calls in turns, the name in every delta',
      stream(
        call({ index: 0, id: 'a' }, 'list_holidays', '{"year"'),
        call({ index: 1, id: 'b' }, 'check_leave_balance', ''),
        call({ index: 0, id: 'a' }, 'list_holidays', ':2026}'),
        delta({}, 'tool_calls'),
      ),
    ],
    [
      'arguments as a value, no ids',
      stream(
        call({ index: 0 }, 'list_holidays', { year: 2026 }),
        call({ index: 1 }, 'check_leave_balance', null),
        delta({}, 'stop'),
      ),
    ],
  ])('%s', async (_what, reply) => {
    const { model } = await start([reply]);
    const heard = await hear(model, asking('All', { tools: TOOLS }));
    expect(heard.error).toBeNull();
    expect(heard.calls).toMatchObject(calls);
    expect(new Set(heard.calls.map(({ id }) => id)).size).toBe(2);
  });

  it('what a gateway gives with a call goes back with it, and to nobody else', async () => {
    const extra = { google: { thought_signature: 'c2lnbmVk' } };
    const reply = stream(call({ id: 'a', extra_content: extra }, 'list_holidays', '{}'), delta({}, 'stop'));
    const { server, model } = await start([reply, 'Done.', 'Done.'], {}, { label: 'local' });
    const { calls: made } = await hear(model, asking('All', { tools: TOOLS }));
    expect(made[0]?.opaque).toEqual({ provider: 'local', data: extra });
    const history = (by: string): ModelMessage[] => [
      { role: 'user', text: 'All' },
      { role: 'assistant', text: '', calls: made.map((one) => ({ ...one, opaque: { provider: by, data: extra } })) },
    ];
    await hear(model, asking('', { messages: history('local'), tools: TOOLS }));
    await hear(model, asking('', { messages: history('anthropic'), tools: TOOLS }));
    expect(server.requests[1]?.raw).toContain('"extra_content":{"google":{"thought_signature":"c2lnbmVk"}}');
    expect(server.requests[2]?.raw).not.toContain('c2lnbmVk');
  });

  it.each([
    ['in one piece', ['<think>The user greets.</think>\n\nHello.']],
    ['in pieces that cut the marks', ['\n<th', 'ink>The user ', 'greets.</th', 'ink>', '\n', '\nHel', 'lo.']],
    ['none', ['<b>', 'Hello.']],
  ])('what a reasoning model thinks aloud is not said (%s)', async (what, text) => {
    const { model } = await start([{ text }], {}, { label: 'local' });
    const heard = await hear(model, asking('Hi'));
    expect(heard.text).toBe(what === 'none' ? '<b>Hello.' : 'Hello.');
  });

  it('an answer that was all thought is no answer', async () => {
    const { model } = await start([{ text: '<think>Hm, hm' }], {}, { label: 'local' });
    expect((await failureOf(model, asking('Hi'))).failure).toBe('garbled');
  });

  it('an event that is no chunk of an answer', async () => {
    const { model } = await start([stream({ type: 'surprise' })]);
    expect((await failureOf(model, asking('Hi'))).failure).toBe('garbled');
  });

  it('half a character at the end of a piece waits for its other half', async () => {
    const [high, low] = ['\ud83d', '\ude00'];
    const { model } = await start([
      stream(delta({ content: `So ${high}` }), delta({ content: `${low}!` }), delta({}, 'stop')),
    ]);
    const heard = await hear(model, asking('Hi'));
    expect(heard.pieces).toEqual(['So ', `${high}${low}!`]);
  });

  it.each([
    [
      'vLLM',
      400,
      "This model's maximum context length is 4096 tokens. However, you requested 9000",
      'context-too-long',
    ],
    [
      'llama.cpp',
      400,
      'the request exceeds the available context size. try increasing the context size',
      'context-too-long',
    ],
    ['a proxy before it', 413, 'Payload Too Large', 'context-too-long'],
    ['Ollama', 404, 'model "a-model" not found, try pulling it first', 'no-such-model'],
    ['LiteLLM', 400, 'Invalid model name passed in model=a-model. Call `/v1/models` to view models', 'no-such-model'],
    ['a wrong address', 404, '404 page not found', 'bad-request'],
    ['a region that is not served', 403, 'Country, region, or territory not supported', 'key'],
    ['an unpaid bill', 402, 'Insufficient balance', 'quota'],
    ['a proxy that waited in vain', 504, 'Gateway Timeout', 'timeout'],
    [
      'a filter of Azure',
      400,
      'The response was filtered due to the prompt triggering content management policy',
      'refused',
    ],
  ])('the words of %s are understood', async (_who, status, message, failure) => {
    const { model } = await start([{ status, body: JSON.stringify({ error: { message, type: 'api_error' } }) }]);
    expect((await failureOf(model, asking('Hm'))).failure).toBe(failure);
  });
});
