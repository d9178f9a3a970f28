import assert from 'node:assert/strict';
import type { Row } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import type { SiteUnderTest } from '../site.ts';

/** Three tasks of one run; `run` is their common mark. */
async function tasks(site: SiteUnderTest): Promise<{ run: string; names: string[] }> {
  const run = site.word();
  const rows: Row[] = [
    { subject: `${run} Alpha`, priority: 'Low', expected_time: 1, exp_end_date: '2031-01-10' },
    { subject: `${run} beta`, priority: 'High', expected_time: 2, exp_end_date: '2031-01-20' },
    { subject: `${run} Gamma`, priority: 'High', expected_time: 3 },
  ];
  const names: string[] = [];
  for (const row of rows) names.push(String((await site.make('Task', row, site.as('ada')))['name']));
  return { run, names };
}

async function found(site: SiteUnderTest, run: string, filters: readonly unknown[]): Promise<string> {
  const all = [['subject', 'like', `${run}%`], ...filters];
  const answer = await site.as('ada').list('Task', { filters: all, fields: ['subject'], order_by: 'creation asc' });
  return answer
    .ok()
    .rows()
    .map((row) => String(row['subject']).slice(run.length + 1))
    .join();
}

/** Operator cases: filters and the tasks they leave. */
const OPERATORS: readonly (readonly [string, readonly unknown[], string])[] = [
  ['=', [['priority', '=', 'High']], 'beta,Gamma'],
  ['!=', [['priority', '!=', 'High']], 'Alpha'],
  ['!= keeps blanks', [['exp_end_date', '!=', '2031-01-10']], 'beta,Gamma'],
  ['in with a list', [['priority', 'in', ['Low', 'Urgent']]], 'Alpha'],
  ['in with commas', [['priority', 'in', 'Low,High']], 'Alpha,beta,Gamma'],
  ['not in', [['priority', 'not in', ['High']]], 'Alpha'],
  ['>', [['expected_time', '>', 1]], 'beta,Gamma'],
  ['>=', [['expected_time', '>=', 2]], 'beta,Gamma'],
  ['<', [['expected_time', '<', 2]], 'Alpha'],
  ['<=', [['expected_time', '<=', 2]], 'Alpha,beta'],
  ['between', [['exp_end_date', 'between', ['2031-01-01', '2031-01-15']]], 'Alpha'],
  ['is set', [['exp_end_date', 'is', 'set']], 'Alpha,beta'],
  ['is not set', [['exp_end_date', 'is', 'not set']], 'Gamma'],
  ['like', [['subject', 'like', '%amm%']], 'Gamma'],
  ['not like', [['subject', 'not like', '%amm%']], 'Alpha,beta'],
  ['four parts', [['Task', 'priority', '=', 'Low']], 'Alpha'],
  ['without regard to case', [['subject', 'like', '%BETA']], 'beta'],
];

const operators: readonly ContractCase[] = OPERATORS.map(([operator, filters, left]) => ({
  id: `lists.operator ${operator}`,
  title: `filter ${operator}`,
  run: async (site) => {
    const { run } = await tasks(site);
    assert.equal(await found(site, run, filters), left);
  },
}));

export const lists: readonly ContractCase[] = [
  ...operators,
  {
    id: 'lists.default-limit',
    title: 'a list has 20 rows unless another number is asked, 0 is all',
    run: async (site) => {
      const role = `Contract ${site.word()}`;
      const docs = Array.from({ length: 22 }, (_, index) => ({
        doctype: 'ToDo',
        allocated_to: 'ada@contract.test',
        description: `${role} ${index}`,
      }));
      const names = (await site.as('ada').call('frappe.client.insert_many', { docs: JSON.stringify(docs) })).ok().data;
      assert.ok(Array.isArray(names));
      site.later(() => Promise.all(names.map((name) => site.admin.remove('ToDo', String(name)))));
      const filters = [['description', 'like', `%${role}%`]];
      assert.equal((await site.as('ada').list('ToDo', { filters })).rows().length, 20);
      assert.equal((await site.as('ada').list('ToDo', { filters, limit_page_length: '0' })).rows().length, 22);
      assert.equal((await site.as('ada').list('ToDo', { filters, limit_page_length: '3' })).rows().length, 3);
      const page = { filters, order_by: 'creation asc', limit_start: '20', limit_page_length: '20' };
      assert.equal((await site.as('ada').list('ToDo', page)).rows().length, 2);
    },
  },
  {
    id: 'lists.default-fields',
    title: 'without fields rows hold the name alone',
    run: async (site) => {
      const { names } = await tasks(site);
      const [row] = (await site.as('ada').list('Task', { filters: [['name', '=', names[0]]] })).ok().rows();
      assert.deepEqual(row, { name: names[0] });
    },
  },
  {
    id: 'lists.star',
    title: 'fields * gives every column, empty ones as null',
    run: async (site) => {
      const { names } = await tasks(site);
      const [row] = (await site.as('ada').list('Task', { filters: [['name', '=', names[2]]], fields: ['*'] }))
        .ok()
        .rows();
      assert.equal(row?.['exp_end_date'], null);
      assert.equal(row?.['owner'], site.person('ada').user);
    },
  },
  {
    id: 'lists.alias',
    title: 'a field may have another name in the answer',
    run: async (site) => {
      const { names } = await tasks(site);
      const params = { filters: [['name', '=', names[0]]], fields: ['priority as how'] };
      assert.deepEqual((await site.as('ada').list('Task', params)).ok().rows(), [{ how: 'Low' }]);
    },
  },
  {
    id: 'lists.linked-field',
    title: 'link.field reads through a Link',
    run: async (site) => {
      const { employee } = site.person('ada');
      const params = { filters: [['name', '=', employee]], fields: ['name', 'reports_to.user_id as boss'] };
      assert.deepEqual((await site.admin.list('Employee', params)).ok().rows(), [
        { name: employee, boss: site.person('bea').user },
      ]);
    },
  },
  {
    id: 'lists.child-field',
    title: 'table.field joins the rows of a child table',
    run: async (site) => {
      const contact = await site.make('Contact', {
        first_name: `Joined ${site.word()}`,
        phone_nos: [{ phone: '+1 312 555 0190' }, { phone: '+1 312 555 0191' }],
      });
      const params = { filters: [['name', '=', contact['name']]], fields: ['name', 'phone_nos.phone as number'] };
      const numbers = (await site.admin.list('Contact', params))
        .ok()
        .rows()
        .map((row) => row['number']);
      assert.deepEqual(numbers.toSorted(), ['+1 312 555 0190', '+1 312 555 0191']);
    },
  },
  {
    id: 'lists.child-filter',
    title: 'a filter of four parts may name a child table',
    run: async (site) => {
      const phone = `+1 312 555 ${String(Math.floor(Math.random() * 9000) + 1000)}`;
      const contact = await site.make('Contact', { first_name: `Filtered ${site.word()}`, phone_nos: [{ phone }] });
      const filters = [
        ['Contact Phone', 'phone', '=', phone],
        ['name', '=', contact['name']],
      ];
      assert.equal((await site.admin.list('Contact', { filters })).ok().rows().length, 1);
    },
  },
  {
    id: 'lists.child-needs-parent',
    title: 'a child table is listed with its parent named, and refused without',
    run: async (site) => {
      const contact = await site.make(
        'Contact',
        { first_name: `Parent ${site.word()}`, phone_nos: [{ phone: '+1 312 555 0192' }] },
        site.as('cyd'),
      );
      const filters = [['parent', '=', contact['name']]];
      const params = { filters, fields: ['phone'], parent: 'Contact' };
      assert.deepEqual((await site.as('cyd').list('Contact Phone', params)).ok().rows(), [
        { phone: '+1 312 555 0192' },
      ]);
      (await site.as('cyd').list('Contact Phone', { filters, fields: ['phone'] })).is(403, 'PermissionError');
    },
  },
  {
    id: 'lists.object-filters',
    title: 'filters may be an object, with [operator, value] for another operator',
    run: async (site) => {
      const { run, names } = await tasks(site);
      const params = { filters: { subject: ['like', `${run}%`], priority: 'Low' } };
      assert.deepEqual((await site.as('ada').list('Task', params)).ok().rows(), [{ name: names[0] }]);
    },
  },
  {
    id: 'lists.or-filters',
    title: 'or_filters stand beside the filters',
    run: async (site) => {
      const { run } = await tasks(site);
      const params = {
        filters: [['subject', 'like', `${run}%`]],
        or_filters: [
          ['subject', 'like', '%Alpha'],
          ['subject', 'like', '%Gamma'],
        ],
      };
      assert.equal((await site.as('ada').list('Task', params)).ok().rows().length, 2);
    },
  },
  {
    id: 'lists.order',
    title: 'order_by takes several fields and directions',
    run: async (site) => {
      const { run } = await tasks(site);
      const params = {
        filters: [['subject', 'like', `${run}%`]],
        fields: ['expected_time'],
        order_by: 'priority asc, expected_time desc',
      };
      const times = (await site.as('ada').list('Task', params))
        .ok()
        .rows()
        .map((row) => row['expected_time']);
      assert.deepEqual(times, [3, 2, 1]);
    },
  },
  {
    id: 'lists.order-unsafe',
    title: 'SQL in order_by is refused',
    run: async (site) => {
      const answer = await site.as('ada').list('Task', { order_by: 'creation; drop table x' });
      assert.notEqual(answer.status, 200);
      const nested = await site.as('ada').list('Task', { order_by: '(select name from tabUser)' });
      assert.notEqual(nested.status, 200);
    },
  },
  {
    id: 'lists.unsafe-field',
    title: 'SQL among the fields is refused',
    run: async (site) => {
      for (const field of ['name from tabUser --', '(select pwd from __Auth)', 'sleep(1)']) {
        assert.notEqual((await site.as('ada').list('Task', { fields: [field] })).status, 200, field);
      }
    },
  },
  {
    id: 'lists.as-lists',
    title: 'as_dict=0 gives rows as lists',
    run: async (site) => {
      const { names } = await tasks(site);
      const params = { filters: [['name', '=', names[0]]], fields: ['name', 'priority'], as_dict: '0' };
      assert.deepEqual((await site.as('ada').list('Task', params)).ok().data, [[names[0], 'Low']]);
    },
  },
  {
    id: 'lists.group',
    title: 'group_by with a counted column',
    run: async (site) => {
      const { run } = await tasks(site);
      const params = {
        filters: [['subject', 'like', `${run}%`]],
        fields: ['priority', 'count(name) as n'],
        group_by: 'priority',
        order_by: 'priority asc',
      };
      assert.deepEqual((await site.as('ada').list('Task', params)).ok().rows(), [
        { priority: 'High', n: 2 },
        { priority: 'Low', n: 1 },
      ]);
    },
  },
  {
    id: 'lists.shorthand',
    title: 'a filter of two parts is refused or means equality, never everything',
    run: async (site) => {
      const { run } = await tasks(site);
      const answer = await site.as('ada').list('Task', { filters: [['subject', `${run} Alpha`]] });
      assert.ok(answer.status !== 200 || answer.rows().length === 1, answer.text.slice(0, 200));
    },
  },
  {
    id: 'lists.unknown-operator',
    title: 'an unknown operator is refused',
    run: async (site) => {
      const answer = await site.as('ada').list('Task', { filters: [['subject', 'sounds like', 'x']] });
      assert.equal(answer.status, 417);
    },
  },
  {
    id: 'lists.client-get-list',
    title: 'frappe.client.get_list answers as the list does',
    run: async (site) => {
      const { names } = await tasks(site);
      const args = { doctype: 'Task', filters: [['name', '=', names[1]]], fields: ['name', 'priority'] };
      assert.deepEqual((await site.as('ada').call('frappe.client.get_list', args)).ok().data, [
        { name: names[1], priority: 'High' },
      ]);
    },
  },
  {
    id: 'lists.count',
    title: 'reportview.get_count counts what the caller may see',
    run: async (site) => {
      const { run } = await tasks(site);
      const args = { doctype: 'Task', filters: JSON.stringify([['Task', 'subject', 'like', `${run}%`]]) };
      assert.equal((await site.as('ada').ask('frappe.desk.reportview.get_count', args)).ok().data, 3);
    },
  },
  {
    id: 'lists.get-value',
    title: 'frappe.client.get_value gives one or several fields, and an empty object for nothing',
    run: async (site) => {
      const { names } = await tasks(site);
      const one = { doctype: 'Task', filters: String(names[0]), fieldname: 'priority' };
      assert.deepEqual((await site.as('ada').ask('frappe.client.get_value', one)).ok().data, { priority: 'Low' });
      const two = { doctype: 'Task', filters: JSON.stringify({ name: names[0] }), fieldname: '["priority","status"]' };
      assert.deepEqual((await site.as('ada').ask('frappe.client.get_value', two)).ok().data, {
        priority: 'Low',
        status: 'Open',
      });
      const none = { doctype: 'Task', filters: JSON.stringify({ subject: site.word() }), fieldname: 'priority' };
      assert.deepEqual((await site.as('ada').ask('frappe.client.get_value', none)).ok().data, {});
    },
  },
  {
    id: 'lists.array-body',
    title: 'fields as a real list in a JSON body of a GET is an error',
    run: async (site) => {
      const answer = await site.as('ada').send('GET', '/api/resource/Task', { json: { fields: ['name'] } });
      assert.equal(answer.status, 500);
    },
  },
];
