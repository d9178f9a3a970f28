import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../../devsite/engine/types.ts';
import { type Caller, DemoSite } from './demo-site.ts';

let site: DemoSite;
let priya: Caller;
let marcus: Caller;

beforeAll(async () => {
  site = await DemoSite.open();
  priya = site.person('priya@acme.test');
  marcus = site.person('marcus@acme.test');
});
afterAll(() => site.close());

function ask(from_date: string, to_date = from_date, more: Row = {}) {
  const employee = site.employee('priya@acme.test');
  return priya.post('/api/resource/Leave Application', {
    employee,
    leave_type: 'Annual Leave',
    from_date,
    to_date,
    ...more,
  });
}

async function balance(): Promise<Row> {
  const answer = await site.reading('priya@acme.test').get('dartwing_va.reads.leave_details');
  return answer.data.leave_allocation['Annual Leave'];
}

describe('leave as HRMS has it', () => {
  it('gives the five numbers of get_leave_details', async () => {
    expect(await balance()).toEqual({
      total_leaves: 18,
      expired_leaves: 0,
      leaves_taken: 4,
      leaves_pending_approval: 0,
      remaining_leaves: 14,
    });
  });

  it("takes a request as Open, with days and balance; the approver is filled in by HRMS's form alone", async () => {
    const answer = await ask('2026-09-17', '2026-09-18', { status: 'Approved' });
    expect(answer.status).toBe(200);
    expect(answer.data).toMatchObject({
      owner: 'priya@acme.test',
      status: 'Open',
      docstatus: 0,
      total_leave_days: 2,
      leave_balance: 14,
    });
    expect(answer.data.leave_approver ?? null).toBeNull();
    expect(await balance()).toMatchObject({ leaves_pending_approval: 2, remaining_leaves: 14 });
    expect(site.rows('DocShare', { share_doctype: 'Leave Application' })).toEqual([]);
  });

  it('shares a request with an approver who could not see it otherwise', async () => {
    const answer = await ask('2026-09-22', '2026-09-22', { leave_approver: 'hr@acme.test' });
    expect(answer.status).toBe(200);
    const { name } = answer.data;
    const toSales = await priya.put(`/api/resource/Leave Application/${name}`, { leave_approver: 'sales@acme.test' });
    expect(toSales.status).toBe(200);
    expect(site.rows('DocShare', { share_name: name }, ['user', 'submit'])).toEqual([
      { user: 'sales@acme.test', submit: 1 },
    ]);
    const sales = site.person('sales@acme.test');
    expect((await sales.get(`/api/resource/Leave Application/${name}`)).status).toBe(200);
    await priya.put(`/api/resource/Leave Application/${name}`, { leave_approver: 'marcus@acme.test' });
    expect((await sales.get(`/api/resource/Leave Application/${name}`)).status).toBe(403);
  });

  it.each([
    ['an overlap', '2026-09-18', '2026-09-21', {}, /already applied/],
    ['an end before the start', '2026-10-09', '2026-10-08', {}, /before from date/],
    ['weekends only', '2026-10-10', '2026-10-11', {}, /are holidays/],
    ['more than is left', '2026-10-12', '2026-11-13', {}, /Insufficient leave balance/],
    ['a day outside of any allocation', '2028-05-09', '2028-05-09', {}, /outside leave allocation period/],
    [
      'a half day outside of the leave',
      '2026-10-12',
      '2026-10-13',
      { half_day: 1, half_day_date: '2026-10-14' },
      /Half Day Date/,
    ],
    ['more sick leave than is left', '2026-10-12', '2026-10-28', { leave_type: 'Sick Leave' }, /Insufficient/],
  ])('refuses %s', async (_what, from, to, more, message) => {
    const answer = await ask(from, to, more);
    expect(answer.status).toBe(417);
    expect(answer.text).toMatch(message);
  });

  it('counts half days and leaves holidays out', async () => {
    const half = await ask('2026-10-12', '2026-10-13', { half_day: 1, half_day_date: '2026-10-13' });
    expect(half.data).toMatchObject({ total_leave_days: 1.5 });
    const overHoliday = await ask('2026-09-29', '2026-10-01');
    // Company Day is the Wednesday three weeks from now.
    expect(overHoliday.data).toMatchObject({ total_leave_days: 2 });
  });

  it('lets two halves of one day stand, and no third', async () => {
    const halfDay = { half_day: 1, half_day_date: '2026-10-20' };
    expect((await ask('2026-10-20', '2026-10-20', halfDay)).status).toBe(200);
    expect((await ask('2026-10-20', '2026-10-20', halfDay)).status).toBe(200);
    expect((await ask('2026-10-20', '2026-10-20', halfDay)).status).toBe(417);
  });

  it('lets unpaid leave go without allocation', async () => {
    const answer = await ask('2026-11-09', '2026-11-10', { leave_type: 'Leave Without Pay' });
    expect(answer.status).toBe(200);
  });

  it('is never approved by the one who asks, through any path', async () => {
    const { data } = await ask('2026-11-16');
    const path = `/api/resource/Leave Application/${data.name}`;
    const saved = await priya.put(path, { status: 'Approved' });
    expect(saved.data.status).toBe('Open');
    expect((await priya.put(path, { docstatus: 1 })).status).toBe(403);
    expect((await priya.remove(path)).status).toBe(403);
    const own = await marcus.post('/api/resource/Leave Application', {
      employee: site.employee('marcus@acme.test'),
      leave_type: 'Annual Leave',
      from_date: '2026-11-16',
      to_date: '2026-11-16',
      status: 'Approved',
      docstatus: 1,
    });
    expect(own.status).toBe(417);
    expect(own.text).toMatch(/Self-approval/);
  });

  it('is written to the ledger on approval and taken out on cancel', async () => {
    const { data } = await ask('2026-11-23');
    const path = `/api/resource/Leave Application/${data.name}`;
    const taken = (await balance())['leaves_taken'];
    const open = await marcus.put(path, { docstatus: 1 });
    expect(open.text).toMatch(/'Approved' and 'Rejected'/);
    const approved = await marcus.put(path, { status: 'Approved', docstatus: 1 });
    expect(approved.status).toBe(200);
    expect((await balance())['leaves_taken']).toBe(Number(taken) + 1);
    const cancelled = await marcus.put(path, { docstatus: 2 });
    expect(cancelled.data).toMatchObject({ status: 'Cancelled', docstatus: 2 });
    expect((await balance())['leaves_taken']).toBe(taken);
  });

  it('hides allocations and holiday lists from an employee', async () => {
    expect((await priya.get('/api/resource/Leave Allocation')).status).toBe(403);
    expect((await priya.get('/api/resource/Holiday List')).status).toBe(403);
  });
});

describe('the walls of an Employee record', () => {
  it('let a manager see his reports and a colleague only himself', async () => {
    const names = async (caller: Caller) => {
      const answer = await caller.get('/api/resource/Employee', { fields: '["user_id"]', limit_page_length: '0' });
      return answer.data.map((row: Row) => row['user_id']).sort();
    };
    expect(await names(priya)).toEqual(['priya@acme.test']);
    expect(await names(marcus)).toEqual([
      'li@acme.test',
      'marcus@acme.test',
      'priya@acme.test',
      'tom.b@acme.test',
      'tom@acme.test',
    ]);
    expect(await names(site.person('gina@globex.test'))).toEqual(['erik@globex.test', 'gina@globex.test']);
    expect(await names(site.person('hr@acme.test'))).toHaveLength(10);
  });

  it('keep articles for HR from everybody else', async () => {
    const count = async (user: string) =>
      (await site.reading(user).get('dartwing_va.reads.help_articles')).data.articles.length;
    expect(await count('priya@acme.test')).toBe(18);
    expect(await count('gina@globex.test')).toBe(18);
    expect(await count('hr@acme.test')).toBe(20);
    expect((await priya.get('/api/resource/Help Article')).status).toBe(403);
  });
});
