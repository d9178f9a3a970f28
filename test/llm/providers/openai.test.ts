import { afterEach, describe, expect, it, vi } from 'vitest';
import { dialectOf } from '../../../sidecar/llm/providers/openai-dialect.ts';
import { asking, failureOf, hear, TOOLS } from './collect.ts';
import { delta, start, stop, stream } from './openai-start.ts';

afterEach(stop);

const object = (properties: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...more,
});
const shaped = (schema: Readonly<Record<string, unknown>>) => asking('Hm', { output: { name: 'plan', schema } });
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
