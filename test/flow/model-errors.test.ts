import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ERRORS } from '@dartwing-va/contract/errors.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startAnthropicFake } from '../fakes/llm/anthropic-fake.ts';
import { startOpenAiFake } from '../fakes/llm/openai-fake.ts';
import type { FakeReply, FakeRequest, LlmFake } from '../fakes/llm/script.ts';
import { type Company, type Employee, loginCookie, openCompany } from './company.ts';

// The whole product over HTTP with two providers set up by nothing but addresses and keys, as an operator does it.
const QUESTION = 'How much annual leave do I have left?';
/** Arguments that are no JSON. */
const MALFORMED = { calls: [{ name: 'check_leave_balance', args: {}, rawArgs: '{"leave_type": ' }] };
const always = (reply: FakeReply) => () => reply;
let openai: LlmFake;
let anthropic: LlmFake;

async function open(
  env: Readonly<Record<string, string>>,
): Promise<{ readonly company: Company; readonly priya: Employee }> {
  const company = await openCompany({
    env: { VA_LLM_FIRST_TOKEN_MS: '120000', VA_LLM_LOCAL_FIRST_TOKEN_MS: '120000', ...env },
  });
  return { company, priya: await company.as('priya@acme.test') };
}
/** The assistant's row, once the site has it. */
async function answerRow(company: Company, turnId: string): Promise<Record<string, unknown>> {
  return await vi.waitUntil(
    async () => (await company.rows('VA Conversation Turn', [['in_reply_to', '=', turnId]]))[0],
    { timeout: 10_000 },
  );
}
/** What tools did in a turn, as the trail has it. */
async function toolRows(company: Company, turnId: string): Promise<readonly string[]> {
  const rows = await company.rows('VA Audit Log', [['event_subtype', 'like', 'tool_%']], ['event_subtype', 'payload']);
  return rows.filter(({ payload }) => String(payload).includes(turnId)).map((row) => String(row['event_subtype']));
}
const both = () => ({
  OPENAI_BASE_URL: openai.url,
  OPENAI_API_KEY: openai.key,
  ANTHROPIC_BASE_URL: anthropic.url,
  ANTHROPIC_API_KEY: anthropic.key,
});

beforeAll(async () => {
  openai = await startOpenAiFake([]);
  anthropic = await startAnthropicFake([]);
});
afterAll(async () => {
  await openai?.close();
  await anthropic?.close();
});

describe('when the models fail and nobody stands in', () => {
  let company: Company;
  let priya: Employee;
  beforeEach(async () => {
    await company?.close();
    // A new service, for one that failed rests.
    ({ company, priya } = await open({ ...both(), VA_LLM_STAND_IN: '0', VA_LLM_RETRY_MS: '0' }));
  });
  afterAll(() => company?.close());

  it.each([
    ['a wrong key', { fault: 'key' }, 'LLM_KEY_REFUSED', 'LLM_006', /does not let me in.*administrator/u],
    ['an empty account', { fault: 'quota' }, 'LLM_QUOTA', 'LLM_007', /account.*used up/u],
    ['a limited rate', { fault: 'rate-limited' }, 'LLM_RATE_LIMITED', 'LLM_002', /very busy/u],
    ['all overloaded', { fault: 'overloaded' }, 'LLM_UNAVAILABLE', 'LLM_001', /cannot be reached/u],
    ['all down', { fault: 'reset' }, 'LLM_UNAVAILABLE', 'LLM_001', /cannot be reached/u],
    ['a context that is too long', { fault: 'context-too-long' }, 'LLM_CONTEXT', 'LLM_010', /too much.*at once/u],
    ['a refusal by the provider', { fault: 'refused' }, 'LLM_REFUSED', 'LLM_009', /will not answer that/u],
    ['a refusal within the answer', { text: 'I', stop: 'refused' }, 'LLM_REFUSED', 'LLM_009', /will not answer that/u],
    ['garbage', { fault: 'garbage-in-stream' }, 'LLM_GARBLED', 'LLM_004', /made no sense.*did nothing.*try again/u],
    ['a malformed tool call', MALFORMED, 'LLM_GARBLED', 'LLM_004', /made no sense.*did nothing.*try again/u],
  ] as const)('%s: what is heard and what the API gives', async (_what, reply, code, reference, words) => {
    openai.say(always(reply));
    anthropic.say(always(reply));
    const answer = await priya.message(QUESTION);
    expect(answer.status).toBe('failed');
    expect(answer.assistant_response.content).toMatch(words);
    expect(answer.assistant_response.error).toMatchObject({
      code,
      reference,
      message: answer.assistant_response.content,
      retryable: ERRORS[code].retryable,
      request_id: answer.turn_id,
    });
    expect(answer.assistant_response.actions).toEqual([]);
    expect(await answerRow(company, answer.turn_id)).toMatchObject({
      status: 'Failed',
      error_code: code,
      content: answer.assistant_response.content,
    });
    expect(await toolRows(company, answer.turn_id)).toEqual([]);
  });

  it.each([
    ['an unknown tool', { name: 'delete_everybody', args: {} }, 'NOT_FOUND', []],
    [
      'invented arguments',
      { name: 'check_leave_balance', args: { leave_type: 7 } },
      'VALIDATION_ERROR',
      ['tool_failed'],
    ],
    [
      'a tool that the person has not, by the name that it would have',
      { name: 'facilities__rooms', args: {} },
      'NOT_FOUND',
      [],
    ],
  ] as const)(
    '%s is answered to the model, reaches nothing, and what it makes of it is heard',
    async (_what, call, code, trail) => {
      const told: string[] = [];
      const reply = (request: FakeRequest): FakeReply => {
        if (request.results.length === 0) return { calls: [call] };
        told.push(...request.results.map(({ content }) => content));
        return 'I could not look that up.';
      };
      openai.say(reply);
      const answer = await priya.message(QUESTION);
      expect(answer.status).toBe('answered');
      expect(answer.assistant_response.content).toBe('I could not look that up.');
      expect(answer.assistant_response.actions).toEqual([]);
      expect(answer.assistant_response).not.toHaveProperty('error');
      expect(told).toEqual([expect.stringContaining(code)]);
      expect(await answerRow(company, answer.turn_id)).toMatchObject({ status: 'Answered' });
      await vi.waitFor(async () => expect(await toolRows(company, answer.turn_id)).toEqual(trail), { timeout: 10_000 });
    },
  );

  it('a model that calls such tools for ever is stopped with a sentence', async () => {
    openai.say(({ results }) => ({ calls: [{ name: 'delete_everybody', args: { nth: results.length } }] }));
    const answer = await priya.message(QUESTION);
    expect(answer.status).toBe('answered');
    expect(answer.assistant_response.content).toMatch(/[.?!]$/u);
  });

  it('an answer that broke off and that nobody could go on with says so', async () => {
    openai.say(always({ text: 'You have fourteen days of annual leave left this year.', breakAfterBytes: 900 }));
    anthropic.say(always({ fault: 'overloaded' }));
    const answer = await priya.message('Tell me something about yourself.');
    expect(answer.assistant_response.content).toMatch(/broke off/u);
    expect(answer.assistant_response.error).toMatchObject({ code: 'LLM_CUT', reference: 'LLM_011' });
  });
});

describe('when a model fails and others are there', () => {
  let dir: string;
  let company: Company;
  let priya: Employee;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'va-prices-'));
    const price = { input: 1, cached: 0.5, output: 10 };
    const prices = { currency: 'EUR', models: { 'openai:*': price, 'anthropic:*': price } };
    writeFileSync(join(dir, 'prices.json'), JSON.stringify(prices));
    ({ company, priya } = await open({ ...both(), VA_LLM_RETRY_MS: '0', VA_LLM_PRICES: join(dir, 'prices.json') }));
  });
  afterAll(async () => {
    await company?.close();
    rmSync(dir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await priya.begin();
  });

  it('the next provider answers, and the row of the answer tells both and what they took', async () => {
    openai.say(always({ fault: 'overloaded' }));
    anthropic.say((request) =>
      request.results.length === 0
        ? { calls: [{ name: 'check_leave_balance', args: {} }], usage: { input: 900, output: 30 } }
        : { text: 'You have 14 days of Annual Leave left.', usage: { input: 1000, output: 12, cached: 400 } },
    );
    const answer = await priya.message(QUESTION);
    expect(answer.assistant_response.content).toMatch(/You have 14 days/u);
    const row = await answerRow(company, answer.turn_id);
    expect(row).toMatchObject({
      model_used: 'anthropic:a-model',
      input_tokens: 1900,
      output_tokens: 42,
      cached_tokens: 400,
      token_count: 1942,
      cost_currency: 'EUR',
      cost_incomplete: 0,
    });
    // 1500 read at 1, 400 out of the cache at 0.5, 42 said at 10, each for a million.
    expect(Number(row?.['cost'])).toBeCloseTo(0.00212, 6);
    const calls = JSON.parse(String(row?.['model_calls'])) as { readonly model: string; readonly outcome: string }[];
    expect(calls.map(({ model, outcome }) => `${model} ${outcome}`)).toEqual([
      'openai:a-model overloaded',
      'anthropic:a-model answered',
      'openai:a-model overloaded',
      'anthropic:a-model answered',
    ]);
    expect(JSON.stringify(calls)).not.toMatch(/Priya|leave/iu);
    const [audited] = await company.rows('VA Audit Log', [['event_subtype', '=', 'model_fallback']], ['payload']);
    expect(JSON.parse(String(audited?.['payload']))).toMatchObject({
      details: { from: 'openai:a-model', why: 'overloaded', failures: 2, to: 'anthropic:a-model' },
    });
  });

  it('a write is prepared once, though the provider that called it fails before it could tell of it', async () => {
    openai.say((request) =>
      request.results.length === 0
        ? {
            calls: [
              {
                name: 'submit_leave_request',
                args: {
                  leave_type: 'Annual Leave',
                  start_date: '2026-06-19',
                  end_date: '2026-06-19',
                  date_words: 'next Friday',
                },
              },
            ],
          }
        : { fault: 'reset' },
    );
    const anthropicBefore = anthropic.requests.length;
    anthropic.say(always('It is ready for your yes.'));
    await company.stopSidecar();
    await company.startSidecar();
    const answer = await priya.message('Book next Friday off');
    expect(answer.assistant_response.actions).toHaveLength(1);
    expect(answer.assistant_response.content).toMatch(/Shall I do it\?$/u);
    expect(anthropic.requests.slice(anthropicBefore)[0]?.results).toHaveLength(1);
    expect(anthropic.complaints).toEqual([]);
  });

  it('what Desk says of an agent comes first, and a model that is not there gives way to the order', async () => {
    openai.say(always('From the order.'));
    anthropic.say((request) => (request.model === 'special' ? 'From the agent’s own.' : { fault: 'no-such-model' }));
    const cookie = await loginCookie(company.site.url, 'Administrator', company.site.adminPassword);
    const set = async (model: string) => {
      await company.stopSidecar();
      const response = await fetch(`${company.site.url}/api/resource/VA Sub-Agent Config/hr`, {
        method: 'PUT',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ model_provider: 'Anthropic', model_name: model, temperature: 0.7, max_tokens: 321 }),
      });
      if (!response.ok) throw new Error(await response.text());
      await company.startSidecar();
      return await priya.say(QUESTION);
    };
    expect(await set('special')).toBe('From the agent’s own.');
    expect(anthropic.requests.at(-1)).toMatchObject({ model: 'special', temperature: 0.7, maxTokens: 321 });
    expect(await set('of-last-year')).toBe('From the order.');
    expect(openai.requests.at(-1)).toMatchObject({ model: 'a-model', temperature: 0.7 });
    await set('');
  });

  it('an agent that the company made itself may name its model, of another provider too', async () => {
    openai.say(({ model }) => `From ${model} of the first.`);
    anthropic.say(({ model }) => `From ${model} of the second.`);
    const cookie = await loginCookie(company.site.url, 'Administrator', company.site.adminPassword);
    const put = async (model: string) => {
      const values = { agent_id: 'treasury', agent_name: 'Treasury Desk', company: 'Acme', model_name: model };
      const path = (await company.rows('VA Custom Agent', [])).length === 0 ? '' : '/treasury - Acme';
      const response = await fetch(`${company.site.url}/api/resource/VA Custom Agent${path}`, {
        method: path === '' ? 'POST' : 'PUT',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ ...values, trigger_phrases: '["hedging desk"]', system_prompt: 'You know currencies.' }),
      });
      if (!response.ok) throw new Error(await response.text());
    };
    const ask = () => priya.say('hedging desk, what do you know?');
    const hears = (words: string) =>
      vi.waitFor(async () => expect(await ask()).toBe(words), { timeout: 10_000, interval: 50 });
    await put('anthropic:special');
    await hears('From special of the second.');
    await put('small:latest');
    await hears('From small:latest of the first.');
    await put('');
    await hears('From a-model of the first.');
  });

  it('with none left the rules answer from the same company system', async () => {
    openai.say(always({ fault: 'key' }));
    anthropic.say(always({ fault: 'quota' }));
    const answer = await priya.message(QUESTION);
    expect(answer.status).toBe('answered');
    expect(answer.assistant_response.content).toMatch(/14/u);
    const beyond = await priya.message('Write me a poem about the sea');
    expect(beyond.assistant_response.content).toMatch(/simpler mode/u);
  });
});

describe('limits', () => {
  it('a share that is used up is told, and where that is set the turn fails', async () => {
    openai.say(always({ text: 'Hello Priya.', usage: { input: 90, output: 20 } }));
    const { company, priya } = await open({ ...both(), VA_LLM_EMPLOYEE_TOKENS_DAY: '100', VA_LLM_WHEN_SPENT: 'error' });
    try {
      expect(await priya.say('Tell me something about yourself.')).toBe('Hello Priya.');
      const answer = await priya.message('And about me?');
      expect(answer.assistant_response.error).toMatchObject({ code: 'LLM_BUDGET', reference: 'LLM_008' });
      expect(answer.assistant_response.content).toMatch(/used up your share.*tomorrow/u);
    } finally {
      await company.close();
    }
  });

  it('nobody set up is told, where the rules may not stand in', async () => {
    const { company, priya } = await open({ VA_LLM_STAND_IN: '0' });
    try {
      const answer = await priya.message(QUESTION);
      expect(answer.assistant_response.error).toMatchObject({ code: 'LLM_NOT_CONFIGURED', reference: 'LLM_005' });
      expect(answer.assistant_response.content).toMatch(/administrator/u);
    } finally {
      await company.close();
    }
  });
});
