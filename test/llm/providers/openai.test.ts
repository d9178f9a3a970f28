import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ModelMessage } from '../../../sidecar/llm/model.ts';
import { createOpenAiModel } from '../../../sidecar/llm/providers/openai.ts';
import { dialectOf, type OpenAiOptions } from '../../../sidecar/llm/providers/openai-dialect.ts';
import { startOpenAiFake } from '../../fakes/llm/openai-fake.ts';
import type { FakeOptions, FakeReply, FakeScript, LlmFake } from '../../fakes/llm/script.ts';
import { asking, failureOf, hear, TOOLS } from './collect.ts';

let fake: LlmFake | null = null;
afterEach(async () => {
  vi.unstubAllEnvs();
  await fake?.close();
  fake = null;
});

async function start(script: FakeScript, options: FakeOptions = {}, more: Partial<OpenAiOptions> = {}) {
  const server = await startOpenAiFake(script, options);
  fake = server;
  const timeouts = { firstMs: 120_000, gapMs: 120_000 };
  const model = createOpenAiModel({
    model: 'a-model',
    apiKey: server.key,
    baseUrl: server.url,
    timeouts,
    dialect: more.label === 'local' ? 'compatible' : 'openai',
    ...more,
  });
  return { server, model };
}
const object = (properties: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...more,
});
const shaped = (schema: Readonly<Record<string, unknown>>) => asking('Hm', { output: { name: 'plan', schema } });
/** A stream written by hand, as servers send it that are not quite OpenAI's. */
const stream = (...chunks: readonly unknown[]): FakeReply => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body: [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), 'data: [DONE]\n\n'].join(''),
});
const delta = (value: unknown, finish_reason: string | null = null) => ({ choices: [{ delta: value, finish_reason }] });

describe('the shape of an answer', () => {
  it('is enforced where the schema is closed all the way down, and asked for where it is not', async () => {
    const { server, model } = await start(() => '{"a":[{"b":1}]}');
    const closed = object({ a: { type: 'array', items: object({ b: { type: 'number' } }) } });
    await hear(model, shaped({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...closed }));
    await hear(model, shaped(object({ a: { type: 'array', items: object({}, { additionalProperties: true }) } })));
    await hear(model, shaped(object({ a: { type: 'number' } }, { required: [] })));
    const sent = server.requests.map(({ body }) => body['response_format']);
    expect(sent).toMatchObject([
      { json_schema: { strict: true } },
      { json_schema: { strict: false } },
      { json_schema: { strict: false } },
    ]);
    expect(JSON.stringify(sent[0])).not.toContain('$schema');
    expect(server.complaints).toEqual([]);
  });

  it('is told in words to a server that knows no other way, once it has said so', async () => {
    const reply = 'Sure:\n```json\n{"a": 1}\n```';
    const { server, model } = await start(() => reply, { refuses: ['response_format'] }, { label: 'local' });
    const request = shaped(object({ a: { type: 'number' } }));
    expect((await hear(model, request)).pieces).toEqual(['{"a": 1}']);
    expect((await hear(model, request)).pieces).toEqual(['{"a": 1}']);
    expect(server.requests.map(({ body }) => 'response_format' in body)).toEqual([true, false, false]);
    expect(server.requests[1]?.system).toContain('"a":{"type":"number"}');
  });

  it('is missed by an answer that is no JSON, or half of one', async () => {
    const { model } = await start(['I cannot do that.', { text: '{"a": 1', stop: 'length' }]);
    const request = shaped(object({ a: { type: 'number' } }));
    expect((await failureOf(model, request)).failure).toBe('garbled');
    expect((await failureOf(model, request)).failure).toBe('garbled');
  });

  it('may be refused by the model in its own words', async () => {
    const { model } = await start([stream(delta({ refusal: 'I will not.' }), delta({}, 'stop'))]);
    expect((await failureOf(model, shaped(object({})))).failure).toBe('refused');
  });
});

describe('what a server does not know is left out from then on', () => {
  it('a temperature', async () => {
    const { server, model } = await start(() => 'Yes.', { refuses: ['temperature'] });
    const request = asking('Hm', { choice: { temperature: 0.4 } });
    expect((await hear(model, request)).text).toBe('Yes.');
    expect((await hear(model, request)).text).toBe('Yes.');
    expect(server.requests.map(({ temperature }) => temperature)).toEqual([0.4, null, null]);
  });

  it.each([
    ['openai', 'max_completion_tokens', 'max_tokens'],
    ['compatible', 'max_tokens', 'max_completion_tokens'],
  ] as const)('the limit has another name then (%s)', async (dialect, first, then) => {
    const { server, model } = await start(() => 'Yes.', { refuses: [first] }, { dialect });
    const request = asking('Hm', { choice: { maxOutputTokens: 50 } });
    expect((await hear(model, request)).text).toBe('Yes.');
    expect((await hear(model, request)).text).toBe('Yes.');
    const names = server.requests.map(({ body }) => Object.keys(body).filter((name) => name.startsWith('max_')));
    expect(names).toEqual([[first], [then], [then]]);
  });

  it('a server that does not count: the tokens are guessed', async () => {
    const { server, model } = await start(() => 'A rather short answer.', { refuses: ['stream_options'] });
    const heard = await hear(model, asking('How are you today?'));
    expect(server.requests).toHaveLength(2);
    expect(heard.done?.usage.inputTokens).toBeGreaterThan(10);
    expect(heard.done?.usage.outputTokens).toBe(6);
  });

  it('what is only mentioned in another complaint stays', async () => {
    const message =
      "Invalid 'max_completion_tokens': 5000 is too large. This model's maximum context length is 4096 tokens, temperature aside.";
    const { server, model } = await start([{ status: 400, body: JSON.stringify({ error: { message } }) }, 'Yes.']);
    const request = asking('Hm', { choice: { temperature: 0.2, maxOutputTokens: 5000 } });
    expect((await failureOf(model, request)).failure).toBe('context-too-long');
    await hear(model, request);
    expect(server.requests[1]).toMatchObject({ temperature: 0.2, maxTokens: 5000 });
  });

  it('what cannot be left out is a failure at the first try', async () => {
    const { server, model } = await start(() => 'Yes.', { refuses: ['messages'] });
    expect((await failureOf(model, asking('Hm'))).failure).toBe('bad-request');
    expect(server.requests).toHaveLength(1);
  });
});

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

describe('how it is spoken to', () => {
  it.each([
    [{}, false],
    [{ baseUrl: 'https://api.openai.com/v1' }, false],
    [{ baseUrl: 'https://eu.api.openai.com/v1' }, false],
    [{ baseUrl: 'http://127.0.0.1:11434/v1' }, true],
    [{ baseUrl: 'https://api.openai.com.example.com/v1' }, true],
    [{ label: 'local' }, true],
    [{ baseUrl: 'https://gateway.example.com/v1', dialect: 'openai' }, false],
  ] as const)('%j', (options, compatible) => {
    expect(dialectOf(options).compatible).toBe(compatible);
  });
});

describe('the request', () => {
  it('takes nothing from the environment and has no key where there is none', async () => {
    vi.stubEnv('OPENAI_API_KEY', 'sk-of-the-environment');
    vi.stubEnv('OPENAI_ORG_ID', 'org-of-the-environment');
    vi.stubEnv('OPENAI_PROJECT_ID', 'project-of-the-environment');
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:1/v1');
    const { server, model } = await start(['Yes.'], { key: null }, { label: 'local', apiKey: null });
    expect((await hear(model, asking('Hm'))).text).toBe('Yes.');
    expect(JSON.stringify(server.requests[0]?.headers)).not.toContain('environment');
    expect(server.requests[0]?.headers['authorization']).toBeUndefined();
  });

  it('carries the headers that a gateway wants, and tells nobody their values', async () => {
    const headers = { 'x-gateway-token': 'token-very-secret' };
    const body = '{"error":{"message":"bad token token-very-secret"}}';
    const { server, model } = await start([{ status: 401, body }], {}, { headers });
    const error = await failureOf(model, asking('Hm'));
    expect(server.requests[0]?.headers).toMatchObject(headers);
    expect(String(error.cause)).toBe('AuthenticationError: 401 bad token ***');
  });

  it('spares a small server the patterns of arguments, and names of properties are no keywords', async () => {
    const { server, model } = await start(['Yes.'], {}, { label: 'local' });
    await hear(model, asking('Hm', { tools: TOOLS }));
    const tools = server.requests[0]?.body['tools'] as { function: { parameters: { properties: unknown } } }[];
    expect(tools[0]?.function.parameters.properties).toMatchObject({
      from: { type: 'string' },
      pattern: { type: 'string' },
      leave_type: { minLength: 1 },
    });
    expect(server.requests[0]?.raw).not.toContain('[01]');
  });

  it('cuts descriptions of tools to what is accepted', async () => {
    const { server, model } = await start(['Yes.']);
    const tool = { name: 'tool', description: 'word '.repeat(400), parameters: {} };
    expect((await hear(model, asking('Hm', { tools: [tool] }))).error).toBeNull();
    expect(server.complaints).toEqual([]);
  });

  it('begins alike for the same system text and tools, so that the provider can cache it', async () => {
    const { server, model } = await start(() => 'Yes.');
    await hear(model, asking('One', { tools: TOOLS }));
    await hear(model, asking('Another', { tools: TOOLS }));
    const [one, other] = server.requests.map(({ body }) => ({
      tools: body['tools'],
      first: (body['messages'] as unknown[])[0],
    }));
    expect(one).toEqual(other);
  });
});
