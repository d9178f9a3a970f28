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

/** Values that a save refuses: DocType, values, exception. */
const REFUSED: readonly (readonly [string, string, Row, string])[] = [
  ['mandatory', 'Task', { subject: '' }, 'MandatoryError'],
  ['empty HTML is missing', 'ToDo', { description: '<p></p>' }, 'MandatoryError'],
  ['Select outside its options', 'Task', { subject: 'x', priority: 'Enormous' }, 'ValidationError'],
  ['Select in other case', 'Task', { subject: 'x', priority: 'low' }, 'ValidationError'],
  ['Link to nothing', 'Task', { subject: 'x', completed_by: 'none@contract.test' }, 'LinkValidationError'],
  ['text too long', 'Task', { subject: 'x'.repeat(141) }, 'CharacterLengthExceededError'],
  [
    'no e-mail address',
    'Contact',
    { first_name: 'x', email_ids: [{ email_id: 'nobody' }] },
    'InvalidEmailAddressError',
  ],
  [
    'Dynamic Link to nothing',
    'ToDo',
    { description: 'x', reference_type: 'User', reference_name: 'none@contract.test' },
    'LinkValidationError',
  ],
];

const refused: readonly ContractCase[] = REFUSED.map(([what, doctype, values, type]) => ({
  id: `documents.refused ${what}`,
  title: `417 ${type}: ${what}`,
  run: async (site) => {
    (await site.admin.insert(doctype, values)).is(417, type);
  },
}));

/** Values that are stored as something else: DocType, field, sent, stored. */
const STORED: readonly (readonly [string, string, unknown, unknown])[] = [
  ['Task', 'is_milestone', 'true', 0],
  ['Task', 'is_milestone', '1', 1],
  ['Task', 'is_milestone', true, 1],
  ['Task', 'expected_time', 'many', 0],
  ['Task', 'expected_time', '2.5', 2.5],
  ['Task', 'priority', null, 'Low'],
  ['Task', 'exp_end_date', '2031-03-04', '2031-03-04'],
];

const stored: readonly ContractCase[] = STORED.map(([doctype, field, sent, kept]) => ({
  id: `documents.stored ${field} ${JSON.stringify(sent)}`,
  title: `${field} ${JSON.stringify(sent)} is stored as ${JSON.stringify(kept)}`,
  run: async (site) => {
    const made = await site.make(doctype, { subject: `Contract ${site.word()}`, [field]: sent });
    assert.equal((await site.admin.read(doctype, String(made['name']))).ok().row()[field], kept);
  },
}));

export const documents: readonly ContractCase[] = [
  ...refused,
  ...stored,
  {
    id: 'documents.owner-forced',
    title: 'owner and creation of a new document are the site’s, whatever is sent',
    run: async (site) => {
      const made = await task(site, { owner: 'Administrator', creation: '2001-01-01 00:00:00' });
      assert.equal(made['owner'], site.person('ada').user);
      assert.notEqual(String(made['creation']).slice(0, 4), '2001');
    },
  },
  {
    id: 'documents.modified-format',
    title: 'modified is naive site time with microseconds',
    run: async (site) => {
      assert.match(String((await task(site))['modified']), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/);
    },
  },
  {
    id: 'documents.modified-check',
    title: 'an update with another modified is refused, with the same one or none it is not',
    run: async (site) => {
      const { name, modified } = await task(site);
      const ada = site.as('ada');
      (await ada.update('Task', String(name), { priority: 'High', modified: '2020-01-01 00:00:00.000000' })).is(
        417,
        'TimestampMismatchError',
      );
      (await ada.update('Task', String(name), { priority: 'High', modified })).ok();
      (await ada.update('Task', String(name), { priority: 'Low' })).ok();
    },
  },
  {
    id: 'documents.name-ignored',
    title: 'a sent name is ignored where a series makes it',
    run: async (site) => {
      assert.match(String((await task(site, { name: 'MINE-1' }))['name']), /^TASK-\d{4}-\d{5}$/);
    },
  },
  {
    id: 'documents.hash-name',
    title: 'a hash name has ten characters',
    run: async (site) => {
      assert.match(String((await site.make('ToDo', { description: 'hash' }))['name']), /^[a-z0-9]{10}$/);
    },
  },
  {
    id: 'documents.series-steps-back',
    title: 'the number of the last document of a series is used again after its deletion',
    run: async (site) => {
      const first = String((await task(site))['name']);
      (await site.admin.remove('Task', first)).is(202);
      assert.equal((await task(site))['name'], first);
    },
  },
  {
    id: 'documents.field-name',
    title: 'field: names follow the field, and a second one is 409',
    run: async (site) => {
      const designation_name = `Contract ${site.word()}`;
      assert.equal((await site.make('Designation', { designation_name }))['name'], designation_name);
      (await site.admin.insert('Designation', { designation_name })).is(409, 'DuplicateEntryError');
    },
  },
  {
    id: 'documents.name-without-case',
    title: 'names that differ in case alone are the same',
    run: async (site) => {
      const word = site.word();
      await site.make('Designation', { designation_name: `Contract ${word}` });
      (await site.admin.insert('Designation', { designation_name: `CONTRACT ${word}` })).is(409, 'DuplicateEntryError');
    },
  },
  {
    id: 'documents.unique',
    title: 'a second value of a unique field is 417, not 409',
    run: async (site) => {
      const project_name = `Contract ${site.word()}`;
      const company = 'Contract Works';
      await site.make('Project', { project_name, company });
      (await site.admin.insert('Project', { project_name, company })).is(417, 'UniqueValidationError');
    },
  },
  {
    id: 'documents.link-casing',
    title: 'a Link in other case is stored in the target’s own',
    run: async (site) => {
      const designation_name = `Contract ${site.word()}`;
      await site.make('Designation', { designation_name });
      const made = await task(site, { completed_by: site.person('bea').user.toUpperCase() });
      assert.equal(made['completed_by'], site.person('bea').user);
    },
  },
  {
    id: 'documents.link-sentence',
    title: 'a missing Link is named by its label',
    run: async (site) => {
      const answer = await site.as('ada').insert('Task', { subject: 'x', completed_by: 'none@contract.test' });
      assert.match(answer.messages.join(), /Could not find Completed By: none@contract\.test/);
    },
  },
  {
    id: 'documents.html',
    title: 'script is taken out of rich text',
    run: async (site) => {
      const made = await site.make('ToDo', { description: '<p>hello <b>you</b></p><script>alert(1)</script>' });
      const text = String((await site.admin.read('ToDo', String(made['name']))).row()['description']);
      assert.ok(!text.includes('<script') && text.includes('<b>you</b>'), text);
    },
  },
  {
    id: 'documents.fetch-from',
    title: 'fetch_from overwrites what was sent',
    needs: 'hrms',
    run: async (site) => {
      const name = await leave(site, { employee_name: 'Somebody Else' });
      assert.equal((await site.admin.read('Leave Application', name)).ok().row()['employee_name'], 'ada Contract');
    },
  },
  {
    id: 'documents.read-only-field',
    title: 'read_only is a matter of the form: the API writes it',
    run: async (site) => {
      const made = await task(site, { actual_time: 7 });
      assert.equal(made['actual_time'], 7);
    },
  },
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
  {
    id: 'documents.date-invalid',
    title: 'a date that is none is refused',
    run: async (site) => {
      const answer = await site.as('ada').insert('Task', { subject: 'x', exp_end_date: '2031-02-30' });
      assert.notEqual(answer.status, 200);
    },
  },
];
