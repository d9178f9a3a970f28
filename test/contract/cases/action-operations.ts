import assert from 'node:assert/strict';
import { at, type Row } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import { API, auditOf, documentOf, insertTask, leaveOf, updateOf } from './action-helpers.ts';

export const actionOperations: readonly ContractCase[] = [
  {
    id: 'actions.changed-from',
    title: 'a document that is not as the card showed is DOCUMENT_CHANGED, with what changed',
    finding: 19,
    run: async (site) => {
      const { name, operation } = await updateOf(site);
      const { action } = await site.propose('ada', [operation]);
      (await site.admin.update('Task', name, { priority: 'Medium' })).ok();
      const answer = (await site.as('ada').call(`${API}.confirm_action`, { action })).va(409, 'DOCUMENT_CHANGED');
      assert.ok(JSON.stringify(at(answer.meta, 'changes')).includes('priority'), JSON.stringify(answer.meta));
      assert.equal(await site.statusOf(action), 'pending');
    },
  },
  {
    id: 'actions.unrelated-change',
    title: 'a change of another field does not stand in the way',
    finding: 19,
    run: async (site) => {
      const { name, operation } = await updateOf(site);
      const { action } = await site.propose('ada', [operation]);
      (await site.admin.update('Task', name, { description: 'other' })).ok();
      const data = (await site.as('ada').call(`${API}.confirm_action`, { action })).ok().data;
      assert.deepEqual([at(data, 'before', 0, 'priority'), at(data, 'after', 0, 'priority')], ['Low', 'High']);
    },
  },
  {
    id: 'actions.snapshots',
    title: 'before and after hold the touched fields alone',
    finding: 20,
    run: async (site) => {
      const { operation } = await updateOf(site);
      const { action } = await site.propose('ada', [operation]);
      const { data } = (await site.as('ada').call(`${API}.confirm_action`, { action })).ok();
      for (const side of ['before', 'after']) {
        const keys = Object.keys(at(data, side, 0) as object).sort();
        assert.deepEqual(keys, ['docstatus', 'doctype', 'name', 'priority', 'status']);
      }
    },
  },
  {
    id: 'actions.refer-back',
    title: 'an insert names the document that an earlier insert made, and undo takes both back',
    run: async (site) => {
      // Takes the number of the Task deleted last: what hung on that one goes away in the background, by its name.
      await site.make('Task', { subject: `Contract ${site.word()}` });
      const subject = `Contract ${site.word()}`;
      const { user } = site.person('ada');
      const values = { description: subject, reference_type: 'Task', reference_name: { $doc: 0 }, allocated_to: user };
      const { action } = await site.propose('ada', [
        insertTask({ subject }),
        { op: 'insert', doctype: 'ToDo', values },
      ]);
      (await site.as('ada').call(`${API}.confirm_action`, { action })).ok();
      const [task] = await site.rows('Task', [['subject', '=', subject]]);
      const todo = await site.rows('ToDo', [['reference_name', '=', String(task?.['name'])]]);
      assert.equal(todo.length, 1);
      (await site.as('ada').call(`${API}.undo_action`, { action })).ok();
      assert.deepEqual(await site.rows('Task', [['subject', '=', subject]]), []);
      assert.deepEqual(await site.rows('ToDo', [['reference_name', '=', String(task?.['name'])]]), []);
    },
  },
  {
    id: 'actions.comment',
    title: 'a comment is its author’s, needs the right to read, and stays when the change beside it is undone',
    run: async (site) => {
      // Takes the number of the Task deleted last: what hung on that one goes away in the background, by its name.
      await site.make('Task', { subject: `Contract ${site.word()}` });
      const { name, operation } = await updateOf(site);
      const message = `All <b>fine</b> ${site.word()}`;
      const comment = { op: 'method', method: 'comment', args: { doctype: 'Task', name, message } };
      const { action } = await site.propose('ada', [operation, comment]);
      const card = (await site.as('ada').ask(`${API}.card`, { action })).ok().data;
      assert.equal(at(card, 'reversible'), true);
      (await site.as('ada').call(`${API}.confirm_action`, { action })).ok();
      const filters = [
        ['reference_doctype', '=', 'Task'],
        ['reference_name', '=', name],
        ['comment_type', '=', 'Comment'],
      ];
      const fields = ['content', 'comment_email', 'owner'];
      const written = () => site.rows('Comment', filters, fields);
      const { user } = site.person('ada');
      assert.deepEqual(
        (await written()).map((row) => [row['comment_email'], row['owner']]),
        [[user, user]],
      );
      assert.ok(String((await written())[0]?.['content']).includes('&lt;b&gt;'));
      (await site.as('ada').call(`${API}.undo_action`, { action })).ok();
      assert.equal((await site.rows('Task', [['name', '=', name]], ['priority']))[0]?.['priority'], 'Low');
      assert.equal((await written()).length, 1);
      const stranger = await site.propose('hal', [comment]);
      (await site.as('hal').call(`${API}.confirm_action`, { action: stranger.action })).va(404, 'NOT_FOUND');
      assert.equal((await written()).length, 1);
    },
  },
  {
    id: 'actions.no-right',
    title: 'what the employee may not do fails with Frappe’s sentence and leaves nothing',
    finding: 3,
    run: async (site) => {
      const designation_name = `Contract ${site.word()}`;
      const { action } = await site.propose('ada', [
        insertTask({ subject: designation_name }),
        { op: 'insert', doctype: 'Designation', values: { designation_name } },
      ]);
      (await site.as('ada').call(`${API}.confirm_action`, { action })).va(403, 'FORBIDDEN');
      assert.deepEqual(await site.rows('Task', [['subject', '=', designation_name]]), []);
      assert.equal(await site.statusOf(action), 'failed');
      assert.deepEqual(await auditOf(site, action), ['action_failed']);
    },
  },
  {
    id: 'actions.whole',
    title: 'an action of several operations commits whole or not at all',
    finding: 18,
    run: async (site) => {
      const mark = `Whole ${site.word()}`;
      const { action } = await site.propose('ada', [
        insertTask({ subject: mark }),
        insertTask({ subject: mark, completed_by: 'none@contract.test' }),
      ]);
      (await site.as('ada').call(`${API}.confirm_action`, { action })).va(422, 'UNPROCESSABLE_ENTITY');
      assert.deepEqual(await site.rows('Task', [['subject', '=', mark]]), []);
    },
  },
  {
    id: 'actions.permlevel',
    title: 'a value that Frappe puts back silently fails the action instead',
    needs: 'hrms',
    finding: 18,
    run: async (site) => {
      const operation = leaveOf(site, { status: 'Approved' });
      const { action } = await site.propose('ada', [operation], { action_type: 'hr.submit_leave_request' });
      const answer = (await site.as('ada').call(`${API}.confirm_action`, { action })).va(422, 'UNPROCESSABLE_ENTITY');
      assert.deepEqual(at(answer.meta, 'fields'), ['Status']);
      const filters = [
        ['employee', '=', site.person('ada').employee],
        ['from_date', '=', at(operation, 'values', 'from_date')],
      ];
      assert.deepEqual(await site.rows('Leave Application', filters), []);
    },
  },
  {
    id: 'actions.unknown-field',
    title: 'a field that the DocType does not have fails the action',
    run: async (site) => {
      const { action } = await site.propose('ada', [insertTask({ no_such_field: 1 })]);
      (await site.as('ada').call(`${API}.confirm_action`, { action })).va(422, 'UNPROCESSABLE_ENTITY');
    },
  },
  {
    id: 'actions.leave',
    title: 'a leave request made by an action belongs to the employee and waits for the approver',
    needs: 'hrms',
    run: async (site) => {
      const operation = leaveOf(site);
      const { action } = await site.propose('ada', [operation], { action_type: 'hr.submit_leave_request' });
      const name = documentOf(site, await site.as('ada').call(`${API}.confirm_action`, { action }));
      const row = (await site.as('ada').read('Leave Application', name)).ok().row();
      assert.deepEqual(
        [row['status'], row['docstatus'], row['owner'], row['total_leave_days']],
        ['Open', 0, site.person('ada').user, 1],
      );
    },
  },
  {
    id: 'actions.approve',
    title: 'an approver approves and submits in one action, and undo says who may cancel or cancels',
    needs: 'hrms',
    run: async (site) => {
      const made = (await site.as('ada').insert('Leave Application', leaveOf(site)['values'] as Row)).ok();
      site.later(() => site.admin.remove('Leave Application', made.name));
      site.later(() => site.admin.update('Leave Application', made.name, { docstatus: 2 }));
      const target = { doctype: 'Leave Application', name: made.name };
      const operations = [
        { op: 'update', ...target, values: { status: 'Approved' }, from: { status: 'Open', docstatus: 0 } },
        { op: 'submit', ...target, from: { docstatus: 0 } },
      ];
      const { action } = await site.propose('bea', operations, { action_type: 'hr.approve_leave' });
      (await site.as('bea').call(`${API}.confirm_action`, { action })).ok();
      const row = (await site.admin.read('Leave Application', made.name)).row();
      assert.deepEqual([row['status'], row['docstatus']], ['Approved', 1]);
    },
  },
  {
    id: 'actions.ask-approver',
    title: 'ask_approver writes to who decides on the document and to nobody else',
    needs: 'hrms',
    finding: 3,
    run: async (site) => {
      const made = (await site.as('ada').insert('Leave Application', leaveOf(site)['values'] as Row)).ok();
      site.later(() => site.admin.remove('Leave Application', made.name));
      const ask = (to_user: string): Row => ({
        op: 'method',
        method: 'ask_approver',
        args: { doctype: 'Leave Application', name: made.name, to_user, message: 'Please <b>cancel</b> it' },
      });
      const stranger = await site.propose('ada', [ask(site.person('cyd').user)], { action_type: 'hr.ask' });
      (await site.as('ada').call(`${API}.confirm_action`, { action: stranger.action })).va(403, 'FORBIDDEN');
      const { action } = await site.propose('ada', [ask(site.person('bea').user)], { action_type: 'hr.ask' });
      assert.equal(at((await site.as('ada').call(`${API}.confirm_action`, { action })).ok().data, 'reversible'), false);
      const [log] = await site.rows(
        'Notification Log',
        [['document_name', '=', made.name]],
        ['for_user', 'from_user', 'email_content'],
      );
      assert.deepEqual([log?.['for_user'], log?.['from_user']], [site.person('bea').user, site.person('ada').user]);
      assert.ok(!String(log?.['email_content']).includes('<b>'));
    },
  },
  {
    id: 'actions.delete',
    title: 'an action deletes what the employee may delete',
    run: async (site) => {
      const { name } = await updateOf(site);
      const { action } = await site.propose('ada', [{ op: 'delete', doctype: 'Task', name, from: { docstatus: 0 } }]);
      const data = (await site.as('ada').call(`${API}.confirm_action`, { action })).ok().data;
      assert.equal(at(data, 'reversible'), false);
      (await site.admin.read('Task', name)).is(404);
    },
  },
];
