import type { Reporter, TestModule } from 'vitest/node';

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
        };
      }),
    );
    console.table(rows);
    const sum = (key: 'scenarios' | 'passed' | 'failed') => rows.reduce((total, row) => total + row[key], 0);
    console.log(`${sum('scenarios')} scenarios, ${sum('passed')} passed, ${sum('failed')} failed`);
  }
}
