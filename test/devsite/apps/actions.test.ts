import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../../devsite/engine/types.ts';
import { type Caller, DemoSite, leaveOf } from './demo-site.ts';

let site: DemoSite;
let priya: Caller;
let marcus: Caller;
let token: string;
let employee: string;

beforeAll(async () => {
  site = await DemoSite.open();
  priya = site.person('priya@acme.test');
  marcus = site.person('marcus@acme.test');
  token = await site.token('priya@acme.test');
  employee = site.employee('priya@acme.test');
});
afterAll(() => site.close());

function execute(action: string, digest: string, using = token) {
  return site.service.post('dartwing_va.api.execute_action', {
    action,
    digest,
    proof: { kind: 'session', token: using },
  });
}

function statusOf(action: string): unknown {
  return site.rows('VA Action Log', { name: action }, ['status'])[0]?.['status'];
}

function leaves(): Row[] {
  return site.rows('Leave Application', { employee, docstatus: 0 }, ['name']);
}

describe('an action', () => {
  it('runs once as the employee, answers a repeat with the first result, and is undone once', async () => {
    const { action, digest } = await site.propose('priya@acme.test', [leaveOf(employee)]);
    expect(leaves()).toEqual([]);
    const done = await execute(action, digest);
    expect(done.status).toBe(200);
    expect(done.data).toMatchObject({
      action,
      status: 'completed',
      repeated: false,
      proof: 'session',
      reversible: true,
    });
    const [document] = done.data.result.documents;
    expect(document).toEqual({ doctype: 'Leave Application', name: document.name, op: 'insert' });
    expect(site.rows('Leave Application', { name: document.name }, ['owner', 'status', 'docstatus'])).toEqual([
      { owner: 'priya@acme.test', status: 'Open', docstatus: 0 },
    ]);
    expect(done.data.after[0]).toMatchObject({ from_date: '2026-09-17', status: 'Open' });

    const again = await execute(action, digest);
    expect(again.data).toEqual({ ...done.data, repeated: true });
    expect(leaves()).toHaveLength(1);

    const reversal = site.name('act');
    const undo = { action, reversal, proof: { kind: 'session', token } };
    const undone = await site.service.post('dartwing_va.api.reverse_action', undo);
    expect(undone.data).toMatchObject({ status: 'reversed', reversal, repeated: false });
    expect(leaves()).toEqual([]);
    expect((await site.service.post('dartwing_va.api.reverse_action', undo)).data).toEqual({
      ...undone.data,
      repeated: true,
    });
    const second = await priya.post('dartwing_va.api.undo_action', { action });
    expect([second.status, second.va?.code]).toEqual([409, 'ACTION_ALREADY_REVERSED']);
    const trail = site
      .rows('VA Audit Log', { action_log: action }, ['event_subtype'])
      .map((row) => row['event_subtype']);
    expect(trail).toEqual(expect.arrayContaining(['action_executed', 'undo_own_insert', 'action_refused']));
  });

  it('is whole or nothing: a second operation that fails takes the first back', async () => {
    const { action, digest } = await site.propose('priya@acme.test', [
      leaveOf(employee, '2026-09-24'),
      leaveOf(employee, '2026-09-24'),
    ]);
    const answer = await execute(action, digest);
    expect([answer.status, answer.va?.code]).toEqual([422, 'UNPROCESSABLE_ENTITY']);
    expect(answer.va?.message).toMatch(/already applied/);
    expect(leaves()).toEqual([]);
    expect(statusOf(action)).toBe('failed');
    expect((await execute(action, digest)).va?.code).toBe('ACTION_FAILED');
  });

  it('fails when what was asked is not what is stored', async () => {
    const operations = [leaveOf(employee, '2026-09-24', '2026-09-24', { status: 'Approved' })];
    const { action, digest } = await site.propose('priya@acme.test', operations);
    const answer = await execute(action, digest);
    expect([answer.status, answer.va?.code]).toEqual([422, 'UNPROCESSABLE_ENTITY']);
    expect(leaves()).toEqual([]);
  });

  it('is refused with a forged, foreign, missing or ended session', async () => {
    const { action, digest } = await site.propose('priya@acme.test', [leaveOf(employee, '2026-10-06')]);
    expect((await execute(action, digest, 'x.y.z')).va?.code).toBe('PROOF_REQUIRED');
    expect((await execute(action, digest, await site.token('li@acme.test'))).va?.code).toBe('ACTION_NOT_FOUND');
    const none = await site.service.post('dartwing_va.api.execute_action', { action, digest, proof: { kind: 'user' } });
    expect(none.va?.code).toBe('PROOF_REQUIRED');
    const other = await site.token('priya@acme.test');
    await site.service.post('dartwing_va.api.revoke', { token: other });
    expect((await execute(action, digest, other)).va?.code).toBe('PROOF_REQUIRED');
    expect((await marcus.post('dartwing_va.api.confirm_action', { action })).va?.code).toBe('ACTION_NOT_FOUND');
    expect(
      (await priya.post('dartwing_va.api.execute_action', { action, digest, proof: { kind: 'session', token } })).va
        ?.code,
    ).toBe('FORBIDDEN');
    expect(statusOf(action)).toBe('pending');
    expect(leaves()).toEqual([]);
  });

  it('is refused with another digest, edited operations, or after its time', async () => {
    const { action, digest } = await site.propose('priya@acme.test', [leaveOf(employee, '2026-10-06')]);
    expect((await execute(action, 'f'.repeat(64))).va?.code).toBe('ACTION_CHANGED');
    const edited = await site.propose('priya@acme.test', [leaveOf(employee, '2026-10-06')]);
    site.running.site.transaction((ctx) =>
      ctx.setValue('VA Action Log', edited.action, { operations: JSON.stringify([leaveOf(employee, '2026-10-08')]) }),
    );
    expect((await execute(edited.action, edited.digest)).va?.code).toBe('ACTION_CHANGED');
    const before = site.clock.now;
    site.clock.now += 900_000;
    const late = await priya.post('dartwing_va.api.confirm_action', { action, digest });
    expect([late.status, late.va?.code, statusOf(action)]).toEqual([409, 'ACTION_EXPIRED', 'expired']);
    site.clock.now = before;
    expect(leaves()).toEqual([]);
  });

  it('runs on the own request of the person, with proof user, and can be cancelled instead', async () => {
    const first = await site.propose('priya@acme.test', [leaveOf(employee, '2026-10-08')]);
    const card = await priya.get('dartwing_va.api.card', { action: first.action });
    expect(card.data).toMatchObject({
      action_id: first.action,
      status: 'pending',
      title: 'New Leave Application',
      digest: first.digest,
      reversible: true,
    });
    expect(card.data.lines).toContainEqual({ label: 'From Date', to: '2026-10-08' });
    expect((await marcus.get('dartwing_va.api.card', { action: first.action })).va?.code).toBe('ACTION_NOT_FOUND');
    const confirmed = await priya.post('dartwing_va.api.confirm_action', {
      action: first.action,
      digest: first.digest,
    });
    expect(confirmed.data).toMatchObject({ status: 'completed', proof: 'user' });
    expect((await priya.post('dartwing_va.api.cancel_action', { action: first.action })).va?.code).toBe(
      'ACTION_ALREADY_CONFIRMED',
    );
    const second = await site.propose('priya@acme.test', [leaveOf(employee, '2026-10-09')]);
    expect((await priya.post('dartwing_va.api.cancel_action', { action: second.action })).data).toEqual({
      action: second.action,
      status: 'cancelled',
    });
    expect((await execute(second.action, second.digest)).va?.code).toBe('ACTION_CANCELLED');
    await priya.post('dartwing_va.api.undo_action', { action: first.action });
  });

  it('is not undone once the approver has decided, and the approver can be asked instead', async () => {
    const { action, digest } = await site.propose('priya@acme.test', [leaveOf(employee, '2026-10-15')]);
    const done = await execute(action, digest);
    const { name } = done.data.result.documents[0];
    await marcus.put(`/api/resource/Leave Application/${name}`, { status: 'Approved', docstatus: 1 });
    const undo = await priya.post('dartwing_va.api.undo_action', { action });
    expect([undo.status, undo.va?.code]).toEqual([409, 'ACTION_MOVED_ON']);
    expect(undo.va?.meta).toMatchObject({
      reason: 'submitted',
      offer: 'request_cancellation',
      approver: 'marcus@acme.test',
    });
    expect(statusOf(action)).toBe('completed');

    const message = 'Please cancel my leave <b>on 15 October</b>.';
    const args = { doctype: 'Leave Application', name, to_user: 'marcus@acme.test', message };
    const asked = await site.propose('priya@acme.test', [{ op: 'method', method: 'ask_approver', args }]);
    expect((await execute(asked.action, asked.digest)).data).toMatchObject({ status: 'completed', reversible: false });
    expect(site.rows('Notification Log', { for_user: 'marcus@acme.test', document_name: name }, ['from_user'])).toEqual(
      [{ from_user: 'priya@acme.test' }],
    );
    expect(site.rows('Comment', { reference_name: name, comment_type: 'Comment' }, ['owner'])).toEqual([
      { owner: 'priya@acme.test' },
    ]);
    const stranger = await site.propose('priya@acme.test', [
      { op: 'method', method: 'ask_approver', args: { ...args, to_user: 'dana@acme.test' } },
    ]);
    expect((await execute(stranger.action, stranger.digest)).va?.code).toBe('FORBIDDEN');
  });

  it('is refused when a value it was shown with has moved on, and stays pending', async () => {
    const { data } = await priya.post('/api/resource/Leave Application', {
      employee,
      leave_type: 'Annual Leave',
      from_date: '2026-10-22',
      to_date: '2026-10-22',
      description: 'one',
    });
    const update = {
      op: 'update',
      doctype: 'Leave Application',
      name: data.name,
      values: { description: 'two' },
      from: { description: 'one', docstatus: 0 },
    };
    const { action, digest } = await site.propose('priya@acme.test', [update]);
    await priya.put(`/api/resource/Leave Application/${data.name}`, { description: 'other' });
    const answer = await execute(action, digest);
    expect([answer.status, answer.va?.code]).toEqual([409, 'DOCUMENT_CHANGED']);
    expect(answer.va?.meta['changes']).toEqual([
      { doctype: 'Leave Application', name: data.name, field: 'description', from: 'one', now: 'other' },
    ]);
    expect(statusOf(action)).toBe('pending');
    await priya.put(`/api/resource/Leave Application/${data.name}`, { description: 'one' });
    expect((await execute(action, digest)).data.status).toBe('completed');
    expect((await priya.post('dartwing_va.api.undo_action', { action })).status).toBe(200);
    expect(site.rows('Leave Application', { name: data.name }, ['description'])).toEqual([{ description: 'one' }]);
  });

  it('never touches what is blocked, nor what the employee may not touch', async () => {
    const user = { op: 'insert', doctype: 'User', values: { email: 'x@acme.test', first_name: 'X' } };
    const blocked = await site.propose('priya@acme.test', [user]);
    expect((await execute(blocked.action, blocked.digest)).va?.code).toBe('FORBIDDEN');
    const foreign = await site.propose('priya@acme.test', [leaveOf(site.employee('li@acme.test'), '2026-10-22')]);
    const answer = await execute(foreign.action, foreign.digest);
    expect([answer.status, answer.va?.code]).toEqual([403, 'FORBIDDEN']);
  });

  it('is limited for a turn', async () => {
    const turn_id = 'turn_many';
    let last = '';
    for (let count = 0; count < 11; count += 1) {
      const operations = [
        { op: 'insert', doctype: 'ToDo', values: { description: `item ${count}`, allocated_to: 'priya@acme.test' } },
      ];
      const { action, digest } = await site.propose('priya@acme.test', operations, { turn_id });
      site.clock.now += 30_000;
      const answer = await priya.post('dartwing_va.api.confirm_action', { action, digest });
      last = answer.va?.code ?? String(answer.data.status);
      if (count < 10) expect(last).toBe('completed');
      else expect(answer.va?.meta).toMatchObject({ limit: 'turn' });
    }
    expect(last).toBe('RATE_LIMITED');
  });

  it('cannot be written, changed or removed through any API, and leaves a chain that verifies', async () => {
    const { action } = await site.propose('priya@acme.test', [leaveOf(employee, '2026-11-03')]);
    const path = `/api/resource/VA Action Log/${action}`;
    const admin = site.person('Administrator');
    expect((await admin.put(path, { status: 'completed' })).status).toBe(403);
    expect((await admin.remove(path)).status).toBe(403);
    expect(
      (await admin.post('/api/resource/VA Action Log', { employee, action_type: 'x', timestamp: site.stamp() })).status,
    ).toBe(403);
    const audit = site.rows('VA Audit Log', {}, ['name'])[0];
    expect(
      (await admin.put(`/api/resource/VA Audit Log/${String(audit?.['name'])}`, { outcome: 'Failure' })).status,
    ).toBe(403);
    expect((await priya.get(path)).status).toBe(200);
    expect((await marcus.get(path)).status).toBe(403);
    const report = await site.service.post('dartwing_va.api.verify_audit');
    expect(report.data).toMatchObject({ ok: true });
    expect((await priya.post('dartwing_va.api.verify_audit')).va?.code).toBe('FORBIDDEN');
    site.running.site.transaction((ctx) =>
      ctx.setValue('VA Audit Log', String(audit?.['name']), { outcome: 'Failure' }),
    );
    expect((await site.service.post('dartwing_va.api.verify_audit')).data.first_bad).toMatchObject({
      reason: 'columns',
    });
  });
});
