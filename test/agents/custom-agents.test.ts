import { describe, expect, it } from 'vitest';
import type { ToolContext } from '../../sidecar/actions/tool.ts';
import { createCustomAgents } from '../../sidecar/agents/custom/custom-agents.ts';
import { createWebhookCaller } from '../../sidecar/agents/custom/webhook/caller.ts';
import { hrAgent } from '../../sidecar/agents/hr/hr-agent.ts';
import { createAgentRegistry, modelTool } from '../../sidecar/agents/registry.ts';
import type { SiteClient } from '../../sidecar/frappe/site-client.ts';
import { createArticleLibrary } from '../../sidecar/knowledge/library.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { VaError } from '../../sidecar/lib/va-error.ts';
import { priya } from '../fakes/leave-site.ts';

type Row = Record<string, unknown>;
const METHOD = 'acme.api.rooms';
const TOOL = {
  name: 'rooms',
  description: 'Rooms that are free.',
  frappe_method: METHOD,
  parameters: {
    required: ['floor'],
    properties: {
      floor: { type: 'string', description: 'The floor', enum: ['First', 'Second'] },
      seats: { type: 'integer', description: 'Seats', minimum: 1, maximum: 40 },
      screen: { type: 'boolean', description: 'With a screen' },
    },
  },
};
const row = (over: Row = {}): Row => ({
  name: `${String(over['agent_id'] ?? 'facilities')} - ${String(over['company'] ?? 'Acme')}`,
  agent_id: 'facilities',
  agent_name: 'Facilities',
  company: 'Acme',
  enabled: 1,
  system_prompt: 'You know the building.',
  tools: JSON.stringify([TOOL]),
  trigger_phrases: '["free rooms"]',
  ...over,
});

function site(rows: readonly Row[], methods: Record<string, string> = { Acme: METHOD }) {
  const state = { rows, methods, down: false, asked: [] as string[] };
  const answer = async <T>(what: string, value: () => T): Promise<T> => {
    state.asked.push(what);
    if (state.down) throw new VaError('SITE_UNAVAILABLE');
    return value();
  };
  const client = {
    list: (doctype: string, { filters }: { filters?: readonly (readonly unknown[])[] }) =>
      answer(`list ${doctype}${filters === undefined ? '' : ` ${String(filters[0]?.[2])}`}`, () =>
        doctype === 'VA Custom Agent'
          ? state.rows
          : Object.entries(state.methods)
              .filter(([company]) => filters === undefined || filters[0]?.[2] === company)
              .map(([company, custom_methods]) => ({ company, custom_methods })),
      ),
    get: (doctype: string, name: string) =>
      answer(`get ${doctype} ${name}`, () => {
        const found = state.rows.find((one) => one['name'] === name);
        if (found === undefined) throw new VaError('NOT_FOUND');
        return found;
      }),
  } as unknown as SiteClient;
  return {
    state,
    agents: createCustomAgents({
      site: client,
      log: silentLog,
      articles: createArticleLibrary(),
      webhooks: createWebhookCaller(),
    }),
  };
}

async function opened(rows: readonly Row[], methods?: Record<string, string>) {
  const made = site(rows, methods);
  await made.agents.refresh();
  made.state.asked.length = 0;
  return made;
}

const ids = (agents: ReturnType<typeof createCustomAgents>, person = priya()) =>
  agents.forPerson(person).map(({ id }) => id);
const changed = (doctype: string, name: string) => ({ kind: 'changed', doctype, name }) as const;

describe('agents that a company made', () => {
  it('are there for its people, and for nobody else', async () => {
    const { agents } = await opened([row(), row({ agent_id: 'travel', company: 'Globex' })]);
    expect(ids(agents)).toEqual(['facilities']);
    expect(ids(agents, priya({ company: { name: 'Globex', currency: 'EUR', country: null } }))).toEqual(['travel']);
  });

  it.each([
    ['nobody is named', {}, true],
    ['a role that the person has', { allowed_roles: '["HR User", "Employee"]' }, true],
    ['a role that he has not', { allowed_roles: '["HR User"]' }, false],
    ['the person', { allowed_employees: '["HR-EMP-00001"]' }, true],
    ['somebody else', { allowed_employees: '["HR-EMP-00002"]' }, false],
    ['either is enough', { allowed_roles: '["HR User"]', allowed_employees: '["HR-EMP-00001"]' }, true],
    ['a list that cannot be read', { allowed_roles: '{"role": "Employee"}' }, false],
    ['it is off', { enabled: 0 }, false],
  ])('let in whom they name: %s', async (_what, values, isIn) => {
    const { agents } = await opened([row(values)]);
    expect(ids(agents)).toEqual(isIn ? ['facilities'] : []);
  });

  it('have only tools whose method the company lists and that can be read', async () => {
    const tools = [
      TOOL,
      { ...TOOL, name: 'secret', frappe_method: 'acme.api.secret' },
      { ...TOOL, name: 'hook', handler_type: 'webhook' },
      { ...TOOL, name: 'write', capability: 'update' },
      { ...TOOL, name: 'two__parts' },
    ];
    const { agents } = await opened([row({ tools: JSON.stringify(tools) })]);
    expect(agents.forPerson(priya())[0]?.tools.map(({ name }) => name)).toEqual(['facilities__rooms']);
  });

  it('are looked up one by one as Desk changes them, the others stay what they are', async () => {
    const { agents, state } = await opened([row(), row({ agent_id: 'travel' })]);
    const travel = agents.forPerson(priya())[1];
    state.rows = [row({ trigger_phrases: '["free desks"]' }), row({ agent_id: 'travel' })];
    await agents.handleBus(changed('VA Custom Agent', 'facilities - Acme'));
    expect(state.asked).toEqual(['get VA Custom Agent facilities - Acme']);
    expect(agents.forPerson(priya()).find(({ id }) => id === 'facilities')?.guide.triggers).toEqual(['free desks']);
    expect(agents.forPerson(priya()).find(({ id }) => id === 'travel')).toBe(travel);
    state.rows = [row({ agent_id: 'travel' })];
    await agents.handleBus(changed('VA Custom Agent', 'facilities - Acme'));
    expect(ids(agents)).toEqual(['travel']);
  });

  it('lose a tool with its method, and the lists of other companies are not asked for', async () => {
    const { agents, state } = await opened([row()]);
    state.methods = {};
    await agents.handleBus(changed('VA Company Settings', 'Acme'));
    expect(state.asked).toEqual(['list VA Company Settings Acme']);
    expect(agents.forPerson(priya())[0]?.tools).toEqual([]);
  });

  it('stay while the site is away and are all looked at when it is back', async () => {
    const { agents, state } = await opened([row()]);
    state.down = true;
    state.rows = [];
    await agents.handleBus(changed('VA Custom Agent', 'facilities - Acme'));
    expect(ids(agents)).toEqual(['facilities']);
    state.down = false;
    await agents.handleBus({ kind: 'connected' });
    expect(ids(agents)).toEqual([]);
  });
});

describe('a tool of such an agent', () => {
  async function tool(over: Row = {}) {
    const { agents } = await opened([row({ tools: JSON.stringify([{ ...TOOL, ...over }]) })]);
    const found = agents.forPerson(priya())[0]?.tools[0];
    if (found?.kind !== 'read') throw new Error('no tool');
    return found;
  }
  const context = (answer: unknown, asked: unknown[] = []) =>
    ({
      person: priya(),
      reads: {
        async method(...given: unknown[]) {
          asked.push(given);
          return answer;
        },
      },
    }) as unknown as ToolContext;

  it('takes what its definition says and nothing else', async () => {
    const { schema } = await tool();
    expect(schema.safeParse({ floor: 'First', seats: 4, screen: true }).success).toBe(true);
    for (const wrong of [{}, { floor: 'Third' }, { floor: 'First', seats: 0 }, { floor: 'First', seats: 1.5 }]) {
      expect(schema.safeParse(wrong).success).toBe(false);
    }
    expect(schema.safeParse({ floor: 'First', cmd: 'frappe.client.delete' }).success).toBe(false);
    expect(modelTool(await tool()).parameters).toMatchObject({
      required: ['floor'],
      properties: { floor: { enum: ['First', 'Second'], description: 'The floor' }, seats: { type: 'integer' } },
    });
  });

  it('names its method and no DocType, and asks for that one by GET', async () => {
    const asked: unknown[] = [];
    const made = await tool();
    expect([made.methods, made.doctypes, made.ofCompany]).toEqual([[METHOD], [], true]);
    const result = await made.run({ floor: 'First', screen: true }, context({ free: 2 }, asked));
    expect(asked).toEqual([[METHOD, { floor: 'First', screen: 1 }]]);
    expect(result).toMatchObject({ kind: 'data', data: { free: 2 } });
  });

  it.each([
    ['a figure', 7, { result: 7 }],
    ['nothing', undefined, { result: null }],
    ['a list', ['A', 'B'], { result: ['A', 'B'] }],
  ])('puts %s into an object', async (_what, answer, data) => {
    expect(await (await tool()).run({ floor: 'First' }, context(answer))).toMatchObject({ data });
  });

  it('shows several records of one shape as a table', async () => {
    const rooms = [
      { name: 'Aurora', seats: 8, notes: { a: 1 } },
      { name: 'Borealis', seats: 4, notes: null },
    ];
    expect(await (await tool()).run({ floor: 'First' }, context({ rooms }))).toMatchObject({
      visual: {
        kind: 'table',
        title: 'Rooms',
        columns: [{ label: 'Name' }, { label: 'Seats', align: 'end' }],
        rows: [{ cells: ['Aurora', '8'] }, { cells: ['Borealis', '4'] }],
      },
    });
  });

  it('searches the articles of its Help Categories and no others', async () => {
    const { agents } = await opened([row({ tools: null, knowledge_folders: '["Travel"]' })]);
    const [search] = agents.forPerson(priya())[0]?.tools ?? [];
    if (search?.kind !== 'read') throw new Error('no search');
    const article = (name: string, category: string) => ({
      name,
      title: name,
      category,
      published: true,
      modified: '1',
    });
    const content = '<p>Hotels up to 180 USD a night are paid.</p>';
    const shelf = [article('Hotels', 'Travel'), article('Hotels of old', 'Archive')].map((one) => ({
      ...one,
      content,
    }));
    const result = await search.run(
      { query: 'how much may a hotel cost a night' },
      context({ articles: shelf, categories: [] }),
    );
    expect([search.name, search.methods]).toEqual(['facilities__search_articles', undefined]);
    expect(result).toMatchObject({ kind: 'data', data: { answered: true, results: [{ title: 'Hotels' }] } });
    expect(JSON.stringify(result)).not.toContain('of old');
  });

  it('says so when the answer is more than anybody reads', async () => {
    expect(await (await tool()).run({ floor: 'First' }, context('x'.repeat(20_000)))).toMatchObject({
      kind: 'refusal',
      sentence: expect.stringMatching(/longer than I can read/),
    });
  });
});

describe('the registry', () => {
  const registry = async (rows: readonly Row[], off: readonly string[] = []) => {
    const { agents } = await opened(rows);
    const config = (id: string) =>
      off.includes(id) ? { enabled: false, prompt: '', timeoutMs: null, callsPerMinute: null } : null;
    return createAgentRegistry([hrAgent], { lacks: () => false, config }, agents);
  };
  const TYPE = 'facilities.facilities__rooms';

  it('finds the tool for who has it, and for nobody else', async () => {
    const made = await registry([row({ allowed_employees: '["HR-EMP-00001"]' })]);
    const other = priya({ employee: { ...priya().employee, id: 'HR-EMP-00009' } });
    expect(made.tool(TYPE)).toBeNull();
    expect(made.tool(TYPE, priya())?.name).toBe('facilities__rooms');
    expect(made.tool(TYPE, other)).toBeNull();
    expect(made.toolsFor(other)).toEqual(made.toolsFor(other).filter(({ agent }) => agent === 'hr'));
    expect([made.guidesFor(priya()).length, made.guidesFor(other).length]).toEqual([1, 0]);
  });

  it('puts a company’s agent in the place of the product’s: its words, both agents’ tools', async () => {
    const made = await registry([row({ agent_id: 'hr', system_prompt: 'You are the people desk.' })]);
    const [hr, ...more] = made.agentsFor(priya());
    expect(more).toEqual([]);
    expect(hr?.prompt()).toContain('You are the people desk.');
    expect(hr?.prompt()).not.toContain(hrAgent.prompt());
    expect(made.toolsFor(priya()).map(({ name }) => name)).toEqual([
      ...hrAgent.tools.map(({ name }) => name),
      'hr__rooms',
    ]);
    const abroad = priya({ company: { name: 'Globex', currency: 'EUR', country: null } });
    expect(made.agentsFor(abroad)).toEqual([hrAgent]);
  });

  it('gives nothing in the place of an agent that the person does not have or the site switched off', async () => {
    const rows = [row({ agent_id: 'hr' })];
    const without = priya({ instance: { ...priya().instance, subAgents: [] } });
    expect((await registry(rows)).toolsFor(without)).toEqual([]);
    const off = await registry([...rows, row()], ['hr', 'facilities']);
    expect([off.toolsFor(priya()), off.guidesFor(priya()), off.tool('hr.hr__rooms', priya())]).toEqual([[], [], null]);
  });
});
