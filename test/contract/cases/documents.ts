import assert from 'node:assert/strict';
import type { Row } from '../answer.ts';
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
    id: 'documents.date-invalid',
    title: 'a date that is none is refused',
    run: async (site) => {
      const answer = await site.as('ada').insert('Task', { subject: 'x', exp_end_date: '2031-02-30' });
      assert.notEqual(answer.status, 200);
    },
  },
];
