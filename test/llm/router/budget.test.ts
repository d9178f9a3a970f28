import { describe, expect, it } from 'vitest';
import { withTrace } from '../../../sidecar/lib/trace.ts';
import type { LlmSettings } from '../../../sidecar/llm/settings.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { answeredBy, countersInMemory, routerBench, textOf } from '../../fakes/router-bench.ts';
import { call, done, scriptedModel } from '../../fakes/scripted-model.ts';

const model = () => scriptedModel('openai:a', ['Yes.', done(100, 50)]);
const marcus = { employee: 'HR-EMP-2', company: 'Acme' };
const erik = { employee: 'HR-EMP-9', company: 'Globex' };
const withLimit = (settings: Partial<LlmSettings>) => routerBench([model()], { settings });

describe('what models may be used for whom', () => {
  it.each([
    [{ employeeRequestsPerMinute: 2 }, 'That was a lot for one minute'],
    [{ employeeTokensPerMinute: 300 }, 'That was a lot for one minute'],
    [{ employeeRequestsPerDay: 2 }, 'You have used up your share'],
    [{ employeeTokensPerDay: 300 }, 'You have used up your share'],
  ])('%j: the rules answer, and say why; colleagues go on', async (settings, why) => {
    const bench = withLimit(settings);
    await bench.ask();
    expect(answeredBy(await bench.ask())).toEqual(['openai:a']);
    const third = await bench.ask();
    expect(answeredBy(third)).toEqual(['offline']);
    expect(textOf(third)).toMatch(new RegExp(`^${why}.*\\. Standing in\\. Rules say so\\.$`, 'u'));
    expect(answeredBy(await bench.ask({ payer: marcus }))).toEqual(['openai:a']);
  });

  it.each([
    [{ companyRequestsPerMinute: 2 }, 'Your company asks a lot'],
    [{ companyTokensPerMinute: 300 }, 'Your company asks a lot'],
    [{ companyRequestsPerDay: 2 }, 'Your company has used up'],
    [{ companyTokensPerDay: 300 }, 'Your company has used up'],
  ])('%j: all of the company share it, other companies do not', async (settings, why) => {
    const bench = withLimit(settings);
    await bench.ask();
    await bench.ask({ payer: marcus });
    expect(textOf(await bench.ask({ payer: marcus }))).toContain(why);
    expect(answeredBy(await bench.ask({ payer: erik }))).toEqual(['openai:a']);
  });

  it('says so once a turn: not again with the outcome of a tool', async () => {
    const bench = withLimit({ employeeRequestsPerDay: 1 });
    await bench.ask();
    const messages = [
      { role: 'user', text: 'balance' },
      { role: 'assistant', text: '', calls: [{ id: 'c', name: 'balance', args: {} }] },
      { role: 'tool', callId: 'c', tool: 'balance', content: '{}' },
    ] as const;
    expect(textOf(await bench.ask({ messages }))).toBe('Standing in. Rules say so.');
  });

  it('or the turn fails with a sentence, where that is set', async () => {
    const bench = withLimit({ employeeTokensPerDay: 100, whenSpent: 'error' });
    await bench.ask();
    await expect(bench.ask()).rejects.toMatchObject({
      code: 'LLM_BUDGET',
      message: expect.stringContaining('tomorrow'),
      meta: { limit: 'employee_day' },
    });
  });

  it('a minute later, and on the next day of the employee, there is room again', async () => {
    const bench = withLimit({ employeeRequestsPerMinute: 1, employeeRequestsPerDay: 2 });
    expect(answeredBy(await bench.ask())).toEqual(['openai:a']);
    expect(answeredBy(await bench.ask())).toEqual(['offline']);
    await bench.clock.advance(60_000);
    expect(answeredBy(await bench.ask())).toEqual(['openai:a']);
    await bench.clock.advance(60_000);
    expect(answeredBy(await bench.ask())).toEqual(['offline']);
    // 12:02 UTC is 06:02 in Chicago: midnight there is 18 hours away, that of UTC 12.
    await bench.clock.advance(12 * 3_600_000);
    expect(answeredBy(await bench.ask())).toEqual(['offline']);
    await bench.clock.advance(6 * 3_600_000);
    expect(answeredBy(await bench.ask())).toEqual(['openai:a']);
  });

  it('replicas share it', async () => {
    const counters = countersInMemory(manualClock());
    const settings = { employeeTokensPerDay: 200 };
    const [one, other] = [0, 1].map(() => routerBench([model()], { settings, counters }));
    await one?.ask();
    expect(answeredBy((await other?.ask()) ?? [])).toEqual(['openai:a']);
    expect(answeredBy((await one?.ask()) ?? [])).toEqual(['offline']);
  });

  it('a turn that goes round in circles is stopped', async () => {
    const looping = scriptedModel('openai:a', [call('look'), done()]);
    const bench = routerBench([looping], { settings: { callsPerTurn: 3 } });
    await withTrace({ turn_id: 'turn_1' }, async () => {
      for (let n = 0; n < 3; n += 1) await bench.ask();
      await expect(bench.ask()).rejects.toMatchObject({
        code: 'LLM_BUDGET',
        message: expect.stringContaining('circles'),
      });
    });
    await withTrace({ turn_id: 'turn_2' }, async () => expect(await bench.ask()).toHaveLength(2));
  });
});
