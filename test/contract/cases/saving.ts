import assert from 'node:assert/strict';
import { at, type Row } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import { LEAVE, type SiteUnderTest } from '../site.ts';

async function task(site: SiteUnderTest, values: Row = {}): Promise<Row> {
  return site.make('Task', { subject: `Contract ${site.word()}`, ...values }, site.as('ada'));
}

async function leave(site: SiteUnderTest, values: Row = {}): Promise<string> {
  const { employee } = site.person('ada');
  const day = site.freeDay();
  const made = { employee, leave_type: LEAVE, from_date: day, to_date: day, leave_approver: site.person('bea').user };
  const row = (
    await site.admin.insert('Leave Application', { ...made, status: 'Approved', follow_via_email: 0, ...values })
  )
    .ok()
    .row();
  const name = String(row['name']);
  site.later(() => site.admin.remove('Leave Application', name));
  site.later(() => site.admin.update('Leave Application', name, { docstatus: 2 }));
  return name;
}

export const saving: readonly ContractCase[] = [
  {
    id: 'documents.children',
    title: 'a sent child table replaces the old one; rows keep their name when it is sent; idx counts from 1',
    run: async (site) => {
      const rows = [{ phone: '+1 312 555 0100' }, { phone: '+1 312 555 0101' }];
      const contact = await site.make('Contact', { first_name: `Rows ${site.word()}`, phone_nos: rows });
      const name = String(contact['name']);
      const first = String(at(contact, 'phone_nos', 0, 'name'));
      assert.deepEqual([at(contact, 'phone_nos', 0, 'idx'), at(contact, 'phone_nos', 1, 'idx')], [1, 2]);
      const phone_nos = [{ name: first, phone: '+1 312 555 0102' }, { phone: '+1 312 555 0103' }];
      const now = (await site.admin.update('Contact', name, { phone_nos })).ok().row();
      assert.equal(at(now, 'phone_nos', 0, 'name'), first);
      assert.equal(at(now, 'phone_nos', 0, 'phone'), '+1 312 555 0102');
      assert.equal((now['phone_nos'] as unknown[]).length, 2);
      assert.equal(at(now, 'phone_nos', 1, 'parentfield'), 'phone_nos');
    },
  },
  {
    id: 'documents.children-untouched',
    title: 'a child table that is not sent stays; an empty list removes all',
    run: async (site) => {
      const contact = await site.make('Contact', {
        first_name: `Kept ${site.word()}`,
        phone_nos: [{ phone: '+1 312 555 0100' }],
      });
      const name = String(contact['name']);
      const kept = (await site.admin.update('Contact', name, { last_name: 'Kept' })).ok().row();
      assert.equal((kept['phone_nos'] as unknown[]).length, 1);
      const emptied = (await site.admin.update('Contact', name, { phone_nos: [] })).ok().row();
      assert.deepEqual(emptied['phone_nos'], []);
    },
  },
  {
    id: 'documents.children-invented',
    title: 'a row with a name that the client made up is lost',
    run: async (site) => {
      const contact = await site.make('Contact', { first_name: `Lost ${site.word()}` });
      const name = String(contact['name']);
      (
        await site.admin.update('Contact', name, {
          phone_nos: [{ name: `made-up-${site.word()}`, phone: '+1 312 555 0100' }],
        })
      ).ok();
      assert.deepEqual((await site.admin.read('Contact', name)).ok().row()['phone_nos'], []);
    },
  },
  {
    id: 'documents.submit',
    title: 'docstatus goes 0, 1, 2 and nowhere else',
    needs: 'hrms',
    run: async (site) => {
      const name = await leave(site);
      const { admin } = site;
      (await admin.update('Leave Application', name, { docstatus: 2 })).is(417, 'DocstatusTransitionError');
      assert.equal((await admin.update('Leave Application', name, { docstatus: 1 })).ok().row()['docstatus'], 1);
      (await admin.update('Leave Application', name, { docstatus: 0 })).is(417, 'DocstatusTransitionError');
      assert.equal((await admin.update('Leave Application', name, { docstatus: 2 })).ok().row()['docstatus'], 2);
      (await admin.update('Leave Application', name, { description: 'after' })).is(417);
    },
  },
  {
    id: 'documents.after-submit',
    title: 'a submitted document changes only in fields that allow it, and is not deleted',
    needs: 'hrms',
    run: async (site) => {
      const name = await leave(site);
      (await site.admin.update('Leave Application', name, { docstatus: 1 })).ok();
      (await site.admin.update('Leave Application', name, { description: 'after' })).is(417, 'UpdateAfterSubmitError');
      (await site.admin.remove('Leave Application', name)).is(417);
    },
  },
  {
    id: 'documents.submit-right',
    title: 'who may write but not submit gets 403',
    needs: 'hrms',
    finding: 3,
    run: async (site) => {
      const name = await leave(site);
      (await site.as('ada').update('Leave Application', name, { docstatus: 1 })).is(403, 'PermissionError');
    },
  },
  {
    id: 'documents.client-submit',
    title: 'frappe.client.save needs the whole document with its modified',
    run: async (site) => {
      const made = await task(site);
      const whole = (await site.as('ada').ask('frappe.client.get', { doctype: 'Task', name: String(made['name']) }))
        .ok()
        .row();
      const doc = { ...whole, priority: 'Urgent' };
      assert.equal((await site.as('ada').call('frappe.client.save', { doc })).ok().row()['priority'], 'Urgent');
      (await site.as('ada').call('frappe.client.save', { doc })).is(417, 'TimestampMismatchError');
    },
  },
  {
    id: 'documents.set-value',
    title: 'frappe.client.set_value writes one or several fields',
    run: async (site) => {
      const name = String((await task(site, { is_milestone: 1 }))['name']);
      const fieldname = { priority: 'High', is_milestone: 0 };
      const row = (await site.as('ada').call('frappe.client.set_value', { doctype: 'Task', name, fieldname }))
        .ok()
        .row();
      assert.deepEqual([row['priority'], row['is_milestone']], ['High', 0]);
    },
  },
  {
    id: 'documents.set-value-zero',
    title: 'frappe.client.set_value with a bare 0 as the value empties the field; as an object it is a 0',
    run: async (site) => {
      const name = String((await site.make('Contact', { first_name: `Zero ${site.word()}` }))['name']);
      const set = async (args: Row): Promise<unknown> => {
        (await site.admin.call('frappe.client.set_value', { doctype: 'Contact', name, ...args })).ok();
        return (await site.admin.read('Contact', name)).row()['designation'] ?? '';
      };
      assert.equal(await set({ fieldname: { designation: '0' } }), '0');
      assert.equal(await set({ fieldname: 'designation', value: 0 }), '');
    },
  },
  {
    id: 'documents.bulk-update',
    title: 'frappe.client.bulk_update tells which documents failed and keeps the others',
    run: async (site) => {
      const name = String((await task(site))['name']);
      const docs = [
        { doctype: 'Task', docname: name, priority: 'Urgent' },
        { doctype: 'Task', docname: 'TASK-none', priority: 'Urgent' },
      ];
      const answer = (await site.as('ada').call('frappe.client.bulk_update', { docs: JSON.stringify(docs) })).ok();
      const failed = at(answer.data, 'failed_docs');
      assert.ok(Array.isArray(failed) && failed.length === 1, answer.text.slice(0, 200));
      assert.equal((await site.as('ada').read('Task', name)).row()['priority'], 'Urgent');
    },
  },
  {
    id: 'documents.insert-many',
    title: 'insert_many is all or nothing',
    run: async (site) => {
      const mark = site.word();
      const docs = JSON.stringify([
        { doctype: 'Task', subject: mark },
        { doctype: 'Task', subject: '' },
      ]);
      (await site.as('ada').call('frappe.client.insert_many', { docs })).is(417, 'MandatoryError');
      assert.deepEqual(await site.rows('Task', [['subject', '=', mark]]), []);
    },
  },
  {
    id: 'documents.rename',
    title: 'a renamed document takes the Links to it along',
    run: async (site) => {
      const [old_name, new_name] = [`Contract ${site.word()}`, `Contract ${site.word()}`];
      await site.make('Designation', { designation_name: old_name });
      const { employee } = site.person('dan');
      (await site.admin.update('Employee', employee, { designation: old_name })).ok();
      site.later(() => site.admin.remove('Designation', new_name));
      site.later(() => site.admin.update('Employee', employee, { designation: 'Contract Tester' }));
      assert.equal(
        (await site.admin.call('frappe.client.rename_doc', { doctype: 'Designation', old_name, new_name })).ok().data,
        new_name,
      );
      assert.equal((await site.admin.read('Employee', employee)).row()['designation'], new_name);
    },
  },
  {
    id: 'documents.delete-linked',
    title: 'a document that another one links to is not deleted',
    run: async (site) => {
      const project = await site.make('Project', {
        project_name: `Contract ${site.word()}`,
        company: 'Contract Works',
      });
      await task(site, { project: project['name'] });
      (await site.admin.remove('Project', String(project['name']))).is(417, 'LinkExistsError');
    },
  },
  {
    id: 'documents.deleted-document',
    title: 'a deleted document lives on in Deleted Document',
    finding: 27,
    run: async (site) => {
      const made = (await site.as('ada').insert('Task', { subject: `Contract ${site.word()}` })).ok();
      (await site.as('ada').remove('Task', made.name)).is(202);
      const rows = await site.rows('Deleted Document', [
        ['deleted_doctype', '=', 'Task'],
        ['deleted_name', '=', made.name],
      ]);
      assert.ok(rows.length >= 1);
    },
  },
  {
    id: 'documents.version',
    title: 'track_changes writes a Version with the fields that changed',
    run: async (site) => {
      const made = await site.make(
        'ToDo',
        { allocated_to: 'ada@contract.test', description: 'version', priority: 'Low' },
        site.as('ada'),
      );
      (await site.as('ada').update('ToDo', String(made['name']), { priority: 'High' })).ok();
      const [version] = await site.rows(
        'Version',
        [
          ['ref_doctype', '=', 'ToDo'],
          ['docname', '=', made['name']],
        ],
        ['data'],
      );
      const changed = at(JSON.parse(String(version?.['data'])), 'changed');
      assert.deepEqual(changed, [['priority', 'Low', 'High']]);
    },
  },
  {
    id: 'documents.comment',
    title: 'add_comment writes a Comment on a document that the caller may read',
    run: async (site) => {
      const made = await task(site);
      const args = {
        reference_doctype: 'Task',
        reference_name: made['name'],
        content: 'a word',
        comment_email: site.person('ada').user,
        comment_by: 'ada',
      };
      const comment = (await site.as('ada').call('frappe.desk.form.utils.add_comment', args)).ok().row();
      assert.deepEqual([comment['comment_type'], comment['owner']], ['Comment', site.person('ada').user]);
      (await site.as('nob').call('frappe.desk.form.utils.add_comment', args)).is(403, 'PermissionError');
    },
  },
  {
    id: 'documents.validate-link',
    title: 'validate_link answers the name of what is there',
    run: async (site) => {
      const docname = site.person('ada').user;
      const answer = await site.admin.ask('frappe.client.validate_link', {
        doctype: 'User',
        docname,
        fields: '["full_name"]',
      });
      assert.deepEqual(answer.ok().data, { name: docname, full_name: 'ada Contract' });
    },
  },
];
