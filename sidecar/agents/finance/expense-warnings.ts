/** What a person should weigh before an expense is handed in: receipt, age, duplicates, budget, limit, nobody to approve it. */
import type { ToolContext } from '../../actions/tool.ts';
import { addDays, daysBetween } from '../../language/calendar.ts';
import { type Claim, readClaims } from './claims.ts';
import type { ExpenseLine } from './expense-line.ts';
import { type Budget, type ExpenseDetails, type ProjectName, readBudget } from './money-reads.ts';
import { say } from './sentences.ts';
import { rounded, type Wording } from './wording.ts';

/** From this amount on a receipt is asked for; of the customer's rules, in whatever currency the company has. */
const RECEIPT_ABOVE = 25;
/** Days after which an expense is late, and within which the same amount looks like the same expense. */
const POLICY_DAYS = 30;

export interface WarningFacts {
  readonly lines: readonly ExpenseLine[];
  readonly total: number;
  readonly details: ExpenseDetails;
  readonly project: ProjectName | null;
  /** Null: nobody said. */
  readonly hasReceipt: boolean | 'attached' | null;
  readonly today: string;
  readonly wording: Wording;
  readonly context: ToolContext;
}

export async function expenseWarnings(facts: WarningFacts): Promise<readonly string[]> {
  const [same, budget] = await Promise.all([duplicates(facts), overBudget(facts)]);
  return [
    ...same,
    ...receipt(facts),
    ...age(facts),
    ...limit(facts),
    ...budget,
    ...(facts.details.approver === null ? [say('noApprover')] : []),
  ];
}

function receipt({ lines, hasReceipt, wording, details }: WarningFacts): readonly string[] {
  if (hasReceipt === 'attached' || !lines.some(({ amount }) => amount > RECEIPT_ABOVE)) return [];
  const above = wording.money(RECEIPT_ABOVE);
  if (hasReceipt === true) return [say('receiptLater')];
  if (hasReceipt === false)
    return [say('receiptMissing', { above, approver: details.approver_name ?? say('theApprover') })];
  return [say('receiptNeeded', { above })];
}

function age({ lines, today, wording }: WarningFacts): readonly string[] {
  const old = lines.filter(({ date }) => daysBetween(date, today) > POLICY_DAYS).map(({ date }) => date);
  const [oldest] = [...old].sort();
  return oldest === undefined ? [] : [say('old', { date: wording.date(oldest), days: daysBetween(oldest, today) })];
}

function limit({ total, wording, context, details }: WarningFacts): readonly string[] {
  const most = context.person.instance.expenseLimit;
  if (most === null || most <= 0 || total <= most) return [];
  const approver = details.approver_name ?? say('theApprover');
  return [say('overLimit', { total: wording.money(total), limit: wording.money(most), approver })];
}

/** The same amount of the same kind within 30 days, and the same amount on the same day: in other claims, and in this one. */
async function duplicates({ lines, today, wording, context }: WarningFacts): Promise<readonly string[]> {
  const first = lines.map(({ date }) => date).sort()[0] ?? today;
  const { claims } = await readClaims(context.reads, [
    ['employee', '=', context.person.employee.id],
    ['docstatus', '<', 2],
    // A claim is posted after what it claims; one posted long before cannot hold it.
    ['posting_date', '>=', addDays(first, -POLICY_DAYS)],
  ]);
  const twice = lines.filter((line, at) =>
    lines.some(
      (other, place) =>
        place < at && other.amount === line.amount && other.date === line.date && other.type === line.type,
    ),
  );
  return [
    ...lines.flatMap((line) => likeIt(line, claims, wording)),
    ...twice.map((line) => say('twiceHere', { amount: wording.money(line.amount), type: line.type })),
  ];
}

function likeIt(line: ExpenseLine, claims: readonly Claim[], wording: Wording): readonly string[] {
  const others = claims.flatMap((claim) =>
    claim.lines
      .filter((each) => Math.abs(each.amount - line.amount) < 0.005)
      .filter(
        (each) =>
          each.date === line.date ||
          (each.type === line.type && Math.abs(daysBetween(each.date, line.date)) <= POLICY_DAYS),
      )
      .map((each) => ({ claim, each })),
  );
  const [nearest] = others.sort(
    (a, b) => Math.abs(daysBetween(a.each.date, line.date)) - Math.abs(daysBetween(b.each.date, line.date)),
  );
  if (nearest === undefined) return [];
  const { claim, each } = nearest;
  return [
    say(each.date === line.date ? 'duplicate' : 'maybeDuplicate', {
      amount: wording.money(line.amount),
      what: each.description || each.type,
      date: wording.date(each.date),
      id: claim.id,
      state: say(`state_${claim.state}`),
    }),
  ];
}

async function overBudget({ lines, details, project, wording, context }: WarningFacts): Promise<readonly string[]> {
  const [own, ofProject] = await Promise.all([
    readBudget(context.reads, { against: 'department' }),
    project === null ? null : readBudget(context.reads, { against: 'project', name: project.id }),
  ]);
  // The claim is booked on the company's default cost centre; another one's budget does not matter.
  const budgets = [own?.name === details.cost_center ? own : null, ofProject].filter((one) => one !== null);
  return budgets.flatMap((budget) => accountWarnings(lines, budget, wording));
}

function accountWarnings(lines: readonly ExpenseLine[], budget: Budget, wording: Wording): readonly string[] {
  return budget.accounts.flatMap((account) => {
    const asked = rounded(
      lines.filter((line) => line.account === account.account).reduce((sum, l) => sum + l.amount, 0),
    );
    if (asked === 0 || asked <= account.remaining) return [];
    return [
      say('overBudget', {
        account: account.title ?? account.account,
        whose: budget.title ?? budget.name ?? '',
        left: wording.money(account.remaining, budget.currency),
        allocated: wording.money(account.allocated, budget.currency),
        asked: wording.money(asked, budget.currency),
      }),
    ];
  });
}
