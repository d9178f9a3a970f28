import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Proposal, ReadResult, Tool, ToolContext } from '../../sidecar/actions/tool.ts';
import { crmAgent } from '../../sidecar/agents/crm/crm-agent.ts';
import { type DemoReads, openDemoReads } from '../fakes/demo-reads.ts';

const SAM = 'sales@acme.test';
/** Of Globex, made a salesperson here. */
const GINA = 'gina@globex.test';
let demo: DemoReads;

beforeAll(async () => {
  demo = await openDemoReads();
  demo.site.running.site.transaction((ctx) => {
    const login = ctx.getDoc('User', GINA);
    const roles = [...(login['roles'] as { role: string }[]), { role: 'Sales User' }];
    ctx.save({ ...login, roles });
    ctx.insert({
      doctype: 'Opportunity',
      opportunity_from: 'Customer',
      party_name: 'Initech',
      title: 'Globex engines',
      company: 'Globex',
      sales_stage: 'Proposal',
      opportunity_amount: 900,
      currency: 'EUR',
      opportunity_owner: GINA,
      expected_closing: '2026-09-30',
    });
  });
});
afterAll(() => demo.close());

const tool = (name: string): Tool => {
  const found = crmAgent.tools.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no tool ${name}`);
  return found;
};

async function ask(name: string, args: unknown, user = SAM, more: Partial<ToolContext> = {}) {
  const one = tool(name);
  const context = await demo.context(user, more);
  const parsed = one.schema.parse(args);
  return one.kind === 'read' ? one.run(parsed, context) : one.propose(parsed, context);
}
const data = async (name: string, args: unknown, user = SAM) => {
  const result = await ask(name, args, user);
  expect(result).toMatchObject({ kind: 'data' });
  // biome-ignore lint/suspicious/noExplicitAny: data of many shapes, asserted by the tests
  return (result as ReadResult).data as any;
};
const proposal = async (name: string, args: unknown, more: Partial<ToolContext> = {}) => {
  const result = await ask(name, args, SAM, more);
  expect(result).toMatchObject({ kind: 'proposal' });
  return result as Proposal;
};
const values = ({ operations: [first] }: Proposal) => (first !== undefined && 'values' in first ? first.values : {});

describe('companies are walls', () => {
  test('a salesperson of another company sees its deals and none of Acme', async () => {
    const { deals } = await data('get_opportunities', { status: 'all' }, GINA);
    expect(deals.map((deal: { title: string }) => deal.title)).toEqual(['Globex engines']);
    expect((await data('get_pipeline_summary', { period: 'all' }, GINA)).total).toMatchObject({ count: 1 });
    expect(await ask('update_opportunity', { opportunity_id: 'Northwind renewal', stage: 'won' }, GINA)).toMatchObject({
      kind: 'refusal',
      code: 'NOT_FOUND',
    });
    expect(await ask('update_opportunity', { opportunity_id: 'CRM-OPP-2026-00001', amount: 1 }, GINA)).toMatchObject({
      kind: 'refusal',
      code: 'NOT_FOUND',
    });
  });

  test('whom Frappe lets see every company still hears of his own alone', async () => {
    demo.site.running.site.transaction((ctx) => {
      const login = ctx.getDoc('User', 'dana@acme.test');
      ctx.save({ ...login, roles: [...(login['roles'] as { role: string }[]), { role: 'Sales User' }] });
      const limits = ctx.getAll('User Permission', { fields: ['name'], filters: { user: 'dana@acme.test' } });
      for (const { name } of limits) ctx.remove('User Permission', String(name));
    });
    const context = await demo.context('dana@acme.test');
    const seen = await context.reads.list('Opportunity', { fields: ['title'], orderBy: 'title asc', limit: 50 });
    expect(seen.map((row) => row['title'])).toContain('Globex engines');
    const { deals } = await data('get_opportunities', { status: 'all', account_id: 'initech' }, 'dana@acme.test');
    expect(deals.map((deal: { title: string }) => deal.title)).toEqual(['Initech support desk']);
  });

  test('a login’s own contact is a colleague and no contact', async () => {
    demo.site.running.site.transaction((ctx) =>
      ctx.insert({ doctype: 'Contact', first_name: 'Erik', last_name: 'Lund', user: 'erik@globex.test' }),
    );
    expect((await data('search_contacts', { query: 'Erik' })).people).toEqual([]);
  });
});

describe('contacts', () => {
  test('addresses and numbers are there only when they were asked for', async () => {
    const plain = await data('search_contacts', { query: 'jane' });
    expect(JSON.stringify(plain)).not.toContain('@');
    const asked = await data('search_contacts', { query: 'jane', include_contact: true });
    expect(asked.people).toEqual([
      expect.objectContaining({ email: 'jane.cole@initech.test', phone: '+1 512 555 0304' }),
    ]);
  });

  test.each([
    ['a name', { query: 'mills' }, ['Jon Mills']],
    ['a company', { query: 'blue harbor', company: 'Blue Harbor' }, ['Jon Mills']],
    ['a name within a company', { query: 'robert', company: 'initech' }, ['Robert Sands']],
    ['a function', { query: 'purchasing' }, ['Anna Berg', 'Victor Osei']],
    ['an address', { query: 'maya.ruiz@cedarclinic.test' }, ['Maya Ruiz']],
    ['a domain', { query: 'blueharbor.test' }, ['Jon Mills']],
    ['somebody of a lead', { query: 'omar' }, ['Omar Haddad']],
    ['nobody', { query: 'zorblax' }, []],
    ['a wildcard', { query: '%' }, []],
  ])('%s', async (_what, args, names) => {
    const { people } = await data('search_contacts', args);
    expect(people.map((one: { name: string }) => one.name)).toEqual(names);
  });

  test('of several the person is asked, and the choice finds the one', async () => {
    const question = await ask('get_contact', { contact_id: 'initech' });
    expect(question).toMatchObject({ kind: 'question', choices: ['Jane Cole, Initech', 'Robert Sands, Initech'] });
    expect(await data('get_contact', { contact_id: 'Robert Sands, Initech' })).toMatchObject({ name: 'Robert Sands' });
  });

  test('history is what the employee may read, on his own clock', async () => {
    const { history } = await data('get_contact', { contact_id: 'anna', include_history: true });
    expect(history).toEqual([
      expect.objectContaining({ kind: 'call', at: '2026-09-01 15:00', subject: expect.stringContaining('renewal') }),
    ]);
  });
});

describe('reading deals', () => {
  test('the pipeline adds up by stage, along the funnel, in the company’s currency', async () => {
    const found = await data('get_pipeline_summary', {});
    expect(found.stages).toEqual([
      { stage: 'Proposal', count: 1, amount: 55_000, weighted: 33_000 },
      { stage: 'Negotiation', count: 1, amount: 48_000, weighted: 38_400 },
    ]);
    expect(found).toMatchObject({
      total: { count: 2, amount: 103_000, weighted: 71_400 },
      later: { count: 3, amount: 139_000 },
      won: { count: 1, amount: 27_500 },
    });
  });

  test('a period that is none is said so', async () => {
    expect(await ask('get_pipeline_summary', { period: 'whenever' })).toMatchObject({ kind: 'refusal' });
    expect(await ask('get_opportunities', { closing: '2026-13' })).toMatchObject({ kind: 'refusal' });
  });

  test('who may not see them hears so, and who can help', async () => {
    for (const name of ['get_opportunities', 'get_pipeline_summary']) {
      const refusal = await ask(name, {}, 'priya@acme.test');
      expect(refusal).toMatchObject({ kind: 'refusal', code: 'FORBIDDEN' });
      expect(JSON.stringify(refusal)).toContain('Sam Patel');
    }
  });

  test('a customer without the right to invoices says nothing of what it owes', async () => {
    expect(await data('get_account', { account_id: 'cedar' })).toMatchObject({
      owed: null,
      open: { count: 1, amount: 35_000 },
      lost: 1,
    });
    const plain = await data('get_account', {
      account_id: 'cedar',
      include_contacts: false,
      include_opportunities: false,
    });
    expect(plain).not.toHaveProperty('contacts');
    expect(plain).not.toHaveProperty('deals');
  });
});

describe('update_opportunity', () => {
  test('only what differs is changed; the amount in the company’s currency follows', async () => {
    const made = await proposal('update_opportunity', { opportunity_id: 'initech', stage: 'proposal', amount: 60_000 });
    expect(values(made)).toEqual({ opportunity_amount: 60_000, base_opportunity_amount: 60_000 });
    expect(made.operations[0]).toMatchObject({ from: { opportunity_amount: 55_000, title: 'Initech support desk' } });
  });

  test.each([
    ['next', 'Negotiation'],
    ['negotiating', 'Negotiation'],
    ['qualified', 'Qualification'],
    ['previous', 'Qualification'],
  ])('stage "%s"', async (stage, becomes) => {
    expect(values(await proposal('update_opportunity', { opportunity_id: 'initech', stage }))).toEqual({
      sales_stage: becomes,
    });
  });

  test('a stage nobody knows is asked about', async () => {
    const question = await ask('update_opportunity', { opportunity_id: 'initech', stage: 'wishful' });
    expect(question).toMatchObject({ kind: 'question', slot: 'stage', choices: expect.arrayContaining(['Proposal']) });
    expect(await ask('update_opportunity', { opportunity_id: 'northwind', stage: 'next' })).toMatchObject({
      kind: 'question',
      slot: 'stage',
    });
  });

  test('without the right to the list of stages, those of the visible deals are known', async () => {
    const context = await demo.context(GINA);
    const made = await tool('get_opportunities');
    expect(made.kind === 'read' && (await made.run(made.schema.parse({ stage: 'proposal' }), context))).toMatchObject({
      data: { stage: 'Proposal', count: 1 },
    });
  });

  test.each([
    ['amount', { amount: -5 }],
    ['amount', { amount: 1e12 }],
    ['amount', { amount: 10, currency: 'EUR' }],
    ['amount', { amount_by: -60_000 }],
    ['probability', { probability: 120 }],
    ['close_date', { close_date: '2025-05-01' }],
    ['lost_reason', { stage: 'lost' }],
    ['change', {}],
    ['change', { stage: 'proposal' }],
  ])('asks again for %s: %o', async (slot, args) => {
    expect(await ask('update_opportunity', { opportunity_id: 'initech', ...args })).toMatchObject({
      kind: 'question',
      slot,
    });
  });

  test('lost, won and open again', async () => {
    const lost = await proposal('update_opportunity', {
      opportunity_id: 'initech',
      stage: 'lost',
      lost_reason: 'Price',
    });
    expect(values(lost)).toEqual({ status: 'Lost', order_lost_reason: 'Price' });
    expect(values(await proposal('update_opportunity', { opportunity_id: 'initech', stage: 'won' }))).toEqual({
      status: 'Converted',
    });
    const again = await proposal('update_opportunity', { opportunity_id: 'phone system', stage: 'negotiation' });
    expect(values(again)).toEqual({ sales_stage: 'Negotiation', status: 'Open' });
    expect(again.warnings).toHaveLength(1);
    expect(await ask('update_opportunity', { opportunity_id: 'umbrella', stage: 'lost' })).toMatchObject({
      kind: 'refusal',
    });
  });

  test('a note joins those that are there, and holds no markup', async () => {
    const made = await proposal('update_opportunity', { opportunity_id: 'initech', notes: 'wants <b>more</b> & soon' });
    expect(values(made)).toEqual({
      notes: [{ note: 'wants &lt;b&gt;more&lt;/b&gt; &amp; soon', added_by: SAM, added_on: '2026-09-07 10:00:00' }],
    });
    const one = tool('update_opportunity');
    const { person } = await demo.context(SAM);
    expect(one.kind === 'write' && one.present(made.operations, person).lines).toContainEqual({
      label: 'Note',
      to: 'wants <b>more</b> & soon',
    });
  });

  test('the closing day moves by what was said', async () => {
    const made = await proposal('update_opportunity', { opportunity_id: 'northwind', close_shift: '+2w' });
    expect(values(made)).toEqual({ expected_closing: '2026-10-05' });
    expect(made.parameters).toMatchObject({ close_date: '2026-10-05' });
  });

  test('a card for another deal stands beside the open one', async () => {
    const previous = { actionId: 'act_1', parameters: { opportunity_id: 'CRM-OPP-2026-00001' } };
    expect(
      await proposal('update_opportunity', { opportunity_id: 'initech', stage: 'next' }, { previous }),
    ).toMatchObject({
      beside: true,
    });
    expect(
      await proposal('update_opportunity', { opportunity_id: 'northwind', amount: 1 }, { previous }),
    ).not.toHaveProperty('beside');
  });
});

describe('log_activity', () => {
  test('is an event that is over, with the contact and the customer, in site time', async () => {
    const made = await proposal('log_activity', {
      contact_id: 'jane',
      activity_type: 'call',
      subject: 'she wants a discount',
      date: '2026-09-04 16:30',
    });
    expect(values(made)).toMatchObject({
      subject: 'Call with Jane Cole: she wants a discount',
      event_type: 'Private',
      event_category: 'Call',
      status: 'Completed',
      starts_on: '2026-09-04 16:30:00',
      event_participants: [
        { reference_doctype: 'Contact', reference_docname: 'Jane Cole-Initech' },
        { reference_doctype: 'Customer', reference_docname: 'Initech' },
      ],
    });
  });

  test.each([
    ['a customer', 'Initech', ['Initech']],
    ['a lead', 'Novak', ['Peter Novak', 'CRM-LEAD-2026-00003']],
    ['a deal', 'cedar patient portal', ['CRM-OPP-2026-00003', 'Cedar Clinic']],
  ])('on %s', async (_what, contact_id, documents) => {
    const made = await proposal('log_activity', { contact_id, activity_type: 'note', subject: 'x' });
    const rows = values(made)['event_participants'] as { reference_docname: string }[];
    expect(rows.map((row) => row.reference_docname)).toEqual(documents);
  });

  test('what is still to come is asked about; nobody is nobody', async () => {
    const ahead = { contact_id: 'jane', activity_type: 'call', subject: 'x', date: '2026-09-08' };
    expect(await ask('log_activity', ahead)).toMatchObject({ kind: 'question', slot: 'date' });
    expect(await ask('log_activity', { ...ahead, date: 'soon' })).toMatchObject({ kind: 'question', slot: 'date' });
    expect(await ask('log_activity', { ...ahead, contact_id: 'zorblax', date: '2026-09-01' })).toMatchObject({
      kind: 'refusal',
      code: 'NOT_FOUND',
    });
  });
});

describe('create_lead', () => {
  const bob = { first_name: 'Bob', last_name: 'Stone', email: 'Bob@Stone.example' };

  test('is the user’s own, of his company', async () => {
    expect(
      values(await proposal('create_lead', { ...bob, company: 'Stone Ltd', source: 'a trade exhibition' })),
    ).toEqual({
      first_name: 'Bob',
      last_name: 'Stone',
      email_id: 'bob@stone.example',
      company_name: 'Stone Ltd',
      source: 'Exhibition',
      status: 'Lead',
      lead_owner: SAM,
      company: 'Acme',
    });
  });

  test('duplicates: the address of a lead refuses, that of a contact and a namesake are named', async () => {
    expect(await ask('create_lead', { ...bob, email: 'omar@sunrise.test' })).toMatchObject({ kind: 'refusal' });
    expect((await proposal('create_lead', { ...bob, email: 'jane.cole@initech.test' })).warnings).toEqual([
      expect.stringContaining('Jane Cole'),
    ]);
    const namesake = { first_name: 'Omar', last_name: 'Haddad', email: 'o@h.example' };
    expect((await proposal('create_lead', namesake)).warnings).toEqual([
      expect.stringContaining('CRM-LEAD-2026-00001'),
    ]);
  });

  test.each(['bob', 'bob@stone', 'a b@c.de', SAM])('asks again for the address %s', async (email) => {
    expect(await ask('create_lead', { ...bob, email })).toMatchObject({ kind: 'question', slot: 'email' });
  });

  test('a source the company does not keep is left out, and said', async () => {
    const made = await proposal('create_lead', { ...bob, source: 'horoscope' });
    expect(values(made)).not.toHaveProperty('source');
    expect(made.warnings).toEqual([expect.stringContaining('horoscope')]);
  });
});
