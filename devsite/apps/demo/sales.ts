import type { Ctx } from '../../engine/types.ts';
import { addDays } from '../dates.ts';
import { ACME } from './companies.ts';

const SAM = 'sales@acme.test';
const CUSTOMERS = [
  {
    name: 'Northwind Traders',
    first: 'Anna',
    last: 'Berg',
    email: 'anna.berg@northwind.test',
    phone: '+1 415 555 0301',
  },
  {
    name: 'Blue Harbor Logistics',
    first: 'Jon',
    last: 'Mills',
    email: 'jon.mills@blueharbor.test',
    phone: '+1 206 555 0302',
  },
  { name: 'Cedar Clinic', first: 'Maya', last: 'Ruiz', email: 'maya.ruiz@cedarclinic.test', phone: '+1 503 555 0303' },
];
const STAGES = ['Prospecting', 'Qualification', 'Proposal', 'Negotiation'];
const LEADS = [
  {
    first_name: 'Omar',
    last_name: 'Haddad',
    company_name: 'Sunrise Bakery',
    status: 'Open',
    email_id: 'omar@sunrise.test',
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
  for (const customer of CUSTOMERS) {
    ctx.insert({
      doctype: 'Customer',
      customer_name: customer.name,
      customer_type: 'Company',
      account_manager: SAM,
      default_currency: ACME.currency,
    });
    ctx.insert({
      doctype: 'Contact',
      first_name: customer.first,
      last_name: customer.last,
      company_name: customer.name,
      email_ids: [{ email_id: customer.email, is_primary: 1 }],
      phone_nos: [{ phone: customer.phone, is_primary_phone: 1 }],
      links: [{ link_doctype: 'Customer', link_name: customer.name }],
    });
  }
  const leads = LEADS.map((lead) => ctx.insert({ doctype: 'Lead', ...lead, lead_owner: SAM, company: ACME.name }).name);
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
  deal('Lead', leads[0] ?? '', 'Sunrise online shop', 'Prospecting', 12_000, 10, 75);
  deal('Customer', 'Cedar Clinic', 'Cedar phone system', 'Proposal', 18_500, 0, -5, 'Lost');
}
