import assert from 'node:assert/strict';
import { at } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import { COMPANY, PASSWORD, type SiteUnderTest, type Who } from '../site.ts';

const API = 'dartwing_va.api';

async function agree(site: SiteUnderTest, who: Who): Promise<void> {
  for (const consent_type of ['terms_of_service', 'conversation_logging']) {
    (await site.as(who).call(`${API}.consent`, { consent_type, granted: true, version: '1' })).ok();
  }
}

async function begun(site: SiteUnderTest, who: Who = 'ada'): Promise<string> {
  await agree(site, who);
  const answer = await site.as(who).call(`${API}.say`, { text: 'Hello', client_message_id: site.word() });
  return String(answer.ok().row()['conversation']);
}

export const turns: readonly ContractCase[] = [
  {
    id: 'turns.say',
    title: 'say writes a pending user turn of the caller’s own conversation',
    finding: 13,
    run: async (site) => {
      const conversation = await begun(site);
      const row = (
        await site.as('ada').call(`${API}.say`, { text: 'Second', client_message_id: site.word(), conversation })
      )
        .ok()
        .row();
      assert.deepEqual([row['conversation'], row['repeated']], [conversation, false]);
      const turn = (await site.as('ada').read('VA Conversation Turn', String(row['turn']))).ok().row();
      assert.deepEqual(
        [turn['role'], turn['status'], turn['origin'], turn['content'], turn['owner'], turn['turn_number']],
        ['User', 'Pending', 'Site', 'Second', site.person('ada').user, 2],
      );
    },
  },
  {
    id: 'turns.rest-insert',
    title: 'a turn is not inserted by REST',
    finding: 13,
    run: async (site) => {
      const conversation = await begun(site);
      const values = {
        conversation,
        turn_number: 9,
        role: 'User',
        status: 'Pending',
        content: 'x',
        timestamp: site.stamp(),
      };
      (await site.as('ada').insert('VA Conversation Turn', { ...values, employee: site.person('ada').employee })).is(
        403,
        'PermissionError',
      );
    },
  },
  {
    id: 'turns.idempotent',
    title: 'the same client_message_id answers the first result',
    finding: 13,
    run: async (site) => {
      const conversation = await begun(site);
      const args = { text: 'Once', client_message_id: site.word(), conversation };
      const first = (await site.as('ada').call(`${API}.say`, args)).ok().row();
      const again = (await site.as('ada').call(`${API}.say`, { ...args, text: 'Other words' })).ok().row();
      assert.deepEqual(again, { ...first, repeated: true });
    },
  },
  {
    id: 'turns.idempotent-first',
    title: 'a repeated first message begins no second conversation',
    run: async (site) => {
      await agree(site, 'cyd');
      const args = { text: 'First', client_message_id: site.word() };
      const first = (await site.as('cyd').call(`${API}.say`, args)).ok().row();
      assert.deepEqual((await site.as('cyd').call(`${API}.say`, args)).ok().row(), { ...first, repeated: true });
    },
  },
  {
    id: 'turns.race',
    title: 'messages at once get numbers of their own, a doubled one gets one turn',
    run: async (site) => {
      const conversation = await begun(site);
      const id = site.word();
      const ids = [id, id, site.word(), site.word(), site.word()];
      const ask = (client_message_id: string) =>
        site.as('ada').call(`${API}.say`, { text: 'At once', client_message_id, conversation });
      const answers = await Promise.all(ids.map(ask));
      const late = await Promise.all(
        answers.map((answer, index) => (answer.status === 200 ? answer : ask(ids[index] ?? ''))),
      );
      const names = late.map((answer) => answer.ok().row()['turn']);
      assert.equal(names[0], names[1]);
      const numbers = (
        await site.rows('VA Conversation Turn', [['conversation', '=', conversation]], ['turn_number'])
      ).map((row) => row['turn_number']);
      assert.deepEqual([...numbers].sort(), [1, 2, 3, 4, 5]);
    },
  },
  {
    id: 'turns.consent',
    title: 'without consent say is 403 CONSENT_REQUIRED with version and text',
    run: async (site) => {
      for (const consent_type of ['terms_of_service', 'conversation_logging']) {
        (await site.as('bea').call(`${API}.consent`, { consent_type, granted: false, version: '1' })).ok();
      }
      const answer = (await site.as('bea').call(`${API}.say`, { text: 'Hi', client_message_id: site.word() })).va(
        403,
        'CONSENT_REQUIRED',
      );
      assert.equal(at(answer.meta, 'version'), '1');
      assert.ok(String(at(answer.meta, 'text')).length > 0);
    },
  },
  {
    id: 'turns.not-mine',
    title: 'another one’s conversation is 404 like one that is not there',
    run: async (site) => {
      const conversation = await begun(site);
      await agree(site, 'cyd');
      for (const given of [conversation, site.id('conv')]) {
        const args = { text: 'Hi', client_message_id: site.word(), conversation: given };
        (await site.as('cyd').call(`${API}.say`, args)).va(404, 'CONVERSATION_NOT_FOUND');
        (await site.as('cyd').ask(`${API}.my_turns`, { conversation: given })).va(404, 'CONVERSATION_NOT_FOUND');
      }
    },
  },
  {
    id: 'turns.bad-input',
    title: 'empty and too long texts and ids are refused, never 500',
    run: async (site) => {
      const conversation = await begun(site);
      const bad = [
        { text: '', client_message_id: site.word() },
        { text: '   ', client_message_id: site.word() },
        { text: 'x'.repeat(8_001), client_message_id: site.word() },
        { text: 'x', client_message_id: '' },
        { text: 'x', client_message_id: 'y'.repeat(200) },
        { text: '\ud800', client_message_id: site.word() },
        { text: ['x'], client_message_id: site.word() },
      ];
      for (const args of bad) {
        const { status } = await site.as('ada').call(`${API}.say`, { ...args, conversation });
        assert.ok(status >= 400 && status < 500, `${JSON.stringify(args).slice(0, 60)} ${status}`);
      }
      (
        await site
          .as('ada')
          .call(`${API}.say`, { text: 'x'.repeat(8_000), client_message_id: site.word(), conversation })
      ).ok();
    },
  },
  {
    id: 'turns.text-kept',
    title: 'text with tags is kept as it was typed',
    finding: 27,
    run: async (site) => {
      const conversation = await begun(site);
      const text = 'List<String> & <b>bold</b> <script>x</script> "é" 👍';
      const row = (await site.as('ada').call(`${API}.say`, { text, client_message_id: site.word(), conversation }))
        .ok()
        .row();
      assert.equal((await site.as('ada').read('VA Conversation Turn', String(row['turn']))).row()['content'], text);
    },
  },
  {
    id: 'turns.my-turns',
    title: 'my_turns reads the own conversation from a number on, with its cards',
    run: async (site) => {
      const conversation = await begun(site);
      (await site.as('ada').call(`${API}.say`, { text: 'Second', client_message_id: site.word(), conversation })).ok();
      const all = (await site.as('ada').ask(`${API}.my_turns`, { conversation })).ok().data;
      assert.equal((at(all, 'turns') as unknown[]).length, 2);
      assert.deepEqual(at(all, 'actions'), []);
      const later = (await site.as('ada').ask(`${API}.my_turns`, { conversation, after_turn_number: '1' })).ok().data;
      assert.equal(at(later, 'turns', 0, 'content'), 'Second');
      assert.deepEqual(at(later, 'turns', 0, 'visuals'), []);
      const visuals = [{ kind: 'list', title: 'Tasks', items: [{ title: 'Draft <b>1</b>' }] }];
      const answer = {
        ...{ conversation, employee: site.person('ada').employee, turn_number: 3, role: 'Assistant' },
        ...{ status: 'Answered', content: 'One.', timestamp: site.stamp(), visuals: JSON.stringify(visuals) },
      };
      const name = site.id('turn');
      await site.batch([{ op: 'insert', doctype: 'VA Conversation Turn', name, values: answer }]);
      const shown = (await site.as('ada').ask(`${API}.my_turns`, { conversation, after_turn_number: '2' })).ok().data;
      assert.deepEqual(
        [at(shown, 'turns', 0, 'name'), at(shown, 'turns', 0, 'visuals'), at(shown, 'turns', 0, 'citations')],
        [name, visuals, []],
      );
    },
  },
  {
    id: 'turns.ended',
    title: 'an ended conversation takes no message',
    run: async (site) => {
      const conversation = await begun(site);
      const [result] = await site.batch([
        { op: 'update', doctype: 'VA Conversation', name: conversation, values: { status: 'Ended' } },
      ]);
      assert.equal(at(result, 'ok'), true, JSON.stringify(result));
      const answer = await site
        .as('ada')
        .call(`${API}.say`, { text: 'Hi', client_message_id: site.word(), conversation });
      assert.equal(answer.code, 'CONVERSATION_ENDED');
    },
  },
  {
    id: 'turns.not-for-everybody',
    title: 'say is not for guests, the service user, Administrator or a user without Employee',
    run: async (site) => {
      const args = { text: 'Hi', client_message_id: site.word() };
      assert.ok([401, 403].includes((await site.guest.call(`${API}.say`, args)).status));
      (await site.service.call(`${API}.say`, args)).va(403, 'FORBIDDEN');
      (await site.admin.call(`${API}.say`, args)).va(403, 'FORBIDDEN');
      (await site.as('nob').call(`${API}.say`, args)).va(403, 'NO_EMPLOYEE');
    },
  },
  {
    id: 'turns.consent-record',
    title: 'a consent is a new row every time, and its newest word counts',
    run: async (site) => {
      const { user, employee } = site.person('ada');
      const say = async (granted: boolean): Promise<unknown> => {
        (await site.as('ada').call(`${API}.consent`, { consent_type: 'analytics', granted, version: '1' })).ok();
        return at((await site.service.call(`${API}.profile`, { user })).ok().data, 'consents', 'analytics', 'granted');
      };
      assert.deepEqual([await say(true), await say(false)], [true, false]);
      const rows = await site.rows(
        'VA Consent Record',
        [
          ['employee', '=', employee],
          ['consent_type', '=', 'analytics'],
        ],
        ['owner', 'grant_method'],
      );
      assert.ok(rows.length >= 2 && rows.every((row) => row['owner'] === user && row['grant_method'] === 'Web'));
    },
  },
  {
    id: 'turns.self-service',
    title: 'a person whose only role is Employee Self Service talks, and reads the own conversation and no other',
    finding: 22,
    needs: 'hrms',
    run: async (site) => {
      const role = 'Employee Self Service';
      if ((await site.rows('Role', [['name', '=', role]])).length === 0) await site.make('Role', { role_name: role });
      const email = `contract-ess-${site.word()}@contract.test`;
      await site.make('User', { email, first_name: 'Ess', new_password: PASSWORD, send_welcome_email: 0 });
      await site.make('Employee', {
        first_name: 'Ess',
        last_name: 'Contract',
        gender: 'Other',
        date_of_birth: '1990-05-17',
        date_of_joining: '2020-01-06',
        status: 'Active',
        company: COMPANY,
        user_id: email,
        create_user_permission: 1,
      });
      (await site.admin.update('User', email, { roles: [{ role }] })).ok();
      const { caller } = await site.signIn(email);
      for (const consent_type of ['terms_of_service', 'conversation_logging'])
        (await caller.call(`${API}.consent`, { consent_type, granted: true, version: '1' })).ok();
      const said = (await caller.call(`${API}.say`, { text: 'Hi', client_message_id: site.word() })).ok().data;
      const conversation = String(at(said, 'conversation'));
      assert.deepEqual((await caller.list('VA Conversation')).ok().rows(), [{ name: conversation }]);
      (await caller.read('VA Conversation', conversation)).ok();
      const [other] = await site.rows('VA Conversation', [['name', '!=', conversation]]);
      if (other !== undefined) (await caller.read('VA Conversation', String(other['name']))).is(403, 'PermissionError');
    },
  },
  {
    id: 'turns.consent-text',
    title: 'a no that arrives as text is a no',
    run: async (site) => {
      const { user } = site.person('ada');
      for (const [granted, held] of [
        ['1', true],
        ['0', false],
        ['true', true],
        ['false', false],
      ] as const) {
        const form = { consent_type: 'analytics', granted, version: '1' };
        (await site.as('ada').send('POST', `/api/method/${API}.consent`, { form })).ok();
        const profile = (await site.service.call(`${API}.profile`, { user })).ok().data;
        assert.equal(at(profile, 'consents', 'analytics', 'granted'), held, granted);
      }
    },
  },
  {
    id: 'turns.consent-unknown',
    title: 'a consent of unknown kind or to other terms is refused',
    run: async (site) => {
      const ask = (args: Record<string, unknown>) => site.as('ada').call(`${API}.consent`, args);
      for (const args of [
        { consent_type: 'everything', granted: true, version: '1' },
        { consent_type: 'terms_of_service', granted: true, version: '99' },
        { consent_type: 'analytics', granted: true, version: '' },
      ]) {
        const { status } = await ask(args);
        assert.ok(status >= 400 && status < 500, `${JSON.stringify(args)} ${status}`);
      }
    },
  },
];
