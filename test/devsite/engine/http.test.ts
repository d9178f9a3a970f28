import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, client, openTestSite, signIn, type TestSite } from './harness.ts';

let site: TestSite;
let guest: Client;
let ana: Client;

beforeAll(async () => {
  site = await openTestSite();
  guest = client(site.url);
  ana = site.as('ana@example.test');
});
afterAll(() => site.remove());

const logged = async (who: Client, headers: Record<string, string> = {}) => {
  const { status, body } = await who.call('GET', '/api/method/frappe.auth.get_logged_user', undefined, headers);
  return { status, user: body.message, excType: body.exc_type };
};
const counted = (label: string): number =>
  site.site.transaction((ctx) => ctx.getAll('Counter Row', { filters: { label } }).length);

describe('who is calling', () => {
  it('lets anyone ping, and answers a private method to nobody with 403', async () => {
    expect((await guest.call('GET', '/api/method/ping')).body).toEqual({ message: 'pong' });
    expect(await logged(guest)).toMatchObject({ status: 403, excType: 'PermissionError' });
  });

  it('knows a key pair by token and by Basic', async () => {
    const keys = site.site.transaction((ctx) => ctx.generateKeys('cy@example.test'));
    const pair = `${keys.api_key}:${keys.api_secret}`;
    expect((await logged(guest, { authorization: `token ${pair}` })).user).toBe('cy@example.test');
    expect((await logged(guest, { authorization: `Basic ${Buffer.from(pair).toString('base64')}` })).user).toBe(
      'cy@example.test',
    );
    const second = site.site.transaction((ctx) => ctx.generateKeys('cy@example.test'));
    expect(second.api_key).toBe(keys.api_key);
    expect((await logged(guest, { authorization: `token ${pair}` })).status).toBe(401);
  });

  it.each<[string, string, number]>([
    ['a wrong pair', 'token a:b', 401],
    ['a key without secret', 'token abc', 401],
    ['an unknown bearer', 'Bearer xyz', 401],
    ['base64 of a wrong length', 'Basic abc', 400],
    ['base64 that is none (nothing is left of it)', 'Basic !!!', 401],
    ['one part (ignored)', 'token', 403],
    ['three parts (ignored)', 'token a b', 403],
  ])('answers %s', async (_what, authorization, status) => {
    expect((await logged(guest, { authorization })).status).toBe(status);
  });

  it('clears the cookies with a 401', async () => {
    const answer = await guest.call('GET', '/api/method/ping', undefined, { authorization: 'token a:b' });
    expect(answer.headers.getSetCookie().join('\n')).toMatch(/sid=; .*1970/);
  });

  it('signs in by password with cookies, signs out for good', async () => {
    const bad = await signIn(site.url, 'ana@example.test', 'wrong');
    expect([bad.status, bad.body.message, bad.body.exc_type]).toEqual([
      401,
      'Invalid login credentials',
      'AuthenticationError',
    ]);
    const { cookie, body } = await signIn(site.url, 'ANA@example.test');
    expect(body).toEqual({ message: 'Logged In', home_page: '/app', full_name: 'ana' });
    expect((await logged(guest, { cookie })).user).toBe('ana@example.test');
    await guest.call('GET', '/api/method/logout', undefined, { cookie });
    const after = await guest.call('GET', '/api/method/frappe.auth.get_logged_user', undefined, { cookie });
    expect([after.status, after.body['session_expired']]).toEqual([403, 1]);
  });

  it('locks an account after ten failures in a row, with 500', async () => {
    for (let turn = 0; turn < 10; turn++) await signIn(site.url, 'admin2@example.test', 'wrong');
    expect((await signIn(site.url, 'admin2@example.test')).status).toBe(500);
    site.clock.ms += 61_000;
    expect((await signIn(site.url, 'admin2@example.test')).status).toBe(200);
  });

  it('prefers the cookie over a key pair', async () => {
    const { cookie } = await signIn(site.url, 'bob@example.test');
    expect((await logged(ana, { cookie })).user).toBe('bob@example.test');
  });

  it('ends the sessions of a disabled user and refuses his key', async () => {
    const { cookie } = await signIn(site.url, 'cy@example.test');
    const cy = site.as('cy@example.test');
    const enable = (enabled: number) =>
      site.site.transaction((ctx) => ctx.save({ ...ctx.getDoc('User', 'cy@example.test'), enabled }));
    enable(0);
    expect((await logged(guest, { cookie })).status).toBe(403);
    expect((await logged(cy)).status).toBe(401);
    enable(1);
  });
});

describe('CSRF', () => {
  it('is asked for once a page was rendered in the session, not before', async () => {
    const { cookie } = await signIn(site.url, 'ana@example.test');
    const post = (headers: Record<string, string>) =>
      guest.call('POST', '/api/method/test.write', { label: 'csrf' }, { cookie, ...headers });
    expect((await post({})).status).toBe(200);
    const page = await guest.call('GET', '/app', undefined, { cookie, accept: 'text/html' });
    const token = /name="csrf_token" value="([0-9a-f]+)"/.exec(page.text)?.[1] ?? '';
    const refused = await post({});
    expect([refused.status, refused.body.exc_type]).toEqual([400, 'CSRFTokenError']);
    expect((await post({ 'x-frappe-csrf-token': token })).status).toBe(200);
    expect((await ana.call('POST', '/api/method/test.write', { label: 'key' })).status).toBe(200);
    expect((await ana.call('POST', '/api/method/test.write', { label: 'key' }, { cookie })).status).toBe(400);
  });
});

describe('requests', () => {
  it('rolls every GET back', async () => {
    expect((await ana.call('GET', '/api/method/test.write?label=gone')).status).toBe(200);
    expect(counted('gone')).toBe(0);
    expect((await ana.call('POST', '/api/method/test.write?label=stays')).status).toBe(200);
    expect(counted('stays')).toBe(1);
  });

  it('refuses every write of a read-only login at the database', async () => {
    for (const verb of ['GET', 'POST']) {
      const answer = await guest.call(verb, '/api/method/test.write?label=never', undefined, {
        authorization: 'Reader ana',
      });
      expect([answer.status, answer.body.exc_type]).toEqual([503, 'InReadOnlyMode']);
    }
    expect(counted('never')).toBe(0);
    expect((await logged(guest, { authorization: 'Reader ana' })).user).toBe('ana@example.test');
    expect((await ana.call('POST', '/api/method/test.write', { label: 'writable again' })).status).toBe(200);
  });

  it('lets a JSON body hide the query, drops _ and keeps strings of a query', async () => {
    expect((await ana.call('POST', '/api/method/test.echo?a=1', { b: 0 })).body.message).toEqual({ b: 0 });
    expect((await ana.call('GET', '/api/method/test.echo?a=0&_=7&ignore_permissions=1&flags=x')).body.message).toEqual({
      a: '0',
    });
    const form = await ana.call('POST', '/api/method/test.echo?a=1', 'a=2&c=x', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(form.body.message).toEqual({ a: '2', c: 'x' });
  });

  it('reads the body of a GET, which replaces the query there too', async () => {
    const sent = request(`${site.url}/api/method/ping?cmd=frappe.auth.get_logged_user`, {
      method: 'GET',
      headers: { accept: 'application/json', 'content-type': 'application/json', 'content-length': '2' },
    });
    sent.end('{}');
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(200);
    answer.resume();
  });

  it('lets cmd hijack the route and data be the document', async () => {
    expect((await ana.call('GET', '/api/resource/Counter Row?cmd=ping')).body).toEqual({ message: 'pong' });
    const made = await ana.call('POST', '/api/resource/Counter Row', { data: { label: 'wrapped' }, label: 'outside' });
    expect(made.body.data).toMatchObject({ label: 'wrapped' });
  });

  it('answers nothing for a method without a result', async () => {
    expect((await ana.call('POST', '/api/method/test.nothing', {})).body).toEqual({});
    expect((await ana.call('GET', '/api/method/test.nothing')).status).toBe(403);
  });

  it.each<[string, string, string, unknown, number, string]>([
    ['an unknown method', 'GET', '/api/method/no.such', undefined, 417, 'ValidationError'],
    ['an unknown DocType', 'GET', '/api/resource/Nothing', undefined, 404, 'DoesNotExistError'],
    ['an unknown route', 'GET', '/api/elsewhere', undefined, 404, 'DoesNotExistError'],
    ['broken JSON', 'POST', '/api/method/test.echo', '{"a":', 500, 'JSONDecodeError'],
    ['a JSON scalar', 'POST', '/api/method/test.echo', '5', 417, 'ValidationError'],
    ['a missing argument', 'POST', '/api/method/frappe.client.delete', {}, 500, 'TypeError'],
    ['a POST to a document without run_method', 'POST', '/api/resource/User/ana@example.test', {}, 500, 'KeyError'],
  ])('answers %s', async (_what, verb, path, body, status, excType) => {
    const answer = await ana.call(verb, path, body);
    expect([answer.status, answer.body.exc_type]).toEqual([status, excType]);
  });

  it('speaks HTML where Frappe does', async () => {
    const patch = await ana.call('PATCH', '/api/resource/Counter Row', {});
    const method = await ana.call('POST', '/api/resource/User/ana@example.test', { run_method: 'no_such' });
    const browser = await guest.call('GET', '/api/resource/User', undefined, { accept: 'text/html,*/*' });
    const big = await ana.call('POST', '/api/method/test.echo', `{"a":"${'x'.repeat(26 * 1024 * 1024)}"}`);
    expect([patch.status, method.status, browser.status, big.status]).toEqual([405, 404, 403, 413]);
    for (const answer of [patch, method, browser, big])
      expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect((await guest.call('GET', '/api/method/%E0%A4%A')).status).toBe(400);
  });

  it('hides what broke inside, and logs it', async () => {
    const before = site.errors.length;
    const answer = await ana.call('POST', '/api/method/test.tell', { fail: 1 });
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('deliberate');
    expect(site.errors.slice(before).join()).toContain('deliberate');
  });
});

describe('frappe.client', () => {
  it('keeps nulls, wants the whole document with its modified, and stores falsy values as Frappe does', async () => {
    const made = (
      await ana.call('POST', '/api/method/frappe.client.insert', {
        doc: JSON.stringify({ doctype: 'Work Item', subject: 'c', remark: 'r', hours: 2 }),
      })
    ).body.message as Record<string, unknown>;
    expect(made).toHaveProperty('due', null);
    const partial = await ana.call('POST', '/api/method/frappe.client.save', {
      doc: { doctype: 'Work Item', name: made['name'], subject: 'c2' },
    });
    expect(partial.body.exc_type).toBe('TimestampMismatchError');
    const saved = await ana.call('POST', '/api/method/frappe.client.save', {
      doc: { doctype: 'Work Item', name: made['name'], subject: 'c2', modified: made['modified'] },
    });
    expect(saved.body.message).toMatchObject({ subject: 'c2', remark: null });
    const set = await ana.call('POST', '/api/method/frappe.client.set_value', {
      doctype: 'Work Item',
      name: made['name'],
      fieldname: { hours: 3, remark: 'z' },
    });
    expect(set.body.message).toMatchObject({ hours: 3, remark: 'z' });
    expect(
      (await ana.call('GET', `/api/method/frappe.client.set_value?doctype=Work Item&name=x&fieldname=y`)).status,
    ).toBe(403);
  });

  it('inserts many or none', async () => {
    const docs = [{ doctype: 'Counter Row', label: 'many' }, { doctype: 'Work Item' }];
    expect((await ana.call('POST', '/api/method/frappe.client.insert_many', { docs })).status).toBe(417);
    expect(counted('many')).toBe(0);
  });

  it('counts past permissions and reads values within them', async () => {
    const cy = site.as('cy@example.test');
    expect(
      (await cy.call('GET', '/api/method/frappe.client.get_count?doctype=Work Item')).body.message,
    ).toBeGreaterThan(0);
    expect(
      (await cy.call('GET', '/api/method/frappe.client.get_value?doctype=Work Item&fieldname=subject')).status,
    ).toBe(403);
    expect(
      (
        await ana.call(
          'GET',
          '/api/method/frappe.client.get_value?doctype=User&fieldname=["full_name"]&filters={"name":"nobody"}',
        )
      ).body.message,
    ).toEqual({});
  });
});

describe('files', () => {
  it('takes an upload, keeps it private, serves it to whoever may read the document', async () => {
    const doc = (await ana.call('POST', '/api/resource/Work Item', { subject: 'receipt' })).body.data as {
      name: string;
    };
    const form = new FormData();
    form.set('is_private', '1');
    form.set('doctype', 'Work Item');
    form.set('docname', doc.name);
    form.set('file', new Blob(['hello'], { type: 'text/plain' }), '../../etc/re ceipt.txt');
    const keys = site.site.transaction((ctx) => ctx.generateKeys('bob@example.test'));
    const headers = { authorization: `token ${keys.api_key}:${keys.api_secret}`, accept: 'application/json' };
    const uploaded = (await (
      await fetch(`${site.url}/api/method/upload_file`, { method: 'POST', headers, body: form })
    ).json()) as { message: { file_url: string; file_size: number } };
    expect(uploaded.message).toMatchObject({ file_url: '/private/files/re ceipt.txt', file_size: 5 });
    const at = '/private/files/re%20ceipt.txt';
    expect((await ana.call('GET', at)).text).toBe('hello');
    expect((await site.as('cy@example.test').call('GET', at)).status).toBe(403);
    expect((await guest.call('GET', at)).status).toBe(403);
    expect((await ana.call('GET', '/private/files/..%2Fsite_config.json')).status).toBe(404);
  });
});
