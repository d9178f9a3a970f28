import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addDays, weekday } from '../../../devsite/apps/dates.ts';
import { seedDemo } from '../../../devsite/apps/demo/seed.ts';
import { DemoSite } from './demo-site.ts';

it.each([
  ['a Wednesday before Christmas', '2026-12-16T18:00:00Z', '2026-12-24'],
  ['New Year’s Eve', '2026-12-31T18:00:00Z', '2027-01-07'],
  ['a leap day, a Tuesday', '2028-02-29T18:00:00Z', '2028-03-09'],
  ['a Sunday of a clock change', '2027-03-14T18:00:00Z', '2027-03-18'],
  ['a Saturday night that is Sunday in UTC', '2026-10-04T03:00:00Z', '2026-10-08'],
])('the demo holds on %s', async (_what, now, thursday) => {
  const site = await DemoSite.open(Date.parse(now));
  try {
    const today = site.stamp().slice(0, 10);
    expect(addDays(today, 11 - weekday(today))).toBe(thursday);
    const reader = site.reading('priya@acme.test');
    const days = await reader.get('dartwing_va.reads.leave_days', {
      leave_type: 'Annual Leave',
      from_date: thursday,
      to_date: addDays(thursday, 1),
    });
    expect(days.data).toMatchObject({ days: 2, holidays: [], overlaps: [] });
    const balance = (await reader.get('dartwing_va.reads.leave_details')).data.leave_allocation;
    expect(balance['Annual Leave']).toMatchObject({
      total_leaves: 18,
      leaves_taken: 4,
      leaves_pending_approval: 0,
      remaining_leaves: 14,
    });
    expect(balance['Sick Leave']).toMatchObject({ remaining_leaves: 10 });
  } finally {
    await site.close();
  }
});

it('the demo is made once, and keeps the key of the service user in a file for its owner alone', async () => {
  const site = await DemoSite.open();
  try {
    const path = join(site.dir, 'sidecar.json');
    const before = readFileSync(path, 'utf8');
    const employees = site.rows('Employee', {}, ['name']).length;
    seedDemo(site.running.site, site.dir);
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(site.rows('Employee', {}, ['name'])).toHaveLength(employees);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(JSON.parse(before)).toMatchObject({ site: 'acme.test', site_name: 'acme.test', url: site.running.url });
  } finally {
    await site.close();
  }
});

it('the demo has what the assistant is shown with', async () => {
  const site = await DemoSite.open();
  try {
    const states = new Set(site.rows('Expense Claim', {}, ['status']).map((row) => row['status']));
    expect(states).toEqual(new Set(['Draft', 'Unpaid', 'Rejected', 'Paid', 'Cancelled']));
    expect(site.rows('Expense Claim', { status: 'Paid' }, ['grand_total'])).toEqual([{ grand_total: 450.5 }]);
    expect(site.rows('Leave Application', { status: 'Open', leave_approver: 'marcus@acme.test' })).toHaveLength(2);
    expect(site.rows('Task', { status: 'Overdue' })).toHaveLength(1);
    expect(site.rows('Help Article', {})).toHaveLength(20);
    const spent = site
      .rows('GL Entry', { account: 'Software - ACM' }, ['debit'])
      .reduce((sum, row) => sum + Number(row['debit']), 0);
    const [budget] = site.rows('Budget Account', { account: 'Software - ACM' }, ['budget_amount']);
    expect(spent / Number(budget?.['budget_amount'])).toBeGreaterThan(0.9);
    expect(site.rows('VA Instance', { company: 'Acme' })).toHaveLength(10);
    for (const password of ['demo', 'wrong']) {
      const answer = await site.caller({}).post('/api/method/login', { usr: 'priya@acme.test', pwd: password });
      expect(answer.status).toBe(password === 'demo' ? 200 : 401);
    }
  } finally {
    await site.close();
  }
});
