import assert from 'node:assert/strict';
import { at, type Row } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import { COMPANY, type SiteUnderTest } from '../site.ts';

const BATCH = 'dartwing_va.api.batch';

async function conversation(site: SiteUnderTest): Promise<{ name: string; operation: Row }> {
  const { employee } = site.person('ada');
  const [instance] = await site.rows('VA Instance', [['employee', '=', employee]]);
  const name = site.id('conv');
  const values = {
    employee,
    va_instance: instance?.['name'],
    status: 'Active',
    started_at: site.stamp(),
    mode: 'text',
    platform: 'Web',
    privacy_mode: 'normal',
  };
  return { name, operation: { op: 'insert', doctype: 'VA Conversation', name, values } };
}

function turn(site: SiteUnderTest, of: string, values: Row = {}): Row {
  const base = {
    conversation: of,
    turn_number: 1,
    role: 'Assistant',
    status: 'Pending',
    content: 'x',
    timestamp: site.stamp(),
  };
  const all = { ...base, employee: site.person('ada').employee, ...values };
  return { op: 'insert', doctype: 'VA Conversation Turn', name: site.id('turn'), values: all };
}

/** Operations that the table refuses: what, how they are made. */
const REFUSED: readonly (readonly [string, (site: SiteUnderTest) => Row])[] = [
  [
    'settings',
    () => ({ op: 'update', doctype: 'VA Company Settings', name: COMPANY, values: { max_actions_per_turn: 50 } }),
  ],
  [
    'a template',
    () => ({ op: 'update', doctype: 'VA Template', name: `${COMPANY} Default`, values: { expense_limit: 9 } }),
  ],
  ['a sub-agent', () => ({ op: 'update', doctype: 'VA Sub-Agent Config', name: 'hr', values: { enabled: 0 } })],
  ['a User', (site) => ({ op: 'update', doctype: 'User', name: site.person('ada').user, values: { enabled: 0 } })],
  [
    'a document of another app',
    (site) => ({ op: 'insert', doctype: 'Task', name: site.id('task'), values: { subject: 'x' } }),
  ],
  [
    'a session',
    (site) => ({
      op: 'insert',
      doctype: 'VA Session',
      name: site.id('sess'),
      values: { user: site.person('ada').user },
    }),
  ],
  [
    'an epoch',
    (site) => ({
      op: 'insert',
      doctype: 'VA User Epoch',
      name: site.id('ep'),
      values: { user: site.person('ada').user, epoch: 0 },
    }),
  ],
  [
    'a new assistant',
    (site) => ({
      op: 'insert',
      doctype: 'VA Instance',
      name: site.id('va'),
      values: { employee: site.person('ada').employee },
    }),
  ],
  [
    'the limits of an assistant',
    (site) => ({
      op: 'update',
      doctype: 'VA Instance',
      name: site.person('ada').employee,
      values: { expense_limit: 9 },
    }),
  ],
  [
    'a completed action',
    (site) => ({
      op: 'insert',
      doctype: 'VA Action Log',
      name: site.id('act'),
      values: { status: 'completed', employee: site.person('ada').employee },
    }),
  ],
  [
    'an action with a result',
    (site) => ({
      op: 'insert',
      doctype: 'VA Action Log',
      name: site.id('act'),
      values: { status: 'pending', result: '{}', employee: site.person('ada').employee },
    }),
  ],
  [
    'an update of an audit row',
    (site) => ({ op: 'update', doctype: 'VA Audit Log', name: site.id('aud'), values: { outcome: 'Denied' } }),
  ],
  [
    'an audit row with a sequence',
    (site) => ({ op: 'insert', doctype: 'VA Audit Log', name: site.id('aud'), values: { payload: {}, sequence: 1 } }),
  ],
  [
    'an update of a consent',
    (site) => ({ op: 'update', doctype: 'VA Consent Record', name: site.id('cons'), values: { status: 'granted' } }),
  ],
  [
    'an owner',
    (site) => ({ op: 'insert', doctype: 'VA Conversation', name: site.id('conv'), values: { owner: 'Administrator' } }),
  ],
  ['a deletion', (site) => ({ op: 'delete', doctype: 'VA Memory', name: site.id('mem'), values: {} })],
  ['a name of another kind', () => ({ op: 'insert', doctype: 'VA Conversation', name: 'My Conversation', values: {} })],
  [
    'a private key of the row',
    (site) => ({ op: 'update', doctype: 'VA Conversation', name: site.id('conv'), values: { __islocal: 1 } }),
  ],
  ['no values', (site) => ({ op: 'insert', doctype: 'VA Conversation', name: site.id('conv') })],
];

const refused: readonly ContractCase[] = REFUSED.map(([what, made]) => ({
  id: `batch.refused ${what}`,
  title: `batch refuses ${what}`,
  finding: 11,
  run: async (site) => {
    const [result] = await site.batch([made(site)]);
    assert.deepEqual(
      [at(result, 'ok'), at(result, 'error', 'type'), at(result, 'error', 'retryable')],
      [false, 'PermissionError', false],
    );
  },
}));

export const batch: readonly ContractCase[] = [
  ...refused,
  {
    id: 'batch.who',
    title: 'batch is for the service user by key alone: no System Manager, no cookie, no delegation',
    finding: 11,
    run: async (site) => {
      const { operation } = await conversation(site);
      const operations = [operation];
      for (const caller of [site.as('ada'), site.as('sys'), site.admin])
        (await caller.call(BATCH, { operations })).va(403, 'FORBIDDEN');
      assert.ok([401, 403].includes((await site.guest.call(BATCH, { operations })).status));
      (await site.reading('ada').call(BATCH, { operations })).va(403, 'FORBIDDEN');
      const { sid } = await site.signIn(site.person('ada').user);
      const both = await site.service.with({ cookie: `sid=${sid}` }).call(BATCH, { operations });
      assert.equal(both.status, 403);
    },
  },
  {
    id: 'batch.owner',
    title: 'rows belong to the employee, who can read them',
    finding: 10,
    run: async (site) => {
      const { name, operation } = await conversation(site);
      const said = turn(site, name);
      const results = await site.batch([operation, said]);
      assert.deepEqual(results, [
        { ok: true, name },
        { ok: true, name: said['name'] },
      ]);
      const row = (await site.as('ada').read('VA Conversation Turn', String(said['name']))).ok().row();
      assert.deepEqual(
        [row['owner'], row['employee'], row['company']],
        [site.person('ada').user, site.person('ada').employee, COMPANY],
      );
      (await site.as('cyd').read('VA Conversation Turn', String(said['name']))).is(403, 'PermissionError');
    },
  },
  {
    id: 'batch.repeat',
    title: 'a replayed insert answers repeated and changes nothing',
    run: async (site) => {
      const { name, operation } = await conversation(site);
      await site.batch([operation]);
      const other = { ...operation, values: { ...(operation['values'] as Row), mode: 'voice' } };
      assert.deepEqual(await site.batch([other, operation]), [
        { ok: true, name, repeated: true },
        { ok: true, name, repeated: true },
      ]);
      assert.equal((await site.admin.read('VA Conversation', name)).row()['mode'], 'text');
    },
  },
  {
    id: 'batch.race',
    title: 'the same batch twice at once makes every row once',
    finding: 9,
    run: async (site) => {
      const { name, operation } = await conversation(site);
      const operations = [
        operation,
        ...Array.from({ length: 20 }, (_, index) => turn(site, name, { turn_number: index + 1 })),
      ];
      const send = () => site.service.call(BATCH, { operations });
      const answers = await Promise.all([send(), send(), send()]);
      for (const answer of answers) {
        if (answer.status === 200) continue;
        answer.is(500, 'QueryDeadlockError');
        assert.equal('message' in answer.body, false);
      }
      (await send()).ok();
      assert.equal((await site.rows('VA Conversation Turn', [['conversation', '=', name]])).length, 20);
    },
  },
  {
    id: 'batch.savepoints',
    title: 'an operation that fails takes no other with it, and the order of results is that of the operations',
    finding: 9,
    run: async (site) => {
      const { name, operation } = await conversation(site);
      const bad = turn(site, site.id('conv'));
      const good = turn(site, name);
      const results = await site.batch([operation, bad, good]);
      assert.deepEqual(
        results.map((result) => at(result, 'ok')),
        [true, false, true],
      );
      assert.equal(at(results[1], 'error', 'retryable'), false);
      (await site.admin.read('VA Conversation Turn', String(good['name']))).ok();
      (await site.admin.read('VA Conversation Turn', String(bad['name']))).is(404);
    },
  },
  {
    id: 'batch.bounds',
    title: 'a batch has 1 to 200 operations',
    run: async (site) => {
      const operations = Array.from({ length: 201 }, () => ({}));
      for (const given of [[], operations]) {
        const { status } = await site.service.call(BATCH, { operations: given });
        assert.ok([400, 422].includes(status), String(status));
      }
      assert.equal((await site.batch(operations.slice(0, 200))).length, 200);
    },
  },
  {
    id: 'batch.bytes',
    title: 'a batch of more than 2 MB is 413',
    run: async (site) => {
      const { operation } = await conversation(site);
      const values = { ...(operation['values'] as Row), summary: 'x'.repeat(2_200_000) };
      const answer = await site.service.call(BATCH, { operations: [{ ...operation, values }] });
      assert.equal(answer.status, 413);
    },
  },
  {
    id: 'batch.bad-arguments',
    title: 'operations that are no list are refused, not 500',
    run: async (site) => {
      for (const operations of ['x', { op: 'insert' }, null, 7]) {
        const { status } = await site.service.call(BATCH, { operations });
        assert.ok(status >= 400 && status < 500, `${JSON.stringify(operations)} ${status}`);
      }
    },
  },
  {
    id: 'batch.update',
    title: 'an update of a listed field is stored',
    run: async (site) => {
      const { name, operation } = await conversation(site);
      const values = { status: 'Ended', summary: 'Spoke about tasks', topics: ['tasks'] };
      await site.batch([operation, { op: 'update', doctype: 'VA Conversation', name, values }]);
      const row = (await site.admin.read('VA Conversation', name)).row();
      assert.deepEqual(
        [row['status'], row['summary'], JSON.parse(String(row['topics']))],
        ['Ended', 'Spoke about tasks', ['tasks']],
      );
    },
  },
  {
    id: 'batch.update-missing',
    title: 'an update of a row that is not there fails alone',
    run: async (site) => {
      const [result] = await site.batch([
        { op: 'update', doctype: 'VA Conversation', name: site.id('conv'), values: { status: 'Ended' } },
      ]);
      assert.deepEqual([at(result, 'ok'), at(result, 'error', 'type')], [false, 'DoesNotExistError']);
    },
  },
  {
    id: 'batch.answered-content',
    title: 'what an answered turn says does not change any more',
    finding: 11,
    run: async (site) => {
      const { name, operation } = await conversation(site);
      const said = turn(site, name);
      const edit = (values: Row) => ({ op: 'update', doctype: 'VA Conversation Turn', name: said['name'], values });
      const results = await site.batch([
        operation,
        said,
        edit({ content: 'y' }),
        edit({ status: 'Answered' }),
        edit({ content: 'z' }),
      ]);
      assert.deepEqual(
        results.map((result) => at(result, 'ok')),
        [true, true, true, true, false],
      );
    },
  },
  {
    id: 'batch.user-turn-content',
    title: 'what a user said does not change at all',
    finding: 2,
    run: async (site) => {
      const { name, operation } = await conversation(site);
      const said = turn(site, name, { role: 'User', client_message_id: site.word() });
      const edit = {
        op: 'update',
        doctype: 'VA Conversation Turn',
        name: said['name'],
        values: { content: 'yes, do it' },
      };
      const results = await site.batch([operation, said, edit]);
      assert.deepEqual(
        results.map((result) => at(result, 'ok')),
        [true, true, false],
      );
    },
  },
  {
    id: 'batch.moves',
    title: 'an action goes from pending to expired, cancelled or superseded, and not back',
    finding: 11,
    run: async (site) => {
      const { action } = await site.propose('ada', [{ op: 'insert', doctype: 'Task', values: { subject: 'x' } }]);
      const move = (status: string) => ({ op: 'update', doctype: 'VA Action Log', name: action, values: { status } });
      const results = await site.batch([move('completed'), move('expired'), move('pending'), move('expired')]);
      assert.deepEqual(
        results.map((result) => at(result, 'ok')),
        [false, true, false, true],
      );
    },
  },
  {
    id: 'batch.json-field',
    title: 'a list or an object in a JSON field is stored as text',
    run: async (site) => {
      const { action } = await site.propose('ada', [
        { op: 'insert', doctype: 'Task', values: { subject: 'Ünïcode 👍' } },
      ]);
      const row = (await site.admin.read('VA Action Log', action)).row();
      assert.deepEqual(JSON.parse(String(row['operations'])), [
        { op: 'insert', doctype: 'Task', values: { subject: 'Ünïcode 👍' } },
      ]);
    },
  },
  {
    id: 'batch.unknown-field',
    title: 'a field that the DocType does not have fails alone',
    run: async (site) => {
      const { operation } = await conversation(site);
      const values = { ...(operation['values'] as Row), no_such_field: 1 };
      const [result] = await site.batch([{ ...operation, values }]);
      assert.equal(at(result, 'ok'), false);
    },
  },
];
