import type { BarsVisual } from '@dartwing-va/contract/visuals.ts';
import { z } from 'zod';
import type { ReadTool } from '../../actions/tool.ts';
import type { FilterRow } from '../../frappe/site-client.ts';
import { partsOf } from '../../language/calendar.ts';
import { formatSpan } from '../../language/format.ts';
import type { Person } from '../../people/person.ts';
import { baseAmount, ownCompany, STATUS_FILTERS, statusOf } from './deals.ts';
import { periodOf } from './get-opportunities.ts';
import { noAccess } from './no-access.ts';
import { say } from './sentences.ts';
import { type DealRow, inSight, listDeals } from './site-answers.ts';
import { todayOf, type Wording, wordingOf } from './wording.ts';

const MOST = 1000;

const schema = z.object({
  period: z
    .string()
    .max(40)
    .default('current_quarter')
    .describe(
      'Deals that should close in it: current_month, current_quarter, next_quarter, current_year, 2026-12, YYYY-MM-DD..YYYY-MM-DD, or all for every open deal.',
    ),
  owner: z.enum(['mine', 'all']).default('all').describe('mine: those that belong to the user himself.'),
});
type Args = z.infer<typeof schema>;

interface Sum {
  readonly count: number;
  readonly amount: number;
  /** By each deal's probability. */
  readonly weighted: number;
}
interface StageSum extends Sum {
  readonly stage: string;
}

export const getPipelineSummary: ReadTool<Args> = {
  kind: 'read',
  name: 'get_pipeline_summary',
  agent: 'crm',
  label: 'Adding up the pipeline',
  description:
    'Open deals by stage: how many, how much, how much weighted by probability, for those that should close in a period; also what lies after it, what is overdue, and what was won and lost in it.',
  schema,
  doctypes: ['Opportunity', 'Employee'],
  async run(args, context) {
    const { person, reads, now } = context;
    const period = args.period === 'all' ? null : periodOf(args.period, context);
    if (period !== null && 'kind' in period) return period;
    const own: FilterRow[] = [
      ownCompany(person),
      ...(args.owner === 'mine' ? [['opportunity_owner', '=', person.user] as const] : []),
    ];
    const states = [...(STATUS_FILTERS.open ?? []), 'Converted', 'Lost'];
    const rows = await inSight(() => listDeals(reads, { filters: [...own, ['status', 'in', states]], limit: MOST }));
    if (rows === null) return await noAccess('deals', context);
    const today = todayOf(person, now);
    const open = rows.filter((row) => statusOf(row) === 'open');
    const inside = (row: DealRow) =>
      period === null || (row.expected_closing >= period.from && row.expected_closing <= period.to);
    const counted = open.filter(inside);
    const over = (status: string) => rows.filter((row) => statusOf(row) === status && inside(row));
    const sum = (list: readonly DealRow[]) => sumOf(list, person);
    const stages = stagesIn(counted, person);
    const total = sum(counted);
    return {
      kind: 'data',
      data: {
        period: period === null ? null : { from: period.from, to: period.to, key: period.key },
        owner: args.owner,
        currency: person.company.currency,
        stages,
        total,
        later: period === null ? sum([]) : sum(open.filter((row) => row.expected_closing > period.to)),
        undated: period === null ? sum([]) : sum(open.filter((row) => row.expected_closing === '')),
        overdue: sum(open.filter((row) => row.expected_closing !== '' && row.expected_closing < today)),
        won: sum(over('won')),
        lost: sum(over('lost')),
      },
      ...(stages.length < 2 ? {} : { visual: visualOf(stages, period, wordingOf(person, now), today) }),
    };
  },
};

function sumOf(rows: readonly DealRow[], person: Person): Sum {
  const amounts = rows.map((row) => ({ amount: baseAmount(row, person), chance: row.probability / 100 }));
  return {
    count: rows.length,
    amount: rounded(amounts.reduce((sum, { amount }) => sum + amount, 0)),
    weighted: rounded(amounts.reduce((sum, { amount, chance }) => sum + amount * chance, 0)),
  };
}

/** Along the funnel: what is least likely comes first. */
function stagesIn(rows: readonly DealRow[], person: Person): readonly StageSum[] {
  const byStage = Map.groupBy(rows, (row) => row.sales_stage);
  const chance = (list: readonly DealRow[]) => list.reduce((sum, row) => sum + row.probability, 0) / list.length;
  return [...byStage]
    .sort(([a, first], [b, second]) => chance(first) - chance(second) || a.localeCompare(b))
    .map(([stage, list]) => ({ stage: stage || say('noStageName'), ...sumOf(list, person) }));
}

function rounded(amount: number): number {
  return Math.round(amount * 100) / 100;
}

function visualOf(
  stages: readonly StageSum[],
  period: { readonly from: string; readonly to: string } | null,
  wording: Wording,
  today: string,
): BarsVisual {
  const style = { weekday: false, thisYear: partsOf(today).year };
  return {
    kind: 'bars',
    title:
      period === null
        ? say('pipelineAll')
        : say('pipelineTitle', { span: formatSpan(period.from, period.to, wording.locale, style) }),
    bars: stages.map(({ stage, amount, count }) => ({
      label: stage,
      value: amount,
      text: say('barText', { amount: wording.money(amount), count }),
    })),
  };
}
