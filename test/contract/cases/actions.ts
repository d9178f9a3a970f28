import assert from 'node:assert/strict';
import { type Answer, at, type Row } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import { COMPANY, LEAVE, type Proposal, type SiteUnderTest } from '../site.ts';

const API = 'dartwing_va.api';

function insertTask(values: Row = {}): Row {
  return { op: 'insert', doctype: 'Task', values: { subject: 'Contract action', ...values } };
}

/** A task of ada's that an action changes. */
async function updateOf(
  site: SiteUnderTest,
  values: Row = { priority: 'High' },
): Promise<{ name: string; operation: Row }> {
  const name = String(
    (await site.make('Task', { subject: `Contract ${site.word()}`, priority: 'Low' }, site.as('ada')))['name'],
  );
  const from = { priority: 'Low', docstatus: 0 };
  return { name, operation: { op: 'update', doctype: 'Task', name, values, from } };
}

function leaveOf(site: SiteUnderTest, values: Row = {}): Row {
  const day = site.freeDay();
  const base = {
    employee: site.person('ada').employee,
    leave_type: LEAVE,
    from_date: day,
    to_date: day,
    follow_via_email: 0,
  };
  return {
    op: 'insert',
    doctype: 'Leave Application',
    values: { ...base, leave_approver: site.person('bea').user, ...values },
  };
}

/** Name of the first document of an execution; it is put away at the end. */
function documentOf(site: SiteUnderTest, answer: Answer): string {
  const document = at(answer.ok().data, 'result', 'documents', 0);
  const name = String(at(document, 'name'));
  site.later(() => site.admin.remove(String(at(document, 'doctype')), name));
  return name;
}

async function auditOf(site: SiteUnderTest, action: string): Promise<unknown[]> {
  const rows = await site.admin.list('VA Audit Log', {
    filters: [['action_log', '=', action]],
    fields: ['event_subtype'],
    order_by: 'sequence asc',
  });
  return rows
    .ok()
    .rows()
    .map((row) => row['event_subtype']);
}

async function setting(site: SiteUnderTest, values: Row, back: Row): Promise<void> {
  site.later(() => site.admin.update('VA Company Settings', COMPANY, back));
  (await site.admin.update('VA Company Settings', COMPANY, values)).ok();
}

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
    id: 'actions.not-mine',
    title: 'somebody else’s action is 404 like one that is not there, for all methods',
    run: async (site) => {
      const { action } = await site.propose('ada', [insertTask()]);
      for (const given of [action, site.id('act')]) {
        for (const method of ['confirm_action', 'cancel_action', 'undo_action']) {
          (await site.as('cyd').call(`${API}.${method}`, { action: given })).va(404, 'ACTION_NOT_FOUND');
        }
        (await site.as('cyd').ask(`${API}.card`, { action: given })).va(404, 'ACTION_NOT_FOUND');
      }
      (await site.as('sys').call(`${API}.confirm_action`, { action })).va(404, 'ACTION_NOT_FOUND');
    },
  },
  {
    id: 'actions.proof-of-another',
    title: 'the token of another person proves nothing',
    finding: 2,
    run: async (site) => {
      const { access } = await site.token('cyd');
      const proposal = await site.propose('ada', [insertTask()]);
      assert.ok([403, 404].includes((await site.execute(proposal, access)).status));
      assert.equal(await site.statusOf(proposal.action), 'pending');
    },
  },
  {
    id: 'actions.proof-revoked',
    title: 'the token of a session that was revoked proves nothing',
    finding: 2,
    run: async (site) => {
      const { access } = await site.token('ada');
      (await site.guest.call(`${API}.revoke`, { token: access })).ok();
      (await site.execute(await site.propose('ada', [insertTask()]), access)).va(403, 'PROOF_REQUIRED');
    },
  },
  {
    id: 'actions.proof-forged',
    title: 'no proof, a delegation, a forged token, another kind: PROOF_REQUIRED',
    finding: 2,
    run: async (site) => {
      const proposal = await site.propose('ada', [insertTask()]);
      const { access } = await site.token('ada');
      const [head = '', body = ''] = access.split('.');
      const forged = [`${head}.${body}.${'A'.repeat(86)}`, site.delegation(site.person('ada').user), '', 'x'];
      for (const token of forged) (await site.execute(proposal, token)).va(403, 'PROOF_REQUIRED');
      (await site.execute(proposal, access, { proof: { kind: 'user', token: access } })).va(403, 'PROOF_REQUIRED');
      (await site.execute(proposal, access, { proof: { kind: 'session' } })).va(403, 'PROOF_REQUIRED');
      assert.equal(await site.statusOf(proposal.action), 'pending');
    },
  },
  {
    id: 'actions.execute-service',
    title: 'execute_action and reverse_action are for the service alone',
    finding: 11,
    run: async (site) => {
      const { access } = await site.token('ada');
      const proposal = await site.propose('ada', [insertTask()]);
      const proof = { kind: 'session', token: access };
      for (const caller of [site.as('ada'), site.as('sys'), site.admin]) {
        (await caller.call(`${API}.execute_action`, { ...proposal, proof })).va(403, 'FORBIDDEN');
        const undo = { action: proposal.action, reversal: site.id('act'), proof };
        (await caller.call(`${API}.reverse_action`, undo)).va(403, 'FORBIDDEN');
      }
      (await site.service.call(`${API}.confirm_action`, { action: proposal.action })).va(403, 'FORBIDDEN');
      (await site.reading('ada', ['VA Action Log']).call(`${API}.confirm_action`, { action: proposal.action })).va(
        403,
        'FORBIDDEN',
      );
    },
  },
  {
    id: 'actions.confirm-by-get',
    title: 'nothing is confirmed by GET',
    run: async (site) => {
      const { action } = await site.propose('ada', [insertTask()]);
      (await site.as('ada').ask(`${API}.confirm_action`, { action })).is(403, 'PermissionError');
      assert.equal(await site.statusOf(action), 'pending');
    },
  },
  {
    id: 'actions.policy',
    title: 'a tool without a policy needs the person’s own request; a policy that is off refuses both',
    finding: 2,
    run: async (site) => {
      const { access } = await site.token('ada');
      const strange = await site.propose('ada', [insertTask()], { action_type: 'strange.tool' });
      (await site.execute(strange, access)).va(403, 'PROOF_REQUIRED');
      documentOf(site, await site.as('ada').call(`${API}.confirm_action`, { action: strange.action }));
      const all = (await site.admin.read('VA Company Settings', COMPANY)).row()['tool_policies'];
      assert.ok(Array.isArray(all));
      const plain = all.map((row) => ({ tool: at(row, 'tool'), enabled: 1, session_proof: 1 }));
      await setting(
        site,
        { tool_policies: [...plain, { tool: 'operations.closed', enabled: 0 }] },
        { tool_policies: plain },
      );
      const closed = await site.propose('ada', [insertTask()], { action_type: 'operations.closed' });
      (await site.as('ada').call(`${API}.confirm_action`, { action: closed.action })).va(403, 'FORBIDDEN');
    },
  },
  {
    id: 'actions.limit-minute',
    title: 'the limit of a minute holds, and the action stays pending',
    run: async (site) => {
      await setting(site, { max_actions_per_minute: 1 }, { max_actions_per_minute: 200 });
      const first = await site.propose('cyd', [insertTask()]);
      const second = await site.propose('cyd', [insertTask()]);
      const once = await site.as('cyd').call(`${API}.confirm_action`, { action: first.action });
      if (once.status === 200) documentOf(site, once);
      const answer = (await site.as('cyd').call(`${API}.confirm_action`, { action: second.action })).va(
        429,
        'RATE_LIMITED',
      );
      assert.equal(at(answer.meta, 'limit'), 'minute');
      assert.equal(await site.statusOf(second.action), 'pending');
    },
  },
  {
    id: 'actions.limit-turn',
    title: 'the limit of a turn holds',
    run: async (site) => {
      await setting(site, { max_actions_per_turn: 1 }, { max_actions_per_turn: 10 });
      const turn_id = site.id('turn');
      const [first, second] = [
        await site.propose('cyd', [insertTask()], { turn_id }),
        await site.propose('cyd', [insertTask()], { turn_id }),
      ];
      documentOf(site, await site.as('cyd').call(`${API}.confirm_action`, { action: first.action }));
      const answer = (await site.as('cyd').call(`${API}.confirm_action`, { action: second.action })).va(
        429,
        'RATE_LIMITED',
      );
      assert.equal(at(answer.meta, 'limit'), 'turn');
    },
  },
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
      const { action } = await site.propose('ada', [leaveOf(site, { status: 'Approved' })], {
        action_type: 'hr.submit_leave_request',
      });
      const answer = (await site.as('ada').call(`${API}.confirm_action`, { action })).va(422, 'UNPROCESSABLE_ENTITY');
      assert.deepEqual(at(answer.meta, 'fields'), ['Status']);
      assert.deepEqual(
        await site.rows('Leave Application', [
          ['employee', '=', site.person('ada').employee],
          ['status', '=', 'Approved'],
          ['docstatus', '=', 0],
        ]),
        [],
      );
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
  {
    id: 'actions.paused',
    title: 'with the assistant paused no action runs',
    run: async (site) => {
      const proposal: Proposal = await site.propose('dan', [insertTask()]);
      const [row] = await site.rows('VA Instance', [['employee', '=', site.person('dan').employee]]);
      site.later(() => site.admin.update('VA Instance', String(row?.['name']), { status: 'Active' }));
      (await site.admin.update('VA Instance', String(row?.['name']), { status: 'Paused' })).ok();
      (await site.as('dan').call(`${API}.confirm_action`, { action: proposal.action })).va(403, 'ASSISTANT_PAUSED');
    },
  },
  {
    id: 'actions.session-survives',
    title: 'a cookie session that confirmed an action goes on as before',
    finding: 6,
    run: async (site) => {
      const { caller } = await site.signIn(site.person('ada').user);
      const { action } = await site.propose('ada', [insertTask()]);
      documentOf(site, await caller.call(`${API}.confirm_action`, { action }));
      assert.equal((await caller.ask('frappe.auth.get_logged_user')).ok().data, site.person('ada').user);
      (await caller.list('Task')).ok();
    },
  },
];
