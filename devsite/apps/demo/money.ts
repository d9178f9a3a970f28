import type { Ctx, Row } from '../../engine/types.ts';
import { addDays } from '../dates.ts';
import { text } from '../values.ts';
import { ACME } from './companies.ts';
import { employeeNamed } from './people.ts';

const CLAIM_TYPES = ['Travel', 'Meals', 'Software', 'Office Supplies'];
const PAYABLE = 'Employee Payables - ACM';
const EXPENSE = 'Travel and Expenses - ACM';
const SOFTWARE = 'Software - ACM';
const COST_CENTER = 'Engineering - ACM';

/** Accounts, expense claims in each state, a budget near its limit and salary slips. */
export function seedMoney(ctx: Ctx): void {
  const accounts = [
    { account_name: 'Employee Payables', root_type: 'Liability', account_type: 'Payable' },
    { account_name: 'Travel and Expenses', root_type: 'Expense', account_type: 'Expense Account' },
    { account_name: 'Software', root_type: 'Expense', account_type: 'Expense Account' },
  ];
  for (const account of accounts)
    ctx.insert({ doctype: 'Account', ...account, company: ACME.name, account_currency: ACME.currency });
  ctx.insert({ doctype: 'Cost Center', cost_center_name: 'Engineering', company: ACME.name });
  ctx.setValue('Company', ACME.name, { default_expense_claim_payable_account: PAYABLE, cost_center: COST_CENTER });
  seedRates(ctx);
  seedClaims(ctx);
  seedBudget(ctx);
  seedSlips(ctx);
}

/** What a euro and a pound cost, and what a dollar buys. */
function seedRates(ctx: Ctx): void {
  const rates = [
    ['EUR', 'USD', 1.08],
    ['USD', 'EUR', 0.926],
    ['GBP', 'USD', 1.27],
    ['USD', 'GBP', 0.787],
  ] as const;
  const date = addDays(ctx.today(), -7);
  for (const [from_currency, to_currency, exchange_rate] of rates) {
    for (const currency_name of [from_currency, to_currency])
      if (!ctx.exists('Currency', currency_name)) ctx.insert({ doctype: 'Currency', currency_name, enabled: 1 });
    ctx.insert({ doctype: 'Currency Exchange', date, from_currency, to_currency, exchange_rate });
  }
}

function seedClaims(ctx: Ctx): void {
  for (const expense_type of CLAIM_TYPES) {
    ctx.insert({
      doctype: 'Expense Claim Type',
      expense_type,
      accounts: [{ company: ACME.name, default_account: expense_type === 'Software' ? SOFTWARE : EXPENSE }],
    });
  }
  claim(ctx, 'priya@acme.test', -3, [['Travel', 84.5, 'Taxi to the airport']]);
  claim(ctx, 'li@acme.test', -5, [['Meals', 46, 'Dinner with a candidate']]);
  decide(ctx, claim(ctx, 'priya@acme.test', -20, [['Software', 120, 'Licence of a diagram tool']]), 'Approved');
  decide(ctx, claim(ctx, 'tom.b@acme.test', -25, [['Office Supplies', 310, 'A chair']]), 'Rejected');
  const paid = claim(ctx, 'priya@acme.test', -45, [
    ['Travel', 412.3, 'Flight to the customer'],
    ['Meals', 38.2, 'Lunch'],
  ]);
  decide(ctx, paid, 'Approved', { is_paid: 1, mode_of_payment: 'Bank Transfer' });
  const cancelled = claim(ctx, 'li@acme.test', -30, [['Travel', 65, 'Train that was refunded']]);
  decide(ctx, cancelled, 'Approved');
  ctx.as('marcus@acme.test', (person) => person.cancel(person.getDoc('Expense Claim', cancelled)));
}

function claim(ctx: Ctx, user: string, days: number, lines: readonly (readonly [string, number, string])[]): string {
  const date = addDays(ctx.today(), days);
  const values = {
    doctype: 'Expense Claim',
    employee: employeeNamed(ctx, user),
    company: ACME.name,
    posting_date: date,
    expense_approver: 'marcus@acme.test',
    expenses: lines.map(([expense_type, amount, description]) => ({
      expense_date: date,
      expense_type,
      amount,
      sanctioned_amount: amount,
      description,
      cost_center: COST_CENTER,
    })),
  };
  return ctx.as(user, (person) => text(person.insert(values).name));
}

function decide(ctx: Ctx, name: string, approval_status: 'Approved' | 'Rejected', more: Row = {}): void {
  ctx.as('marcus@acme.test', (person) =>
    person.submit({ ...person.getDoc('Expense Claim', name), ...more, approval_status }),
  );
}

/** Software of Engineering: 60 000 for the year, 57 300 booked. Travel of the website relaunch: 5 000, 1 850 booked. */
function seedBudget(ctx: Ctx): void {
  const year = ctx.today().slice(0, 4);
  const fiscal_year = ctx.insert({
    doctype: 'Fiscal Year',
    year,
    year_start_date: `${year}-01-01`,
    year_end_date: `${year}-12-31`,
  }).name;
  const budget = ctx.insert({
    doctype: 'Budget',
    budget_against: 'Cost Center',
    company: ACME.name,
    cost_center: COST_CENTER,
    fiscal_year,
    accounts: [{ account: SOFTWARE, budget_amount: 60_000 }],
  });
  ctx.submit(budget);
  const project = text(ctx.getValue('Project', { project_name: 'Website Relaunch' }, 'name'));
  const ofProject = ctx.insert({
    doctype: 'Budget',
    budget_against: 'Project',
    company: ACME.name,
    project,
    fiscal_year,
    accounts: [{ account: EXPENSE, budget_amount: 5000 }],
  });
  ctx.submit(ofProject);
  const booked: readonly Row[] = [
    ...[31_500, 18_300, 7_500].map((debit) => ({ account: SOFTWARE, cost_center: COST_CENTER, debit })),
    { account: EXPENSE, cost_center: COST_CENTER, project, debit: 1850 },
  ];
  for (const row of booked) {
    const values = { company: ACME.name, fiscal_year, posting_date: `${year}-01-31`, credit: 0, ...row };
    ctx.submit(ctx.insert({ doctype: 'GL Entry', ...values }));
  }
}

const PAY: readonly (readonly [string, number])[] = [
  ['priya@acme.test', 8200],
  ['marcus@acme.test', 11_400],
  ['li@acme.test', 7900],
];

function seedSlips(ctx: Ctx): void {
  const components = [
    { salary_component: 'Basic', salary_component_abbr: 'B', type: 'Earning' },
    { salary_component: 'Income Tax', salary_component_abbr: 'IT', type: 'Deduction' },
    { salary_component: 'Health Insurance', salary_component_abbr: 'HI', type: 'Deduction' },
  ];
  for (const component of components) ctx.insert({ doctype: 'Salary Component', ...component });
  for (const [user, basic] of PAY) {
    for (const back of [2, 1]) seedSlip(ctx, user, basic, monthBack(ctx.today(), back));
  }
}

function seedSlip(ctx: Ctx, user: string, basic: number, month: string): void {
  const start = `${month}-01`;
  const end = addDays(`${addDays(start, 31).slice(0, 7)}-01`, -1);
  const slip = ctx.insert({
    doctype: 'Salary Slip',
    employee: employeeNamed(ctx, user),
    company: ACME.name,
    posting_date: end,
    start_date: start,
    end_date: end,
    salary_structure: 'Monthly',
    payroll_frequency: 'Monthly',
    currency: ACME.currency,
    exchange_rate: 1,
    total_working_days: 22,
    payment_days: 22,
    earnings: [{ salary_component: 'Basic', abbr: 'B', amount: basic }],
    deductions: [
      { salary_component: 'Income Tax', abbr: 'IT', amount: Math.round(basic * 0.22) },
      { salary_component: 'Health Insurance', abbr: 'HI', amount: 180 },
    ],
  });
  ctx.submit(slip);
}

function monthBack(today: string, months: number): string {
  const index = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 - months;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}
