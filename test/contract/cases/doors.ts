import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { kidOf } from '../../../devsite/core/tokens.ts';
import { at, type Row } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import { COMPANY, type SiteUnderTest } from '../site.ts';

async function task(site: SiteUnderTest): Promise<string> {
  return String((await site.make('Task', { subject: `Contract ${site.word()}` }, site.as('ada')))['name']);
}

/** Requests that a delegation for Task may not make: what, verb, path, reason. `#` stands for a task's name. */
const CLOSED: readonly (readonly [string, string, string, string])[] = [
  ['POST', 'POST', '/api/resource/Task', 'verb'],
  ['PUT', 'PUT', '/api/resource/Task/#', 'verb'],
  ['DELETE', 'DELETE', '/api/resource/Task/#', 'verb'],
  ['cmd', 'GET', '/api/resource/Task?cmd=frappe.auth.get_logged_user', 'parameter'],
  ['run_method', 'GET', '/api/resource/Task/#?run_method=add_comment&comment_type=Comment&text=x', 'parameter'],
  ['sid as a parameter', 'GET', '/api/resource/Task?sid=abc', 'parameter'],
  ['usr', 'GET', '/api/resource/Task?usr=Administrator', 'parameter'],
  ['data', 'GET', '/api/resource/Task?data=%7B%7D', 'parameter'],
  ['doctype as a parameter', 'GET', '/api/resource/Task?doctype=User', 'parameter'],
  ['v1 in the path', 'GET', '/api/v1/resource/Task', 'path'],
  ['v2 in the path', 'GET', '/api/v2/document/Task', 'path'],
  ['a method not listed', 'GET', '/api/method/frappe.auth.get_logged_user', 'method'],
  [
    'a method of HRMS',
    'GET',
    '/api/method/hrms.hr.doctype.leave_application.leave_application.get_leave_details',
    'method',
  ],
  ['a method of our own api', 'GET', '/api/method/dartwing_va.api.whoami', 'method'],
  ['a longer method path', 'GET', '/api/method/dartwing_va.reads.directory/x', 'path'],
  ['another DocType', 'GET', '/api/resource/Project', 'doctype'],
  ['the DocType in other case', 'GET', '/api/resource/task', 'doctype'],
  ['a page', 'GET', '/app', 'path'],
  ['a file', 'GET', '/private/files/x.pdf', 'path'],
  ['nothing after /api/resource', 'GET', '/api/resource', 'path'],
  ['an empty segment', 'GET', '/api//resource/Task', 'path'],
];

const closed: readonly ContractCase[] = CLOSED.map(([what, verb, path, reason]) => ({
  id: `doors.closed ${what}`,
  title: `a delegation is refused: ${what} (${reason})`,
  finding: 7,
  run: async (site) => {
    const name = path.includes('#') ? await task(site) : '';
    const answer = await site.reading('ada', ['Task']).send(verb, path.replace('#', name));
    assert.equal(answer.status, 403, answer.text.slice(0, 300));
    if (answer.isJson) {
      answer.va(403, 'FORBIDDEN');
      assert.equal(at(answer.meta, 'reason'), reason);
    }
  },
}));

/** Claims that no delegation may have: what, claims, status, code. */
const BAD_CLAIMS: readonly (readonly [string, (site: SiteUnderTest) => Row, string])[] = [
  ['another site as audience', () => ({ aud: 'other.test' }), 'UNAUTHORIZED'],
  ['another issuer', () => ({ iss: 'somebody' }), 'UNAUTHORIZED'],
  ['a user token’s typ', () => ({ typ: 'va-user' }), 'UNAUTHORIZED'],
  ['no typ', () => ({ typ: undefined }), 'UNAUTHORIZED'],
  ['no turn', () => ({ turn: undefined }), 'UNAUTHORIZED'],
  ['dts as text', () => ({ dts: 'Task' }), 'UNAUTHORIZED'],
  ['more than 120 seconds', (site) => ({ exp: Math.floor(site.now() / 1000) + 300 }), 'UNAUTHORIZED'],
  [
    'from the future',
    (site) => ({ iat: Math.floor(site.now() / 1000) + 60, exp: Math.floor(site.now() / 1000) + 90 }),
    'UNAUTHORIZED',
  ],
  ['no exp', () => ({ exp: undefined }), 'UNAUTHORIZED'],
  ['exp as text', (site) => ({ exp: String(Math.floor(site.now() / 1000) + 60) }), 'UNAUTHORIZED'],
  [
    'expired',
    (site) => ({ iat: Math.floor(site.now() / 1000) - 100, exp: Math.floor(site.now() / 1000) - 20 }),
    'TOKEN_EXPIRED',
  ],
];

const claims: readonly ContractCase[] = BAD_CLAIMS.map(([what, made, code]) => ({
  id: `doors.claims ${what}`,
  title: `a delegation with ${what} is 401 ${code}`,
  finding: 1,
  run: async (site) => {
    (await site.reading('ada', ['Task'], made(site)).list('Task')).va(401, code);
  },
}));

export const doors: readonly ContractCase[] = [
  ...closed,
  ...claims,
  {
    id: 'doors.list',
    title: 'a delegation lists a named DocType, and the filters survive',
    finding: 7,
    run: async (site) => {
      const [one] = [await task(site), await task(site)];
      const params = { filters: [['name', '=', one]], fields: ['name', 'owner'] };
      const rows = (await site.reading('ada', ['Task']).list('Task', params)).ok().rows();
      assert.deepEqual(rows, [{ name: one, owner: site.person('ada').user }]);
    },
  },
  {
    id: 'doors.document',
    title: 'a delegation reads a document, also one with a slash in its name',
    run: async (site) => {
      const name = await task(site);
      assert.equal((await site.reading('ada', ['Task']).read('Task', name)).ok().name, name);
      const designation = `Contract ${site.word()} A/B`;
      await site.make('Designation', { designation_name: designation });
      (
        await site.reading('hal', ['Designation']).send('GET', `/api/resource/Designation/${encodeURI(designation)}`)
      ).ok();
    },
  },
  {
    id: 'doors.as-the-employee',
    title: 'what the employee may not read a delegation does not either',
    run: async (site) => {
      (await site.reading('ada', ['Employee']).read('Employee', site.person('cyd').employee)).is(
        403,
        'PermissionError',
      );
      const rows = (await site.reading('ada', ['Employee']).list('Employee', { fields: ['name'] })).ok().rows();
      const seen = rows.map((row) => row['name']);
      assert.ok(
        seen.includes(site.person('ada').employee) && !seen.includes(site.person('cyd').employee),
        String(seen),
      );
    },
  },
  {
    id: 'doors.denied-doctypes',
    title: 'DocTypes with secrets are closed even when the delegation names them',
    finding: 24,
    run: async (site) => {
      for (const doctype of ['User', 'OAuth Bearer Token', 'Deleted Document', 'Version', 'VA Session', 'Error Log']) {
        (await site.reading('ada', [doctype]).list(doctype)).va(403, 'FORBIDDEN');
      }
    },
  },
  {
    id: 'doors.dts-empty',
    title: 'a delegation without DocTypes opens no resource',
    run: async (site) => {
      (await site.reading('ada', []).list('Task')).va(403, 'FORBIDDEN');
    },
  },
  {
    id: 'doors.body',
    title: 'a GET with a body is refused',
    finding: 7,
    run: async (site) => {
      const answer = await site
        .reading('ada', ['Task'])
        .send('GET', '/api/resource/Task', { json: { limit_page_length: 0 } });
      assert.equal(at(answer.va(403, 'FORBIDDEN').meta, 'reason'), 'body');
    },
  },
  {
    id: 'doors.head',
    title: 'HEAD is refused',
    finding: 7,
    run: async (site) => {
      (await site.reading('ada', ['Task']).send('HEAD', '/api/resource/Task')).is(403);
    },
  },
  {
    id: 'doors.cookie',
    title: 'beside a session cookie a delegation is refused, and the session goes on unharmed',
    finding: 6,
    run: async (site) => {
      const { caller } = await site.signIn(site.person('bea').user);
      const token = site.delegation(site.person('ada').user, ['Task']);
      const answer = await caller.with({ authorization: `Dartwing ${token}` }).list('Task');
      assert.equal(at(answer.va(403, 'FORBIDDEN').meta, 'reason'), 'cookie');
      assert.equal((await caller.ask('frappe.auth.get_logged_user')).ok().data, site.person('bea').user);
    },
  },
  {
    id: 'doors.unknown-key',
    title: 'a delegation signed with a key that nobody registered is 401',
    finding: 1,
    run: async (site) => {
      const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
      const { user } = site.person('ada');
      for (const kid of [kidOf(x), site.options.sidecar.kid]) {
        const authorization = `Dartwing ${site.delegation(user, ['Task'], {}, { kid, d })}`;
        (await site.guest.with({ authorization }).list('Task')).va(401, 'UNAUTHORIZED');
      }
    },
  },
  {
    id: 'doors.algorithm',
    title: 'the algorithm is ours: none and HS256 are 401',
    finding: 1,
    run: async (site) => {
      const [, body = '', signature = ''] = site.delegation(site.person('ada').user, ['Task']).split('.');
      for (const alg of ['none', 'HS256', 'EdDSA ']) {
        const head = Buffer.from(JSON.stringify({ alg, typ: 'JWT', kid: site.options.sidecar.kid })).toString(
          'base64url',
        );
        for (const token of [`${head}.${body}.${signature}`, `${head}.${body}.`]) {
          (await site.guest.with({ authorization: `Dartwing ${token}` }).list('Task')).va(401, 'UNAUTHORIZED');
        }
      }
    },
  },
  {
    id: 'doors.changed-body',
    title: 'a changed claim breaks the signature',
    run: async (site) => {
      const [head = '', , signature = ''] = site.delegation(site.person('ada').user, ['Task']).split('.');
      const [, body = ''] = site.delegation(site.person('bea').user, ['Task']).split('.');
      (await site.guest.with({ authorization: `Dartwing ${head}.${body}.${signature}` }).list('Task')).va(
        401,
        'UNAUTHORIZED',
      );
    },
  },
  {
    id: 'doors.user-token',
    title: 'a user token is no delegation',
    finding: 1,
    run: async (site) => {
      const { access } = await site.token('ada');
      (await site.guest.with({ authorization: `Dartwing ${access}` }).list('Task')).va(401, 'UNAUTHORIZED');
      (await site.guest.with({ authorization: `Bearer ${access}` }).list('Task')).is(401);
    },
  },
  {
    id: 'doors.not-for-everybody',
    title: 'no delegation for Administrator, Guest, the service user, nobody, or in other case',
    run: async (site) => {
      const upper = site.person('ada').user.toUpperCase();
      for (const user of ['Administrator', 'Guest', site.serviceUser, 'nobody@contract.test', upper]) {
        const authorization = `Dartwing ${site.delegation(user, ['Task'])}`;
        (await site.guest.with({ authorization }).list('Task')).va(403, 'FORBIDDEN');
      }
    },
  },
  {
    id: 'doors.system-manager',
    title: 'no delegation for a System Manager unless the site says so',
    finding: 24,
    run: async (site) => {
      const answer = await site.reading('sys', ['Task']).list('Task');
      assert.equal(at(answer.va(403, 'FORBIDDEN').meta, 'reason'), 'system_manager');
    },
  },
  {
    id: 'doors.no-employee',
    title: 'no delegation for a user without Employee',
    run: async (site) => {
      (await site.reading('nob', ['Task']).list('Task')).va(403, 'NO_EMPLOYEE');
    },
  },
  {
    id: 'doors.paused',
    title: 'no delegation while the assistant is paused or the company has it off',
    finding: 24,
    run: async (site) => {
      const [row] = await site.rows('VA Instance', [['employee', '=', site.person('dan').employee]]);
      const name = String(row?.['name']);
      site.later(() => site.admin.update('VA Instance', name, { status: 'Active' }));
      (await site.admin.update('VA Instance', name, { status: 'Paused' })).ok();
      (await site.reading('dan', ['Task']).list('Task')).va(403, 'ASSISTANT_PAUSED');
      (await site.admin.update('VA Instance', name, { status: 'Disabled' })).ok();
      (await site.reading('dan', ['Task']).list('Task')).va(403, 'ASSISTANT_OFF');
      (await site.admin.update('VA Instance', name, { status: 'Active' })).ok();
      site.later(() => site.admin.update('VA Company Settings', COMPANY, { enabled: 1 }));
      (await site.admin.update('VA Company Settings', COMPANY, { enabled: 0 })).ok();
      (await site.reading('dan', ['Task']).list('Task')).va(403, 'ASSISTANT_OFF');
    },
  },
  {
    id: 'doors.disabled',
    title: 'no delegation for a disabled user or an employee who left',
    run: async (site) => {
      const { user, employee } = site.person('dan');
      site.later(() => site.admin.update('User', user, { enabled: 1 }));
      (await site.admin.update('User', user, { enabled: 0 })).ok();
      (await site.reading('dan', ['Task']).list('Task')).va(403, 'USER_DISABLED');
      (await site.admin.update('User', user, { enabled: 1 })).ok();
      site.later(() => site.admin.update('Employee', employee, { status: 'Active', relieving_date: null }));
      (await site.admin.update('Employee', employee, { status: 'Inactive' })).ok();
      (await site.reading('dan', ['Task']).list('Task')).va(403, 'EMPLOYEE_LEFT');
    },
  },
  {
    id: 'doors.odd-header',
    title: 'the scheme without a token, or with two, is 401; in other case it is the same scheme',
    run: async (site) => {
      for (const authorization of ['Dartwing', 'Dartwing a b', 'Dartwing x']) {
        (await site.guest.with({ authorization }).list('Task')).va(401, 'UNAUTHORIZED');
      }
      const authorization = `dartwing ${site.delegation(site.person('ada').user, ['Task'])}`;
      (await site.guest.with({ authorization }).list('Task')).ok();
    },
  },
  {
    id: 'doors.encoded-path',
    title: 'an encoded path means what it decodes to',
    run: async (site) => {
      const name = await task(site);
      (await site.reading('ada', ['Task']).send('GET', `/api/resource/T%61sk/${name}`)).ok();
      (await site.reading('ada', ['Task']).send('GET', '/api/resource/Task/../Project')).is(403);
      (await site.reading('ada', ['Task']).send('GET', '/api/resource/Pr%6fject')).is(403);
    },
  },
  {
    id: 'doors.no-trace',
    title: 'reading leaves no last_active and no session behind',
    finding: 6,
    run: async (site) => {
      const before = (await site.admin.read('User', site.person('cyd').user)).row()['last_active'] ?? null;
      (await site.reading('cyd', ['Task']).list('Task')).ok();
      assert.equal((await site.admin.read('User', site.person('cyd').user)).row()['last_active'] ?? null, before);
    },
  },
  {
    id: 'doors.nothing-written',
    title: 'a delegated read leaves the document as it was, also what it shows of having been seen',
    finding: 5,
    run: async (site) => {
      const values = { subject: `Contract ${site.word()}`, event_type: 'Public', starts_on: `${site.day(2)} 09:00:00` };
      const name = String((await site.make('Event', values, site.as('ada')))['name']);
      const before = (await site.admin.list('Event', { filters: [['name', '=', name]], fields: ['*'] })).ok().text;
      (await site.reading('cyd', ['Event']).read('Event', name)).ok();
      assert.equal(
        (await site.admin.list('Event', { filters: [['name', '=', name]], fields: ['*'] })).ok().text,
        before,
      );
    },
  },
  {
    id: 'doors.equal-bytes',
    title: 'two refusals do not differ in a byte',
    run: async (site) => {
      const first = await site.reading('ada', ['Task']).list('Project');
      const second = await site.reading('ada', ['Task']).list('No Such Kind');
      assert.equal(first.text, second.text);
    },
  },
];
