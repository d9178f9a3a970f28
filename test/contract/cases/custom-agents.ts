import assert from 'node:assert/strict';
import { at, type Row } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import { ABROAD, COMPANY, type SiteUnderTest } from '../site.ts';

const AGENT = 'VA Custom Agent';
const SETTINGS = 'VA Company Settings';
/** A method of ERPNext that every site has and that needs nothing of it: from a currency to itself it is 1. */
const RATE = 'erpnext.setup.utils.get_exchange_rate';
const TOOL = { name: 'rate', description: 'The rate between two currencies.', frappe_method: RATE };

async function allow(site: SiteUnderTest, methods: readonly string[], company = COMPANY): Promise<void> {
  site.later(() => site.admin.update(SETTINGS, company, { custom_methods: '' }));
  (await site.admin.update(SETTINGS, company, { custom_methods: methods.join('\n') })).ok();
}

function agent(site: SiteUnderTest, values: Row = {}): Row {
  const own = { agent_id: `contract_${site.word()}`, agent_name: 'Contract Desk', company: COMPANY, enabled: 1 };
  return { ...own, system_prompt: 'You help.', ...values };
}

function withTools(...tools: readonly Row[]): Row {
  return { tools: JSON.stringify(tools) };
}

/** What a custom agent is refused for: what, values, words of the sentence. */
const REFUSED: readonly (readonly [string, Row, string])[] = [
  ['an id with spaces', { agent_id: 'My agent' }, 'Agent ID may have'],
  ['an id with two underscores', { agent_id: 'my__agent' }, 'Agent ID may have'],
  ['tools that are no JSON', { tools: '[{' }, 'JSON'],
  ['tools that are no list', { tools: '{"name":"rate"}' }, 'must be a list of tools'],
  ['a script', withTools({ ...TOOL, handler_type: 'script' }), 'The tool rate must use the handler frappe_api'],
  [
    'a web address',
    withTools({ ...TOOL, handler_type: 'webhook', webhook_url: 'http://127.0.0.1/' }),
    'Scripts and web addresses are not accepted yet',
  ],
  ['a tool that changes things', withTools({ ...TOOL, capability: 'update' }), 'The tool rate can only read'],
  ['a method that is not listed', withTools({ ...TOOL, frappe_method: 'erpnext.x.y' }), 'erpnext.x.y is not among'],
  ['a method of the framework', withTools({ ...TOOL, frappe_method: 'frappe.client.get_list' }), 'is not among'],
  [
    'a parameter without description',
    withTools({ ...TOOL, parameters: { properties: { day: { type: 'string' } } } }),
    'rate: day',
  ],
  [
    'a parameter that Frappe reads itself',
    withTools({ ...TOOL, parameters: { properties: { doctype: { type: 'string', description: 'x' } } } }),
    'rate: doctype',
  ],
  ['a tool twice', withTools(TOOL, TOOL), 'The tool rate is defined twice'],
  ['phrases that are no list', { trigger_phrases: '"rates"' }, 'must be a list of texts'],
  ['a phrase without letters', { trigger_phrases: '["?"]' }, 'at least one letter'],
  ['a Help Category that does not exist', { knowledge_folders: '["No such one"]' }, 'no Help Category'],
  ['a role that does not exist', { allowed_roles: '["No such one"]' }, 'There is no role called'],
  ['an employee of nobody', { allowed_employees: '["HR-EMP-99999"]' }, 'does not belong to the company'],
  ['a prompt without end', { system_prompt: 'x'.repeat(8001) }, 'up to 8000 characters'],
];

const refused: readonly ContractCase[] = REFUSED.map(([what, values, words]) => ({
  id: `custom.refused ${what}`,
  title: `a custom agent is not saved with ${what}, and the sentence says so`,
  run: async (site) => {
    await allow(site, [RATE]);
    const answer = await site.admin.insert(AGENT, agent(site, values));
    assert.equal(answer.status, 417, answer.text.slice(0, 300));
    assert.ok(answer.text.includes(words), answer.text.slice(0, 600));
  },
}));

/** What the list of methods is refused for: what, the line, words of the sentence. */
const LINES: readonly (readonly [string, string, string])[] = [
  ['what is no name', 'get the rate', 'is not the dotted name'],
  ['a method that does not exist', 'erpnext.setup.utils.no_such_method', 'has no method'],
  ['a function that is not open to callers', 'erpnext.setup.utils.get_pegged_rate', 'has no method'],
  ['a method of an app that is not there', 'no_such_app.api.rooms', 'has no method'],
  ['a method of the framework', 'frappe.client.get_list', 'without asking what the caller may see'],
  ['a method of our own api', 'dartwing_va.api.whoami', 'without asking what the caller may see'],
  [
    'a method of HRMS that asks nobody',
    'hrms.hr.doctype.leave_application.leave_application.get_leave_details',
    'without asking what the caller may see',
  ],
];

const lines: readonly ContractCase[] = LINES.map(([what, line, words]) => ({
  id: `custom.list ${what}`,
  title: `the methods for custom agents do not hold ${what}`,
  run: async (site) => {
    const answer = await site.admin.update(SETTINGS, COMPANY, { custom_methods: line });
    assert.equal(answer.status, 417, answer.text.slice(0, 300));
    assert.ok(answer.text.includes(words), answer.text.slice(0, 600));
  },
}));

const ARGS = { from_currency: 'USD', to_currency: 'USD' };

export const customAgents: readonly ContractCase[] = [
  ...refused,
  ...lines,
  {
    id: 'custom.saved',
    title: 'HR makes an agent of the own company; a second one with its id is refused, one of another company is not',
    run: async (site) => {
      await allow(site, [RATE]);
      const values = agent(site, { ...withTools(TOOL), trigger_phrases: '["exchange rate"]' });
      const row = await site.make(AGENT, values, site.as('hal'));
      assert.equal(row['name'], `${String(values['agent_id'])} - ${COMPANY}`);
      const twice = await site.admin.insert(AGENT, values);
      assert.ok(twice.status === 409 || twice.status === 417, String(twice.status));
      await site.make(AGENT, { ...values, company: ABROAD, tools: '[]' });
    },
  },
  {
    id: 'custom.built-in-id',
    title: 'an agent may have the id of one of the product',
    run: async (site) => {
      const row = await site.make(AGENT, agent(site, { agent_id: 'hr' }));
      assert.equal(row['agent_id'], 'hr');
    },
  },
  {
    id: 'custom.other-company',
    title: 'HR neither makes nor reads agents of another company',
    run: async (site) => {
      const made = await site.make(AGENT, agent(site));
      const name = String(made['name']);
      (await site.as('eve').read(AGENT, name)).is(403, 'PermissionError');
      (await site.as('ada').read(AGENT, name)).is(403, 'PermissionError');
    },
  },
  {
    id: 'custom.list-by-it',
    title: 'the list of methods is changed by a System Manager, and by HR without effect',
    run: async (site) => {
      await allow(site, []);
      await site.as('hal').update(SETTINGS, COMPANY, { custom_methods: RATE });
      assert.ok(!(await listOf(site)).includes(RATE));
      (await site.as('sys').update(SETTINGS, COMPANY, { custom_methods: ` ${RATE} \n\n${RATE}` })).ok();
      assert.equal(await listOf(site), RATE);
    },
  },
  {
    id: 'custom.call',
    title: 'a delegation calls a method that it names and the company lists, reading as the employee',
    run: async (site) => {
      await allow(site, [RATE]);
      const answer = await site.reading('ada', [], { mts: [RATE] }).ask(RATE, ARGS);
      assert.equal(answer.ok().data, 1);
    },
  },
  {
    id: 'custom.call-unnamed',
    title: 'a listed method that the delegation does not name is closed, and so is a named one that is not listed',
    run: async (site) => {
      await allow(site, [RATE]);
      const unnamed = await site.reading('ada').ask(RATE, ARGS);
      assert.equal(at(unnamed.va(403, 'FORBIDDEN').meta, 'reason'), 'method');
      (await site.admin.update(SETTINGS, COMPANY, { custom_methods: '' })).ok();
      const unlisted = await site.reading('ada', [], { mts: [RATE] }).ask(RATE, ARGS);
      assert.equal(at(unlisted.va(403, 'FORBIDDEN').meta, 'reason'), 'method');
    },
  },
  {
    id: 'custom.call-abroad',
    title: 'the list of one company opens nothing for the people of another',
    run: async (site) => {
      await allow(site, [RATE]);
      const answer = await site.reading('eve', [], { mts: [RATE] }).ask(RATE, ARGS);
      assert.equal(at(answer.va(403, 'FORBIDDEN').meta, 'reason'), 'method');
    },
  },
  {
    id: 'custom.call-post',
    title: 'a named and listed method is not reached by POST, nor any other with it',
    run: async (site) => {
      await allow(site, [RATE]);
      (await site.reading('ada', [], { mts: [RATE] }).call(RATE, ARGS)).va(403, 'FORBIDDEN');
      const other = await site.reading('ada', [], { mts: [RATE] }).ask('frappe.auth.get_logged_user');
      assert.equal(at(other.va(403, 'FORBIDDEN').meta, 'reason'), 'method');
    },
  },
  {
    id: 'custom.claims',
    title: 'a delegation whose methods are no list of names is 401',
    run: async (site) => {
      for (const mts of ['x', [''], [7], null]) {
        (await site.reading('ada', [], { mts }).ask('dartwing_va.reads.directory')).va(401, 'UNAUTHORIZED');
      }
    },
  },
];

async function listOf(site: SiteUnderTest): Promise<string> {
  return String((await site.admin.read(SETTINGS, COMPANY)).ok().row()['custom_methods'] ?? '');
}
