import type { TableVisual } from '@dartwing-va/contract/visuals.ts';
import { z } from 'zod';
import type { ReadTool, Refusal, ToolContext } from '../../actions/tool.ts';
import type { FilterRow } from '../../frappe/site-client.ts';
import { addDays } from '../../language/calendar.ts';
import { type Period, periodOfKey } from '../../language/periods.ts';
import { baseAmount, type Deal, type DealStatus, dealOf, dealsCalled, ownCompany, STATUS_FILTERS } from './deals.ts';
import { type Account, findAccounts } from './find-account.ts';
import { noAccess } from './no-access.ts';
import { ownersOf } from './owners.ts';
import { say } from './sentences.ts';
import { inSight, listDeals } from './site-answers.ts';
import { stageCalled, stagesOf } from './stages.ts';
import { todayOf, type Wording, wordingOf } from './wording.ts';

const MOST = 200;
const SHOWN = 25;

const schema = z.object({
  status: z.enum(['open', 'won', 'lost', 'all']).optional().describe('Open ones when the user says nothing of it.'),
  account_id: z.string().min(1).max(140).optional().describe('Customer or lead, by id or words of the name.'),
  stage: z.string().min(1).max(140).optional().describe('Stage of the sales process, as said.'),
  owner: z.enum(['mine', 'all']).default('all').describe('mine: those that belong to the user himself.'),
  closing: z
    .string()
    .max(40)
    .optional()
    .describe('When they should close: current_month, next_quarter, 2026-12, YYYY-MM-DD..YYYY-MM-DD, or overdue.'),
  query: z
    .string()
    .min(1)
    .max(140)
    .optional()
    .describe('Words of the title or customer of one deal that is asked about.'),
  min_amount: z.number().min(0).optional().describe("Worth at least so much, in the company's currency."),
});
type Args = z.infer<typeof schema>;

export const getOpportunities: ReadTool<Args> = {
  kind: 'read',
  name: 'get_opportunities',
  agent: 'crm',
  label: 'Looking through the deals',
  description:
    "The company's deals that the user may see: open, won or lost, of one customer, in one stage, closing in a period. Amounts are of each deal's own currency, totals of the company's.",
  schema,
  doctypes: ['Opportunity', 'Customer', 'Lead', 'Sales Stage', 'Employee'],
  async run(args, context) {
    const { person, reads } = context;
    // A deal that is asked for by its name may be over.
    const status: DealStatus = args.status ?? (args.query === undefined ? 'open' : 'all');
    const closing = args.closing === undefined ? null : closingOf(args.closing, context);
    if (closing !== null && 'kind' in closing) return closing;
    const account = args.account_id === undefined ? null : await accountOf(args.account_id, context);
    if (account !== null && 'kind' in account) return account;
    const stage = await stageOf(args.stage, context);
    if (stage !== null && typeof stage !== 'string') return stage;
    const filters: FilterRow[] = [ownCompany(person)];
    const states = STATUS_FILTERS[status];
    if (states !== null) filters.push(['status', 'in', states]);
    if (args.owner === 'mine') filters.push(['opportunity_owner', '=', person.user]);
    if (stage !== null) filters.push(['sales_stage', '=', stage]);
    if (account !== null) filters.push(['party_name', 'in', account.ids]);
    if (closing !== null) filters.push(['expected_closing', 'between', [closing.from, closing.to]]);
    const listed =
      args.query === undefined
        ? await inSight(() => listDeals(reads, { filters, limit: MOST }))
        : await dealsCalled(args.query, reads, person, filters);
    if (listed === null) return await noAccess('deals', context);
    const rows = listed.filter((row) => baseAmount(row, person) >= (args.min_amount ?? 0));
    const deals = rows.map((row) => dealOf(row, person));
    const owners = await ownersOf(
      deals.map(({ owner }) => owner ?? ''),
      context,
    );
    const named = deals.map((deal) => ({
      ...deal,
      owner: deal.owner === null ? null : (owners.get(deal.owner) ?? null),
    }));
    const wording = wordingOf(person, context.now);
    return {
      kind: 'data',
      data: {
        status,
        owner: args.owner,
        query: args.query ?? null,
        min_amount: args.min_amount ?? null,
        stage,
        account: account?.title ?? null,
        closing: closing === null ? null : { from: closing.from, to: closing.to, key: closing.key },
        currency: person.company.currency,
        count: rows.length,
        amount: rows.reduce((sum, row) => sum + baseAmount(row, person), 0),
        weighted: rows.reduce((sum, row) => sum + (baseAmount(row, person) * row.probability) / 100, 0),
        deals: named.slice(0, SHOWN),
        more: Math.max(0, named.length - SHOWN),
      },
      ...(named.length < 2 ? {} : { visual: visualOf(status, named, wording) }),
    };
  },
};

/** The period of a key, or what is said when there is none. */
export function periodOf(key: string, { person, now }: Pick<ToolContext, 'person' | 'now'>): Period | Refusal {
  const period = periodOfKey(key, { now, timeZone: person.timeZone, direction: 'future' });
  return period ?? { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence: say('noPeriod', { said: key }) };
}

/** A period, or all days before today. */
function closingOf(said: string, context: ToolContext): Period | Refusal {
  if (said !== 'overdue') return periodOf(said, context);
  return { from: '1900-01-01', to: addDays(todayOf(context.person, context.now), -1), key: said };
}

/** Documents that a deal of the account may name: a customer, or every lead of the company. */
async function accountOf(
  said: string,
  context: ToolContext,
): Promise<{ readonly title: string; readonly ids: readonly string[] } | Refusal> {
  const { found, blind } = await findAccounts(said, context.reads);
  const [first] = found;
  if (first === undefined) {
    if (blind) return await noAccess('deals', context);
    return { kind: 'refusal', code: 'NOT_FOUND', sentence: say('noAccount', { said }) };
  }
  const title = found.length === 1 ? first.title : said;
  return { title, ids: found.map((account: Account) => account.id) };
}

async function stageOf(said: string | undefined, { reads, person }: ToolContext): Promise<string | null | Refusal> {
  if (said === undefined) return null;
  const stages = await stagesOf(reads, person);
  // Who sees no deals has no stages either; the list itself says so.
  if (stages.length === 0) return said;
  const stage = stageCalled(said, stages);
  if (stage !== null) return stage;
  return { kind: 'refusal', code: 'NOT_FOUND', sentence: say('noSuchStage', { said, stages: stages.join(', ') }) };
}

function visualOf(status: DealStatus, deals: readonly Deal[], wording: Wording): TableVisual {
  return {
    kind: 'table',
    title: say('dealsTitle', { status }),
    columns: [
      { label: say('columnDeal') },
      { label: say('columnStage') },
      { label: say('columnAmount'), align: 'end' },
      { label: say('columnCloses') },
    ],
    rows: deals.map((deal) => ({
      cells: [
        deal.title,
        deal.status === 'open' ? (deal.stage ?? '') : deal.status,
        wording.money(deal.amount, deal.currency),
        deal.closing === null ? '' : wording.day(deal.closing),
      ],
    })),
  };
}
