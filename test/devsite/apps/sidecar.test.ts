import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../../devsite/engine/types.ts';
import { type Caller, DemoSite } from './demo-site.ts';

let site: DemoSite;
let priya: Caller;

beforeAll(async () => {
  site = await DemoSite.open();
  priya = site.person('priya@acme.test');
});
afterAll(() => site.close());

async function batch(...operations: readonly Row[]) {
  return (await site.service.post('dartwing_va.api.batch', { operations })).data.results;
}

describe('batch', () => {
  it('writes records that belong to the employee, once, each with its own result', async () => {
    const employee = site.employee('priya@acme.test');
    const conversation = site.name('conv');
    const turn = site.name('turn');
    const begin = {
      op: 'insert',
      doctype: 'VA Conversation',
      name: conversation,
      values: { employee, va_instance: employee, started_at: site.stamp(), status: 'Active', topics: ['leave'] },
    };
    const answer = {
      op: 'insert',
      doctype: 'VA Conversation Turn',
      name: turn,
      values: {
        conversation,
        employee,
        turn_number: 1,
        role: 'Assistant',
        status: 'Pending',
        timestamp: site.stamp(),
        content: 'You have <14> days.',
      },
    };
    const results = await batch(
      begin,
      { op: 'insert', doctype: 'VA Template', name: site.name('tmpl'), values: {} },
      answer,
      { op: 'update', doctype: 'VA Conversation Turn', name: turn, values: { status: 'Answered', latency_ms: 12 } },
      { op: 'update', doctype: 'VA Conversation Turn', name: turn, values: { content: 'edited' } },
      {
        op: 'insert',
        doctype: 'VA Conversation Turn',
        name: site.name('turn'),
        values: { conversation: 'conv_none', turn_number: 1, role: 'User', timestamp: site.stamp() },
      },
    );
    expect(results.map((result: Row) => result['ok'])).toEqual([true, false, true, true, false, false]);
    expect(results[4].error).toMatchObject({ type: 'PermissionError', retryable: false });
    expect(await batch(begin)).toEqual([{ ok: true, name: conversation, repeated: true }]);
    expect(site.rows('VA Conversation Turn', { name: turn }, ['owner', 'company', 'content', 'status'])).toEqual([
      { owner: 'priya@acme.test', company: 'Acme', content: 'You have <14> days.', status: 'Answered' },
    ]);
    expect((await priya.get(`/api/resource/VA Conversation Turn/${turn}`)).data.content).toBe('You have <14> days.');
  });

  it('chains audit rows that the sidecar reports and marks them as reported', async () => {
    const name = site.name('aud');
    const payload = { event_type: 'Data Access', outcome: 'Success', tool_name: 'leave', sequence: 99, source: 'site' };
    expect(await batch({ op: 'insert', doctype: 'VA Audit Log', name, values: { payload } })).toEqual([
      { ok: true, name },
    ]);
    const stored = JSON.parse(String(site.rows('VA Audit Log', { name }, ['payload'])[0]?.['payload']));
    expect(stored).toMatchObject({ source: 'sidecar', tool_name: 'leave', site: 'acme.test' });
    expect(stored.sequence).not.toBe(99);
    expect((await site.service.post('dartwing_va.api.verify_audit')).data.ok).toBe(true);
  });

  it('shows audit rows to a Compliance Officer of the company, and to nobody else', async () => {
    const name = site.name('aud');
    const payload = { event_type: 'Data Access', outcome: 'Success', actor_employee: site.employee('priya@acme.test') };
    await batch({ op: 'insert', doctype: 'VA Audit Log', name, values: { payload } });
    const path = `/api/resource/VA Audit Log/${name}`;
    expect((await site.person('compliance@acme.test').get(path)).status).toBe(200);
    for (const user of ['priya@acme.test', 'hr@acme.test', 'gina@globex.test']) {
      expect((await site.person(user).get(path)).status).toBe(403);
    }
  });

  it('is open to the service user by its key and to nobody else', async () => {
    for (const caller of [priya, site.person('Administrator'), site.caller({})]) {
      expect((await caller.post('dartwing_va.api.batch', { operations: [] })).status).toBeGreaterThanOrEqual(401);
    }
    expect((await site.service.post('dartwing_va.api.batch', { operations: [] })).va?.code).toBe('OUT_OF_RANGE');
    expect((await site.service.post('dartwing_va.api.batch', { operations: 'x' })).va?.code).toBe('INVALID_FORMAT');
  });
});

describe('reading under a delegation', () => {
  it('sees what the employee sees, of the named DocTypes only', async () => {
    const reader = site.reading('priya@acme.test', ['Leave Application', 'User', 'Salary Slip']);
    const list = await reader.get('/api/resource/Leave Application', {
      fields: '["employee"]',
      limit_page_length: '0',
    });
    expect(new Set(list.data.map((row: Row) => row['employee']))).toEqual(new Set([site.employee('priya@acme.test')]));
    expect((await reader.get('/api/resource/Expense Claim')).va).toMatchObject({
      code: 'FORBIDDEN',
      meta: { reason: 'doctype' },
    });
    expect((await reader.get('/api/resource/User')).va?.meta).toMatchObject({ reason: 'doctype' });
    const slips = (await reader.get('/api/resource/Salary Slip')).data;
    const slip = await reader.get(`/api/resource/Salary Slip/${encodeURIComponent(String(slips[0].name))}`);
    expect(slip.data.employee).toBe(site.employee('priya@acme.test'));
  });

  it('writes nothing and takes no other way', async () => {
    const reader = site.reading('priya@acme.test', ['Leave Application']);
    expect((await reader.post('/api/resource/Leave Application', {})).va?.meta).toMatchObject({ reason: 'verb' });
    for (const parameter of ['cmd', 'run_method', 'sid', 'usr', 'data', 'doctype']) {
      expect((await reader.get('/api/resource/Leave Application', { [parameter]: 'x' })).va?.meta).toMatchObject({
        reason: 'parameter',
      });
    }
    expect((await reader.get('frappe.client.get_list')).va?.meta).toMatchObject({ reason: 'method' });
    expect((await reader.get('dartwing_va.api.whoami')).va?.meta).toMatchObject({ reason: 'method' });
    const forged = site.reading('priya@acme.test', ['Leave Application'], {
      exp: Math.floor(site.clock.now / 1000) + 500,
    });
    expect((await forged.get('/api/resource/Leave Application')).va?.code).toBe('UNAUTHORIZED');
    const late = site.reading('priya@acme.test', ['Leave Application'], { iat: 1, exp: 100 });
    expect((await late.get('/api/resource/Leave Application')).va?.code).toBe('TOKEN_EXPIRED');
    for (const user of ['Administrator', 'Guest', 'va-sidecar@site.test', 'nobody@acme.test']) {
      expect((await site.reading(user, ['Leave Application']).get('/api/resource/Leave Application')).va?.code).toBe(
        'FORBIDDEN',
      );
    }
  });

  it('tells a balance to the manager, and to a colleague the same as of nobody', async () => {
    const method = 'dartwing_va.reads.leave_details';
    const employee = site.employee('priya@acme.test');
    const marcus = await site.reading('marcus@acme.test').get(method, { employee });
    expect(marcus.data.leave_allocation['Annual Leave'].remaining_leaves).toBe(14);
    const li = await site.reading('li@acme.test').get(method, { employee });
    const nobody = await site.reading('li@acme.test').get(method, { employee: 'HR-EMP-99999' });
    const erik = await site.reading('erik@globex.test').get(method, { employee });
    expect([li.status, li.text, erik.text]).toEqual([404, nobody.text, nobody.text]);
  });

  it('answers days, holidays and overlaps before anything is asked for', async () => {
    const reader = site.reading('li@acme.test');
    const days = await reader.get('dartwing_va.reads.leave_days', {
      leave_type: 'Annual Leave',
      from_date: '2026-09-19',
      to_date: '2026-09-22',
    });
    expect(days.data).toMatchObject({
      days: 2,
      holidays: [
        { date: '2026-09-19', weekly_off: true },
        { date: '2026-09-20', weekly_off: true },
      ],
      overlaps: [{ from_date: '2026-09-21', to_date: '2026-09-22', status: 'Open' }],
      allowed: expect.arrayContaining(['Annual Leave', 'Sick Leave', 'Leave Without Pay']),
    });
    const holidays = await reader.get('dartwing_va.reads.holidays', { from_date: '2026-09-28', to_date: '2026-10-02' });
    expect(holidays.data.holidays).toEqual([{ date: '2026-09-30', description: 'Company Day', weekly_off: false }]);
    expect(
      (await reader.get('dartwing_va.reads.holidays', { from_date: '2026-09-28', to_date: '2026-02-30' })).status,
    ).toBeGreaterThanOrEqual(400);
  });

  it('finds colleagues of the own company only, contact data on request', async () => {
    const names = async (user: string, query: Record<string, string>) =>
      (await site.reading(user).get('dartwing_va.reads.directory', query)).data.people;
    expect((await names('priya@acme.test', { query: 'tom' })).map((row: Row) => row['employee_name'])).toEqual([
      'Tom Baker',
      'Tom Brandt',
    ]);
    expect(await names('erik@globex.test', { query: 'priya' })).toEqual([]);
    const [plain] = await names('priya@acme.test', { query: 'marcus' });
    expect(plain).toMatchObject({ user: 'marcus@acme.test', reports_to_name: 'Dana Kim' });
    expect(plain).not.toHaveProperty('cell');
    const [full] = await names('priya@acme.test', { query: 'marcus', include_contact: '1' });
    expect(full).toMatchObject({ email: 'marcus@acme.test', cell: '+1 312 555 0101' });
  });

  it('says when people are busy and never with what', async () => {
    const reader = site.reading('priya@acme.test');
    const query = { users: '["marcus@acme.test"]', from: '2026-09-14', to: '2026-09-16' };
    const answer = await reader.get('dartwing_va.reads.free_busy', query);
    expect(answer.data.busy['marcus@acme.test']).toEqual([
      { from: '2026-09-14 09:30:00', to: '2026-09-14 10:00:00' },
      { from: '2026-09-15 14:00:00', to: '2026-09-15 14:30:00' },
    ]);
    expect(answer.text).not.toMatch(/weekly|One on one/);
    expect((await reader.get('dartwing_va.reads.free_busy', { ...query, users: '["erik@globex.test"]' })).status).toBe(
      404,
    );
  });
});

describe('the records of the assistant', () => {
  it('stand in nobody’s way and follow the login of their employee', async () => {
    const employee = site.employee('li@acme.test');
    const { action } = await site.propose(
      'li@acme.test',
      [{ op: 'insert', doctype: 'ToDo', values: { description: 'x' } }],
      {
        target_doctype: 'Leave Type',
        target_document: 'Leave Without Pay',
      },
    );
    site.running.site.transaction((ctx) => ctx.remove('Leave Type', 'Leave Without Pay'));
    site.running.site.transaction((ctx) => ctx.save({ ...ctx.getDoc('Employee', employee), user_id: null }));
    expect(site.rows('VA Action Log', { name: action }, ['owner'])).toEqual([{ owner: 'Administrator' }]);
  });

  it('keep a second assistant, a foreign template and too high a limit out', async () => {
    const employee = site.employee('priya@acme.test');
    const hr = site.person('hr@acme.test');
    const path = `/api/resource/VA Instance/${employee}`;
    expect((await hr.post('/api/resource/VA Instance', { employee, company: 'Acme', va_name: 'Two' })).status).toBe(
      409,
    );
    expect((await hr.put(path, { expense_limit: 5000 })).text).toMatch(/cannot be higher than 1000/);
    expect((await hr.put(path, { template: 'Globex Default' })).status).toBe(417);
    expect((await hr.put(path, { expense_limit: 300 })).status).toBe(200);
    expect((await priya.put(path, { expense_limit: 900, voice_speed: 1.5 })).data).toMatchObject({
      expense_limit: 300,
      voice_speed: 1.5,
    });
    expect((await priya.put(path, { employee: site.employee('dana@acme.test') })).status).toBeGreaterThanOrEqual(400);
    expect((await site.person('gina@globex.test').get(path)).status).toBe(403);
  });
});
