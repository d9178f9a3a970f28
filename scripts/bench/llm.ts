import { systemClock } from '../../sidecar/lib/clock.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { createMetrics } from '../../sidecar/lib/metrics.ts';
import { loadSettings } from '../../sidecar/lib/settings.ts';
import type { Model, ModelRequest } from '../../sidecar/llm/model.ts';
import { createOpenAiModel, openAiClient } from '../../sidecar/llm/providers/openai.ts';
import { openModels } from '../../sidecar/llm/registry.ts';
import { llmSettings } from '../../sidecar/llm/settings.ts';
import { siteKey } from '../../sidecar/stores/site-key.ts';
import { startAnthropicFake } from '../../test/fakes/llm/anthropic-fake.ts';
import { startOpenAiFake } from '../../test/fakes/llm/openai-fake.ts';
import type { FakeReply, LlmFake } from '../../test/fakes/llm/script.ts';
import { situation } from '../../test/fakes/situation.ts';
import { atMost, type Bench, type Figure, quantile } from './bench.ts';

const ROUNDS = 300;
const FAILOVERS = 60;
const WARM_UP = 30;
/** As real tokens come: the space before the word. */
const ANSWER = { text: ['You', ' have', ' 14', ' days', ' of', ' annual', ' leave', ' left', '.'] } as const;
const DEADLINE_MS = 200;

/** What the router costs over the SDK alone, and how long it takes to get from one provider to the next; against wire fakes. */
export const llmBench: Bench = {
  name: 'llm',
  about: 'first token of the router over the bare SDK, and provider failover, against fakes on the wire',
  async run({ tell }) {
    const openai = await startOpenAiFake(() => ANSWER);
    const anthropic = await startAnthropicFake(() => ANSWER);
    try {
      tell('first tokens');
      const overhead = await firstTokens(openai);
      tell('failover');
      return [...overhead, ...(await failovers(openai, anthropic))];
    } finally {
      await openai.close();
      await anthropic.close();
    }
  },
};

const REQUEST: ModelRequest = {
  system: ['You answer from the company system. '.repeat(100)],
  messages: [{ role: 'user', text: 'How much annual leave do I have left?' }],
  tools: Array.from({ length: 12 }, (_, n) => ({
    name: `tool_${n}`,
    description: 'Looks something up in the company system and tells what it found.',
    parameters: { type: 'object', properties: { date: { type: 'string' }, amount: { type: 'number' } } },
  })),
  payer: { employee: 'HR-EMP-00001', company: 'Acme' },
  situation: situation(),
};

function routerOver(env: Readonly<Record<string, string>>): Model {
  const counts = new Map<string, number>();
  const { model } = openModels({
    settings: loadSettings(
      { llm: llmSettings },
      {
        VA_OPENAI_MODEL: 'a-model',
        VA_ANTHROPIC_MODEL: 'a-model',
        VA_LLM_EMPLOYEE_REQUESTS_MINUTE: '0',
        VA_LLM_EMPLOYEE_REQUESTS_DAY: '1000000',
        ...env,
      },
    ).llm,
    counters: {
      async hit(key, windowMs, by = 1) {
        const count = (counts.get(key) ?? 0) + by;
        counts.set(key, count);
        return { count, resetAt: Date.now() + windowMs };
      },
      peek: async () => 0,
    },
    siteKey: siteKey('bench'),
    clock: systemClock,
    random: Math.random,
    log: silentLog,
    metrics: createMetrics(),
  });
  return model;
}

const never = new AbortController().signal;

/** Time to the first word; the answer is read to its end. */
async function firstWord(model: Model): Promise<number> {
  const start = performance.now();
  let first = Number.NaN;
  for await (const event of model.stream(REQUEST, never)) {
    if (event.type === 'text' && Number.isNaN(first)) first = performance.now() - start;
  }
  return first;
}

async function firstTokens(fake: LlmFake): Promise<Figure[]> {
  const timeouts = { firstMs: 60_000, gapMs: 60_000 };
  const client = openAiClient({ model: 'a-model', apiKey: fake.key, baseUrl: fake.url, timeouts });
  const bare = async () => {
    const start = performance.now();
    let first = Number.NaN;
    const chunks = await client.chat.completions.create({
      model: 'a-model',
      stream: true,
      stream_options: { include_usage: true },
      messages: [
        { role: 'system', content: REQUEST.system.join('\n\n') },
        { role: 'user', content: 'How much annual leave do I have left?' },
      ],
      tools: REQUEST.tools.map(({ name, description, parameters }) => ({
        type: 'function' as const,
        function: { name, description, parameters },
      })),
    });
    for await (const chunk of chunks) {
      if (chunk.choices[0]?.delta.content && Number.isNaN(first)) first = performance.now() - start;
    }
    return first;
  };
  const model = createOpenAiModel({ model: 'a-model', apiKey: fake.key, baseUrl: fake.url, timeouts });
  const router = routerOver({ OPENAI_BASE_URL: fake.url, OPENAI_API_KEY: fake.key });
  const times = { sdk: [] as number[], model: [] as number[], router: [] as number[] };
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    // Side by side and in turns, so that what else the machine does, and what one leaves to the next, falls on all alike.
    const asking = [
      async () => ({ sdk: await bare() }),
      async () => ({ model: await firstWord(model) }),
      async () => ({ router: await firstWord(router) }),
    ];
    for (let n = 0; n < asking.length; n += 1) {
      const seen = await asking[(round + n) % asking.length]?.();
      if (round < WARM_UP || seen === undefined) continue;
      for (const [name, time] of Object.entries(seen)) times[name as keyof typeof times].push(time);
    }
  }
  const p50 = (values: readonly number[]) => quantile(values, 0.5);
  return [
    { name: 'llm.first-token.sdk.p50', value: p50(times.sdk), unit: 'ms', note: 'the bare SDK: the floor' },
    { name: 'llm.first-token.model.p50', value: p50(times.model), unit: 'ms', note: 'our model over the SDK' },
    { name: 'llm.first-token.router.p50', value: p50(times.router), unit: 'ms' },
    { name: 'llm.first-token.router.p95', value: quantile(times.router, 0.95), unit: 'ms' },
    {
      name: 'llm.first-token.ratio',
      value: p50(times.router) / p50(times.sdk),
      unit: 'times',
      budget: atMost(1.5),
      note: 'router over the bare SDK; a real provider takes 200 ms and more for its own part',
    },
  ];
}

async function failovers(openai: LlmFake, anthropic: LlmFake): Promise<Figure[]> {
  const env = {
    OPENAI_BASE_URL: openai.url,
    OPENAI_API_KEY: openai.key,
    ANTHROPIC_BASE_URL: anthropic.url,
    ANTHROPIC_API_KEY: anthropic.key,
    VA_LLM_LOCAL_FIRST_TOKEN_MS: String(DEADLINE_MS),
  };
  // Every request meets the failure anew: nobody rests.
  const fresh = { ...env, VA_LLM_BREAKER_FAILURES: '1000' };
  const median = async (reply: FakeReply, settings: Readonly<Record<string, string>>, rounds: number) => {
    openai.say(() => reply);
    const router = routerOver(settings);
    const times: number[] = [];
    for (let round = 0; round < rounds + 5; round += 1) {
      const time = await firstWord(router);
      if (round >= 5) times.push(time);
    }
    return quantile(times, 0.5);
  };
  const error = await median({ fault: 'overloaded' }, fresh, FAILOVERS);
  const reset = await median({ fault: 'reset' }, fresh, FAILOVERS);
  const silent = await median({ fault: 'hang' }, fresh, 20);
  const resting = await median({ fault: 'key' }, env, FAILOVERS);
  return [
    {
      name: 'llm.failover.error',
      value: error,
      unit: 'ms',
      note: 'first word of the second provider, the first answered 500',
    },
    { name: 'llm.failover.reset', value: reset, unit: 'ms', note: 'the connection to the first was broken' },
    {
      name: 'llm.failover.silent',
      value: silent - DEADLINE_MS,
      unit: 'ms',
      note: `beyond the ${DEADLINE_MS} ms that the first was waited for`,
    },
    { name: 'llm.failover.resting', value: resting, unit: 'ms', note: 'the first rests and is not asked' },
  ];
}
