import type { Ctx } from '../../engine/types.ts';
import { addDays } from '../dates.ts';
import { ACME } from './companies.ts';

const SAM = 'sales@acme.test';

interface Party {
  readonly name: string;
  readonly group: string;
  readonly territory: string;
  readonly contacts: readonly {
    readonly first: string;
    readonly last: string;
    readonly title: string;
    readonly email: string;
    readonly phone: string;
  }[];
}
const CUSTOMERS: readonly Party[] = [
  {
    name: 'Northwind Traders',
    group: 'Commercial',
    territory: 'West',
    contacts: [
      {
        first: 'Anna',
        last: 'Berg',
        title: 'Head of Purchasing',
        email: 'anna.berg@northwind.test',
        phone: '+1 415 555 0301',
      },
    ],
  },
  {
    name: 'Blue Harbor Logistics',
    group: 'Commercial',
    territory: 'West',
    contacts: [
      {
        first: 'Jon',
        last: 'Mills',
        title: 'Operations Director',
        email: 'jon.mills@blueharbor.test',
        phone: '+1 206 555 0302',
      },
    ],
  },
  {
    name: 'Cedar Clinic',
    group: 'Healthcare',
    territory: 'West',
    contacts: [
      {
        first: 'Maya',
        last: 'Ruiz',
        title: 'Clinic Manager',
        email: 'maya.ruiz@cedarclinic.test',
        phone: '+1 503 555 0303',
      },
    ],
  },
  {
    name: 'Initech',
    group: 'Commercial',
    territory: 'South',
    contacts: [
      { first: 'Jane', last: 'Cole', title: 'IT Manager', email: 'jane.cole@initech.test', phone: '+1 512 555 0304' },
      {
        first: 'Robert',
        last: 'Sands',
        title: 'Chief Financial Officer',
        email: 'robert.sands@initech.test',
        phone: '+1 512 555 0305',
      },
    ],
  },
  {
    name: 'Umbrella Health',
    group: 'Healthcare',
    territory: 'Midwest',
    contacts: [
      {
        first: 'Victor',
        last: 'Osei',
        title: 'Purchasing Manager',
        email: 'victor.osei@umbrella.test',
        phone: '+1 312 555 0306',
      },
    ],
  },
];
const STAGES = ['Prospecting', 'Qualification', 'Proposal', 'Negotiation'];
const SOURCES = ['Reference', 'Advertisement', 'Cold Calling', 'Exhibition', 'Website', 'Walk In'];
const LEADS = [
  {
    first_name: 'Omar',
    last_name: 'Haddad',
    company_name: 'Sunrise Bakery',
    status: 'Open',
    email_id: 'omar@sunrise.test',
    mobile_no: '+1 773 555 0311',
  },
  {
    first_name: 'Grace',
    last_name: 'Lin',
    company_name: 'Lin Architects',
    status: 'Replied',
    email_id: 'grace@lin.test',
  },
  {
    first_name: 'Peter',
    last_name: 'Novak',
    company_name: 'Novak Tools',
    status: 'Lead',
    email_id: 'peter@novak.test',
  },
];

/** Customers with contacts, leads, and opportunities in several stages, all of Sam. */
export function seedSales(ctx: Ctx): void {
  for (const stage_name of STAGES) ctx.insert({ doctype: 'Sales Stage', stage_name });
  for (const source_name of SOURCES) ctx.insert({ doctype: 'Lead Source', source_name });
  for (const customer of CUSTOMERS) seedCustomer(ctx, customer);
  const leads = LEADS.map((lead) => ctx.insert({ doctype: 'Lead', ...lead, lead_owner: SAM, company: ACME.name }).name);
  seedDeals(ctx, leads[0] ?? '');
  seedCall(ctx);
}

function seedCustomer(ctx: Ctx, { name, group, territory, contacts }: Party): void {
  ctx.insert({
    doctype: 'Customer',
    customer_name: name,
    customer_type: 'Company',
    customer_group: group,
    territory,
    account_manager: SAM,
    default_currency: ACME.currency,
  });
  for (const { first, last, title, email, phone } of contacts) {
    ctx.insert({
      doctype: 'Contact',
      first_name: first,
      last_name: last,
      designation: title,
      company_name: name,
      email_ids: [{ email_id: email, is_primary: 1 }],
      phone_nos: [{ phone, is_primary_phone: 1 }],
      links: [{ link_doctype: 'Customer', link_name: name }],
    });
  }
}

function seedDeals(ctx: Ctx, lead: string): void {
  const deal = (
    from: string,
    party: string,
    title: string,
    stage: string,
    amount: number,
    probability: number,
    closing: number,
    status = 'Open',
  ): void => {
    ctx.insert({
      doctype: 'Opportunity',
      opportunity_from: from,
      party_name: party,
      title,
      company: ACME.name,
      status,
      sales_stage: stage,
      opportunity_amount: amount,
      base_opportunity_amount: amount,
      probability,
      currency: ACME.currency,
      opportunity_owner: SAM,
      transaction_date: addDays(ctx.today(), -30),
      expected_closing: addDays(ctx.today(), closing),
      order_lost_reason: status === 'Lost' ? 'They chose a cheaper offer.' : null,
    });
  };
  deal('Customer', 'Northwind Traders', 'Northwind renewal', 'Negotiation', 48_000, 80, 14);
  deal('Customer', 'Blue Harbor Logistics', 'Blue Harbor fleet app', 'Proposal', 92_000, 50, 40);
  deal('Customer', 'Cedar Clinic', 'Cedar patient portal', 'Qualification', 35_000, 30, 60);
  deal('Lead', lead, 'Sunrise online shop', 'Prospecting', 12_000, 10, 75);
  deal('Customer', 'Cedar Clinic', 'Cedar phone system', 'Proposal', 18_500, 0, -5, 'Lost');
  deal('Customer', 'Initech', 'Initech support desk', 'Proposal', 55_000, 60, 21);
  deal('Customer', 'Umbrella Health', 'Umbrella licences', 'Negotiation', 27_500, 100, -3, 'Converted');
}

/** A call of last week, as it stands in a timeline. */
function seedCall(ctx: Ctx): void {
  ctx.as(SAM, (sam) =>
    sam.insert({
      doctype: 'Event',
      subject: 'Call with Anna Berg: terms of the renewal',
      description: 'Terms of the renewal. She wants an offer for two years.',
      event_type: 'Private',
      event_category: 'Call',
      status: 'Completed',
      starts_on: `${addDays(sam.today(), -6)} 15:00:00`,
      send_reminder: 0,
      event_participants: [
        { reference_doctype: 'Contact', reference_docname: 'Anna Berg-Northwind Traders' },
        { reference_doctype: 'Customer', reference_docname: 'Northwind Traders' },
      ],
    }),
  );
}
