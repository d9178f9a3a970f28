import assert from 'node:assert/strict';
import { type Answer, at, type Row } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import type { SiteUnderTest } from '../site.ts';
import { API, auditOf, documentOf, insertTask, leaveOf, updateOf } from './action-helpers.ts';

/** Operations that no action may have, whoever confirms: what, operation, status, code. */
const IMPOSSIBLE: readonly (readonly [string, (site: SiteUnderTest) => Row, number, string])[] = [
  [
    'a User',
    (site) => ({
      op: 'update',
      doctype: 'User',
      name: site.person('ada').user,
      values: { first_name: 'x' },
      from: { first_name: 'ada', docstatus: 0 },
    }),
    403,
    'FORBIDDEN',
  ],
  ['a Role', () => ({ op: 'insert', doctype: 'Role', values: { role_name: 'Contract' } }), 403, 'FORBIDDEN'],
  ['a User Permission', () => ({ op: 'insert', doctype: 'User Permission', values: { user: 'x' } }), 403, 'FORBIDDEN'],
  [
    'a permission DocType in other case',
    () => ({ op: 'insert', doctype: 'user permission', values: { user: 'x' } }),
    403,
    'FORBIDDEN',
  ],
];

const impossible: readonly ContractCase[] = IMPOSSIBLE.map(([what, made, status, code]) => ({
  id: `actions.blocked ${what}`,
  title: `no action touches ${what}`,
  run: async (site) => {
    const { action } = await site.propose('ada', [made(site)]);
    const answer = await site.as('ada').call(`${API}.confirm_action`, { action });
    answer.va(status, code);
  },
}));

export const actions: readonly ContractCase[] = [
  ...impossible,
  {
    id: 'actions.confirm',
    title: 'a confirmed action runs as the employee and says with what proof',
    finding: 2,
    run: async (site) => {
      const { action, digest } = await site.propose('ada', [insertTask()]);
      const answer = await site.as('ada').call(`${API}.confirm_action`, { action, digest });
      const name = documentOf(site, answer);
      const { data } = answer;
      assert.deepEqual(
        [at(data, 'action'), at(data, 'status'), at(data, 'repeated'), at(data, 'proof'), at(data, 'reversible')],
        [action, 'completed', false, 'user', true],
      );
      assert.deepEqual(at(data, 'result'), { documents: [{ doctype: 'Task', name, op: 'insert' }] });
      assert.equal((await site.admin.read('Task', name)).row()['owner'], site.person('ada').user);
      assert.ok(Number(at(data, 'audit_sequence')) > 0);
      assert.deepEqual(await auditOf(site, action), ['action_executed']);
    },
  },
  {
    id: 'actions.execute',
    title: 'the sidecar executes with the live session’s token',
    finding: 2,
    run: async (site) => {
      const { access } = await site.token('ada');
      const answer = await site.execute(await site.propose('ada', [insertTask()]), access);
      documentOf(site, answer);
      assert.equal(at(answer.data, 'proof'), 'session');
    },
  },
  {
    id: 'actions.repeat',
    title: 'a repeat answers the first result, by either proof',
    run: async (site) => {
      const { access } = await site.token('ada');
      const proposal = await site.propose('ada', [insertTask()]);
      const first = await site.execute(proposal, access);
      documentOf(site, first);
      assert.deepEqual((await site.execute(proposal, access)).ok().data, { ...first.row(), repeated: true });
      const again = (await site.as('ada').call(`${API}.confirm_action`, { ...proposal })).ok().data;
      assert.deepEqual(again, { ...first.row(), repeated: true });
    },
  },
  {
    id: 'actions.race',
    title: 'of eight calls at once one runs; the rest repeat or are told that it is busy',
    finding: 8,
    run: async (site) => {
      const { access } = await site.token('ada');
      const mark = `Race ${site.word()}`;
      const proposal = await site.propose('ada', [insertTask({ subject: mark })]);
      const ask = (index: number): Promise<Answer> =>
        index % 2 === 0
          ? site.execute(proposal, access)
          : site.as('ada').call(`${API}.confirm_action`, { ...proposal });
      const answers = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(ask));
      const fresh = answers.filter((answer) => answer.status === 200 && at(answer.data, 'repeated') === false);
      assert.equal(fresh.length, 1, answers.map((answer) => `${answer.status} ${String(answer.code)}`).join());
      for (const answer of answers) if (answer.status !== 200) answer.va(409, 'CONFLICT');
      const made = await site.rows('Task', [['subject', '=', mark]]);
      for (const row of made) site.later(() => site.admin.remove('Task', String(row['name'])));
      assert.equal(made.length, 1);
    },
  },
  {
    id: 'actions.cancel-race',
    title: 'a yes and a no at once: one wins, and the document agrees with it',
    finding: 8,
    run: async (site) => {
      const mark = `Race ${site.word()}`;
      const { action } = await site.propose('ada', [insertTask({ subject: mark })]);
      await Promise.all([
        site.as('ada').call(`${API}.confirm_action`, { action }),
        site.as('ada').call(`${API}.cancel_action`, { action }),
      ]);
      const status = await site.statusOf(action);
      const made = await site.rows('Task', [['subject', '=', mark]]);
      for (const row of made) site.later(() => site.admin.remove('Task', String(row['name'])));
      assert.equal(made.length, status === 'completed' ? 1 : 0, String(status));
      assert.ok(['completed', 'cancelled', 'pending'].includes(String(status)), String(status));
    },
  },
  {
    id: 'actions.two-races',
    title: 'two actions on one document at once: the second finds it changed or busy',
    finding: 8,
    run: async (site) => {
      const { name, operation } = await updateOf(site);
      const first = await site.propose('ada', [operation]);
      const second = await site.propose('ada', [{ ...operation, values: { priority: 'Urgent' } }]);
      const answers = await Promise.all(
        [first, second].map(({ action }) => site.as('ada').call(`${API}.confirm_action`, { action })),
      );
      const ran = answers.filter((answer) => answer.status === 200);
      assert.equal(ran.length, 1, answers.map((answer) => answer.text.slice(0, 160)).join('\n'));
      for (const answer of answers)
        if (answer.status !== 200)
          assert.ok(['CONFLICT', 'DOCUMENT_CHANGED'].includes(String(answer.code)), String(answer.code));
      const priority = (await site.admin.read('Task', name)).row()['priority'];
      assert.equal(priority, answers[0]?.status === 200 ? 'High' : 'Urgent');
    },
  },
  {
    id: 'actions.digest',
    title: 'another digest than the stored one is ACTION_CHANGED',
    finding: 19,
    run: async (site) => {
      const { access } = await site.token('ada');
      const { action } = await site.propose('ada', [insertTask()]);
      (await site.execute({ action, digest: '0'.repeat(64) }, access)).va(409, 'ACTION_CHANGED');
      (await site.as('ada').call(`${API}.confirm_action`, { action, digest: '0'.repeat(64) })).va(
        409,
        'ACTION_CHANGED',
      );
    },
  },
  {
    id: 'actions.stored-digest',
    title: 'operations that do not fit the stored digest never run',
    finding: 19,
    run: async (site) => {
      const { action } = await site.propose('ada', [insertTask()], { digest: 'a'.repeat(64) });
      (await site.as('ada').call(`${API}.confirm_action`, { action })).va(409, 'ACTION_CHANGED');
    },
  },
  {
    id: 'actions.expired',
    title: 'after its expiry an action is ACTION_EXPIRED and marked so',
    run: async (site) => {
      const { action } = await site.propose('ada', [insertTask()], { expires_at_ms: Math.floor(site.now()) - 1_000 });
      (await site.as('ada').call(`${API}.confirm_action`, { action })).va(409, 'ACTION_EXPIRED');
      assert.equal(await site.statusOf(action), 'expired');
    },
  },
  {
    id: 'actions.cancelled',
    title: 'a cancelled action does not run; cancelling twice is cancelling; a completed one is not cancelled',
    run: async (site) => {
      const { action } = await site.propose('ada', [insertTask()]);
      const cancel = () => site.as('ada').call(`${API}.cancel_action`, { action, reason: 'no' });
      assert.deepEqual((await cancel()).ok().data, { action, status: 'cancelled' });
      assert.deepEqual((await cancel()).ok().data, { action, status: 'cancelled' });
      (await site.as('ada').call(`${API}.confirm_action`, { action })).va(409, 'ACTION_CANCELLED');
      const done = await site.propose('ada', [insertTask()]);
      documentOf(site, await site.as('ada').call(`${API}.confirm_action`, { action: done.action }));
      (await site.as('ada').call(`${API}.cancel_action`, { action: done.action })).va(409, 'ACTION_ALREADY_CONFIRMED');
    },
  },
  {
    id: 'actions.superseded',
    title: 'a superseded action does not run',
    run: async (site) => {
      const { action } = await site.propose('ada', [insertTask()]);
      const replaced_by = (await site.propose('ada', [insertTask()])).action;
      await site.batch([
        { op: 'update', doctype: 'VA Action Log', name: action, values: { status: 'superseded', replaced_by } },
      ]);
      (await site.as('ada').call(`${API}.confirm_action`, { action })).va(409, 'ACTION_SUPERSEDED');
    },
  },
  {
    id: 'actions.card',
    title: 'the card is drawn from what is stored, with the labels of the DocType',
    run: async (site) => {
      const { operation } = await updateOf(site);
      const { action, digest } = await site.propose('ada', [operation]);
      const card = (await site.as('ada').ask(`${API}.card`, { action })).ok().row();
      assert.deepEqual([card['action_id'], card['status'], card['digest']], [action, 'pending', digest]);
      assert.ok(String(card['title']).length > 0);
      const lines = card['lines'];
      assert.ok(Array.isArray(lines));
      assert.deepEqual(
        lines.find((line) => at(line, 'label') === 'Priority'),
        { label: 'Priority', from: 'Low', to: 'High' },
      );
      assert.match(String(card['expires_at']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
      assert.deepEqual((await site.service.ask(`${API}.card`, { action })).ok().row(), card);
    },
  },
  {
    id: 'actions.card-links',
    title: 'a link on a card has its title where the employee may read what it points to, else the name alone',
    needs: 'hrms',
    run: async (site) => {
      const other = site.person('cyd').employee;
      const shown = async (employee: string): Promise<unknown> => {
        const { action } = await site.propose('ada', [leaveOf(site, { employee })]);
        const card = (await site.as('ada').ask(`${API}.card`, { action })).ok().row();
        const lines = card['lines'];
        assert.ok(Array.isArray(lines));
        return at(
          lines.find((line) => at(line, 'label') === 'Employee'),
          'to',
        );
      };
      const { employee } = site.person('ada');
      const [own] = await site.rows('Employee', [['name', '=', employee]], ['employee_name']);
      assert.equal(await shown(employee), `${String(own?.['employee_name'])} (${employee})`);
      assert.equal(await shown(other), other);
    },
  },
  {
    id: 'actions.exact-name',
    title: 'a name in other case or with a blank behind it is no action, although the database finds it',
    run: async (site) => {
      const { action, digest } = await site.propose('ada', [insertTask()]);
      for (const name of [action.toUpperCase(), `${action} `]) {
        (await site.as('ada').call(`${API}.confirm_action`, { action: name, digest })).va(404, 'ACTION_NOT_FOUND');
        (await site.as('ada').call(`${API}.cancel_action`, { action: name })).va(404, 'ACTION_NOT_FOUND');
        (await site.as('ada').ask(`${API}.card`, { action: name })).va(404, 'ACTION_NOT_FOUND');
      }
      const [row] = await site.rows('VA Action Log', [['name', '=', action]], ['status']);
      assert.equal(row?.['status'], 'pending');
    },
  },
];
