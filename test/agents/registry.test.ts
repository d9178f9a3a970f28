import { describe, expect, it } from 'vitest';
import { hrAgent } from '../../sidecar/agents/hr/hr-agent.ts';
import { createAgentRegistry } from '../../sidecar/agents/registry.ts';
import { createAgentSite } from '../../sidecar/agents/site-facts.ts';
import type { SiteClient } from '../../sidecar/frappe/site-client.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import type { ModelRequest } from '../../sidecar/llm/model.ts';
import { createOfflineModel } from '../../sidecar/llm/offline/offline-model.ts';
import { leaveSite, toolContext } from '../fakes/leave-site.ts';
import { situation } from '../fakes/situation.ts';

const { person } = toolContext(leaveSite());
const ERPNEXT = { frappe: { version: '15.1.0' }, erpnext: { version: '15.1.0' } };

function site(over: { apps?: unknown; configs?: readonly Record<string, unknown>[] } = {}) {
  const state = { apps: ERPNEXT as unknown, configs: [] as readonly Record<string, unknown>[], down: false, ...over };
  const answer = async <T>(value: T): Promise<T> => {
    if (state.down) throw new Error('away');
    return value;
  };
  const client = {
    read: () => answer(state.apps),
    list: () => answer(state.configs),
  } as unknown as SiteClient;
  return { state, facts: createAgentSite({ site: client, log: silentLog }) };
}
const names = (registry: ReturnType<typeof createAgentRegistry>) => registry.toolsFor(person).map((tool) => tool.name);

describe('tools of a site', () => {
  it('that lacks an app are not there, and the model hears why', async () => {
    const { facts } = site();
    const registry = createAgentRegistry([hrAgent], facts);
    expect(names(registry)).toContain('submit_leave_request');
    await facts.refresh();
    expect(names(registry)).not.toContain('submit_leave_request');
    expect(names(registry)).toContain('get_holidays');
    expect(registry.missingApp('hr.submit_leave_request')).toBe('HRMS');
    expect(registry.unavailableFor(person)).toMatchObject({
      submit_leave_request: 'HRMS',
      check_leave_balance: 'HRMS',
    });
  });

  it('are said to be missing in words, not as switched off', async () => {
    const { facts } = site();
    await facts.refresh();
    const registry = createAgentRegistry([hrAgent], facts);
    const request: ModelRequest = {
      system: [],
      messages: [{ role: 'user', text: 'book Friday off' }],
      tools: registry.toolsFor(person).map(({ name }) => ({ name, description: '', parameters: {} })),
      situation: situation({ unavailable: registry.unavailableFor(person) }),
    };
    let text = '';
    for await (const event of createOfflineModel().stream(request, AbortSignal.timeout(5000))) {
      if (event.type === 'text') text += event.text;
    }
    expect(text).toBe('HRMS is not installed on this site, so I cannot help you with leave there.');
  });

  it('come back with the app, once the connection is there again', async () => {
    const { state, facts } = site();
    await facts.refresh();
    state.apps = { ...ERPNEXT, hrms: { version: '15.1.0' } };
    await facts.handleBus({ kind: 'connected' });
    expect(names(createAgentRegistry([hrAgent], facts))).toContain('submit_leave_request');
  });

  it('stay as they were known while the site is away', async () => {
    const { state, facts } = site();
    await facts.refresh();
    state.down = true;
    await facts.handleBus({ kind: 'connected' });
    expect(facts.lacks('hrms')).toBe(true);
  });
});

describe('an agent', () => {
  const row = {
    agent_id: 'hr',
    enabled: 1,
    system_prompt: 'Say "PTO" for leave.',
    timeout_seconds: 20,
    rate_limit: 12,
  };

  it('gets what Desk says: words, time and rate', async () => {
    const { facts } = site({ configs: [row] });
    await facts.refresh();
    const registry = createAgentRegistry([hrAgent], facts);
    expect(registry.agentsFor(person)[0]?.prompt()).toMatch(/\nSay "PTO" for leave\.$/);
    expect([registry.timeoutMs('hr'), registry.callsPerMinute('hr')]).toEqual([20_000, 12]);
    expect([registry.timeoutMs('crm'), registry.callsPerMinute('crm'), registry.callsPerMinute('finance')]).toEqual([
      null,
      60,
      30,
    ]);
  });

  it('that is switched off in Desk has no tools from the next turn on', async () => {
    const { state, facts } = site({ configs: [row] });
    await facts.refresh();
    const registry = createAgentRegistry([hrAgent], facts);
    expect(names(registry)).not.toEqual([]);
    state.configs = [{ ...row, enabled: 0 }];
    await facts.handleBus({ kind: 'changed', doctype: 'VA Sub-Agent Config', name: 'hr' });
    expect(names(registry)).toEqual([]);
    expect([registry.agentsFor(person), registry.isOff('hr')]).toEqual([[], true]);
  });
});
