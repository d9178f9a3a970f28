/** Customers by name, and companies that so far are leads. */
import type { EmployeeReads, Question, Refusal, ToolContext } from '../../actions/tool.ts';
import { matching } from '../find-document.ts';
import { searchWords } from './find-contact.ts';
import { noAccess } from './no-access.ts';
import { say } from './sentences.ts';
import { type CustomerRow, inSight, type LeadRow, listCustomers, listLeads } from './site-answers.ts';

export type Account =
  | { readonly kind: 'customer'; readonly id: string; readonly title: string; readonly row: CustomerRow }
  | { readonly kind: 'lead'; readonly id: string; readonly title: string; readonly row: LeadRow };

/** Customers and leads that the words can mean, customers first; `blind`: neither is his to see. */
export async function findAccounts(
  said: string,
  reads: EmployeeReads,
): Promise<{ readonly found: readonly Account[]; readonly blind: boolean }> {
  const bare = said.replace(/^(?:customer|account|client) /iu, '').trim();
  const key = searchWords(bare).toSorted((a, b) => b.length - a.length)[0] ?? bare;
  const like = `%${key.replace(/[%_\\]/gu, '')}%`;
  const [customers, leads] = await Promise.all([
    inSight(() =>
      listCustomers(reads, {
        anyOf: [
          ['name', 'like', like],
          ['customer_name', 'like', like],
        ],
      }),
    ),
    inSight(() =>
      listLeads(reads, {
        anyOf: [
          ['name', 'like', like],
          ['company_name', 'like', like],
          ['lead_name', 'like', like],
        ],
      }),
    ),
  ]);
  const known = (customers ?? []).map(
    (row): Account => ({ kind: 'customer', id: row.name, title: row.customer_name || row.name, row }),
  );
  const asCustomer = matching(bare, known);
  if (asCustomer.length > 0) return { found: asCustomer, blind: false };
  const companies = (leads ?? []).map(
    (row): Account => ({ kind: 'lead', id: row.name, title: row.company_name || row.lead_name, row }),
  );
  const byCompany = matching(bare, companies);
  const byPerson = matching(
    bare,
    companies.map((one) => ({ ...one, title: one.kind === 'lead' ? one.row.lead_name : one.title })),
  );
  const found = byCompany.length > 0 ? byCompany : byPerson;
  return { found, blind: customers === null && leads === null };
}

/** The one account meant; else the question which, that there is none, or that he may not see customers. */
export async function theAccount(
  said: string,
  context: ToolContext,
): Promise<{ readonly account: Account } | { readonly answer: Refusal | Question }> {
  const { found, blind } = await findAccounts(said, context.reads);
  const [only, ...more] = found;
  if (only === undefined) {
    if (blind) return { answer: await noAccess('customers', context) };
    return { answer: { kind: 'refusal', code: 'NOT_FOUND', sentence: say('noAccount', { said }) } };
  }
  if (more.length === 0) return { account: only };
  const choices = found.slice(0, 6).map(({ title }) => title);
  return { answer: { kind: 'question', slot: 'account_id', sentence: say('whichAccount'), choices } };
}
