import type { Visual } from '@dartwing-va/contract/visuals.ts';
import { z } from 'zod';
import type { Question, ReadResult, ReadTool, Refusal, ToolContext } from '../../actions/tool.ts';
import { earlierOf, type IsoDate } from '../../language/calendar.ts';
import type { DateSpan } from '../../language/date-reading.ts';
import { wordsOf } from '../../language/normalise.ts';
import { theOne } from '../find-document.ts';
import { type Budget, type ProjectName, readBudget, readProjects } from './money-reads.ts';
import { spanOfPeriod } from './periods.ts';
import { say } from './sentences.ts';
import { rounded, todayOf, wordingFor } from './wording.ts';

/** From this share on a budget is shown as near its end. */
const NEAR = 0.9;
const MOST_PROJECTS = 10;

const schema = z.object({
  budget_type: z.enum(['department', 'project', 'personal']),
  budget_id: z
    .string()
    .max(140)
    .optional()
    .describe("Department or project, or the account within the budget (software, travel). Left out: the user's own."),
  period: z
    .string()
    .max(40)
    .default('current_month')
    .describe('What was spent in it is told beside the whole budget: current_month, last_month, q1, march, 2025.'),
  amount: z
    .number()
    .positive()
    .optional()
    .describe('An expense to hold against what is left, only when the user asked.'),
});
type Args = z.infer<typeof schema>;

export const getBudgetStatus: ReadTool<Args> = {
  kind: 'read',
  name: 'get_budget_status',
  agent: 'finance',
  label: 'Looking at the budget',
  description:
    "Tells what is allocated, spent and left of the budget of the user's department or of a project he is on; of any in the company for whoever may read budgets.",
  schema,
  doctypes: ['Budget', 'Project'],
  async run(args, context) {
    if (args.budget_type === 'personal') return refusal('FORBIDDEN', say('noPersonalBudget'));
    const today = todayOf(context.person, context.now);
    const span = spanOfPeriod(args.period, today);
    if (span === null)
      return {
        kind: 'question',
        slot: 'period',
        sentence: say('whichPeriod'),
        choices: [say('thisMonth'), say('lastMonth'), say('thisYear')],
      };
    const found =
      args.budget_type === 'project'
        ? await ofProject(args.budget_id, span, today, context)
        : await ofDepartment(args.budget_id, span, today, context);
    return 'kind' in found ? found : told(found, args, span, context);
  },
};

interface Found {
  readonly budget: Budget;
  /** Words of one of its accounts, when that is what was asked for. */
  readonly account: string | null;
}

async function ofDepartment(
  id: string | undefined,
  span: DateSpan,
  today: IsoDate,
  context: ToolContext,
): Promise<Found | Refusal | Question> {
  const asked = { against: 'department', ...when(span, today) } as const;
  if (id === undefined) {
    const own = await readBudget(context.reads, asked);
    if (own !== null && own.name !== null) return { budget: own, account: null };
    return (await otherDepartments(context)) ?? refusal('NOT_FOUND', say('noCostCenter'));
  }
  const named = await readBudget(context.reads, { ...asked, name: withoutKind(id) });
  if (named !== null) return { budget: named, account: null };
  const own = await readBudget(context.reads, asked);
  if (own !== null && accountsCalled(own, id).length > 0) return { budget: own, account: id };
  // "The website relaunch budget" names a project, whatever it was taken for.
  const project = await projectCalled(id, span, today, context);
  return project ?? refusal('NOT_FOUND', say('noSuchBudget', { name: id }));
}

async function ofProject(
  id: string | undefined,
  span: DateSpan,
  today: IsoDate,
  context: ToolContext,
): Promise<Found | Refusal | Question> {
  const projects = await readProjects(context.reads, context.person.company.name);
  if (id !== undefined) {
    const one = theOne(id, projects, {
      slot: 'budget_id',
      which: say('whichProject'),
      nothing: say('noSuchBudget', { name: id }),
    });
    if ('answer' in one) return one.answer;
    const budget = await readBudget(context.reads, { against: 'project', name: one.found.id, ...when(span, today) });
    return budget === null
      ? refusal('FORBIDDEN', say('notOnProject', { project: one.found.title }))
      : { budget, account: null };
  }
  const read = await Promise.all(
    projects.slice(0, MOST_PROJECTS).map(async (project: ProjectName) => {
      const budget = await readBudget(context.reads, { against: 'project', name: project.id, ...when(span, today) });
      return budget === null ? [] : [{ project, budget }];
    }),
  );
  const own = read.flat();
  const [only] = own;
  if (only === undefined) return refusal('NOT_FOUND', say('onNoProject'));
  if (own.length === 1) return { budget: only.budget, account: null };
  return {
    kind: 'question',
    slot: 'budget_id',
    sentence: say('whichProject'),
    choices: own.map(({ project }) => project.title),
  };
}

async function projectCalled(id: string, span: DateSpan, today: IsoDate, context: ToolContext): Promise<Found | null> {
  const projects = await readProjects(context.reads, context.person.company.name);
  const one = theOne(id, projects, { slot: 'budget_id', which: '', nothing: '' });
  if (!('found' in one)) return null;
  const budget = await readBudget(context.reads, { against: 'project', name: one.found.id, ...when(span, today) });
  return budget === null ? null : { budget, account: null };
}

/** For whoever has no cost centre of his own and may read budgets: which department? */
async function otherDepartments({ reads, person }: ToolContext): Promise<Question | null> {
  try {
    const rows = await reads.list('Budget', {
      fields: ['cost_center'],
      filters: [
        ['company', '=', person.company.name],
        ['docstatus', '=', 1],
        ['budget_against', '=', 'Cost Center'],
      ],
      orderBy: 'cost_center asc',
      limit: 200,
    });
    const names = rows.map((row) => row['cost_center']).filter((name) => typeof name === 'string');
    // "Engineering - ACM": the abbreviation of the company says nothing to a person.
    const choices = [...new Set(names.map((name) => name.replace(/ - \S+$/u, '')))];
    return choices.length === 0
      ? null
      : { kind: 'question', slot: 'budget_id', sentence: say('whichDepartment'), choices };
  } catch {
    // Who may not read budgets has none to choose from.
    return null;
  }
}

function told({ budget, account }: Found, args: Args, span: DateSpan, { person, now }: ToolContext): ReadResult {
  const accounts = account === null ? budget.accounts : accountsCalled(budget, account);
  const sum = (key: 'allocated' | 'spent' | 'remaining') => rounded(accounts.reduce((all, row) => all + row[key], 0));
  const [allocated, spent, remaining] = [sum('allocated'), sum('spent'), sum('remaining')];
  const wording = wordingFor(person, todayOf(person, now));
  const title = budget.title ?? budget.name ?? '';
  return {
    kind: 'data',
    data: {
      budget_type: budget.against,
      title,
      account: account === null ? null : accounts.map((row) => row.title ?? row.account).join(', '),
      currency: budget.currency,
      from: budget.from,
      to: budget.to,
      has_budget: accounts.length > 0,
      allocated,
      spent,
      remaining,
      percent: allocated === 0 ? null : Math.round((spent / allocated) * 100),
      accounts: accounts.map(({ account: id, title: name, ...figures }) => ({ name: name ?? id, ...figures })),
      period:
        account === null && budget.period !== null ? { name: args.period, ...span, spent: budget.period.spent } : null,
      amount: args.amount ?? null,
    },
    ...(accounts.length === 0
      ? {}
      : {
          visual: {
            kind: 'bars',
            title: say('budgetTitle', { title }),
            bars: accounts.map((row) => barOf(row, (amount) => wording.money(amount, budget.currency))),
          },
        }),
  };
}

function barOf(
  row: Budget['accounts'][number],
  money: (amount: number) => string,
): Extract<Visual, { kind: 'bars' }>['bars'][number] {
  const share = row.allocated > 0 ? row.spent / row.allocated : 0;
  return {
    label: row.title ?? row.account,
    value: Math.max(0, row.spent),
    of: row.allocated,
    text: say('barText', { spent: money(row.spent), allocated: money(row.allocated) }),
    tone: share > 1 ? 'bad' : share >= NEAR ? 'warning' : 'good',
  };
}

function accountsCalled(budget: Budget, said: string): Budget['accounts'] {
  const words = wordsOf(withoutKind(said));
  return budget.accounts.filter((row) => {
    const own = wordsOf(`${row.title ?? ''} ${row.account}`);
    return words.length > 0 && words.every((word) => own.some((each) => each.startsWith(word)));
  });
}

/** "the sales department" is Sales. */
function withoutKind(said: string): string {
  return (
    said
      .replace(/\b(?:the|our|my|department|dept|team|group|budget|project|account)\b/giu, ' ')
      .replace(/\s+/gu, ' ')
      .trim() || said
  );
}

function when(span: DateSpan, today: IsoDate) {
  return { date: earlierOf(span.to, today), from_date: span.from, to_date: span.to };
}

function refusal(code: Refusal['code'], sentence: string): Refusal {
  return { kind: 'refusal', code, sentence };
}
