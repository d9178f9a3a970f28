import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyUserToken } from '../../../devsite/core/tokens.ts';
import { type Caller, DemoSite } from './demo-site.ts';

let site: DemoSite;
let priya: Caller;

beforeAll(async () => {
  site = await DemoSite.open();
  priya = site.person('priya@acme.test');
});
afterAll(() => site.close());

const api = (name: string) => `dartwing_va.api.${name}`;

function grant(usr: string, pwd = 'demo', ip = '10.0.0.1') {
  return site.service.post(api('password_grant'), { usr, pwd, ip });
}

async function stateOf(session: string, user: string) {
  const answer = await site.service.post(api('session_state'), { sessions: [session], users: [user] });
  return { session: answer.data.sessions[session], user: answer.data.users[user] };
}

function sessionIn(token: string): string {
  return String(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sid);
}

describe('a token', () => {
  it('is minted for a person, verifies with the published key, and for nobody else', async () => {
    const minted = await priya.post(api('token'));
    expect(minted.data).toMatchObject({ token_type: 'Bearer', expires_in: 900, scope: 'va:read va:write' });
    expect(minted.data.refresh_token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const { keys } = (await site.caller({}).get(api('jwks'))).data;
    const claims = verifyUserToken(minted.data.access_token, {
      keys: Object.fromEntries(keys.map((key: { kid: string; x: string }) => [key.kid, key.x])),
      site: 'acme.test',
      now: site.clock.now / 1000,
    });
    expect(claims).toMatchObject({ sub: 'priya@acme.test', iss: 'acme.test', typ: 'va-user' });
    for (const caller of [
      site.caller({}),
      site.service,
      site.person('Administrator'),
      site.reading('priya@acme.test'),
    ]) {
      expect((await caller.post(api('token'))).status).toBeGreaterThanOrEqual(401);
    }
  });

  it('is refreshed once: the old refresh token ends the family', async () => {
    const first = (await priya.post(api('token'))).data;
    const anyone = site.caller({});
    const second = (await anyone.post(api('refresh'), { refresh_token: first.refresh_token })).data;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    const reused = await anyone.post(api('refresh'), { refresh_token: first.refresh_token });
    expect([reused.status, reused.va?.code]).toEqual([401, 'TOKEN_REUSED']);
    expect((await anyone.post(api('refresh'), { refresh_token: second.refresh_token })).va?.code).toBe('UNAUTHORIZED');
    expect((await stateOf(sessionIn(second.access_token), 'priya@acme.test')).session.active).toBe(false);
  });

  it('is revoked by itself or by its refresh token, and an unknown one answers the same', async () => {
    const anyone = site.caller({});
    const first = (await priya.post(api('token'))).data;
    const second = (await priya.post(api('token'))).data;
    expect((await stateOf(sessionIn(first.access_token), 'priya@acme.test')).session.active).toBe(true);
    expect((await anyone.post(api('revoke'), { token: first.access_token })).data).toEqual({ revoked: true });
    expect((await anyone.post(api('revoke'), { token: second.refresh_token })).data).toEqual({ revoked: true });
    expect((await anyone.post(api('revoke'), { token: 'nothing' })).data).toEqual({ revoked: true });
    for (const token of [first, second]) {
      expect((await stateOf(sessionIn(token.access_token), 'priya@acme.test')).session.active).toBe(false);
    }
  });

  it('is granted for a password, five tries a minute, to the service user alone', async () => {
    expect((await grant('li@acme.test')).data.token_type).toBe('Bearer');
    expect((await priya.post(api('password_grant'), { usr: 'li@acme.test', pwd: 'demo', ip: '' })).va?.code).toBe(
      'FORBIDDEN',
    );
    for (let count = 0; count < 5; count += 1) {
      expect((await grant('marcus@acme.test', 'wrong', `10.0.1.${count}`)).va?.code).toBe('UNAUTHORIZED');
    }
    expect((await grant('marcus@acme.test', 'demo', '10.0.1.9')).va?.code).toBe('RATE_LIMITED');
    site.clock.now += 61_000;
    expect((await grant('marcus@acme.test', 'demo', '10.0.1.9')).status).toBe(200);
  });

  it('ends when the login is switched off, its roles or its password change', async () => {
    const change = (values: Record<string, unknown>) =>
      site.running.site.transaction((ctx) => ctx.save({ ...ctx.getDoc('User', 'tom.b@acme.test'), ...values }));
    for (const values of [{ new_password: 'Another-long-word-1' }, { roles: [{ role: 'Employee' }] }, { enabled: 0 }]) {
      const { access_token } = (await site.person('tom.b@acme.test').post(api('token'))).data;
      const before = await stateOf(sessionIn(access_token), 'tom.b@acme.test');
      expect(before.session.active).toBe(true);
      change(values);
      const after = await stateOf(sessionIn(access_token), 'tom.b@acme.test');
      expect([after.session.active, after.user.epoch]).toEqual([false, before.user.epoch + 1]);
    }
    const profile = (await site.service.post(api('profile'), { user: 'tom.b@acme.test' })).data;
    expect(profile.refusal).toMatchObject({ code: 'USER_DISABLED' });
  });
});

describe('a profile', () => {
  it('says what a turn needs to know', async () => {
    const { data } = await site.service.post(api('profile'), { user: 'priya@acme.test' });
    expect(data).toMatchObject({
      user: 'priya@acme.test',
      full_name: 'Priya Nair',
      enabled: true,
      time_zone: 'America/Chicago',
      date_format: expect.any(String),
      employee: { employee_name: 'Priya Nair', company: 'Acme', status: 'Active', reports_to_user: 'marcus@acme.test' },
      instance: {
        status: 'Active',
        template: 'Acme Default',
        enabled_sub_agents: expect.arrayContaining(['hr']),
        daily_action_limit: 200,
      },
      company: { name: 'Acme', currency: 'USD', country: 'United States' },
      settings: {
        confirmation_expiry_s: 900,
        terms_version: '1',
        allowed_privacy_modes: ['normal'],
        max_actions_per_turn: 10,
      },
      no_confirm_tools: [],
      consents: {
        terms_of_service: { granted: true, version: '1' },
        voice_recording: { granted: false, version: null },
      },
      refusal: null,
    });
    expect((await priya.post(api('profile'), { user: 'li@acme.test' })).va?.code).toBe('FORBIDDEN');
    expect((await site.service.post(api('profile'), { user: 'nobody@acme.test' })).status).toBe(404);
    const erik = (await site.service.post(api('profile'), { user: 'erik@globex.test' })).data;
    expect([erik.time_zone, erik.company.currency]).toEqual(['Europe/Berlin', 'EUR']);
  });

  it('says why somebody is not served, and makes the assistant at first use', async () => {
    const edit = (doctype: string, name: string, values: Record<string, unknown>) =>
      site.running.site.transaction((ctx) => ctx.setValue(doctype, name, values));
    const refusal = async () =>
      (await site.service.post(api('profile'), { user: 'finance@acme.test' })).data.refusal?.code ?? null;
    const employee = site.employee('finance@acme.test');
    edit('VA Instance', employee, { status: 'Paused' });
    expect(await refusal()).toBe('ASSISTANT_PAUSED');
    site.running.site.transaction((ctx) => ctx.remove('VA Instance', employee));
    edit('VA Company Settings', 'Acme', { auto_provision: 0 });
    expect(await refusal()).toBe('ASSISTANT_OFF');
    edit('VA Company Settings', 'Acme', { auto_provision: 1 });
    expect(await refusal()).toBeNull();
    expect(site.rows('VA Instance', { name: employee }, ['provisioned_by', 'owner'])).toEqual([
      { provisioned_by: 'First Use', owner: 'finance@acme.test' },
    ]);
    edit('Employee', employee, { status: 'Left' });
    expect(await refusal()).toBe('EMPLOYEE_LEFT');
    edit('Employee', employee, { user_id: null });
    expect(await refusal()).toBe('NO_EMPLOYEE');
  });

  it('is told to the person himself by whoami', async () => {
    expect((await priya.get(api('whoami'))).data).toMatchObject({
      user: 'priya@acme.test',
      employee_name: 'Priya Nair',
      company: 'Acme',
    });
  });
});

describe('say', () => {
  it('writes one turn for one message, in a conversation of the caller', async () => {
    const first = await priya.post(api('say'), { text: 'How much leave do I have?', client_message_id: 'm1' });
    expect(first.data).toMatchObject({
      repeated: false,
      conversation: expect.stringMatching(/^conv_/),
      turn: expect.stringMatching(/^turn_/),
    });
    const again = await priya.post(api('say'), { text: 'How much leave do I have?', client_message_id: 'm1' });
    expect(again.data).toEqual({ ...first.data, repeated: true });
    const { conversation } = first.data;
    const next = await priya.post(api('say'), { text: 'And sick leave?', client_message_id: 'm2', conversation });
    expect(next.data.conversation).toBe(conversation);
    const turns = (await priya.get(api('my_turns'), { conversation, after_turn_number: '1' })).data;
    expect(turns.turns).toMatchObject([
      { turn_number: 2, role: 'User', status: 'Pending', content: 'And sick leave?', client_message_id: 'm2' },
    ]);
    expect(turns.actions).toEqual([]);
    expect(site.rows('VA Conversation Turn', { conversation }, ['owner', 'company', 'origin'])[0]).toEqual({
      owner: 'priya@acme.test',
      company: 'Acme',
      origin: 'Site',
    });
    const marcus = site.person('marcus@acme.test');
    expect((await marcus.post(api('say'), { text: 'x', client_message_id: 'm3', conversation })).va?.code).toBe(
      'CONVERSATION_NOT_FOUND',
    );
    expect((await marcus.get(api('my_turns'), { conversation })).va?.code).toBe('CONVERSATION_NOT_FOUND');
    expect((await marcus.get(`/api/resource/VA Conversation/${conversation}`)).status).toBe(403);
    expect((await priya.get(`/api/resource/VA Conversation/${conversation}`)).status).toBe(200);
  });

  it('refuses what is no message', async () => {
    const refusal = async (body: Record<string, unknown>) => (await priya.post(api('say'), body)).va?.code;
    expect(await refusal({ text: '   ', client_message_id: 'n1' })).toBe('MISSING_FIELD');
    expect(await refusal({ text: 'x'.repeat(8001), client_message_id: 'n1' })).toBe('PAYLOAD_TOO_LARGE');
    expect(await refusal({ text: 'hello' })).toBe('MISSING_FIELD');
    expect(await refusal({ text: { a: 1 }, client_message_id: 'n1' })).toBe('INVALID_FORMAT');
  });

  it('asks for consent first, and takes it', async () => {
    const tom = site.person('tom@acme.test');
    const asked = await tom.post(api('say'), { text: 'hello', client_message_id: 't1' });
    expect([asked.status, asked.va?.code]).toEqual([403, 'CONSENT_REQUIRED']);
    expect(asked.va?.meta).toMatchObject({ version: '1', missing: ['terms_of_service', 'conversation_logging'] });
    const old = await tom.post(api('consent'), { consent_type: 'terms_of_service', granted: true, version: '0' });
    expect(old.va?.code).toBe('VALIDATION_ERROR');
    for (const consent_type of ['terms_of_service', 'conversation_logging']) {
      expect((await tom.post(api('consent'), { consent_type, granted: true, version: '1' })).status).toBe(200);
    }
    expect((await tom.post(api('say'), { text: 'hello', client_message_id: 't1' })).status).toBe(200);
    await tom.post(api('consent'), { consent_type: 'conversation_logging', granted: false, version: '1' });
    expect((await tom.post(api('say'), { text: 'hello', client_message_id: 't2' })).va?.code).toBe('CONSENT_REQUIRED');
  });
});
