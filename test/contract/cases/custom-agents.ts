import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { at, type Row } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import { ABROAD, COMPANY, type SiteUnderTest } from '../site.ts';

const AGENT = 'VA Custom Agent';
const SETTINGS = 'VA Company Settings';
/** A method of ERPNext that every site has and that needs nothing of it: from a currency to itself it is 1. */
const RATE = 'erpnext.setup.utils.get_exchange_rate';
const TOOL = { name: 'rate', description: 'The rate between two currencies.', frappe_method: RATE };

const BARE = { name: 'rate', description: 'The rate between two currencies.' };
const HOOK = { ...BARE, handler_type: 'webhook', webhook_url: 'https://hooks.acme.example/rate' };
const SIGN = 'dartwing_va.reads.webhook_signature';
const SECRET = 'contract-secret-contract-secret-1';

/** Lets the company's agents call the host of HOOK, with or without a secret to sign with. */
async function open(site: SiteUnderTest, webhook_secret: string = SECRET): Promise<void> {
  site.later(() => site.admin.update(SETTINGS, COMPANY, { webhook_hosts: '', webhook_secret: '' }));
  (await site.admin.update(SETTINGS, COMPANY, { webhook_hosts: 'hooks.acme.example', webhook_secret })).ok();
}

function question(
  site: SiteUnderTest,
  agentId: unknown,
  over: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(site.now() / 1000));
  return { agent: String(agentId), tool: 'rate', timestamp, digest: 'ab'.repeat(32), ...over };
}

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
  ['a handler that nobody knows', withTools({ ...TOOL, handler_type: 'mail' }), 'must use the handler frappe_api'],
  ['a script without a name', withTools({ ...HOOK, handler_type: 'script' }), 'has no such property'],
  // With or without Server Scripts, as the bench has it.
  ['a script that is not listed', withTools({ ...BARE, handler_type: 'script', script: 'no_such_script' }), 'cript'],
  ['a web address without encryption', withTools({ ...HOOK, webhook_url: 'http://hooks.acme.example/' }), 'https://'],
  ['a web address in figures', withTools({ ...HOOK, webhook_url: 'https://127.0.0.1/x' }), 'name a public host'],
  ['the metadata of a cloud', withTools({ ...HOOK, webhook_url: 'https://169.254.169.254/' }), 'name a public host'],
  ['a web address with a user', withTools({ ...HOOK, webhook_url: 'https://a@hooks.acme.example/' }), 'without a user'],
  ['a web address that is not listed', withTools(HOOK), 'is not among the Webhook Hosts'],
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

/** What hosts and secret are refused for. */
const OUTSIDE: readonly (readonly [string, Row, string])[] = [
  ['an address in figures', { webhook_hosts: '10.0.0.1' }, 'is not the public name of a host'],
  ['this machine', { webhook_hosts: 'localhost' }, 'is not the public name of a host'],
  ['a name of the own network', { webhook_hosts: 'hooks.acme.example\nerp.internal' }, 'erp.internal is not'],
  ['a star', { webhook_hosts: '*.acme.example' }, 'is not the public name of a host'],
  ['an address with its scheme', { webhook_hosts: 'https://hooks.acme.example' }, 'is not the public name of a host'],
  ['a secret that can be guessed', { webhook_secret: 'secret' }, 'needs at least 32 characters'],
  ['a script that does not exist', { custom_scripts: 'no_such_script' }, 'Server Script'],
];

const outside: readonly ContractCase[] = OUTSIDE.map(([what, values, words]) => ({
  id: `custom.outside ${what}`,
  title: `what custom agents may reach does not hold ${what}`,
  run: async (site) => {
    const answer = await site.admin.update(SETTINGS, COMPANY, values);
    assert.equal(answer.status, 417, answer.text.slice(0, 300));
    assert.ok(answer.text.includes(words), answer.text.slice(0, 600));
  },
}));

const ARGS = { from_currency: 'USD', to_currency: 'USD' };

export const customAgents: readonly ContractCase[] = [
  ...refused,
  ...lines,
  ...outside,
  {
    id: 'custom.webhook-saved',
    title: 'a tool with a web address is saved when its host is listed and there is a secret, which nobody reads',
    run: async (site) => {
      await open(site, '');
      const refusal = await site.admin.insert(AGENT, agent(site, withTools(HOOK)));
      assert.ok(refusal.status === 417 && refusal.text.includes('has no Webhook Secret'), refusal.text.slice(0, 400));
      await open(site);
      await site.make(AGENT, agent(site, withTools(HOOK)), site.as('hal'));
      for (const reader of [site.admin, site.as('hal')]) {
        const { text } = await reader.read(SETTINGS, COMPANY);
        assert.ok(!text.includes(SECRET));
      }
    },
  },
  {
    id: 'custom.webhook-hosts-by',
    title: 'hosts and secret are changed by a System Manager, and by HR without effect',
    run: async (site) => {
      await open(site);
      await site.as('hal').update(SETTINGS, COMPANY, { webhook_hosts: 'evil.acme.example' });
      const row = (await site.admin.read(SETTINGS, COMPANY)).ok().row();
      assert.equal(row['webhook_hosts'], 'hooks.acme.example');
    },
  },
  {
    id: 'custom.webhook-signed',
    title: 'under a delegation a tool that the employee has gets its address and a signature over time and body',
    run: async (site) => {
      await open(site);
      const made = await site.make(AGENT, agent(site, withTools(HOOK)));
      const asked = question(site, made['agent_id']);
      const { data } = (await site.reading('ada').ask(SIGN, asked)).ok();
      const expected = createHmac('sha256', SECRET).update(`${asked['timestamp']}.${asked['digest']}`).digest('hex');
      assert.deepEqual(data, { url: HOOK.webhook_url, signature: `v1=${expected}` });
    },
  },
  {
    id: 'custom.webhook-unsigned',
    title: 'who does not have the tool gets no signature, in the bytes of a tool that does not exist',
    run: async (site) => {
      await open(site);
      const closed = await site.make(AGENT, agent(site, { ...withTools(HOOK), allowed_roles: '["HR Manager"]' }));
      const there = await site.make(AGENT, agent(site, withTools(HOOK)));
      const none = await site.reading('ada').ask(SIGN, question(site, 'no_such_agent'));
      none.va(404, 'NOT_FOUND');
      const others = [
        await site.reading('ada').ask(SIGN, question(site, closed['agent_id'])),
        await site.reading('ada').ask(SIGN, question(site, there['agent_id'], { tool: 'other' })),
        await site.reading('eve').ask(SIGN, question(site, there['agent_id'])),
      ];
      for (const answer of others) assert.deepEqual([answer.status, answer.text], [none.status, none.text]);
      (await site.admin.update(SETTINGS, COMPANY, { webhook_hosts: '' })).ok();
      const unlisted = await site.reading('ada').ask(SIGN, question(site, there['agent_id']));
      assert.equal(unlisted.text, none.text);
    },
  },
  {
    id: 'custom.webhook-bounds',
    title: 'no signature is given for another time, for what is no digest, or without a delegation',
    run: async (site) => {
      await open(site);
      const made = await site.make(AGENT, agent(site, withTools(HOOK)));
      const asked = question(site, made['agent_id']);
      const late = { ...asked, timestamp: String(Number(asked['timestamp']) - 301) };
      (await site.reading('ada').ask(SIGN, late)).va(400, 'OUT_OF_RANGE');
      (await site.reading('ada').ask(SIGN, { ...asked, digest: 'x' })).va(400, 'INVALID_FORMAT');
      (await site.as('ada').ask(SIGN, asked)).va(403, 'FORBIDDEN');
    },
  },
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
