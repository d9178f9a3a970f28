import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDelegations } from '../../sidecar/frappe/delegation.ts';
import { type Company, type Employee, openCompany } from '../flow/company.ts';
import { companyClock } from '../flow/company-clock.ts';
import { freeWeeks, inWords, type Week } from '../flow/free-days.ts';

// An attacker who has taken everything the sidecar holds: the service key, the delegation key, its data. He can read what the
// sidecar could read; he executes nothing for anybody who is not connected right now (docs/security.md).
let company: Company;
let priya: Employee;
let week: Week;
let authorization: string;
let sign: (user: string, doctypes: string[]) => Promise<string>;

beforeAll(async () => {
  company = await openCompany();
  priya = await company.as('priya@acme.test');
  [week] = await freeWeeks(company);
  const stolen = JSON.parse(readFileSync(join(company.dir, 'sidecar.json'), 'utf8')) as {
    api_key: string;
    api_secret: string;
  };
  authorization = `token ${stolen.api_key}:${stolen.api_secret}`;
  const delegations = await openDelegations({
    path: join(company.dir, 'delegation-key.json'),
    siteName: company.site.name,
    clock: companyClock,
  });
  sign = async (user, doctypes) => `Dartwing ${await delegations.token(user, doctypes, 'turn_attack')}`;
});
afterAll(() => company?.close());

async function site(verb: string, path: string, body: unknown, auth = authorization) {
  const response = await fetch(`${company.site.url}${path}`, {
    method: verb,
    headers: { authorization: auth, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, code: (/"code":\s*"([A-Z_]+)"/.exec(text) ?? [])[1] };
}
const service = (method: string, body: unknown) => site('POST', `/api/method/dartwing_va.api.${method}`, body);

describe('with every secret of the sidecar', () => {
  it('no action of a user without a live session is executed, whatever proof is made up', async () => {
    await priya.say(`book ${inWords(week[1])} off`);
    const { action_id, digest } = priya.card();
    // A row that the outbox is still writing is locked: 409, try again.
    await expect.poll(() => company.rows('VA Action Log', [['name', '=', action_id]])).toHaveLength(1);
    await priya.api('POST', '/auth/token/revoke', { token: priya.token, token_type_hint: 'access_token' });
    const delegation = (await sign('priya@acme.test', ['Leave Application'])).replace('Dartwing ', '');
    for (const token of [priya.token, delegation, 'x.y.z', '']) {
      const answer = await service('execute_action', { action: action_id, digest, proof: { kind: 'session', token } });
      expect([401, 403]).toContain(answer.status);
    }
    expect((await service('execute_action', { action: action_id, digest, proof: { kind: 'user' } })).status).toBe(403);
    expect(await company.rows('Leave Application', [['from_date', '=', week[1]]])).toEqual([]);
  });

  it("a live session of one person proves nothing for another's action", async () => {
    const victim = await company.as('li@acme.test');
    await victim.say(`book ${inWords(week[3])} off`);
    const target = victim.card();
    const stored = async () => (await company.rows('VA Action Log', [['name', '=', target.action_id]]))[0]?.['status'];
    await expect.poll(stored).toBe('pending');
    const marcus = await company.as('marcus@acme.test');
    const answer = await service('execute_action', {
      action: target.action_id,
      digest: target.digest,
      proof: { kind: 'session', token: marcus.token },
    });
    // In the bytes of an action that does not exist.
    expect(answer.code).toBe('ACTION_NOT_FOUND');
    expect(await stored()).toBe('pending');
  });

  it.each([
    ['confirming as the service user', 'confirm_action', { action: 'act_x' }],
    ['a token for the service user', 'token', {}],
    ['speaking for somebody', 'say', { text: 'hi', client_message_id: 'm1', user: 'priya@acme.test' }],
  ])('%s is refused', async (_title, method, body) => {
    expect((await service(method, body)).status).toBeGreaterThanOrEqual(400);
  });

  it.each([
    ['a leave application', 'Leave Application', { employee: 'HR-EMP-00003' }],
    ['a template', 'VA Template', { template_name: 'mine' }],
    ['company settings', 'VA Company Settings', { company: 'Acme' }],
    ['a completed action', 'VA Action Log', { employee: 'HR-EMP-00003', status: 'completed', operations: '[]' }],
    ['a login session', 'VA Session', { user: 'priya@acme.test' }],
    ['an audit head', 'VA Audit Head', { last_seq: 0 }],
  ])('batch does not write %s', async (_title, doctype, values) => {
    const answer = await service('batch', { operations: [{ op: 'insert', doctype, name: 'attack_1', values }] });
    expect(JSON.parse(answer.text).message.results[0]).toMatchObject({ ok: false });
  });

  it('batch raises no limit and closes no action as done', async () => {
    const [instance] = await company.rows('VA Instance', [['employee', '=', 'HR-EMP-00003']]);
    const [action] = await company.rows('VA Action Log', [['status', '=', 'pending']]);
    const answer = await service('batch', {
      operations: [
        { op: 'update', doctype: 'VA Instance', name: instance?.['name'], values: { daily_action_limit: 100000 } },
        { op: 'update', doctype: 'VA Action Log', name: action?.['name'], values: { status: 'completed' } },
        { op: 'update', doctype: 'VA Action Log', name: action?.['name'], values: { operations: '[]' } },
      ],
    });
    for (const result of JSON.parse(answer.text).message.results) expect(result).toMatchObject({ ok: false });
  });

  it('a delegation reads and never writes, and opens no method beyond the list', async () => {
    const auth = await sign('priya@acme.test', ['Leave Application']);
    const [hers] = await company.rows('Leave Application', [['owner', '=', 'priya@acme.test']]);
    const leave = `/api/resource/Leave Application/${hers?.['name']}`;
    expect((await site('GET', leave, undefined, auth)).status).toBe(200);
    for (const [verb, path, body] of [
      ['POST', '/api/resource/Leave Application', { employee: 'HR-EMP-00003' }],
      ['PUT', leave, { description: 'x' }],
      ['DELETE', leave, undefined],
      ['GET', '/api/resource/User', undefined],
      ['GET', `${leave}?run_method=submit`, undefined],
      ['GET', '/api/method/frappe.client.get_list?doctype=User', undefined],
      ['GET', '/?cmd=frappe.client.get_list&doctype=User', undefined],
      ['POST', '/api/method/dartwing_va.api.confirm_action', { action: 'act_x' }],
    ] as const) {
      const answer = await site(verb, path, body, auth);
      expect(answer.status, `${verb} ${path}`).toBeGreaterThanOrEqual(400);
    }
  });

  it.each(['Administrator', 'Guest', 'nobody@acme.test'])('a delegation for %s opens nothing', async (user) => {
    const answer = await site(
      'GET',
      '/api/resource/Leave Application',
      undefined,
      await sign(user, ['Leave Application']),
    );
    expect([401, 403]).toContain(answer.status);
  });
});
