/** Rows of ERPNext's contacts, leads, customers and opportunities, as the employee may read them. */
import { z } from 'zod';
import type { EmployeeReads } from '../../actions/tool.ts';
import type { FilterRow } from '../../frappe/site-client.ts';
import { isOutOfSight, parsedAnswer } from '../site-answer.ts';

const text = z
  .string()
  .nullish()
  .transform((value) => (value ?? '').trim());
const figure = z
  .number()
  .nullish()
  .transform((value) => value ?? 0);

const contactRow = z.looseObject({
  name: z.string(),
  full_name: text,
  company_name: text,
  designation: text,
  department: text,
  email_id: text,
  phone: text,
  mobile_no: text,
  user: text,
  link_doctype: text,
  link_name: text,
});
export type ContactRow = z.infer<typeof contactRow>;
const CONTACT_FIELDS = [
  'name',
  'full_name',
  'company_name',
  'designation',
  'department',
  'email_id',
  'phone',
  'mobile_no',
  'user',
  'links.link_doctype',
  'links.link_name',
];

const leadRow = z.looseObject({
  name: z.string(),
  lead_name: text,
  company_name: text,
  job_title: text,
  email_id: text,
  phone: text,
  mobile_no: text,
  status: text,
  lead_owner: text,
});
export type LeadRow = z.infer<typeof leadRow>;

const customerRow = z.looseObject({
  name: z.string(),
  customer_name: text,
  customer_type: text,
  customer_group: text,
  territory: text,
  account_manager: text,
  website: text,
  disabled: figure,
  is_frozen: figure,
});
export type CustomerRow = z.infer<typeof customerRow>;

/** Of an Opportunity. */
export const dealRow = z.looseObject({
  name: z.string(),
  title: text,
  customer_name: text,
  opportunity_from: text,
  party_name: text,
  status: text,
  sales_stage: text,
  opportunity_amount: figure,
  currency: text,
  conversion_rate: figure,
  probability: figure,
  expected_closing: text,
  opportunity_owner: text,
  order_lost_reason: text,
});
export type DealRow = z.infer<typeof dealRow>;

/** More than anybody wants read out; a query narrows it down. */
const MOST_ROWS = 200;

interface Wanted {
  readonly filters?: readonly FilterRow[];
  readonly anyOf?: readonly FilterRow[];
  readonly limit?: number;
}

/** Contacts with one row for each of their links, by name. */
export async function listContacts(reads: EmployeeReads, wanted: Wanted): Promise<readonly ContactRow[]> {
  // Frappe joins the table of links: only a sort by the parent's own column is clear to the database.
  const rows = await reads.list('Contact', request(CONTACT_FIELDS, '`tabContact`.`full_name` asc', wanted));
  return parsedAnswer(z.array(contactRow), rows);
}

export async function listLeads(reads: EmployeeReads, wanted: Wanted): Promise<readonly LeadRow[]> {
  const rows = await reads.list('Lead', request(Object.keys(leadRow.shape), 'lead_name asc', wanted));
  return parsedAnswer(z.array(leadRow), rows);
}

export async function listCustomers(reads: EmployeeReads, wanted: Wanted): Promise<readonly CustomerRow[]> {
  const rows = await reads.list('Customer', request(Object.keys(customerRow.shape), 'customer_name asc', wanted));
  return parsedAnswer(z.array(customerRow), rows);
}

/** Deals by the day on which they are expected to close. */
export async function listDeals(reads: EmployeeReads, wanted: Wanted): Promise<readonly DealRow[]> {
  const rows = await reads.list('Opportunity', request(Object.keys(dealRow.shape), 'expected_closing asc', wanted));
  return parsedAnswer(z.array(dealRow), rows);
}

function request(fields: readonly string[], orderBy: string, { filters, anyOf, limit }: Wanted) {
  return {
    fields,
    orderBy,
    limit: limit ?? MOST_ROWS,
    ...(filters === undefined ? {} : { filters }),
    ...(anyOf === undefined ? {} : { orFilters: anyOf }),
  };
}

const nameRows = z.array(z.looseObject({ name: z.string() }));

/** Names of a small list of the site, in the order in which they were made; null when the employee may not read it. */
export async function listNames(reads: EmployeeReads, doctype: string): Promise<readonly string[] | null> {
  const asked = { fields: ['name'], orderBy: 'creation asc', limit: MOST_ROWS };
  return await inSight(async () => parsedAnswer(nameRows, await reads.list(doctype, asked)).map((row) => row.name));
}

/** What `read` finds; null for what the employee may not see or the site does not have. */
export async function inSight<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (isOutOfSight(error)) return null;
    throw error;
  }
}
