import assert from 'node:assert/strict';
import { at, type Row } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import { ABROAD, COMPANY, LEAVE, type SiteUnderTest, type Who } from '../site.ts';

async function openLeave(site: SiteUnderTest, who: Who): Promise<string> {
  const { employee, caller } = site.person(who);
  const day = site.freeDay();
  const values = { employee, leave_type: LEAVE, from_date: day, to_date: day, leave_approver: site.person('bea').user };
  return String((await site.make('Leave Application', { ...values, follow_via_email: 0 }, caller))['name']);
}

async function share(site: SiteUnderTest, name: string, who: Who, rights: Row): Promise<void> {
  const args = { doctype: 'Designation', name, user: site.person(who).user, read: 1, ...rights };
  (await site.admin.call('frappe.share.add', args)).ok();
}

/** No series: a number is used again, while what hung on the deleted document goes away in the background. */
async function designation(site: SiteUnderTest): Promise<string> {
  return String((await site.make('Designation', { designation_name: `Contract ${site.word()}` }))['name']);
}

async function may(
  site: SiteUnderTest,
  who: Who,
  doctype: string,
  docname: string,
  perm_type: string,
): Promise<unknown> {
  const answer = await site.as(who).ask('frappe.client.has_permission', { doctype, docname, perm_type });
  return at(answer.ok().data, 'has_permission');
}

export const permissions: readonly ContractCase[] = [
  {
    id: 'permissions.no-role',
    title: 'without a role there is neither list nor document nor create',
    run: async (site) => {
      const made = await site.make('Task', { subject: `Contract ${site.word()}` });
      (await site.as('nob').list('Task')).is(403, 'PermissionError');
      (await site.as('nob').read('Task', String(made['name']))).is(403, 'PermissionError');
      (await site.as('nob').insert('Task', { subject: 'x' })).is(403, 'PermissionError');
      (await site.as('nob').update('Task', String(made['name']), { priority: 'High' })).is(403, 'PermissionError');
      (await site.as('nob').remove('Task', String(made['name']))).is(403, 'PermissionError');
    },
  },
  {
    id: 'permissions.role-row',
    title: 'a role that may only read cannot write',
    run: async (site) => {
      const designation = await site.make('Designation', { designation_name: `Contract ${site.word()}` });
      (await site.as('ada').update('Designation', String(designation['name']), { description: 'x' })).is(
        403,
        'PermissionError',
      );
    },
  },
  {
    id: 'permissions.if-owner',
    title: 'if_owner: own documents alone are read, changed and listed',
    run: async (site) => {
      const mine = await site.make('Contact', { first_name: `Mine ${site.word()}` }, site.as('ada'));
      const name = String(mine['name']);
      const filters = [['name', '=', name]];
      assert.equal((await site.as('ada').list('Contact', { filters })).ok().rows().length, 1);
      assert.equal((await site.as('cyd').list('Contact', { filters })).ok().rows().length, 0);
      (await site.as('ada').read('Contact', name)).ok();
      (await site.as('cyd').read('Contact', name)).is(403, 'PermissionError');
      (await site.as('cyd').update('Contact', name, { last_name: 'x' })).is(403, 'PermissionError');
      (await site.as('cyd').remove('Contact', name)).is(403, 'PermissionError');
    },
  },
  {
    id: 'permissions.permlevel-write',
    title: 'a field above the permlevel is put back without a word on insert and on update',
    needs: 'hrms',
    finding: 3,
    run: async (site) => {
      const { employee, caller } = site.person('ada');
      const day = site.freeDay();
      const values = {
        employee,
        leave_type: LEAVE,
        from_date: day,
        to_date: day,
        leave_approver: site.person('bea').user,
      };
      const made = await site.make('Leave Application', { ...values, follow_via_email: 0, status: 'Approved' }, caller);
      assert.equal(made['status'], 'Open');
      const saved = (
        await caller.update('Leave Application', String(made['name']), { status: 'Cancelled', description: 'x' })
      )
        .ok()
        .row();
      assert.deepEqual([saved['status'], saved['description']], ['Open', 'x']);
    },
  },
  {
    id: 'permissions.permlevel-approver',
    title: 'the approver, who holds the permlevel, writes it',
    needs: 'hrms',
    run: async (site) => {
      const name = await openLeave(site, 'ada');
      assert.equal(
        (await site.as('bea').update('Leave Application', name, { status: 'Rejected' })).ok().row()['status'],
        'Rejected',
      );
    },
  },
  {
    id: 'permissions.permlevel-read',
    title: 'a field above the permlevel is left out of reads and of lists',
    run: async (site) => {
      const { user, employee } = site.person('ada');
      const [instance] = await site.rows('VA Instance', [['employee', '=', employee]]);
      const name = String(instance?.['name']);
      const memory = site.id('mem');
      const values = {
        employee,
        va_instance: name,
        memory_type: 'semantic',
        kind: 'fact',
        content: 'x',
        source_type: 'explicit',
      };
      const stored = { ...values, created_at: site.stamp(), encryption_key_id: 'key-of-the-site' };
      const [result] = await site.batch([{ op: 'insert', doctype: 'VA Memory', name: memory, values: stored }]);
      assert.equal(at(result, 'ok'), true, JSON.stringify(result));
      site.later(() => site.admin.remove('VA Memory', memory));
      const own = (await site.as('ada').read('VA Memory', memory)).ok().row();
      assert.deepEqual([own['owner'], 'encryption_key_id' in own], [user, false]);
      const params = { filters: [['name', '=', memory]], fields: ['name', 'encryption_key_id'] };
      const [row] = (await site.as('ada').list('VA Memory', params)).ok().rows();
      assert.equal(row?.['encryption_key_id'] ?? null, null);
      assert.equal((await site.admin.read('VA Memory', memory)).row()['encryption_key_id'], 'key-of-the-site');
    },
  },
  {
    id: 'permissions.employee-delete',
    title: 'an Employee cannot delete, submit or cancel the own leave application',
    needs: 'hrms',
    finding: 3,
    run: async (site) => {
      const name = await openLeave(site, 'ada');
      (await site.as('ada').remove('Leave Application', name)).is(403, 'PermissionError');
      assert.equal(await may(site, 'ada', 'Leave Application', name, 'submit'), false);
      assert.equal(await may(site, 'ada', 'Leave Application', name, 'write'), true);
    },
  },
  {
    id: 'permissions.event-delete',
    title: 'nobody deletes the own Event, but a System Manager does',
    finding: 3,
    run: async (site) => {
      const values = {
        subject: `Contract ${site.word()}`,
        event_type: 'Private',
        starts_on: `${site.day(3)} 10:00:00`,
      };
      const made = await site.make('Event', values, site.as('ada'));
      (await site.as('ada').remove('Event', String(made['name']))).is(403, 'PermissionError');
    },
  },
  {
    id: 'permissions.event-private',
    title: 'a private Event is its owner’s, a public one everybody’s',
    run: async (site) => {
      const values = { subject: `Contract ${site.word()}`, starts_on: `${site.day(3)} 10:00:00` };
      const hidden = String((await site.make('Event', { ...values, event_type: 'Private' }, site.as('ada')))['name']);
      const open = String((await site.make('Event', { ...values, event_type: 'Public' }, site.as('ada')))['name']);
      (await site.as('cyd').read('Event', hidden)).is(403, 'PermissionError');
      (await site.as('cyd').read('Event', open)).ok();
      const rows = (await site.as('cyd').list('Event', { filters: [['name', 'in', [hidden, open]]] })).ok().rows();
      assert.deepEqual(rows, [{ name: open }]);
    },
  },
  {
    id: 'permissions.todo',
    title: 'a ToDo is its assignee’s, not its owner’s',
    run: async (site) => {
      const { user } = site.person('cyd');
      const made = await site.make('ToDo', {
        description: 'x',
        allocated_to: user,
        assigned_by: site.person('ada').user,
      });
      const name = String(made['name']);
      (await site.as('cyd').read('ToDo', name)).ok();
      (await site.as('ada').read('ToDo', name)).ok();
      (await site.as('bea').read('ToDo', name)).is(403, 'PermissionError');
      assert.equal((await site.as('bea').list('ToDo', { filters: [['name', '=', name]] })).rows().length, 0);
    },
  },
  {
    id: 'permissions.user-permission',
    title: 'a User Permission on Employee hides other people’s leave, in lists and documents',
    needs: 'hrms',
    run: async (site) => {
      const name = await openLeave(site, 'cyd');
      (await site.as('ada').read('Leave Application', name)).is(403, 'PermissionError');
      assert.deepEqual(
        (await site.as('ada').list('Leave Application', { filters: [['name', '=', name]] })).ok().rows(),
        [],
      );
    },
  },
  {
    id: 'permissions.tree',
    title: 'a User Permission on a tree takes in those below',
    finding: 14,
    run: async (site) => {
      (await site.as('bea').read('Employee', site.person('ada').employee)).ok();
      (await site.as('bea').read('Employee', site.person('dan').employee)).ok();
      (await site.as('dan').read('Employee', site.person('ada').employee)).is(403, 'PermissionError');
    },
  },
  {
    id: 'permissions.create-for-another',
    title: 'a document for an Employee outside the User Permission is refused',
    needs: 'hrms',
    run: async (site) => {
      const day = site.freeDay();
      const values = { employee: site.person('cyd').employee, leave_type: LEAVE, from_date: day, to_date: day };
      (await site.as('ada').insert('Leave Application', { ...values, leave_approver: site.person('bea').user })).is(
        403,
        'PermissionError',
      );
    },
  },
  {
    id: 'permissions.share-read',
    title: 'a share lets a person without any role read, and not write',
    run: async (site) => {
      const name = await designation(site);
      (await site.as('nob').read('Designation', name)).is(403, 'PermissionError');
      await share(site, name, 'nob', {});
      (await site.as('nob').read('Designation', name)).ok();
      assert.deepEqual((await site.as('nob').list('Designation', { filters: [['name', '=', name]] })).ok().rows(), [
        { name },
      ]);
      (await site.as('nob').update('Designation', name, { description: 'shared' })).is(403, 'PermissionError');
    },
  },
  {
    id: 'permissions.share-write',
    title: 'a share with write lets write, and its end ends it',
    run: async (site) => {
      const name = await designation(site);
      await share(site, name, 'nob', { write: 1 });
      assert.equal(
        (await site.as('nob').update('Designation', name, { description: 'shared' })).ok().row()['description'],
        'shared',
      );
      const [row] = await site.rows('DocShare', [['share_name', '=', name]]);
      (await site.admin.remove('DocShare', String(row?.['name']))).is(202);
      (await site.as('nob').read('Designation', name)).is(403, 'PermissionError');
    },
  },
  {
    id: 'permissions.share-right',
    title: 'who may not share a document cannot',
    run: async (site) => {
      const made = await site.make('Designation', { designation_name: `Contract ${site.word()}` });
      const args = { doctype: 'Designation', name: made['name'], user: site.person('nob').user, read: 1 };
      (await site.as('ada').call('frappe.share.add', args)).is(403, 'PermissionError');
    },
  },
  {
    id: 'permissions.company-wall',
    title: 'HR of one company does not see the other company’s assistants, in lists and documents',
    finding: 12,
    run: async (site) => {
      const [theirs] = await site.rows('VA Instance', [['employee', '=', site.person('eve').employee]]);
      const name = String(theirs?.['name']);
      (await site.as('hal').read('VA Instance', name)).is(403, 'PermissionError');
      const rows = (await site.as('hal').list('VA Instance', { fields: ['company'], limit_page_length: '0' }))
        .ok()
        .rows();
      assert.deepEqual([...new Set(rows.map((row) => row['company']))], [COMPANY]);
      (await site.as('eve').read('VA Company Settings', COMPANY)).is(403, 'PermissionError');
      (await site.as('eve').read('VA Company Settings', ABROAD)).ok();
    },
  },
  {
    id: 'permissions.own-instance',
    title: 'an Employee reads and changes the own assistant but none of its limits',
    finding: 12,
    run: async (site) => {
      const [row] = await site.rows(
        'VA Instance',
        [['employee', '=', site.person('ada').employee]],
        ['name', 'va_name', 'expense_limit'],
      );
      const name = String(row?.['name']);
      const values = {
        va_name: `Robin ${site.word()}`,
        expense_limit: 999_999,
        status: 'Disabled',
        daily_action_limit: 5,
      };
      const saved = (await site.as('ada').update('VA Instance', name, values)).ok().row();
      assert.equal(saved['va_name'], values.va_name);
      const kept = (await site.admin.read('VA Instance', name)).row();
      assert.deepEqual([kept['expense_limit'], kept['status']], [row?.['expense_limit'], 'Active']);
      (await site.as('cyd').read('VA Instance', name)).is(403, 'PermissionError');
    },
  },
  {
    id: 'permissions.instance-moves-not',
    title: 'nobody points an assistant at another employee',
    finding: 12,
    run: async (site) => {
      const [row] = await site.rows('VA Instance', [['employee', '=', site.person('ada').employee]]);
      const name = String(row?.['name']);
      const answer = await site.as('ada').update('VA Instance', name, { employee: site.person('bea').employee });
      assert.ok(answer.status === 417 || answer.status === 403, answer.text.slice(0, 200));
      assert.equal((await site.admin.read('VA Instance', name)).row()['employee'], site.person('ada').employee);
    },
  },
  {
    id: 'permissions.owner-is-the-employee',
    title: 'a row that HR makes belongs to the employee, who can read it',
    finding: 12,
    run: async (site) => {
      const [row] = await site.rows('VA Instance', [['employee', '=', site.person('dan').employee]]);
      (await site.admin.remove('VA Instance', String(row?.['name']))).is(202);
      const template = (await site.rows('VA Template', [['company', '=', COMPANY]]))[0]?.['name'];
      const values = {
        employee: site.person('dan').employee,
        company: COMPANY,
        va_name: 'By HR',
        status: 'Active',
        template,
      };
      const made = (await site.as('hal').insert('VA Instance', values)).ok().row();
      assert.equal(made['owner'], site.person('dan').user);
      (await site.as('dan').read('VA Instance', String(made['name']))).ok();
    },
  },
  {
    id: 'permissions.doc-permissions',
    title: 'get_doc_permissions names the rights of the caller',
    run: async (site) => {
      const made = await site.make('Task', { subject: `Contract ${site.word()}` }, site.as('ada'));
      const query = { doctype: 'Task', docname: String(made['name']) };
      const rights = at(
        (await site.as('ada').ask('frappe.client.get_doc_permissions', query)).ok().data,
        'permissions',
      );
      assert.deepEqual([at(rights, 'read'), at(rights, 'delete'), Boolean(at(rights, 'submit'))], [1, 1, false]);
    },
  },
  {
    id: 'permissions.password-hidden',
    title: 'a Password field never reads as itself',
    run: async (site) => {
      const row = (await site.admin.read('User', site.person('ada').user)).ok().row();
      assert.match(String(row['api_secret'] ?? '*'), /^\*+$/);
    },
  },
];
