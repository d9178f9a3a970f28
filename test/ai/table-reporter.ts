import type { Reporter, TestCase, TestModule } from 'vitest/node';
import type { Usage } from './stage.ts';

/** `npm run test:ai`: a row a scenario file, then what differed. */
export default class TableReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = modules.flatMap((module) =>
      [...module.children.suites()].map((suite) => {
        const tests = [...suite.children.allTests()];
        const times = tests.map((test) => test.diagnostic()?.duration ?? 0).toSorted((a, b) => a - b);
        const of = (state: string) => tests.filter((test) => test.result().state === state).length;
        return {
          file: suite.name,
          scenarios: tests.length,
          passed: of('passed'),
          failed: of('failed'),
          'median ms': Math.round(times[Math.floor(times.length / 2)] ?? 0),
          'slowest ms': Math.round(times.at(-1) ?? 0),
          ...columnsOf(tests.flatMap((test) => usageOf(test) ?? [])),
        };
      }),
    );
    console.table(rows);
    const sum = (key: 'scenarios' | 'passed' | 'failed') => rows.reduce((total, row) => total + row[key], 0);
    console.log(`${sum('scenarios')} scenarios, ${sum('passed')} passed, ${sum('failed')} failed`);
    const provider = process.env['VA_AI_PROVIDER'];
    if (provider === undefined) return;
    const used = modules.flatMap((module) => [...module.children.allTests()].flatMap((test) => usageOf(test) ?? []));
    const total = totalOf(used);
    const accuracy = (100 * sum('passed')) / Math.max(1, sum('passed') + sum('failed'));
    const model = process.env['VA_AI_MODEL'] ?? '';
    const price =
      total.cost === null
        ? 'price not known (docs/models.md, VA_LLM_PRICES)'
        : `${total.cost.toFixed(4)} ${total.currency}`;
    console.log(
      `${provider} ${model}: accuracy ${accuracy.toFixed(1)} %, ${total.requests} requests, ${total.tokens} tokens, cost ${price}`,
    );
  }
}

function usageOf(test: TestCase): Usage | null {
  return (test.meta() as { readonly usage?: Usage }).usage ?? null;
}

function totalOf(used: readonly Usage[]): Usage {
  return used.reduce<Usage>(
    (sum, one) => ({
      requests: sum.requests + one.requests,
      tokens: sum.tokens + one.tokens,
      cost: sum.cost === null || one.cost === null ? null : sum.cost + one.cost,
      currency: one.currency,
    }),
    { requests: 0, tokens: 0, cost: 0, currency: '' },
  );
}

/** Nothing for the offline model, which costs nothing. */
function columnsOf(used: readonly Usage[]): Readonly<Record<string, number | string>> {
  if (used.length === 0) return {};
  const { requests, tokens, cost, currency } = totalOf(used);
  return { requests, tokens, cost: cost === null ? '?' : `${cost.toFixed(4)} ${currency}` };
}
