import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ModelMessage } from '../../../sidecar/llm/model.ts';
import { createAnthropicModel } from '../../../sidecar/llm/providers/anthropic.ts';
import { startAnthropicFake } from '../../fakes/llm/anthropic-fake.ts';
import type { FakeOptions, FakeScript, LlmFake } from '../../fakes/llm/script.ts';
import { asking, failureOf, hear, TOOLS } from './collect.ts';

let fake: LlmFake | null = null;
afterEach(async () => {
  vi.unstubAllEnvs();
  await fake?.close();
  fake = null;
});
async function start(script: FakeScript, options: FakeOptions = {}) {
  const server = await startAnthropicFake(script, options);
  fake = server;
  return { server, model: modelOf(server) };
}
function modelOf(server: LlmFake, model = 'a-model') {
  const timeouts = { firstMs: 120_000, gapMs: 120_000 };
  return createAnthropicModel({ model, apiKey: server.key, baseUrl: server.url, timeouts });
}
interface Marked {
  readonly cache_control?: unknown;
}
const marks = (blocks: unknown) => (blocks as Marked[]).map((block) => block.cache_control !== undefined);

describe('caching', () => {
  it('marks the tools, what is alike for everybody, what is alike for the person, and the rounds of the turn', async () => {
    const { server, model } = await start(['Yes.']);
    const system = ['Rules.', 'The company.', 'The person.', 'It is Monday, 09:00.'];
    await hear(model, asking('Hm', { system, tools: TOOLS }));
    const body = server.requests[0]?.body;
    expect(marks(body?.['tools'])).toEqual([false, true]);
    expect(marks(body?.['system'])).toEqual([true, false, true, false]);
    expect(body?.['messages']).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'Hm', cache_control: { type: 'ephemeral' } }] },
    ]);
    expect(server.complaints).toEqual([]);
  });

  it('does not pay for keeping a message that no round follows', async () => {
    const { server, model } = await start(['Yes.']);
    await hear(model, asking('Hm', { system: ['One part.'] }));
    expect(marks(server.requests[0]?.body['system'])).toEqual([true]);
    expect(server.requests[0]?.raw.match(/cache_control/g)).toHaveLength(1);
  });

  it('counts what was written to the cache and read from it as input', async () => {
    const usage = {
      input_tokens: 10,
      cache_creation_input_tokens: 200,
      cache_read_input_tokens: 3000,
      output_tokens: 1,
    };
    const events = [
      { type: 'message_start', message: { id: 'm', role: 'assistant', content: [], usage } },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Yes.' } },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 7 } },
      { type: 'message_stop' },
    ];
    const body = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
    const { model } = await start([{ status: 200, headers: { 'content-type': 'text/event-stream' }, body }]);
    const heard = await hear(model, asking('Hm'));
    expect(heard.done?.usage).toEqual({ inputTokens: 3210, outputTokens: 7, cachedTokens: 3000 });
  });
});

describe('thoughts', () => {
  it('go back with the call that they led to, signed, to the model that had them alone', async () => {
    const { server, model } = await start([
      { thinking: 'I need the list.', calls: [{ name: 'list_holidays', args: {} }] },
      'Done.',
      'Done.',
    ]);
    const { calls } = await hear(model, asking('All', { tools: TOOLS }));
    const messages: ModelMessage[] = [
      { role: 'user', text: 'All' },
      { role: 'assistant', text: '', calls },
      ...calls.map(({ id, name }): ModelMessage => ({ role: 'tool', callId: id, tool: name, content: '{}' })),
    ];
    await hear(model, asking('', { messages, tools: TOOLS }));
    await hear(modelOf(server, 'another-model'), asking('', { messages, tools: TOOLS }));
    const sent = server.requests.map(({ body }) => (body['messages'] as { content: unknown[] }[])[1]?.content);
    expect(sent[1]).toMatchObject([
      { type: 'thinking', thinking: 'I need the list.', signature: 'signed-0' },
      { type: 'tool_use', name: 'list_holidays' },
    ]);
    expect(sent[2]).toMatchObject([{ type: 'tool_use', name: 'list_holidays' }]);
    expect(server.complaints).toEqual([]);
  });
});

describe('the shape of an answer', () => {
  const output = {
    name: 'plan',
    schema: { type: 'object', properties: { steps: { type: 'array' } }, required: ['steps'] },
  };

  it('is the arguments of a tool that the model must call', async () => {
    const { server, model } = await start(['{"steps":[]}']);
    const heard = await hear(model, asking('Plan', { output }));
    expect(heard.pieces).toEqual(['{"steps":[]}']);
    expect(heard.done?.stop).toBe('end');
    expect(server.requests[0]?.body['tool_choice']).toMatchObject({ type: 'tool' });
  });

  it('is told in words to a model that cannot be made to call', async () => {
    const body = JSON.stringify({
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message: 'Thinking may not be enabled when tool_choice forces tool use.',
      },
    });
    const { server, model } = await start([{ status: 400, body }, '{"steps":[2]}']);
    expect((await hear(model, asking('Plan', { output }))).pieces).toEqual(['{"steps":[2]}']);
    expect(server.requests.map(({ body: sent }) => 'tool_choice' in sent)).toEqual([true, false]);
    expect(server.requests[1]?.system).toContain('"steps"');
  });

  it('leaves the model the choice of another tool, where there are some', async () => {
    const { server, model } = await start([{ calls: [{ name: 'list_holidays', args: {} }] }, '{"steps":[1]}']);
    const request = asking('Plan', { output, tools: TOOLS });
    const first = await hear(model, request);
    expect(first.error).toBeNull();
    expect(first.calls).toMatchObject([{ name: 'list_holidays' }]);
    expect((await hear(model, request)).pieces).toEqual(['{"steps":[1]}']);
    expect(server.requests[0]?.body['tool_choice']).toEqual({ type: 'any' });
  });
});

it('passes over events and blocks that are younger than this code', async () => {
  const extraEvents = [
    'event: weather_report\ndata: {"type":"weather_report","sunny":true}\n\n',
    'event: content_block_start\ndata: {"type":"content_block_start","index":9,"content_block":{"type":"hologram"}}\n\n',
    'event: content_block_delta\ndata: {"type":"content_block_delta","index":9,"delta":{"type":"hologram_delta"}}\n\n',
  ];
  const { model } = await start([{ text: 'Yes.', extraEvents }]);
  const heard = await hear(model, asking('Hm'));
  expect(heard.error).toBeNull();
  expect(heard.text).toBe('Yes.');
});

it('keeps to its scale of temperatures, and leaves it out where the model has its own', async () => {
  const { server, model } = await start(() => 'Yes.');
  await hear(model, asking('Hm', { choice: { temperature: 1.7 } }));
  expect(server.requests[0]?.temperature).toBe(1);
  await server.close();
  const choosy = await start(() => 'Yes.', { refuses: ['temperature'] });
  expect((await hear(choosy.model, asking('Hm', { choice: { temperature: 0.2 } }))).text).toBe('Yes.');
  expect(choosy.server.requests.map(({ temperature }) => temperature)).toEqual([0.2, null]);
});

it('takes nothing from the environment', async () => {
  vi.stubEnv('ANTHROPIC_API_KEY', 'key-of-the-environment');
  vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'token-of-the-environment');
  vi.stubEnv('ANTHROPIC_BASE_URL', 'http://127.0.0.1:1');
  vi.stubEnv('ANTHROPIC_CUSTOM_HEADERS', 'x-odd: of-the-environment');
  const { server, model } = await start(['Yes.']);
  expect((await hear(model, asking('Hm'))).text).toBe('Yes.');
  expect(JSON.stringify(server.requests[0]?.headers)).not.toContain('key-of-the-environment');
  expect(JSON.stringify(server.requests[0]?.headers)).not.toContain('token-of-the-environment');
});

it.each([
  [529, 'overloaded_error', 'Overloaded', 'overloaded'],
  [500, 'api_error', 'Internal server error', 'overloaded'],
  [504, 'timeout_error', 'Request timed out', 'timeout'],
  [402, 'billing_error', 'Check your billing', 'quota'],
  [403, 'permission_error', 'Your API key may not use this', 'key'],
  [413, 'request_too_large', 'Request exceeds the maximum size', 'context-too-long'],
  [429, 'rate_limit_error', 'Number of request tokens has exceeded your rate limit', 'rate-limited'],
] as const)('%i %s is understood', async (status, type, message, failure) => {
  const { model } = await start([{ status, body: JSON.stringify({ type: 'error', error: { type, message } }) }]);
  expect((await failureOf(model, asking('Hm'))).failure).toBe(failure);
});
