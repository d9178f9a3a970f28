import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../sidecar/lib/clock.ts';
import { silentLog } from '../../../sidecar/lib/log.ts';
import { createMetrics } from '../../../sidecar/lib/metrics.ts';
import { loadSettings } from '../../../sidecar/lib/settings.ts';
import type { ModelEvent, ModelRequest } from '../../../sidecar/llm/model.ts';
import { openModels, UnknownModelError } from '../../../sidecar/llm/registry.ts';
import { usualModel } from '../../../sidecar/llm/registry-models.ts';
import { llmSettings } from '../../../sidecar/llm/settings.ts';
import { siteKey } from '../../../sidecar/stores/site-key.ts';
import { startAnthropicFake } from '../../fakes/llm/anthropic-fake.ts';
import { startGoogleFake } from '../../fakes/llm/google-fake.ts';
import { startOpenAiFake } from '../../fakes/llm/openai-fake.ts';
import type { FakeOptions, FakeScript, LlmFake } from '../../fakes/llm/script.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { ASKED, answeredBy, countersInMemory, textOf } from '../../fakes/router-bench.ts';

// The router over the real SDKs, each against the fake of its provider on loopback.
const fakes: LlmFake[] = [];
afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});
async function started(
  start: (script: FakeScript, options?: FakeOptions) => Promise<LlmFake>,
  script: FakeScript,
  options?: FakeOptions,
): Promise<LlmFake> {
  const fake = await start(script, options);
  fakes.push(fake);
  return fake;
}

function models(env: Readonly<Record<string, string>>) {
  return openModels({
    // Slow machines must not reach these; a test that is about them sets its own.
    settings: loadSettings({ llm: llmSettings }, { VA_LLM_LOCAL_FIRST_TOKEN_MS: '120000', ...env }).llm,
    counters: countersInMemory(manualClock()),
    siteKey: siteKey('acme.test'),
    clock: systemClock,
    random: Math.random,
    log: silentLog,
    metrics: createMetrics(),
  });
}
async function ask(
  env: Readonly<Record<string, string>>,
  request: Partial<ModelRequest> = {},
): Promise<readonly ModelEvent[]> {
  const events: ModelEvent[] = [];
  const signal = new AbortController().signal;
  for await (const event of models(env).model.stream({ ...ASKED, ...request }, signal)) events.push(event);
  return events;
}

describe('with an address or a key and nothing else', () => {
  it.each([
    ['openai', startOpenAiFake, (url: string) => ({ OPENAI_BASE_URL: url })],
    ['anthropic', startAnthropicFake, (url: string) => ({ ANTHROPIC_BASE_URL: url })],
    ['google', startGoogleFake, (url: string) => ({ GOOGLE_BASE_URL: url, GOOGLE_API_KEY: 'any' })],
    ['local', startOpenAiFake, (url: string) => ({ VA_LOCAL_LLM_URL: url })],
  ] as const)('%s answers with a model from its list', async (name, start, env) => {
    const fake = await started(start, ['Hello there.'], { key: null, models: ['nomic-embed-text', 'some-model-7b'] });
    const events = await ask(env(fake.url));
    expect(textOf(events)).toBe('Hello there.');
    expect(answeredBy(events)).toEqual([`${name}:some-model-7b`]);
    expect(fake.complaints).toEqual([]);
  });

  it('a named model is not looked for', async () => {
    const fake = await started(startOpenAiFake, ['Hello.'], { models: ['other', 'mine'] });
    const env = { OPENAI_BASE_URL: fake.url, OPENAI_API_KEY: fake.key, VA_OPENAI_MODEL: 'mine' };
    expect(answeredBy(await ask(env))).toEqual(['openai:mine']);
  });

  it('no list and no name: the rules stand in', async () => {
    const fake = await started(startOpenAiFake, ['Hello.']);
    expect(answeredBy(await ask({ OPENAI_BASE_URL: `${fake.url}/nothing-here` }))).toEqual(['offline']);
  });

  it('nothing set up is the offline model itself; a model that is not there stops the start', () => {
    expect(models({}).model.id).toBe('offline');
    expect(models({ OPENAI_API_KEY: 'k', VA_MODEL: 'offline' }).model.id).toBe('offline');
    expect(() => models({ VA_MODEL: 'gpt' })).toThrow(UnknownModelError);
    expect(() => models({ OPENAI_API_KEY: 'k', VA_MODEL: 'google:x' })).toThrow(/VA_MODEL.*set up: openai/u);
  });
});

describe('from provider to provider', () => {
  const three = async (scripts: readonly FakeScript[]) => {
    const [openai, anthropic, google] = [
      await started(startOpenAiFake, scripts[0] ?? []),
      await started(startAnthropicFake, scripts[1] ?? []),
      await started(startGoogleFake, scripts[2] ?? []),
    ];
    const env = {
      OPENAI_BASE_URL: openai.url,
      OPENAI_API_KEY: openai.key,
      ANTHROPIC_BASE_URL: anthropic.url,
      ANTHROPIC_API_KEY: anthropic.key,
      GOOGLE_BASE_URL: google.url,
      GOOGLE_API_KEY: google.key,
    };
    return { openai, anthropic, google, env };
  };

  it.each([
    'rate-limited',
    'quota',
    'key',
    'no-such-model',
    'overloaded',
    'bad-request',
    'error-in-stream',
    'reset',
    'garbage',
    'garbage-in-stream',
  ] as const)('two that fail (%s) leave the third', async (fault) => {
    const { env } = await three([[{ fault }], [{ fault }], ['From the third.']]);
    const events = await ask(env);
    expect(textOf(events)).toMatch(/From the third\.$/u);
    expect(answeredBy(events)).toEqual(['google:a-model']);
  });

  it('one that keeps silent gives way after its time', async () => {
    const { env, anthropic } = await three([[{ fault: 'hang' }], ['Here.']]);
    expect(textOf(await ask({ ...env, VA_LLM_LOCAL_FIRST_TOKEN_MS: '300' }))).toBe('Here.');
    expect(anthropic.requests).toHaveLength(1);
  });

  it('an answer that breaks off is gone on with, in a history that the next provider accepts', async () => {
    const WHOLE = 'You have 14 days of leave left.';
    const { env, anthropic } = await three([
      [{ text: WHOLE, breakAfterBytes: 700 }],
      ({ messages }) => {
        const said = messages.at(-2)?.text ?? '';
        return `${said.split(' ').at(-1)}${WHOLE.slice(said.length)}`;
      },
    ]);
    expect(textOf(await ask(env))).toBe(WHOLE);
    expect(anthropic.complaints).toEqual([]);
    expect(anthropic.requests[0]?.messages.at(-2)).toMatchObject({
      role: 'assistant',
      text: expect.stringMatching(/^You/u),
    });
  });

  it('calls and outcomes of one provider are read by the next', async () => {
    const { env, anthropic } = await three([[{ fault: 'overloaded' }], ['You have 14 days.']]);
    const messages = [
      ...ASKED.messages,
      { role: 'assistant', text: '', calls: [{ id: 'call_openai_1', name: 'balance', args: {} }] },
      { role: 'tool', callId: 'call_openai_1', tool: 'balance', content: '{"remaining":14}' },
    ] as const;
    const tools = [{ name: 'balance', description: 'Days left.', parameters: { type: 'object', properties: {} } }];
    expect(textOf(await ask(env, { messages, tools }))).toBe('You have 14 days.');
    expect(anthropic.requests[0]?.results).toMatchObject([{ content: '{"remaining":14}' }]);
    expect(anthropic.complaints).toEqual([]);
  });
});

describe('the model that is taken where none is named', () => {
  it.each([
    ['openai', ['gpt-4o-mini', 'gpt-4.1-mini', 'whisper-1'], 'gpt-4.1-mini'],
    ['openai', ['text-embedding-3-small', 'gpt-9'], 'gpt-9'],
    ['anthropic', ['claude-opus-4-5', 'claude-haiku-4-5-20251001'], 'claude-haiku-4-5-20251001'],
    ['google', ['embedding-001', 'gemini-9.0-flash', 'gemini-9.0-pro'], 'gemini-9.0-flash'],
    ['local', ['mxbai-embed-large', 'llama3.2:3b'], 'llama3.2:3b'],
    ['local', ['bge-reranker', 'nomic-embed-text'], null],
  ])('%s of %j is %s', (provider, offered, chosen) => {
    expect(usualModel(provider, offered)).toBe(chosen);
  });
});
