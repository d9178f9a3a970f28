import assert from 'node:assert/strict';
import { at } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import { nextEvent, type SiteUnderTest } from '../site.ts';

const API = 'dartwing_va.api';
/** How long silence must last to count as silence. */
const QUIET_MS = 1_500;

async function task(site: SiteUnderTest): Promise<string> {
  return String((await site.make('Task', { subject: `Contract ${site.word()}` }, site.as('ada')))['name']);
}

/** The server answers a ping only after it has dealt with what came before, but permission is asked elsewhere: a moment is needed. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 700));
}

export const realtime: readonly ContractCase[] = [
  {
    id: 'realtime.cookie',
    title: 'a session cookie connects to the namespace of the site',
    run: async (site) => {
      assert.equal((await site.connected('ada')).connected, true);
    },
  },
  {
    id: 'realtime.no-cookie',
    title: 'without cookie and credentials there is no connection',
    run: async (site) => {
      assert.equal(typeof (await site.socket({})), 'string');
    },
  },
  {
    id: 'realtime.key',
    title: 'a key pair connects, with any cookie beside it',
    run: async (site) => {
      const { user } = site.person('kay');
      const made = (await site.admin.call('frappe.core.doctype.user.user.generate_keys', { user })).ok();
      const key = (await site.admin.read('User', user)).row()['api_key'];
      const authorization = `token ${String(key)}:${String(at(made.data, 'api_secret'))}`;
      const socket = await site.socket({ authorization, cookie: 'x=1' });
      assert.ok(typeof socket !== 'string', String(socket));
    },
  },
  {
    id: 'realtime.bad-key',
    title: 'a bad key does not connect',
    run: async (site) => {
      assert.equal(typeof (await site.socket({ authorization: 'token a:b', cookie: 'x=1' })), 'string');
    },
  },
  {
    id: 'realtime.origin',
    title: 'an Origin of another host is refused',
    run: async (site) => {
      const { sid } = await site.signIn(site.person('ada').user);
      assert.equal(typeof (await site.socket({ cookie: `sid=${sid}`, origin: 'http://other.test' })), 'string');
    },
  },
  {
    id: 'realtime.namespace',
    title: 'the namespace of another site is refused',
    finding: 29,
    run: async (site) => {
      const { sid } = await site.signIn(site.person('ada').user);
      assert.equal(typeof (await site.socket({ cookie: `sid=${sid}` }, 'other.test')), 'string');
    },
  },
  {
    id: 'realtime.ping',
    title: 'ping is answered with pong',
    run: async (site) => {
      const socket = await site.connected('ada');
      const pong = nextEvent(socket, 'pong', () => true);
      socket.emit('ping');
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('no pong')), 4_000);
        socket.once('pong', () => {
          clearTimeout(timer);
          resolve();
        });
      });
      await pong;
    },
  },
  {
    id: 'realtime.doc-update',
    title: 'who subscribed to a document hears doc_update of each save',
    run: async (site) => {
      const name = await task(site);
      const socket = await site.connected('ada');
      socket.emit('doc_subscribe', 'Task', name);
      await settled();
      const heard = nextEvent(socket, 'doc_update', (payload) => at(payload, 'name') === name);
      const { modified } = (await site.as('ada').update('Task', name, { priority: 'High' })).ok().row();
      assert.deepEqual(await heard, { modified, doctype: 'Task', name });
    },
  },
  {
    id: 'realtime.doc-silence',
    title: 'who may not read the document hears nothing, and no error either',
    run: async (site) => {
      const name = await task(site);
      const socket = await site.connected('nob');
      const errors = nextEvent(socket, 'error', () => true, QUIET_MS + 1_000);
      socket.emit('doc_subscribe', 'Task', name);
      await settled();
      const heard = nextEvent(socket, 'doc_update', () => true, QUIET_MS);
      (await site.as('ada').update('Task', name, { priority: 'High' })).ok();
      assert.deepEqual([await heard, await errors], [undefined, undefined]);
      assert.equal(socket.connected, true);
    },
  },
  {
    id: 'realtime.no-subscription',
    title: 'without a subscription nobody hears doc_update or list_update',
    run: async (site) => {
      const socket = await site.connected('ada');
      const heard = [
        nextEvent(socket, 'doc_update', () => true, QUIET_MS),
        nextEvent(socket, 'list_update', () => true, QUIET_MS),
      ];
      await task(site);
      assert.deepEqual(await Promise.all(heard), [undefined, undefined]);
    },
  },
  {
    id: 'realtime.unsubscribe',
    title: 'after doc_unsubscribe it is quiet',
    run: async (site) => {
      const name = await task(site);
      const socket = await site.connected('ada');
      socket.emit('doc_subscribe', 'Task', name);
      await settled();
      socket.emit('doc_unsubscribe', 'Task', name);
      await settled();
      const heard = nextEvent(socket, 'doc_update', () => true, QUIET_MS);
      (await site.as('ada').update('Task', name, { priority: 'High' })).ok();
      assert.equal(await heard, undefined);
    },
  },
  {
    id: 'realtime.list-update',
    title: 'who subscribed to a DocType hears list_update with name and user',
    run: async (site) => {
      const socket = await site.connected('ada');
      socket.emit('doctype_subscribe', 'Task');
      await settled();
      const heard = nextEvent(socket, 'list_update');
      const name = await task(site);
      assert.deepEqual(await heard, { doctype: 'Task', name, user: site.person('ada').user });
    },
  },
  {
    id: 'realtime.deletion',
    title: 'a deletion is told as doc_update; there is no other event for it',
    run: async (site) => {
      const name = await task(site);
      const socket = await site.connected('ada');
      socket.emit('doc_subscribe', 'Task', name);
      await settled();
      const heard = nextEvent(socket, 'doc_update');
      (await site.admin.remove('Task', name)).is(202);
      assert.equal(at(await heard, 'name'), name);
    },
  },
  {
    id: 'realtime.failed-save',
    title: 'a save that was refused sends nothing',
    run: async (site) => {
      const name = await task(site);
      const socket = await site.connected('ada');
      socket.emit('doc_subscribe', 'Task', name);
      await settled();
      const heard = nextEvent(socket, 'doc_update', () => true, QUIET_MS);
      (await site.as('ada').update('Task', name, { priority: 'Enormous' })).is(417);
      assert.equal(await heard, undefined);
    },
  },
  {
    id: 'realtime.turn',
    title: 'a turn that came in by say is told to the service user, ids only',
    finding: 28,
    run: async (site) => {
      for (const consent_type of ['terms_of_service', 'conversation_logging']) {
        (await site.as('ada').call(`${API}.consent`, { consent_type, granted: true, version: '1' })).ok();
      }
      const socket = await site.listening();
      const heard = nextEvent(socket, 'dartwing_va', (payload) => at(payload, 'kind') === 'turn');
      const { user, employee } = site.person('ada');
      const row = (await site.as('ada').call(`${API}.say`, { text: 'Hello', client_message_id: site.word() }))
        .ok()
        .row();
      assert.deepEqual(await heard, {
        kind: 'turn',
        turn: row['turn'],
        conversation: row['conversation'],
        employee,
        user,
      });
    },
  },
  {
    id: 'realtime.action',
    title: 'an action confirmed in Desk is told to the service user and to the employee’s pages',
    finding: 22,
    run: async (site) => {
      const { action } = await site.propose('ada', [
        { op: 'insert', doctype: 'Task', values: { subject: 'Contract bus' } },
      ]);
      const [service, page] = [await site.listening(), await site.connected('ada')];
      const told = nextEvent(service, 'dartwing_va', (payload) => at(payload, 'action') === action);
      const shown = nextEvent(
        page,
        'dartwing_va_action',
        (payload) => at(payload, 'action') === action && at(payload, 'status') === 'completed',
      );
      const answer = (await site.as('ada').call(`${API}.confirm_action`, { action })).ok();
      site.later(() => site.admin.remove('Task', String(at(answer.data, 'result', 'documents', 0, 'name'))));
      const heard = await told;
      assert.deepEqual(
        [at(heard, 'kind'), at(heard, 'status'), at(heard, 'user')],
        ['action', 'completed', site.person('ada').user],
      );
      assert.equal(at(await shown, 'status'), 'completed');
    },
  },
  {
    id: 'realtime.batch-quiet',
    title: 'what the service wrote through batch is not told back to it',
    finding: 28,
    run: async (site) => {
      const socket = await site.listening();
      const heard = nextEvent(socket, 'dartwing_va', (payload) => at(payload, 'kind') !== 'session', QUIET_MS);
      await site.propose('ada', [{ op: 'insert', doctype: 'Task', values: { subject: 'x' } }]);
      assert.equal(await heard, undefined);
    },
  },
  {
    id: 'realtime.changed',
    title: 'a change of a record that the sidecar caches is told',
    run: async (site) => {
      const socket = await site.listening();
      const [row] = await site.rows('VA Instance', [['employee', '=', site.person('cyd').employee]]);
      const name = String(row?.['name']);
      const heard = nextEvent(socket, 'dartwing_va', (payload) => at(payload, 'name') === name);
      (await site.as('cyd').update('VA Instance', name, { va_name: `Robin ${site.word()}` })).ok();
      assert.deepEqual(await heard, { kind: 'changed', doctype: 'VA Instance', name });
    },
  },
  {
    id: 'realtime.session',
    title: 'a revoked session is told with the epoch',
    finding: 25,
    run: async (site) => {
      const { access } = await site.token('ada');
      const socket = await site.listening();
      const heard = nextEvent(socket, 'dartwing_va', (payload) => at(payload, 'kind') === 'session');
      (await site.guest.call(`${API}.revoke`, { token: access })).ok();
      assert.deepEqual([at(await heard, 'user'), typeof at(await heard, 'epoch')], [site.person('ada').user, 'number']);
    },
  },
  {
    id: 'realtime.not-for-others',
    title: 'what goes to one person’s room nobody else hears',
    finding: 22,
    run: async (site) => {
      const { action } = await site.propose('ada', [{ op: 'insert', doctype: 'Task', values: { subject: 'x' } }]);
      const stranger = await site.connected('cyd');
      const heard = [
        nextEvent(stranger, 'dartwing_va_action', () => true, QUIET_MS),
        nextEvent(stranger, 'dartwing_va', () => true, QUIET_MS),
      ];
      (await site.as('ada').call(`${API}.cancel_action`, { action })).ok();
      assert.deepEqual(await Promise.all(heard), [undefined, undefined]);
    },
  },
];
