import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createActionBook } from '../../sidecar/actions/action-book.ts';
import type { ActionDeps } from '../../sidecar/actions/deps.ts';
import { createRunTool, type RunTool, type ToolRun } from '../../sidecar/actions/run-tool.ts';
import { defaultActionSettings } from '../../sidecar/actions/settings.ts';
import type { Tool } from '../../sidecar/actions/tool.ts';
import { sortableIds } from '../../sidecar/lib/ids.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { VaError } from '../../sidecar/lib/va-error.ts';
import { siteTimeIn } from '../../sidecar/people/site-time.ts';
import { recordBody } from '../../sidecar/records/entry.ts';
import type { SiteRecord } from '../../sidecar/records/record.ts';
import { siteKey } from '../../sidecar/stores/site-key.ts';
import { profileOf } from '../fakes/acme-people.ts';
import { deskAgent } from '../fakes/desk-agent.ts';
import { type EngineBench, engineBench } from '../fakes/engine-bench.ts';

let bench: EngineBench;
let tools: RunTool;
let rows: SiteRecord[];
let extra: Tool | null;
beforeEach(async () => {
  rows = [];
  extra = null;
  const limited = profileOf('Max');
  bench = await engineBench({
    profiles: [
      profileOf('Priya'),
      profileOf('Off', { instance: { ...(profileOf('Off')['instance'] as object), enabled_sub_agents: ['crm'] } }),
      { ...limited, instance: { ...(limited['instance'] as object), daily_action_limit: 2 } },
      profileOf('Fast', { settings: { ...(profileOf('Fast')['settings'] as object), max_actions_per_minute: 3 } }),
    ],
  });
  const deps: ActionDeps = {
    site: bench.site,
    stores: bench.stores,
    outbox: {
      toEntry: (record) => ({ stream: 'records', body: recordBody(record) }),
      pending: async () => 0,
      drained: async () => undefined,
    },
    people: { person: (user) => bench.person(user.split('@')[0] ?? '') },
    clock: bench.clock,
    ids: sortableIds(bench.clock),
    siteTime: siteTimeIn('America/Chicago'),
    siteKey: siteKey('acme.test'),
    log: silentLog,
    settings: { ...defaultActionSettings, toolTimeoutMs: 40, agentCallsPerMinute: 8 },
    tool: (type) =>
      extra && type === 'hr.extra' ? extra : (deskAgent.tools.find((one) => `hr.${one.name}` === type) ?? null),
    emit: async () => undefined,
  };
  tools = createRunTool(deps, createActionBook(deps), async () => '');
});
afterEach(async () => {
  await bench.close();
});

async function runOf(first: string, signal = new AbortController().signal): Promise<ToolRun> {
  return {
    person: await bench.person(first),
    identity: null,
    conversationId: 'conv_x',
    turnId: `turn_${first.toLowerCase()}`,
    userText: '',
    signal,
    again: false,
    proposals: 0,
    undoOffered: null,
    audit: (record) => rows.push(record),
  };
}
const subtypes = () => rows.map((row) => (row.values['payload'] as { event_subtype: string }).event_subtype);
const readTool = (run: Extract<Tool, { kind: 'read' }>['run']): Tool => ({
  ...(deskAgent.tools[0] as Extract<Tool, { kind: 'read' }>),
  name: 'extra',
  run,
});

describe('a call of a tool', () => {
  it('is refused for an agent that is not switched on, before anything is read', async () => {
    expect(await tools.callTool('hr.balance', {}, await runOf('Off'))).toMatchObject({
      kind: 'refusal',
      code: 'SWITCHED_OFF',
    });
    expect(bench.site.calls.some((call) => call.method === 'balance')).toBe(false);
    expect(subtypes()).toEqual(['tool_denied']);
  });

  it('of a tool that does not exist, or with arguments that are none, is told as a failure', async () => {
    const run = await runOf('Priya');
    expect(await tools.callTool('hr.salary_of_everyone', {}, run)).toMatchObject({ kind: 'failed', code: 'NOT_FOUND' });
    expect(await tools.callTool('hr.book', { days: 7 }, run)).toMatchObject({
      kind: 'failed',
      code: 'VALIDATION_ERROR',
      sentence: expect.stringContaining('days'),
    });
    expect(await tools.callTool('hr.book', null, run)).toMatchObject({ kind: 'failed', code: 'VALIDATION_ERROR' });
    expect(rows).toHaveLength(3);
    // A name that a model made up does not get into the audit.
    expect(JSON.stringify(rows)).not.toContain('salary');
  });

  it('reads only the DocTypes that the tool names', async () => {
    extra = readTool(async (_args, { reads }) => {
      await reads.list('Salary Slip', { fields: ['name'], orderBy: 'name', limit: 1 });
      return { kind: 'data', data: {} };
    });
    expect(await tools.callTool('hr.extra', {}, await runOf('Priya'))).toMatchObject({
      kind: 'failed',
      code: 'FORBIDDEN',
    });
    expect(bench.site.calls.some((call) => call.method === 'list Salary Slip')).toBe(false);
  });

  it('that takes too long is cut, one that breaks is told, and what the site says is passed on', async () => {
    const run = await runOf('Priya');
    extra = readTool(() => new Promise(() => undefined));
    expect(await tools.callTool('hr.extra', {}, run)).toMatchObject({ kind: 'failed', code: 'TIMEOUT' });
    extra = readTool(async () => {
      throw new TypeError('a bug with Priya’s salary in it');
    });
    expect(await tools.callTool('hr.extra', {}, run)).toMatchObject({
      kind: 'failed',
      code: 'INTERNAL_ERROR',
      sentence: expect.not.stringContaining('salary'),
    });
    extra = readTool(async () => {
      throw new VaError('SITE_UNAVAILABLE');
    });
    expect(await tools.callTool('hr.extra', {}, run)).toMatchObject({
      kind: 'failed',
      code: 'SITE_UNAVAILABLE',
      sentence: expect.stringMatching(/cannot reach/),
    });
    expect(subtypes()).toEqual(['tool_failed', 'tool_failed', 'tool_failed']);
  });

  it('ends with the turn when that is stopped', async () => {
    const stop = new AbortController();
    extra = readTool(() => new Promise(() => undefined));
    const running = tools.callTool('hr.extra', {}, await runOf('Priya', stop.signal));
    stop.abort(new VaError('CANCELLED'));
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('is counted by agent and minute', async () => {
    const run = await runOf('Priya');
    for (let n = 0; n < 8; n += 1) expect(await tools.callTool('hr.balance', {}, run)).toMatchObject({ kind: 'data' });
    expect(await tools.callTool('hr.balance', {}, run)).toMatchObject({ kind: 'failed', code: 'RATE_LIMITED' });
    bench.clock.forward(61_000);
    expect(await tools.callTool('hr.balance', {}, run)).toMatchObject({ kind: 'data' });
  });

  it.each([
    ['day', 'Max', 2, 61_000, 'RATE_LIMITED'],
    ['minute', 'Fast', 3, 61_000, null],
  ])('prepares no more changes than a %s allows', async (_span, first, allowed, wait, afterwards) => {
    const run = await runOf(first);
    for (let n = 0; n < allowed; n += 1)
      expect(await tools.callTool('hr.book', { days: `d${n}` }, run)).toMatchObject({ kind: 'pending' });
    expect(await tools.callTool('hr.book', { days: 'one more' }, run)).toMatchObject({
      kind: 'failed',
      code: 'RATE_LIMITED',
    });
    bench.clock.forward(wait);
    const later = await tools.callTool('hr.book', { days: 'later' }, run);
    if (afterwards === null) expect(later).toMatchObject({ kind: 'pending' });
    else expect(later).toMatchObject({ code: afterwards });
  });

  it('names its actions by turn and place, so that a second run finds the first one’s', async () => {
    const run = await runOf('Priya');
    expect(await tools.callTool('hr.book', { days: 'friday' }, run)).toMatchObject({
      kind: 'pending',
      actionId: 'act_priya_1',
      card: { title: expect.any(String), warnings: expect.any(Array) },
    });
    const again = { ...(await runOf('Priya')), again: true };
    expect(await tools.callTool('hr.book', { days: 'monday' }, again)).toMatchObject({
      kind: 'pending',
      actionId: 'act_priya_1',
    });
    expect(await tools.callTool('hr.book', { days: 'tuesday' }, again)).toMatchObject({
      kind: 'pending',
      actionId: 'act_priya_2',
    });
  });
});
