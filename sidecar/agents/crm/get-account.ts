import { z } from 'zod';
import type { ReadTool, ToolContext } from '../../actions/tool.ts';
import { parsedAnswer } from '../site-answer.ts';
import { baseAmount, dealOf, ownCompany, statusOf } from './deals.ts';
import { type Account, theAccount } from './find-account.ts';
import { contactsOf } from './find-contact.ts';
import { ownersOf } from './owners.ts';
import { personOf } from './search-contacts.ts';
import { type DealRow, inSight, listDeals } from './site-answers.ts';
import { todayOf } from './wording.ts';

const MOST_CONTACTS = 10;
const MOST_DEALS = 20;

const schema = z.object({
  account_id: z.string().min(1).max(140).describe('Customer, or company of a lead: its id or words of its name.'),
  include_contacts: z.boolean().default(true),
  include_opportunities: z.boolean().default(true),
});
type Args = z.infer<typeof schema>;

const invoices = z.array(
  z.looseObject({
    outstanding_amount: z.number(),
    conversion_rate: z.number().nullish(),
    due_date: z.string().nullish(),
  }),
);

export const getAccount: ReadTool<Args> = {
  kind: 'read',
  name: 'get_account',
  agent: 'crm',
  label: 'Looking up the customer',
  description:
    'A customer (or a company that is a lead so far): who looks after it, its people, its open deals, and what it owes if the user may see invoices.',
  schema,
  doctypes: ['Customer', 'Lead', 'Contact', 'Opportunity', 'Sales Invoice', 'Employee'],
  async run(args, context) {
    const found = await theAccount(args.account_id, context);
    if ('answer' in found) return found.answer;
    const { account } = found;
    const [people, deals, owed] = await Promise.all([
      args.include_contacts ? contactsOf([linkOf(account)], context.reads) : [],
      args.include_opportunities ? dealsOf(account, context) : [],
      account.kind === 'customer' ? owedBy(account.id, context) : null,
    ]);
    const manager = account.kind === 'customer' ? account.row.account_manager : account.row.lead_owner;
    const owners = await ownersOf([manager], context);
    const open = (deals ?? []).filter((row) => statusOf(row) === 'open');
    return {
      kind: 'data',
      data: {
        id: account.id,
        name: account.title,
        lead: account.kind === 'lead',
        ...factsOf(account),
        manager: manager === context.person.user ? 'me' : (owners.get(manager) ?? null),
        ...(args.include_contacts
          ? { contacts: people.slice(0, MOST_CONTACTS).map((one) => personOf(one, false)) }
          : {}),
        ...(args.include_opportunities && deals !== null
          ? {
              deals: open.slice(0, MOST_DEALS).map((row) => dealOf(row, context.person)),
              open: {
                count: open.length,
                amount: open.reduce((sum, row) => sum + baseAmount(row, context.person), 0),
              },
              won: deals.filter((row) => statusOf(row) === 'won').length,
              lost: deals.filter((row) => statusOf(row) === 'lost').length,
            }
          : {}),
        owed,
        currency: context.person.company.currency,
      },
    };
  },
};

function linkOf(account: Account) {
  return { doctype: account.kind === 'customer' ? 'Customer' : 'Lead', name: account.id };
}

function factsOf(account: Account): Readonly<Record<string, unknown>> {
  if (account.kind === 'lead') {
    return { person: account.row.lead_name || null, status: account.row.status, group: null, territory: null };
  }
  const { row } = account;
  const status = row.disabled === 1 ? 'disabled' : row.is_frozen === 1 ? 'frozen' : 'active';
  return { person: null, status, group: row.customer_group || null, territory: row.territory || null };
}

/** Deals of the account in the person's company; null when deals are not his to see. */
async function dealsOf(account: Account, { reads, person }: ToolContext): Promise<readonly DealRow[] | null> {
  return await inSight(() => listDeals(reads, { filters: [ownCompany(person), ['party_name', '=', account.id]] }));
}

/** What the customer owes the person's company, in its currency; null when invoices are not his to see. */
async function owedBy(
  customer: string,
  { reads, person, now }: ToolContext,
): Promise<{ readonly amount: number; readonly overdue: number } | null> {
  const today = todayOf(person, now);
  const rows = await inSight(async () =>
    parsedAnswer(
      invoices,
      await reads.list('Sales Invoice', {
        fields: ['outstanding_amount', 'conversion_rate', 'due_date'],
        filters: [
          ['customer', '=', customer],
          ownCompany(person),
          ['docstatus', '=', 1],
          ['outstanding_amount', '>', 0],
        ],
        orderBy: 'due_date asc',
        limit: 500,
      }),
    ),
  );
  if (rows === null) return null;
  const inBase = rows.map((row) => ({ ...row, amount: row.outstanding_amount * (row.conversion_rate || 1) }));
  const sum = (list: typeof inBase) => list.reduce((total, row) => total + row.amount, 0);
  return { amount: sum(inBase), overdue: sum(inBase.filter((row) => (row.due_date ?? today) < today)) };
}
