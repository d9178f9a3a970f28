import assert from 'node:assert/strict';
import { at, type Row } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import { LEAVE, type SiteUnderTest, type Who } from '../site.ts';

const API = 'dartwing_va.api';

/** An executed action and the first document it made or changed. */
async function done(
  site: SiteUnderTest,
  operations: readonly Row[],
  who: Who = 'ada',
  tool = 'operations.task',
): Promise<{ action: string; name: string }> {
  const { action } = await site.propose(who, operations, { action_type: tool });
  const answer = (await site.as(who).call(`${API}.confirm_action`, { action })).ok();
  const document = at(answer.data, 'result', 'documents', 0);
  const name = String(at(document, 'name'));
  site.later(() => site.admin.remove(String(at(document, 'doctype')), name));
  return { action, name };
}

const insertTask = (): Row => ({ op: 'insert', doctype: 'Task', values: { subject: 'Contract undo' } });

function insertLeave(site: SiteUnderTest): Row {
  const day = site.freeDay();
  const { employee } = site.person('ada');
  const values = {
    employee,
    leave_type: LEAVE,
    from_date: day,
    to_date: day,
    follow_via_email: 0,
    leave_approver: site.person('bea').user,
  };
  return { op: 'insert', doctype: 'Leave Application', values };
}

const undo = (site: SiteUnderTest, action: string, who: Who = 'ada') =>
  site.as(who).call(`${API}.undo_action`, { action, reason: 'wrong' });

export const undos: readonly ContractCase[] = [
  {
    id: 'undo.own-insert',
    title: 'an unchanged own insert is deleted, beyond the employee’s own rights, and audited as that',
    needs: 'hrms',
    finding: 3,
    run: async (site) => {
      const { action, name } = await done(site, [insertLeave(site)], 'ada', 'hr.submit_leave_request');
      (await site.as('ada').remove('Leave Application', name)).is(403);
      const { data } = (await undo(site, action)).ok();
      assert.deepEqual([at(data, 'action'), at(data, 'status'), at(data, 'repeated')], [action, 'reversed', false]);
      (await site.admin.read('Leave Application', name)).is(404);
      const subtypes = (await site.rows('VA Audit Log', [['action_log', '=', action]], ['event_subtype'])).map(
        (row) => row['event_subtype'],
      );
      assert.ok(subtypes.includes('undo_own_insert'), subtypes.join());
      const reversal = (await site.admin.read('VA Action Log', String(at(data, 'reversal')))).ok().row();
      assert.deepEqual([reversal['reversal_of'], reversal['status']], [action, 'completed']);
    },
  },
  {
    id: 'undo.event',
    title: 'an own Event, which nobody may delete, is taken back',
    finding: 3,
    run: async (site) => {
      const values = { subject: 'Contract', event_type: 'Private', starts_on: `${site.day(4)} 10:00:00` };
      const { action, name } = await done(
        site,
        [{ op: 'insert', doctype: 'Event', values }],
        'ada',
        'calendar.create_event',
      );
      (await undo(site, action)).ok();
      (await site.admin.read('Event', name)).is(404);
    },
  },
  {
    id: 'undo.once',
    title: 'what was undone is not undone again',
    run: async (site) => {
      const { action } = await done(site, [insertTask()]);
      (await undo(site, action)).ok();
      (await undo(site, action)).va(409, 'ACTION_ALREADY_REVERSED');
    },
  },
  {
    id: 'undo.moved-on',
    title: 'a document that changed since is not taken back',
    finding: 3,
    run: async (site) => {
      const { action, name } = await done(site, [insertTask()]);
      (await site.admin.update('Task', name, { priority: 'High' })).ok();
      const answer = (await undo(site, action)).va(409, 'ACTION_MOVED_ON');
      assert.equal(at(answer.meta, 'reason'), 'changed');
      (await site.admin.read('Task', name)).ok();
    },
  },
  {
    id: 'undo.gone',
    title: 'a document that is gone is told as gone',
    run: async (site) => {
      const { action, name } = await done(site, [insertTask()]);
      (await site.admin.remove('Task', name)).is(202);
      const answer = (await undo(site, action)).va(409, 'ACTION_MOVED_ON');
      assert.equal(at(answer.meta, 'reason'), 'gone');
    },
  },
  {
    id: 'undo.approved',
    title: 'a request that was approved since is not taken back: who may is named, and asking him is offered',
    needs: 'hrms',
    finding: 3,
    run: async (site) => {
      const { action, name } = await done(site, [insertLeave(site)], 'ada', 'hr.submit_leave_request');
      (await site.as('bea').update('Leave Application', name, { status: 'Approved', docstatus: 1 })).ok();
      site.later(() => site.admin.update('Leave Application', name, { docstatus: 2 }));
      const answer = (await undo(site, action)).va(409, 'ACTION_MOVED_ON');
      assert.deepEqual(
        [at(answer.meta, 'reason'), at(answer.meta, 'offer'), at(answer.meta, 'approver')],
        ['submitted', 'request_cancellation', site.person('bea').user],
      );
      assert.equal((await site.admin.read('Leave Application', name)).row()['docstatus'], 1);
    },
  },
  {
    id: 'undo.update',
    title: 'undo of an update puts the old values back',
    run: async (site) => {
      const name = String(
        (await site.make('Task', { subject: `Contract ${site.word()}`, priority: 'Low' }, site.as('ada')))['name'],
      );
      const operation = {
        op: 'update',
        doctype: 'Task',
        name,
        values: { priority: 'High' },
        from: { priority: 'Low', docstatus: 0 },
      };
      const { action } = await done(site, [operation]);
      (await undo(site, action)).ok();
      assert.equal((await site.admin.read('Task', name)).row()['priority'], 'Low');
    },
  },
  {
    id: 'undo.update-other-field',
    title: 'a change of another field stays when an update is undone',
    run: async (site) => {
      const name = String(
        (await site.make('Task', { subject: `Contract ${site.word()}`, priority: 'Low' }, site.as('ada')))['name'],
      );
      const operation = {
        op: 'update',
        doctype: 'Task',
        name,
        values: { priority: 'High' },
        from: { priority: 'Low', docstatus: 0 },
      };
      const { action } = await done(site, [operation]);
      (await site.admin.update('Task', name, { expected_time: 5 })).ok();
      (await undo(site, action)).ok();
      const row = (await site.admin.read('Task', name)).row();
      assert.deepEqual([row['priority'], row['expected_time']], ['Low', 5]);
    },
  },
  {
    id: 'undo.pending',
    title: 'what never ran cannot be undone',
    run: async (site) => {
      const { action } = await site.propose('ada', [insertTask()]);
      (await undo(site, action)).va(409, 'ACTION_NOT_REVERSIBLE');
    },
  },
  {
    id: 'undo.delete',
    title: 'a deletion cannot be undone',
    run: async (site) => {
      const name = String((await site.make('Task', { subject: `Contract ${site.word()}` }, site.as('ada')))['name']);
      const { action } = await done(site, [{ op: 'delete', doctype: 'Task', name, from: { docstatus: 0 } }]);
      (await undo(site, action)).va(409, 'ACTION_NOT_REVERSIBLE');
    },
  },
  {
    id: 'undo.by-session',
    title: 'the sidecar undoes with the live session’s token; the same reversal again is a repeat',
    finding: 2,
    run: async (site) => {
      const { action } = await done(site, [insertTask()]);
      const { access } = await site.token('ada');
      const reversal = site.id('act');
      const args = { action, reversal, proof: { kind: 'session', token: access } };
      const first = (await site.service.call(`${API}.reverse_action`, args)).ok().row();
      assert.deepEqual([first['reversal'], first['repeated']], [reversal, false]);
      assert.deepEqual((await site.service.call(`${API}.reverse_action`, args)).ok().row(), {
        ...first,
        repeated: true,
      });
    },
  },
  {
    id: 'undo.race',
    title: 'of five undos at once one runs',
    finding: 8,
    run: async (site) => {
      const { action } = await done(site, [insertTask()]);
      const answers = await Promise.all([1, 2, 3, 4, 5].map(() => undo(site, action)));
      assert.equal(
        answers.filter((answer) => answer.status === 200).length,
        1,
        answers.map((answer) => String(answer.code)).join(),
      );
      for (const answer of answers) {
        if (answer.status !== 200)
          assert.ok(['CONFLICT', 'ACTION_ALREADY_REVERSED'].includes(String(answer.code)), answer.text.slice(0, 200));
      }
    },
  },
];
