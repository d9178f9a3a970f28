import assert from 'node:assert/strict';
import { at, type Row } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import { COMPANY, type SiteUnderTest } from '../site.ts';

const API = 'dartwing_va.api';

async function auditRow(site: SiteUnderTest): Promise<string> {
  const name = site.id('aud');
  const payload = {
    timestamp: Math.floor(site.now()),
    event_type: 'Data Access',
    event_subtype: 'contract',
    actor_type: 'User',
    actor_user: site.person('ada').user,
    actor_employee: site.person('ada').employee,
    company: COMPANY,
    action: 'contract.read',
    outcome: 'Success',
  };
  const [result] = await site.batch([{ op: 'insert', doctype: 'VA Audit Log', name, values: { payload } }]);
  assert.equal(at(result, 'ok'), true, JSON.stringify(result));
  return name;
}

async function actionRow(site: SiteUnderTest): Promise<string> {
  return (await site.propose('ada', [{ op: 'insert', doctype: 'Task', values: { subject: 'x' } }])).action;
}

/** Ways of writing a row that a System Manager and Administrator have: what, how. */
const WAYS: readonly (readonly [
  string,
  (site: SiteUnderTest, doctype: string, name: string) => Promise<{ status: number; data: unknown }>,
])[] = [
  ['PUT', (site, doctype, name) => site.admin.update(doctype, name, { outcome: 'Denied', status: 'completed' })],
  ['DELETE', (site, doctype, name) => site.admin.remove(doctype, name)],
  [
    'set_value',
    (site, doctype, name) =>
      site.admin.call('frappe.client.set_value', { doctype, name, fieldname: { title: 'x', outcome: 'Denied' } }),
  ],
  ['frappe.client.delete', (site, doctype, name) => site.admin.call('frappe.client.delete', { doctype, name })],
  [
    'rename',
    (site, doctype, name) =>
      site.admin.call('frappe.client.rename_doc', { doctype, old_name: name, new_name: `${name}x` }),
  ],
  [
    'save as a new document',
    async (site, doctype, name) => {
      const row = (await site.admin.ask('frappe.client.get', { doctype, name })).ok().row();
      return site.admin.call('frappe.client.save', { doc: { ...row, __islocal: 1, name: `${name}y` } });
    },
  ],
];

const immutable: readonly ContractCase[] = (['VA Audit Log', 'VA Action Log'] as const).flatMap((doctype) =>
  WAYS.map(([what, write]) => ({
    id: `records.immutable ${doctype} ${what}`,
    title: `${doctype} is not written by ${what}, not even by Administrator`,
    finding: 26,
    run: async (site: SiteUnderTest) => {
      const name = doctype === 'VA Audit Log' ? await auditRow(site) : await actionRow(site);
      const before = (await site.admin.read(doctype, name)).ok().text;
      const { status } = await write(site, doctype, name);
      assert.ok(status === 403 || status === 417, `${status}`);
      assert.equal((await site.admin.read(doctype, name)).ok().text, before);
    },
  })),
);

export const records: readonly ContractCase[] = [
  ...immutable,
  {
    id: 'records.bulk-update',
    title: 'bulk_update changes no action and no audit row',
    finding: 26,
    run: async (site) => {
      const rows = [
        ['VA Audit Log', await auditRow(site)],
        ['VA Action Log', await actionRow(site)],
      ] as const;
      const docs = rows.map(([doctype, docname]) => ({ doctype, docname, outcome: 'Denied', title: 'x' }));
      const failed = at(
        (await site.admin.call('frappe.client.bulk_update', { docs: JSON.stringify(docs) })).ok().data,
        'failed_docs',
      );
      assert.ok(Array.isArray(failed) && failed.length === 2);
    },
  },
  {
    id: 'records.forged',
    title: 'nobody inserts an audit row, an action, a session or an epoch by REST',
    finding: 26,
    run: async (site) => {
      const { user, employee } = site.person('ada');
      const forged: readonly (readonly [string, Row])[] = [
        [
          'VA Audit Log',
          {
            name: site.id('aud'),
            sequence: 1,
            timestamp: site.stamp(),
            event_type: 'Data Access',
            payload: '{}',
            hash: 'x',
          },
        ],
        [
          'VA Action Log',
          { name: site.id('act'), employee, status: 'completed', timestamp: site.stamp(), action_type: 'x' },
        ],
        ['VA Session', { name: site.id('sess'), user, status: 'Active', epoch: 0, grant_type: 'session' }],
        ['VA User Epoch', { user: site.person('nob').user, epoch: 0 }],
        ['VA Audit Head', { name: 'other', last_seq: 0 }],
      ];
      for (const [doctype, values] of forged) {
        for (const caller of [site.admin, site.as('sys')]) {
          const answer = await caller.insert(doctype, values);
          assert.ok(
            answer.status === 403 || answer.status === 417,
            `${doctype} ${answer.status} ${answer.text.slice(0, 200)}`,
          );
        }
      }
    },
  },
  {
    id: 'records.head',
    title: 'the head of the chain is not written by Administrator',
    finding: 26,
    run: async (site) => {
      const [head] = await site.rows('VA Audit Head', [], ['name', 'last_seq']);
      const answer = await site.admin.update('VA Audit Head', String(head?.['name']), { last_seq: 1 });
      assert.ok(answer.status === 403 || answer.status === 417);
    },
  },
  {
    id: 'records.audit-append',
    title: 'an audit row gets sequence, hash and the hash before it from the site; its payload is canonical JSON',
    finding: 17,
    run: async (site) => {
      const [first, second] = [await auditRow(site), await auditRow(site)];
      const rows = await site.rows(
        'VA Audit Log',
        [['name', 'in', [first, second]]],
        ['name', 'sequence', 'hash', 'previous_hash', 'payload', 'company', 'actor_user'],
      );
      const [a, b] = rows.toSorted((x, y) => Number(x['sequence']) - Number(y['sequence']));
      assert.equal(a?.['name'], first);
      assert.match(String(a?.['hash']), /^[0-9a-f]{64}$/);
      if (Number(b?.['sequence']) === Number(a?.['sequence']) + 1) assert.equal(b?.['previous_hash'], a?.['hash']);
      const payload: unknown = JSON.parse(String(a?.['payload']));
      assert.deepEqual(
        [at(payload, 'id'), at(payload, 'site'), at(payload, 'sequence')],
        [first, site.options.name, a?.['sequence']],
      );
      assert.deepEqual([a?.['company'], a?.['actor_user']], [COMPANY, site.person('ada').user]);
      assert.equal(String(a?.['payload']), JSON.stringify(payload));
    },
  },
  {
    id: 'records.audit-race',
    title: 'audit rows written at once make one chain without a gap',
    finding: 8,
    run: async (site) => {
      const write = async (): Promise<void> => {
        for (let tries = 0; tries < 6; tries += 1) {
          try {
            await auditRow(site);
            return;
          } catch (error) {
            if (tries === 5) throw error;
          }
        }
      };
      await Promise.all([1, 2, 3, 4, 5, 6].map(write));
      const answer = (await site.service.call(`${API}.verify_audit`, {})).ok();
      assert.equal(at(answer.data, 'ok'), true, answer.text.slice(0, 300));
    },
  },
  {
    id: 'records.verify',
    title: 'verify_audit checks a part or all, for the service and System Managers, and for nobody else',
    run: async (site) => {
      const row = (await site.admin.read('VA Audit Log', await auditRow(site))).ok().row();
      const sequence = Number(row['sequence']);
      const part = (
        await site.service.call(`${API}.verify_audit`, { from_sequence: sequence, to_sequence: sequence })
      ).ok().data;
      assert.deepEqual([at(part, 'ok'), at(part, 'checked')], [true, 1]);
      assert.equal(at((await site.as('sys').call(`${API}.verify_audit`, {})).ok().data, 'ok'), true);
      (await site.as('ada').call(`${API}.verify_audit`, {})).va(403, 'FORBIDDEN');
    },
  },
  {
    id: 'records.audit-unread',
    title: 'an employee reads no audit row; action rows only the own ones',
    run: async (site) => {
      const [audit, action] = [await auditRow(site), await actionRow(site)];
      (await site.as('ada').read('VA Audit Log', audit)).is(403, 'PermissionError');
      (await site.as('ada').read('VA Action Log', action)).ok();
      (await site.as('cyd').read('VA Action Log', action)).is(403, 'PermissionError');
      assert.deepEqual(
        (await site.as('cyd').list('VA Action Log', { filters: [['name', '=', action]] })).ok().rows(),
        [],
      );
    },
  },
  {
    id: 'records.delete-named-document',
    title: 'a document that a log names can be deleted',
    finding: 4,
    run: async (site) => {
      const { action } = await site.propose('ada', [
        { op: 'insert', doctype: 'Task', values: { subject: 'Contract named' } },
      ]);
      const answer = (await site.as('ada').call(`${API}.confirm_action`, { action })).ok();
      const name = String(at(answer.data, 'result', 'documents', 0, 'name'));
      (await site.as('ada').remove('Task', name)).is(202);
      assert.equal((await site.admin.read('VA Action Log', action)).row()['target_document'], name);
    },
  },
  {
    id: 'records.delete-employee',
    title: 'an Employee with a VA history can be deleted, and the history stays',
    finding: 4,
    run: async (site) => {
      const values = {
        first_name: 'Leaver',
        last_name: site.word(),
        gender: 'Other',
        date_of_birth: '1990-01-01',
        date_of_joining: '2020-01-01',
      };
      const { name: employee } = (
        await site.admin.insert('Employee', { ...values, status: 'Active', company: COMPANY })
      ).ok();
      const action = site.id('act');
      const history = {
        employee,
        status: 'pending',
        title: 'x',
        timestamp: site.stamp(),
        action_type: 'operations.x',
        operations: [],
        digest: 'x',
        expires_at: site.stamp(),
        expires_at_ms: 1,
      };
      const [result] = await site.batch([{ op: 'insert', doctype: 'VA Action Log', name: action, values: history }]);
      assert.equal(at(result, 'ok'), true, JSON.stringify(result));
      (await site.admin.remove('Employee', employee)).is(202);
      assert.equal((await site.admin.read('VA Action Log', action)).ok().row()['employee'], employee);
    },
  },
  {
    id: 'records.template-edit',
    title: 'a template that HR edited keeps the edit through a migration',
    needs: 'shell',
    finding: 21,
    run: async (site) => {
      const [row] = await site.rows('VA Template', [['company', '=', COMPANY]], ['name', 'expense_limit']);
      const name = String(row?.['name']);
      site.later(() => site.admin.update('VA Template', name, { expense_limit: row?.['expense_limit'] }));
      (await site.admin.update('VA Template', name, { expense_limit: 1234 })).ok();
      const [agent] = await site.rows('VA Sub-Agent Config', [], ['name', 'model_name']);
      site.later(() =>
        site.admin.update('VA Sub-Agent Config', String(agent?.['name']), { model_name: agent?.['model_name'] }),
      );
      (
        await site.admin.update('VA Sub-Agent Config', String(agent?.['name']), { model_name: 'of-the-administrator' })
      ).ok();
      site.options.migrate?.();
      assert.equal((await site.admin.read('VA Template', name)).ok().row()['expense_limit'], 1234);
      assert.equal(
        (await site.admin.read('VA Sub-Agent Config', String(agent?.['name']))).ok().row()['model_name'],
        'of-the-administrator',
      );
    },
  },
];
