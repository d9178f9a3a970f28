import assert from 'node:assert/strict';
import { at } from '../answer.ts';
import type { Caller } from '../caller.ts';
import type { ContractCase } from '../case.ts';
import { PASSWORD, type SiteUnderTest } from '../site.ts';

const who = async (caller: Caller): Promise<unknown> => (await caller.ask('frappe.auth.get_logged_user')).data;

/** Key and secret of a person, fresh: whoever shares the caller gets the new pair from here on. */
async function pair(site: SiteUnderTest): Promise<string> {
  const { user } = site.person('kay');
  const made = (await site.admin.call('frappe.core.doctype.user.user.generate_keys', { user })).ok();
  const key = (await site.admin.read('User', user)).ok().row()['api_key'];
  return `${String(key)}:${String(at(made.data, 'api_secret'))}`;
}

/** Opens Desk, which gives the session its CSRF token. */
async function csrfToken(caller: Caller): Promise<string> {
  const page = await caller.send('GET', '/app', { headers: { accept: 'text/html' } });
  return /csrf_token["']?(?:\s*[:=]\s*|\s+value=)["']([\w-]{20,})["']/.exec(page.text)?.[1] ?? '';
}

export const auth: readonly ContractCase[] = [
  {
    id: 'auth.token',
    title: 'token key:secret is the user; Basic of the same pair too',
    run: async (site) => {
      const credentials = await pair(site);
      const { user } = site.person('kay');
      assert.equal(await who(site.guest.with({ authorization: `token ${credentials}` })), user);
      const basic = Buffer.from(credentials).toString('base64');
      assert.equal(await who(site.guest.with({ authorization: `Basic ${basic}` })), user);
    },
  },
  {
    id: 'auth.new-secret',
    title: 'a new secret ends the old one',
    run: async (site) => {
      const old = site.guest.with({ authorization: `token ${await pair(site)}` });
      const fresh = site.guest.with({ authorization: `token ${await pair(site)}` });
      (await old.ask('frappe.auth.get_logged_user')).is(401, 'AuthenticationError');
      assert.equal(await who(fresh), site.person('kay').user);
    },
  },
  {
    id: 'auth.bad-key',
    title: 'a bad key or secret is 401, also where a guest may call',
    run: async (site) => {
      const bad = site.guest.with({ authorization: 'token 0123456789abcde:0123456789abcde' });
      (await bad.ask('frappe.auth.get_logged_user')).is(401, 'AuthenticationError');
      (await bad.ask('ping')).is(401, 'AuthenticationError');
    },
  },
  {
    id: 'auth.basic-password',
    title: 'Basic takes a key pair: user and password are 401',
    run: async (site) => {
      const basic = Buffer.from(`${site.person('ada').user}:${PASSWORD}`).toString('base64');
      (await site.guest.with({ authorization: `Basic ${basic}` }).ask('ping')).is(401, 'AuthenticationError');
    },
  },
  {
    id: 'auth.disabled-key',
    title: 'the key of a disabled user opens nothing of ours, also where Frappe still lets it in',
    run: async (site) => {
      // The people of the suite call by their own keys.
      const { user, caller } = site.person('dan');
      (await caller.ask('dartwing_va.api.whoami')).ok();
      site.later(() => site.admin.update('User', user, { enabled: 1 }));
      (await site.admin.update('User', user, { enabled: 0 })).ok();
      for (const answer of [
        await caller.ask('dartwing_va.api.whoami'),
        await caller.call('dartwing_va.api.token'),
        await caller.call('dartwing_va.api.say', { text: 'Hi', client_message_id: site.word() }),
      ]) {
        assert.ok([401, 403].includes(answer.status), `${answer.status} ${answer.text.slice(0, 200)}`);
      }
    },
  },
  {
    id: 'auth.malformed-header',
    title: 'a header of one or three parts is ignored: the caller is Guest',
    run: async (site) => {
      for (const authorization of ['token', `token a b`, 'nonsense']) {
        assert.equal((await site.guest.with({ authorization }).ask('ping')).ok().data, 'pong');
        (await site.guest.with({ authorization }).ask('frappe.auth.get_logged_user')).is(403, 'PermissionError');
      }
    },
  },
  {
    id: 'auth.bad-base64',
    title: 'Basic that is no base64 is 400',
    run: async (site) => {
      (await site.guest.with({ authorization: 'Basic abc' }).ask('ping')).is(400, 'InvalidAuthorizationToken');
      (await site.guest.with({ authorization: 'Basic %%%' }).ask('ping')).is(401, 'AuthenticationError');
    },
  },
  {
    id: 'auth.unknown-bearer',
    title: 'a bearer token that nobody issued is 401',
    run: async (site) => {
      (await site.guest.with({ authorization: 'Bearer not-a-token' }).ask('frappe.auth.get_logged_user')).is(401);
    },
  },
  {
    id: 'auth.login',
    title: 'a login answers with name and home page and sets the cookies',
    run: async (site) => {
      const { answer } = await site.signIn(site.person('ada').user);
      assert.deepEqual(
        [answer.ok().body['message'], answer.body['full_name'], answer.body['home_page']],
        ['Logged In', 'ada Contract', '/app'],
      );
      const sid = answer.cookies.find((line) => line.startsWith('sid=')) ?? '';
      assert.match(sid, /HttpOnly/i);
      assert.match(sid, /SameSite=Lax/i);
      assert.ok(answer.cookies.some((line) => line.startsWith('system_user=yes')));
      assert.ok(answer.cookies.some((line) => line.startsWith('user_id=ada')));
    },
  },
  {
    id: 'auth.login-json',
    title: 'a login as JSON works too',
    run: async (site) => {
      const json = { usr: site.person('ada').user, pwd: PASSWORD };
      (await site.guest.send('POST', '/api/method/login', { json })).ok();
    },
  },
  {
    id: 'auth.login-wrong',
    title: 'a wrong password and an unknown user are the same 401',
    run: async (site) => {
      for (const user of [site.person('kay').user, `nobody-${site.word()}@contract.test`]) {
        const { answer } = await site.signIn(user, `wrong-${site.word()}`);
        answer.is(401, 'AuthenticationError');
        assert.equal(answer.body['message'], 'Invalid login credentials');
      }
      await site.signIn(site.person('kay').user);
    },
  },
  {
    id: 'auth.cookie',
    title: 'the cookie of a login is the user until the logout',
    run: async (site) => {
      const { caller } = await site.signIn(site.person('cyd').user);
      assert.equal(await who(caller), site.person('cyd').user);
      (await caller.send('POST', '/api/method/logout')).ok();
      (await caller.ask('frappe.auth.get_logged_user')).is(403, 'PermissionError');
    },
  },
  {
    id: 'auth.unknown-sid',
    title: 'a session that is gone is Guest with session_expired, not 401',
    run: async (site) => {
      const caller = site.guest.with({ cookie: `sid=${site.word()}${site.word()}` });
      const answer = (await caller.ask('frappe.auth.get_logged_user')).is(403);
      assert.equal(answer.body['session_expired'], 1);
    },
  },
  {
    id: 'auth.cookie-wins',
    title: 'a cookie stays the identity beside a key of somebody else',
    run: async (site) => {
      const { caller } = await site.signIn(site.person('ada').user);
      const both = caller.with({ authorization: `token ${await pair(site)}` });
      assert.equal(await who(both), site.person('ada').user);
    },
  },
  {
    id: 'auth.dead-cookie-and-key',
    title: 'beside a cookie that is gone the key counts',
    run: async (site) => {
      const both = site.guest.with({ cookie: `sid=${site.word()}`, authorization: `token ${await pair(site)}` });
      assert.equal(await who(both), site.person('kay').user);
    },
  },
  {
    id: 'auth.sid-parameter',
    title: 'sid as a parameter is a session as well',
    finding: 7,
    run: async (site) => {
      const { sid } = await site.signIn(site.person('cyd').user);
      assert.equal((await site.guest.ask('frappe.auth.get_logged_user', { sid })).ok().data, site.person('cyd').user);
    },
  },
  {
    id: 'auth.csrf',
    title: 'after Desk was opened a write needs the token: none 400, a wrong one 400, the right one 200',
    run: async (site) => {
      const { caller } = await site.signIn(site.person('ada').user);
      const json = { subject: `Contract ${site.word()}` };
      const before = (await caller.send('POST', '/api/resource/Task', { json })).ok();
      site.later(() => site.admin.remove('Task', before.name));
      const token = await csrfToken(caller);
      assert.notEqual(token, '', 'no csrf_token in /app');
      (await caller.send('POST', '/api/resource/Task', { json })).is(400, 'CSRFTokenError');
      (await caller.send('POST', '/api/resource/Task', { json, headers: { 'x-frappe-csrf-token': 'wrong' } })).is(400);
      (await caller.send('GET', '/api/resource/Task')).ok();
      const made = (
        await caller.send('POST', '/api/resource/Task', { json, headers: { 'x-frappe-csrf-token': token } })
      ).ok();
      site.later(() => site.admin.remove('Task', made.name));
    },
  },
  {
    id: 'auth.csrf-before-key',
    title: 'cookie and key together: the CSRF check comes first',
    run: async (site) => {
      const { caller } = await site.signIn(site.person('ada').user);
      assert.notEqual(await csrfToken(caller), '');
      const both = caller.with({ authorization: `token ${await pair(site)}` });
      (await both.call('frappe.client.get_list', { doctype: 'Task' })).is(400, 'CSRFTokenError');
    },
  },
  {
    id: 'auth.generate-keys-right',
    title: 'only a System Manager makes keys for somebody',
    run: async (site) => {
      const args = { user: site.person('bea').user };
      const answer = await site.as('ada').call('frappe.core.doctype.user.user.generate_keys', args);
      assert.equal(answer.status, 403);
    },
  },
  {
    id: 'auth.generate-keys-get',
    title: 'a new key is not made by GET',
    run: async (site) => {
      const answer = await site.admin.ask('frappe.core.doctype.user.user.generate_keys', {
        user: site.person('kay').user,
      });
      const credentials = answer.status === 200 ? at(answer.data, 'api_secret') : undefined;
      const key = (await site.admin.read('User', site.person('kay').user)).row()['api_key'];
      const caller = site.guest.with({ authorization: `token ${String(key)}:${String(credentials)}` });
      (await caller.ask('frappe.auth.get_logged_user')).is(401);
    },
  },
  {
    id: 'auth.roles',
    title: 'get_roles names the roles of a user, with the automatic ones',
    run: async (site) => {
      const roles = (
        await site.admin.ask('frappe.core.doctype.user.user.get_roles', { uid: site.person('ada').user })
      ).ok().data;
      assert.ok(Array.isArray(roles) && roles.includes('Projects User') && roles.includes('Employee'), String(roles));
    },
  },
  {
    id: 'auth.user-info',
    title: 'get_user_info tells the realtime server who a session is',
    run: async (site) => {
      const { sid } = await site.signIn(site.person('ada').user);
      const info = (await site.guest.ask('frappe.realtime.get_user_info', { sid })).ok().row();
      assert.deepEqual([info['user'], info['user_type']], [site.person('ada').user, 'System User']);
    },
  },
];
