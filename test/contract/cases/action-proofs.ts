import assert from 'node:assert/strict';
import { at } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import { COMPANY, type Proposal } from '../site.ts';
import { API, documentOf, insertTask, setting } from './action-helpers.ts';

export const actionProofs: readonly ContractCase[] = [
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
