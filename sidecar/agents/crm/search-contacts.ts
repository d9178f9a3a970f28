import type { TableVisual } from '@dartwing-va/contract/visuals.ts';
import { z } from 'zod';
import type { ReadTool } from '../../actions/tool.ts';
import { type ContactFound, findContacts } from './find-contact.ts';
import { noAccess } from './no-access.ts';
import { say } from './sentences.ts';

const schema = z.object({
  query: z.string().min(1).max(140).describe('Words of a name, function, company or e-mail address, as said.'),
  company: z.string().min(1).max(140).optional().describe('Customer or company they must belong to.'),
  limit: z.number().int().min(1).max(50).default(10),
  include_contact: z
    .boolean()
    .default(false)
    .describe('True only when the user asks for e-mail addresses or phone numbers.'),
});
type Args = z.infer<typeof schema>;

export const searchContacts: ReadTool<Args> = {
  kind: 'read',
  name: 'search_contacts',
  agent: 'crm',
  label: 'Looking through the contacts',
  description:
    "Finds people of customers and leads by name, company, function or e-mail address. Not for the user's own colleagues. Contact data only on request.",
  schema,
  doctypes: ['Contact', 'Lead', 'Employee'],
  async run(args, context) {
    const onlyCompany = args.company !== undefined && sameWords(args.query, args.company);
    const query = onlyCompany ? '' : args.query;
    const wanted = { query, ...(args.company === undefined ? {} : { company: args.company }) };
    const { found, blind } = await findContacts(wanted, context.reads);
    if (found.length === 0 && blind) return await noAccess('customers', context);
    const shown = found.slice(0, args.limit);
    return {
      kind: 'data',
      data: {
        query,
        company: args.company ?? null,
        contact: args.include_contact,
        people: shown.map((one) => personOf(one, args.include_contact)),
        more: found.length - shown.length,
      },
      ...(shown.length < 3 ? {} : { visual: visualOf(shown, args.include_contact, found.length - shown.length) }),
    };
  },
};

/** A person of a company that buys nothing yet. */
export function isLead(one: ContactFound): boolean {
  const has = (doctype: string) => one.links.some((link) => link.doctype === doctype);
  return one.doctype === 'Lead' || (has('Lead') && !has('Customer'));
}

function sameWords(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** A person as answers see him; contact data is there only when it was asked for. */
export function personOf(one: ContactFound, contact: boolean): Readonly<Record<string, unknown>> {
  return {
    id: one.id,
    name: one.name,
    company: one.company || null,
    title: one.title || null,
    lead: isLead(one),
    ...(contact ? { email: one.email || null, phone: one.phone || null } : {}),
  };
}

function visualOf(people: readonly ContactFound[], contact: boolean, more: number): TableVisual {
  return {
    kind: 'table',
    title: say('contactsTitle'),
    columns: [
      { label: say('columnName') },
      { label: say('columnCompany') },
      { label: say('columnFunction') },
      ...(contact ? [{ label: say('columnContact') }] : []),
    ],
    rows: people.map((one) => ({
      cells: [
        one.name,
        one.company,
        one.title,
        ...(contact ? [[one.email, one.phone].filter((way) => way !== '').join(', ')] : []),
      ],
    })),
    ...(more > 0 ? { more } : {}),
  };
}
