/** Deals: which of them are meant, and how answers see them. ERPNext's Opportunity. */
import type { EmployeeReads, Question, Refusal, ToolContext } from '../../actions/tool.ts';
import type { FilterRow } from '../../frappe/site-client.ts';
import type { Person } from '../../people/person.ts';
import { matching } from '../find-document.ts';
import { searchWords } from './find-contact.ts';
import { noAccess } from './no-access.ts';
import { say } from './sentences.ts';
import { type DealRow, inSight, listDeals } from './site-answers.ts';

export type DealStatus = 'open' | 'won' | 'lost' | 'all';

/** ERPNext's states of a deal that is still worked on. */
const OPEN = ['Open', 'Replied', 'Quotation'];
export const STATUS_FILTERS: Readonly<Record<DealStatus, readonly string[] | null>> = {
  open: OPEN,
  won: ['Converted'],
  lost: ['Lost'],
  all: null,
};

/** A deal as answers see it. */
export interface Deal {
  readonly id: string;
  readonly title: string;
  readonly account: string;
  readonly stage: string | null;
  /** `open`, `won`, `lost`, `closed`. */
  readonly status: string;
  readonly amount: number;
  readonly currency: string;
  /** 0 to 100. */
  readonly probability: number;
  /** YYYY-MM-DD */
  readonly closing: string | null;
  /** Why it was lost, if somebody said. */
  readonly reason: string | null;
  /** Whose it is, when it is somebody else's. */
  readonly owner: string | null;
}

export function statusOf({ status }: Pick<DealRow, 'status'>): string {
  if (OPEN.includes(status)) return 'open';
  return ({ Converted: 'won', Lost: 'lost', Closed: 'closed' } as Readonly<Record<string, string>>)[status] ?? 'open';
}

export function titleOf(row: Pick<DealRow, 'title' | 'customer_name' | 'name'>): string {
  return row.title || row.customer_name || row.name;
}

export function dealOf(row: DealRow, person: Person): Deal {
  return {
    id: row.name,
    title: titleOf(row),
    account: row.customer_name,
    stage: row.sales_stage || null,
    status: statusOf(row),
    amount: row.opportunity_amount,
    currency: row.currency || person.company.currency,
    probability: row.probability,
    closing: row.expected_closing || null,
    reason: row.status === 'Lost' ? row.order_lost_reason || null : null,
    owner: row.opportunity_owner === person.user || row.opportunity_owner === '' ? null : row.opportunity_owner,
  };
}

/** The amount in the company's currency. */
export function baseAmount(row: DealRow, person: Person): number {
  const rate = row.currency === '' || row.currency === person.company.currency ? 1 : row.conversion_rate || 1;
  return row.opportunity_amount * rate;
}

/** What every list of deals is held to: the person's own company, whatever else he may read. */
export function ownCompany(person: Person): FilterRow {
  return ['company', '=', person.company.name];
}

const MOST_CHOICES = 6;
const WORTHLESS = new Set(['deal', 'deals', 'opportunity', 'opportunities', 'account', 'project', 'one', 'customer']);

/** Deals of the company that the words can mean, in sight of the person; null when deals are not his to see. */
export async function dealsCalled(
  said: string,
  reads: EmployeeReads,
  person: Person,
  filters: readonly FilterRow[] = [ownCompany(person)],
): Promise<readonly DealRow[] | null> {
  const words = searchWords(said).filter((word) => !WORTHLESS.has(word));
  const key = words.toSorted((a, b) => b.length - a.length)[0] ?? said;
  const like = `%${key.replace(/[%_\\]/gu, '')}%`;
  const fields = ['name', 'title', 'customer_name', 'party_name'];
  const rows = await inSight(() =>
    listDeals(reads, {
      filters,
      anyOf: fields.map((field): FilterRow => [field, 'like', like]),
    }),
  );
  if (rows === null) return null;
  const byTitle = matching(
    said,
    rows.map((row) => ({ id: row.name, title: titleOf(row), row })),
  );
  const wide = matching(
    words.join(' '),
    rows.map((row) => ({ id: row.name, title: `${titleOf(row)} ${row.customer_name}`, row })),
  );
  return (byTitle.length > 0 ? byTitle : wide).map(({ row }) => row);
}

/**
 * The one deal meant; of several, open ones are meant before those that are over. Else the question which, or that there is
 * none, or that deals are not his to see.
 */
export async function theDeal(
  said: string,
  context: ToolContext,
): Promise<{ readonly deal: DealRow } | { readonly answer: Refusal | Question }> {
  const found = await dealsCalled(idIn(said) ?? said, context.reads, context.person);
  if (found === null) return { answer: await noAccess('deals', context) };
  const open = found.filter((row) => statusOf(row) === 'open');
  const meant = open.length > 0 ? open : found;
  const [only, ...more] = meant;
  if (only === undefined) return { answer: { kind: 'refusal', code: 'NOT_FOUND', sentence: say('noDeal', { said }) } };
  if (more.length === 0) return { deal: only };
  const choices = meant.slice(0, MOST_CHOICES).map((row) => `${titleOf(row)} - ${row.name}`);
  return { answer: { kind: 'question', slot: 'opportunity_id', sentence: say('whichDeal'), choices } };
}

/** The id at the end of a choice that was offered here. */
function idIn(said: string): string | null {
  return / - (?<id>\S+)$/u.exec(said)?.groups?.['id'] ?? null;
}
