import { describe, expect, it } from 'vitest';
import { withTrace } from '../../../sidecar/lib/trace.ts';
import { loadPrices, PricesError, pricesOf } from '../../../sidecar/llm/cost.ts';
import { routerBench } from '../../fakes/router-bench.ts';
import { done, scriptedModel } from '../../fakes/scripted-model.ts';

describe('what a call costs', () => {
  const prices = pricesOf({
    currency: 'EUR',
    models: {
      'openai:big': { input: 2, cached: 0.5, output: 8 },
      'openai:big-*': { input: 4, output: 8 },
      'openai:*': { input: 1, output: 1 },
    },
  });

  it('is what went in, the cached part at its own price, and what came out', () => {
    const usage = { inputTokens: 1_000_000, outputTokens: 500_000, cachedTokens: 400_000 };
    expect(prices.costOf('openai:big', usage)).toBeCloseTo(0.6 * 2 + 0.4 * 0.5 + 4);
    expect(prices.costOf('openai:big-2026', usage)).toBeCloseTo(4 + 4);
    expect(prices.costOf('openai:small', usage)).toBeCloseTo(1.5);
  });

  it('is not known for a model without a price', () => {
    expect(prices.costOf('google:x', { inputTokens: 1, outputTokens: 1 })).toBeNull();
  });

  it('the table that comes along can be read; one that cannot stops the start with its name', () => {
    expect(loadPrices(null).costOf('local:anything', { inputTokens: 9, outputTokens: 9 })).toBe(0);
    expect(() => loadPrices('/nowhere/prices.json')).toThrow(PricesError);
    expect(() => loadPrices('/nowhere/prices.json')).toThrow('VA_LLM_PRICES');
  });
});

describe('what a turn used', () => {
  it('is every call of it, the failed ones too, and nobody else’s', async () => {
    const bench = routerBench([
      scriptedModel('openai:a', ['You have 14 ', { fail: 'cut' }]),
      scriptedModel('anthropic:b', ['days.', done(200, 30, 50)]),
    ]);
    await Promise.all([
      withTrace({ turn_id: 'turn_1' }, () => bench.ask()),
      withTrace({ turn_id: 'turn_2' }, () => bench.ask({ task: 'summarise' })),
    ]);
    await bench.ask();
    const calls = bench.usage.take('turn_1');
    expect(calls).toMatchObject([
      { model: 'openai:a', task: 'agent', outcome: 'cut', estimated: true, currency: 'USD' },
      { model: 'anthropic:b', outcome: 'answered', estimated: false, cost: null },
    ]);
    expect(calls[1]?.usage).toEqual({ inputTokens: 200, outputTokens: 30, cachedTokens: 50 });
    expect(bench.usage.take('turn_1')).toEqual([]);
    expect(bench.usage.take('turn_2').map(({ task }) => task)).toEqual(['summarise', 'summarise']);
  });

  it('what comes after its answer was kept counts with the next answer of the conversation', async () => {
    const bench = routerBench([scriptedModel('openai:a', ['Yes.', done()])]);
    const ids = { turn_id: 'turn_1', conversation_id: 'conv_1' };
    await withTrace(ids, async () => {
      await bench.ask();
      expect(bench.usage.take('turn_1', 'conv_1')).toHaveLength(1);
      await bench.ask({ task: 'summarise' });
    });
    await withTrace({ ...ids, turn_id: 'turn_2' }, () => bench.ask());
    expect(bench.usage.take('turn_9', 'conv_9')).toEqual([]);
    expect(bench.usage.take('turn_2', 'conv_1').map(({ task }) => task)).toEqual(['summarise', 'agent']);
    expect(bench.usage.take('turn_3', 'conv_1')).toEqual([]);
  });

  it('is in the metrics, without persons', async () => {
    const bench = routerBench([scriptedModel('openai:a', ['Yes.', done(1000, 100, 400)])]);
    await bench.ask();
    const text = await bench.metrics.text();
    expect(text).toContain('va_llm_requests_total{model="openai:a",task="agent",outcome="answered"} 1');
    expect(text).toContain('va_llm_tokens_total{model="openai:a",type="cached"} 400');
    expect(text).toMatch(/va_llm_cost_total\{model="openai:a",currency="USD"\} 0\.0018\d*/u);
    expect(text).not.toContain('HR-EMP');
  });
});
