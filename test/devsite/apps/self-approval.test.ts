import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../../devsite/engine/types.ts';
import { DemoSite } from './demo-site.ts';

// Nobody decides on what he asked for himself, whatever an action says: the site refuses also what no tool would propose.
let site: DemoSite;
beforeAll(async () => {
  site = await DemoSite.open();
});
afterAll(() => site.close());

const APPROVE = { action_type: 'operations.approve_request' };

async function leaveOf(user: string, approver: string, day: string): Promise<string> {
  const values = {
    employee: site.employee(user),
    leave_type: 'Annual Leave',
    from_date: day,
    to_date: day,
    leave_approver: approver,
  };
  const made = await site.person(user).post('/api/resource/Leave Application', values);
  expect(made.status).toBe(200);
  return String(made.data.name);
}

async function claimOf(user: string): Promise<string> {
  const values = {
    employee: site.employee(user),
    company: 'Acme',
    payable_account: 'Employee Payables - ACM',
    expenses: [{ expense_type: 'Meals', amount: 20 }],
  };
  const made = await site.person(user).post('/api/resource/Expense Claim', values);
  expect(made.status).toBe(200);
  return String(made.data.name);
}

function decision(doctype: string, name: string, field: string, from: string): Row[] {
  return [
    { op: 'update', doctype, name, values: { [field]: 'Approved' }, from: { [field]: from, docstatus: 0 } },
    { op: 'submit', doctype, name, from: { docstatus: 0 } },
  ];
}

async function confirmed(user: string, operations: readonly Row[]) {
  const { action, digest } = await site.propose(user, operations, { ...APPROVE, turn_id: site.name('turn') });
  const own = await site.person(user).post('dartwing_va.api.confirm_action', { action, digest });
  return own;
}

describe('an own request', () => {
  it('of an employee without a right to decide stays open by every kind of operation', async () => {
    const name = await leaveOf('priya@acme.test', 'marcus@acme.test', '2026-10-06');
    const whole = decision('Leave Application', name, 'status', 'Open');
    const workflow = {
      op: 'workflow',
      doctype: 'Leave Application',
      name,
      action: 'Approve',
      from: { workflow_state: '', docstatus: 0 },
    };
    for (const operations of [whole, whole.slice(0, 1), whole.slice(1), [workflow]]) {
      expect((await confirmed('priya@acme.test', operations)).status).toBeGreaterThanOrEqual(400);
    }
    const [row] = site.rows('Leave Application', { name });
    expect(row).toMatchObject({ status: 'Open', docstatus: 0 });
  });

  it('of somebody who may decide on the requests of others is refused by name of the rule', async () => {
    const leave = await leaveOf('hr@acme.test', 'hr@acme.test', '2026-10-07');
    const answer = await confirmed('hr@acme.test', decision('Leave Application', leave, 'status', 'Open'));
    expect(answer.va?.message).toMatch(/self-approval/iu);
    const claim = await claimOf('marcus@acme.test');
    const refused = await confirmed('marcus@acme.test', decision('Expense Claim', claim, 'approval_status', 'Draft'));
    expect(refused.va?.message).toMatch(/self-approval/iu);
    expect(site.rows('Leave Application', { name: leave })[0]).toMatchObject({ status: 'Open', docstatus: 0 });
    expect(site.rows('Expense Claim', { name: claim })[0]).toMatchObject({ approval_status: 'Draft', docstatus: 0 });
  });

  it('is decided by the approver in one action, and undone by cancelling', async () => {
    const name = await leaveOf('priya@acme.test', 'marcus@acme.test', '2026-10-08');
    const { action, digest } = await site.propose(
      'marcus@acme.test',
      decision('Leave Application', name, 'status', 'Open'),
      APPROVE,
    );
    const marcus = site.person('marcus@acme.test');
    expect((await marcus.post('dartwing_va.api.confirm_action', { action, digest })).data).toMatchObject({
      status: 'completed',
      reversible: true,
    });
    expect(site.rows('Leave Application', { name })[0]).toMatchObject({ status: 'Approved', docstatus: 1 });
    expect((await marcus.post('dartwing_va.api.undo_action', { action })).data).toMatchObject({ status: 'reversed' });
    expect(site.rows('Leave Application', { name })[0]).toMatchObject({ status: 'Cancelled', docstatus: 2 });
  });
});

describe('a task', () => {
  it('leaves the list of whoever has it when it is done', async () => {
    const [task] = site.rows('Task', { subject: 'Write the release notes' });
    const name = String(task?.['name']);
    const done = await site.person('priya@acme.test').put(`/api/resource/Task/${name}`, { status: 'Completed' });
    expect(done.status).toBe(200);
    expect(site.rows('ToDo', { reference_name: name }).map((row) => row['status'])).toEqual(['Closed']);
    expect(site.rows('Task', { name })[0]?.['_assign']).toBeFalsy();
  });

  it('may not end after its project', async () => {
    const [project] = site.rows('Project', { project_name: 'Website Relaunch' });
    const values = { subject: 'Too late', project: project?.['name'], exp_end_date: '2030-01-01' };
    const answer = await site.person('priya@acme.test').post('/api/resource/Task', values);
    expect(answer.body['exc_type']).toBe('InvalidDates');
  });
});
