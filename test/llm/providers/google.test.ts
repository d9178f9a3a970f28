import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ModelMessage } from '../../../sidecar/llm/model.ts';
import { createGoogleModel } from '../../../sidecar/llm/providers/google.ts';
import { startGoogleFake } from '../../fakes/llm/google-fake.ts';
import type { FakeOptions, FakeReply, FakeScript, LlmFake } from '../../fakes/llm/script.ts';
import { asking, failureOf, hear, TOOLS } from './collect.ts';

let fake: LlmFake | null = null;
afterEach(async () => {
  vi.unstubAllEnvs();
  await fake?.close();
  fake = null;
});
async function start(script: FakeScript, options: FakeOptions = {}) {
  const server = await startGoogleFake(script, options);
  fake = server;
  const timeouts = { firstMs: 120_000, gapMs: 120_000 };
  return { server, model: createGoogleModel({ model: 'a-model', apiKey: server.key, baseUrl: server.url, timeouts }) };
}
const stream = (...chunks: readonly unknown[]): FakeReply => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body: chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join(''),
});
const ending = (finishReason: string) =>
  stream({ candidates: [{ content: { parts: [], role: 'model' }, finishReason }] });

describe('signatures', () => {
  it('come back with the call that they were given with', async () => {
    const { server, model } = await start([
      {
        calls: [
          { name: 'list_holidays', args: {}, signature: 'c2lnbmVkIEE=' },
          { name: 'check_leave_balance', args: {} },
        ],
      },
      'Done.',
    ]);
    const { calls } = await hear(model, asking('All', { tools: TOOLS }));
    const messages: ModelMessage[] = [
      { role: 'user', text: 'All' },
      { role: 'assistant', text: '', calls },
      ...calls.map(({ id, name }): ModelMessage => ({ role: 'tool', callId: id, tool: name, content: '{}' })),
    ];
    expect((await hear(model, asking('', { messages, tools: TOOLS }))).text).toBe('Done.');
    const contents = server.requests[1]?.body['contents'] as { parts: unknown[] }[] | undefined;
    const parts = contents?.[1]?.parts;
    expect(parts).toMatchObject([
      { functionCall: { name: 'list_holidays' }, thoughtSignature: 'c2lnbmVkIEE=' },
      { functionCall: { name: 'check_leave_balance' } },
    ]);
    expect(parts?.[1]).not.toHaveProperty('thoughtSignature');
  });

  it('are not asked for where another provider made the call', async () => {
    const { server, model } = await start(['Done.']);
    const opaque = { provider: 'anthropic', data: { secret: 'thoughts' } };
    const messages: ModelMessage[] = [
      { role: 'user', text: 'All' },
      { role: 'assistant', text: '', calls: [{ id: 'toolu_1', name: 'list_holidays', args: {}, opaque }] },
      { role: 'tool', callId: 'toolu_1', tool: 'list_holidays', content: '[1, 2]' },
    ];
    expect((await hear(model, asking('', { messages, tools: TOOLS }))).text).toBe('Done.');
    expect(server.complaints).toEqual([]);
    expect(server.requests[0]?.raw).not.toContain('thoughts');
    expect(server.requests[0]?.results).toMatchObject([{ name: 'list_holidays', content: '{"result":[1,2]}' }]);
  });
});

describe('the shape of an answer', () => {
  const output = { name: 'plan', schema: { type: 'object', properties: { steps: { type: 'array' } } } };

  it('is told in words where there are tools too, which most models do not take together', async () => {
    const { server, model } = await start(['```json\n{"steps":[]}\n```']);
    expect((await hear(model, asking('Plan', { output, tools: TOOLS }))).pieces).toEqual(['{"steps":[]}']);
    expect(server.complaints).toEqual([]);
    expect(server.requests[0]?.system).toContain('"steps"');
  });
});

it('tells of a schema what its documentation lists, names of properties aside', async () => {
  const { server, model } = await start(['Yes.']);
  await hear(model, asking('Hm', { tools: TOOLS }));
  const tools = server.requests[0]?.body['tools'] as { functionDeclarations: { parametersJsonSchema?: unknown }[] }[];
  const [first, second] = tools[0]?.functionDeclarations ?? [];
  expect(first?.parametersJsonSchema).toEqual({
    type: 'object',
    properties: {
      leave_type: { type: 'string', description: 'Leave out for all.' },
      from: { type: 'string' },
      days: { anyOf: [{ type: 'number' }, { enum: ['all'] }] },
      pattern: { type: 'string' },
    },
    additionalProperties: false,
  });
  expect(second).not.toHaveProperty('parametersJsonSchema');
});

describe('ends that are no answers', () => {
  it.each([
    ['SAFETY', 'refused'],
    ['PROHIBITED_CONTENT', 'refused'],
    ['BLOCKLIST', 'refused'],
    ['SPII', 'refused'],
    ['MALFORMED_FUNCTION_CALL', 'garbled'],
    ['UNEXPECTED_TOOL_CALL', 'garbled'],
    ['OTHER', 'garbled'],
    ['SOMETHING_NEW', 'garbled'],
  ] as const)('%s', async (reason, failure) => {
    const { model } = await start([ending(reason)]);
    expect((await failureOf(model, asking('Hm'))).failure).toBe(failure);
  });
});

it('counts thoughts as words that are paid', async () => {
  const usageMetadata = {
    promptTokenCount: 900,
    candidatesTokenCount: 12,
    thoughtsTokenCount: 300,
    cachedContentTokenCount: 512,
  };
  const candidates = [{ content: { parts: [{ text: 'Yes.' }], role: 'model' }, finishReason: 'STOP' }];
  const { model } = await start([stream({ candidates, usageMetadata })]);
  const heard = await hear(model, asking('Hm'));
  expect(heard.done?.usage).toEqual({ inputTokens: 900, outputTokens: 312, cachedTokens: 512 });
});

it('tells a limit of the minute from a day that is used up, though the words are the same', async () => {
  const { model } = await start([{ fault: 'rate-limited', retryAfterMs: 17_500 }, { fault: 'quota' }]);
  expect(await failureOf(model, asking('Hm'))).toMatchObject({ failure: 'rate-limited', retryAfterMs: 17_500 });
  expect((await failureOf(model, asking('Hm'))).failure).toBe('quota');
});

it('takes nothing from the environment', async () => {
  vi.stubEnv('GOOGLE_API_KEY', 'key-of-the-environment');
  vi.stubEnv('GOOGLE_GENAI_USE_VERTEXAI', 'true');
  vi.stubEnv('GOOGLE_GENAI_API_VERSION', 'v0');
  vi.stubEnv('GOOGLE_GEMINI_BASE_URL', 'http://127.0.0.1:1');
  const { server, model } = await start(['Yes.']);
  expect((await hear(model, asking('Hm'))).text).toBe('Yes.');
  expect(JSON.stringify(server.requests[0]?.headers)).not.toContain('environment');
});
