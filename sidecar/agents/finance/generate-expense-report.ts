import type { Visual } from '@dartwing-va/contract/visuals.ts';
import { z } from 'zod';
import type { ReadTool } from '../../actions/tool.ts';
import { addDays, isIsoDate } from '../../language/calendar.ts';
import { wordsOf } from '../../language/normalise.ts';
import { type ClaimLine, readClaims } from './claims.ts';
import { isAbout } from './get-expense-status.ts';
import { readProjects } from './money-reads.ts';
import { spanOfPeriod } from './periods.ts';
import { say } from './sentences.ts';
import { rounded, todayOf, type Wording, wordingFor } from './wording.ts';

const BIGGEST = 5;
const day = () => z.string().refine(isIsoDate, 'must be YYYY-MM-DD').optional();
const schema = z.object({
  period: z
    .string()
    .min(1)
    .max(40)
    .describe(
      'current_month, last_month, current_quarter, q1, current_year, a month (march, 2026-03) or a year (2025).',
    ),
  date_from: day().describe('YYYY-MM-DD, in place of the period.'),
  date_to: day().describe('YYYY-MM-DD, in place of the period.'),
  group_by: z.enum(['category', 'project', 'date']).optional().describe('Default category.'),
  about: z.string().max(140).optional().describe('Only expenses with these words: "travel", "taxi", a trip.'),
});
type Args = z.infer<typeof schema>;
type GroupBy = NonNullable<Args['group_by']>;

interface Group {
  readonly key: string;
  readonly total: number;
  readonly count: number;
}

export const generateExpenseReport: ReadTool<Args> = {
  kind: 'read',
  name: 'generate_expense_report',
  agent: 'finance',
  label: 'Adding up your expenses',
  description:
    "Reports the user's own expenses of a period, by day of the expense: total, by state, and grouped by category, project or date. Rejected and cancelled claims are not counted.",
  schema,
  needs: ['hrms'],
  doctypes: ['Expense Claim', 'Project'],
  async run(args, context) {
    const { person } = context;
    const today = todayOf(person, context.now);
    const span = spanOf(args, today);
    if (span === null)
      return {
        kind: 'question',
        slot: 'period',
        sentence: say('whichPeriod'),
        choices: [say('thisMonth'), say('lastMonth'), say('thisYear')],
      };
    if (span.to < span.from) return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence: say('periodBackwards') };
    const groupBy = args.group_by ?? 'category';
    const { claims, more } = await readClaims(context.reads, [
      ['employee', '=', person.employee.id],
      ['docstatus', '<', 2],
      ['posting_date', '>=', addDays(span.from, -1)],
    ]);
    const counted = claims.filter(({ state }) => state !== 'rejected');
    const lines = counted.flatMap((claim) =>
      claim.lines
        .filter(({ date }) => date >= span.from && date <= span.to)
        .filter((line) => args.about === undefined || isAbout({ lines: [line] }, args.about))
        .map((line) => ({ ...line, state: claim.state, id: claim.id })),
    );
    const titles =
      groupBy === 'project' && lines.some(({ project }) => project !== null)
        ? new Map((await readProjects(context.reads, person.company.name)).map(({ id, title }) => [id, title]))
        : new Map<string, string>();
    const groups = groupsOf(lines, groupBy, titles);
    const wording = wordingFor(person, today);
    const sum = (state: string) =>
      rounded(lines.filter((line) => line.state === state).reduce((all, l) => all + l.amount, 0));
    return {
      kind: 'data',
      data: {
        from: span.from,
        to: span.to,
        group_by: groupBy,
        about: args.about ?? null,
        currency: person.company.currency,
        total: rounded(lines.reduce((all, line) => all + line.amount, 0)),
        count: lines.length,
        pending: sum('pending'),
        approved: sum('approved'),
        reimbursed: sum('reimbursed'),
        without_project: rounded(
          lines.filter(({ project }) => project === null).reduce((all, line) => all + line.amount, 0),
        ),
        groups,
        biggest: [...lines]
          .sort((a, b) => b.amount - a.amount)
          .slice(0, BIGGEST)
          .map(({ id, date, type, description, amount }) => ({ id, date, type, description, amount })),
        more,
      },
      ...(lines.length > 0
        ? {
            visual: visualOf(
              groupBy,
              groups,
              lines,
              say('reportTitle', { span: wording.span(span.from, span.to) }),
              wording,
            ),
          }
        : {}),
    };
  },
};

function spanOf(args: Args, today: string) {
  if (args.date_from !== undefined || args.date_to !== undefined) {
    return { from: args.date_from ?? '2000-01-01', to: args.date_to ?? today };
  }
  if (wordsOf(args.period).includes('all')) return { from: '2000-01-01', to: today };
  return spanOfPeriod(args.period, today);
}

function groupsOf(
  lines: readonly ClaimLine[],
  groupBy: GroupBy,
  titles: ReadonlyMap<string, string>,
): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const line of lines) {
    const key =
      groupBy === 'category'
        ? line.type
        : groupBy === 'date'
          ? line.date
          : line.project === null
            ? say('noProject')
            : (titles.get(line.project) ?? line.project);
    const { total, count } = groups.get(key) ?? { total: 0, count: 0 };
    groups.set(key, { key, total: rounded(total + line.amount), count: count + 1 });
  }
  const list = [...groups.values()];
  return groupBy === 'date'
    ? list.sort((a, b) => a.key.localeCompare(b.key))
    : list.sort((a, b) => b.total - a.total || a.key.localeCompare(b.key));
}

function visualOf(
  groupBy: GroupBy,
  groups: readonly Group[],
  lines: readonly ClaimLine[],
  title: string,
  wording: Wording,
): Visual {
  if (groupBy !== 'date') {
    return {
      kind: 'bars',
      title,
      bars: groups.map(({ key, total }) => ({ label: key, value: total, text: wording.money(total) })),
    };
  }
  return {
    kind: 'table',
    title,
    columns: [
      { label: say('lineDate') },
      { label: say('lineType') },
      { label: say('lineWhat') },
      { label: say('lineAmount'), align: 'end' },
    ],
    rows: [...lines]
      .sort((a, b) => a.date.localeCompare(b.date))
      .map((line) => ({
        cells: [wording.date(line.date), line.type, line.description, wording.money(line.amount)],
      })),
  };
}
