import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DemoSite } from './demo-site.ts';

let site: DemoSite;
const BUDGET = 'dartwing_va.reads.budget_status';

beforeAll(async () => {
  site = await DemoSite.open();
});
afterAll(() => site.close());

describe('what an employee may know of money', () => {
  it('tells who decides on a claim and the kinds that have an account', async () => {
    const { data } = await site.reading('priya@acme.test').get('dartwing_va.reads.expense_details');
    expect(data).toMatchObject({ approver: 'marcus@acme.test', approver_name: 'Marcus Reed', currency: 'USD' });
    expect(data.types.map((type: { name: string }) => type.name)).toEqual([
      'Meals',
      'Office Supplies',
      'Software',
      'Travel',
    ]);
    const globex = await site.reading('erik@globex.test').get('dartwing_va.reads.expense_details');
    expect(globex.data).toMatchObject({ company: 'Globex', currency: 'EUR', types: [] });
  });

  it('tells the budget of the own department, and of it what was spent in a time', async () => {
    const year = site.stamp().slice(0, 4);
    const asked = { against: 'department', from_date: `${year}-01-01`, to_date: `${year}-01-30` };
    const { data } = await site.reading('priya@acme.test').get(BUDGET, asked);
    expect(data).toMatchObject({ title: 'Engineering', allocated: 60_000, spent: 57_300, remaining: 2700 });
    expect(data.period).toMatchObject({ spent: 0 });
  });

  it('hides other departments, and projects one is not on, from whoever may not read budgets', async () => {
    for (const [who, args] of [
      ['sales@acme.test', { against: 'department', name: 'Engineering' }],
      ['li@acme.test', { against: 'project', name: 'Website Relaunch' }],
      ['erik@globex.test', { against: 'project', name: 'Website Relaunch' }],
    ] as const) {
      expect((await site.reading(who).get(BUDGET, args)).status, who).toBe(404);
    }
    const finance = await site.reading('finance@acme.test').get(BUDGET, { against: 'department', name: 'engineering' });
    expect(finance.data).toMatchObject({ allocated: 60_000 });
  });

  it('leaves out what pay is booked on, but not for whoever may read budgets', async () => {
    site.running.site.transaction((ctx) => {
      const component = ctx.getDoc('Salary Component', 'Basic');
      ctx.save({ ...component, accounts: [{ company: 'Acme', account: 'Software - ACM' }] });
    });
    const own = await site.reading('priya@acme.test').get(BUDGET, { against: 'department' });
    expect(own.data).toMatchObject({ allocated: 0, accounts: [] });
    const finance = await site.reading('finance@acme.test').get(BUDGET, { against: 'department', name: 'Engineering' });
    expect(finance.data).toMatchObject({ allocated: 60_000 });
  });
});

describe('a claim made by REST, as HRMS 15.33 takes it', () => {
  const claim = (row: object) => ({
    employee: site.employee('priya@acme.test'),
    company: 'Acme',
    expenses: [{ amount: 10, expense_type: 'Travel', ...row }],
  });

  it('gets no approver, nothing granted and no cost centre unless they are sent', async () => {
    const made = await site.person('priya@acme.test').post('/api/resource/Expense Claim', claim({}));
    expect(made.data).toMatchObject({ total_claimed_amount: 10, grand_total: 0, cost_center: 'Engineering - ACM' });
    expect(made.data.expense_approver ?? null).toBeNull();
    expect(made.data.expenses[0].cost_center ?? null).toBeNull();
  });
});
