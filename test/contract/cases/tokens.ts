import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { at } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import { claimsOf, PASSWORD, type SiteUnderTest, type Who } from '../site.ts';

const API = 'dartwing_va.api';

async function state(site: SiteUnderTest, session: string): Promise<unknown> {
  const answer = await site.service.call(`${API}.session_state`, { sessions: [session], users: [] });
  return at(answer.ok().data, 'sessions', session, 'active');
}

async function epoch(site: SiteUnderTest, who: Who): Promise<unknown> {
  const { user } = site.person(who);
  return at(
    (await site.service.call(`${API}.session_state`, { sessions: [], users: [user] })).ok().data,
    'users',
    user,
    'epoch',
  );
}

/** What ends every sign-in of a person: what, how, how it is put back. */
const ENDINGS: readonly (readonly [string, (site: SiteUnderTest) => Promise<void>])[] = [
  [
    'a logout',
    async (site) => {
      (await (await site.signIn(site.person('dan').user)).caller.send('POST', '/api/method/logout')).ok();
    },
  ],
  [
    'disabling the user',
    async (site) => {
      const { user } = site.person('dan');
      (await site.admin.update('User', user, { enabled: 0 })).ok();
      (await site.admin.update('User', user, { enabled: 1 })).ok();
    },
  ],
  [
    'a change of roles',
    async (site) => {
      const { user } = site.person('dan');
      const roles = (await site.admin.read('User', user)).ok().row()['roles'];
      assert.ok(Array.isArray(roles));
      (await site.admin.update('User', user, { roles: [...roles, { role: 'Expense Approver' }] })).ok();
      (await site.admin.update('User', user, { roles })).ok();
    },
  ],
  [
    'a new password',
    async (site) => {
      (await site.admin.update('User', site.person('dan').user, { new_password: PASSWORD })).ok();
    },
  ],
];

const endings: readonly ContractCase[] = ENDINGS.map(([what, end]) => ({
  id: `tokens.epoch ${what}`,
  title: `${what} raises the epoch and ends every sign-in`,
  finding: 25,
  run: async (site) => {
    const { session, refresh } = await site.token('dan');
    const before = await epoch(site, 'dan');
    assert.equal(await state(site, session), true);
    await end(site);
    assert.ok(Number(await epoch(site, 'dan')) > Number(before));
    assert.equal(await state(site, session), false);
    assert.equal((await site.guest.call(`${API}.refresh`, { refresh_token: refresh })).status, 401);
  },
}));

export const tokens: readonly ContractCase[] = [
  ...endings,
  {
    id: 'tokens.jwks',
    title: 'the site’s public key is there for anybody and verifies its tokens',
    finding: 1,
    run: async (site) => {
      const keys = at((await site.guest.ask(`${API}.jwks`)).ok().data, 'keys');
      assert.ok(Array.isArray(keys) && keys.length > 0);
      const { access } = await site.token('ada');
      const [head = '', body = '', signature = ''] = access.split('.');
      const header: unknown = JSON.parse(Buffer.from(head, 'base64url').toString('utf8'));
      assert.deepEqual([at(header, 'alg'), at(header, 'typ')], ['EdDSA', 'JWT']);
      const jwk = keys.find((key) => at(key, 'kid') === at(header, 'kid'));
      assert.deepEqual(
        [at(jwk, 'kty'), at(jwk, 'crv'), at(jwk, 'use'), at(jwk, 'd')],
        ['OKP', 'Ed25519', 'sig', undefined],
      );
      const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: String(at(jwk, 'x')) }, format: 'jwk' });
      assert.equal(verify(null, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url')), true);
    },
  },
  {
    id: 'tokens.claims',
    title: 'a user token names site, user, session, epoch and 900 seconds',
    run: async (site) => {
      const answer = (await site.as('ada').call(`${API}.token`)).ok().row();
      assert.deepEqual(
        [answer['token_type'], answer['expires_in'], answer['scope']],
        ['Bearer', 900, 'va:read va:write'],
      );
      assert.match(String(answer['refresh_token']), /^[\w-]{43}$/);
      const claims = claimsOf(String(answer['access_token']));
      const { iss, aud, typ, sub, scope } = claims;
      const expected = [site.options.name, 'dartwing-va', 'va-user', site.person('ada').user, 'va:read va:write'];
      assert.deepEqual([iss, aud, typ, sub, scope], expected);
      assert.equal(Number(claims['exp']) - Number(claims['iat']), 900);
      assert.equal(claims['epoch'], await epoch(site, 'ada'));
    },
  },
  {
    id: 'tokens.by-session',
    title: 'a cookie session may have a token as well as an API key',
    run: async (site) => {
      const { caller } = await site.signIn(site.person('cyd').user);
      const row = (await caller.call(`${API}.token`)).ok().row();
      const { sid } = claimsOf(String(row['access_token']));
      const stored = (await site.admin.read('VA Session', String(sid))).ok().row();
      assert.deepEqual(
        [stored['grant_type'], stored['user'], stored['status']],
        ['session', site.person('cyd').user, 'Active'],
      );
    },
  },
  {
    id: 'tokens.post-only',
    title: 'a token is not minted by GET',
    finding: 25,
    run: async (site) => {
      (await site.as('ada').ask(`${API}.token`)).is(403, 'PermissionError');
    },
  },
  {
    id: 'tokens.not-for-everybody',
    title: 'no token for Guest, Administrator or the service user',
    finding: 25,
    run: async (site) => {
      assert.ok([401, 403].includes((await site.guest.call(`${API}.token`)).status));
      (await site.admin.call(`${API}.token`)).va(403, 'FORBIDDEN');
      (await site.service.call(`${API}.token`)).va(403, 'FORBIDDEN');
    },
  },
  {
    id: 'tokens.not-by-delegation',
    title: 'a delegation mints nothing',
    run: async (site) => {
      (await site.reading('ada').call(`${API}.token`)).va(403, 'FORBIDDEN');
    },
  },
  {
    id: 'tokens.refresh',
    title: 'refresh gives a new pair for the same session, once',
    run: async (site) => {
      const { refresh, session } = await site.token('ada');
      const row = (await site.guest.call(`${API}.refresh`, { refresh_token: refresh })).ok().row();
      assert.equal(claimsOf(String(row['access_token']))['sid'], session);
      assert.notEqual(row['refresh_token'], refresh);
    },
  },
  {
    id: 'tokens.reuse',
    title: 'a used refresh token ends the whole family',
    finding: 25,
    run: async (site) => {
      const { refresh, session } = await site.token('ada');
      const row = (await site.guest.call(`${API}.refresh`, { refresh_token: refresh })).ok().row();
      (await site.guest.call(`${API}.refresh`, { refresh_token: refresh })).va(401, 'TOKEN_REUSED');
      assert.equal(await state(site, session), false);
      assert.equal((await site.guest.call(`${API}.refresh`, { refresh_token: row['refresh_token'] })).status, 401);
    },
  },
  {
    id: 'tokens.refresh-race',
    title: 'of two refreshes at once with one token, one at most succeeds',
    run: async (site) => {
      const { refresh } = await site.token('ada');
      const ask = () => site.guest.call(`${API}.refresh`, { refresh_token: refresh });
      const statuses = (await Promise.all([ask(), ask(), ask(), ask()])).map((answer) => answer.status);
      assert.equal(statuses.filter((status) => status === 200).length, 1, statuses.join());
    },
  },
  {
    id: 'tokens.refresh-unknown',
    title: 'an unknown, empty or odd refresh token is 401 or 400, never 500',
    run: async (site) => {
      for (const refresh_token of ['x'.repeat(43), '', '\u0000', '%', 'x'.repeat(5_000)]) {
        const { status } = await site.guest.call(`${API}.refresh`, { refresh_token });
        assert.ok([400, 401, 417, 422].includes(status), `${JSON.stringify(refresh_token.slice(0, 5))} ${status}`);
      }
    },
  },
  {
    id: 'tokens.refresh-keeps-cookies',
    title: 'a refused refresh does not clear the cookies of Desk',
    run: async (site) => {
      const { caller } = await site.signIn(site.person('ada').user);
      const answer = (await caller.call(`${API}.refresh`, { refresh_token: 'x'.repeat(43) })).is(401);
      assert.equal(
        answer.cookies.some((line) => /^sid=(;|")/.test(line)),
        false,
        answer.cookies.join(),
      );
    },
  },
  {
    id: 'tokens.revoke',
    title: 'revoke ends the session of an access or a refresh token, and always says yes',
    run: async (site) => {
      for (const kind of ['access', 'refresh'] as const) {
        const made = await site.token('ada');
        assert.deepEqual((await site.guest.call(`${API}.revoke`, { token: made[kind] })).ok().data, { revoked: true });
        assert.equal(await state(site, made.session), false);
      }
      assert.deepEqual((await site.guest.call(`${API}.revoke`, { token: 'nothing' })).ok().data, { revoked: true });
    },
  },
  {
    id: 'tokens.revoke-forged',
    title: 'a forged access token revokes nothing',
    run: async (site) => {
      const { access, session } = await site.token('ada');
      const [head = '', body = ''] = access.split('.');
      (await site.guest.call(`${API}.revoke`, { token: `${head}.${body}.${'A'.repeat(86)}` })).ok();
      assert.equal(await state(site, session), true);
    },
  },
  {
    id: 'tokens.session-state',
    title: 'session_state is for the service alone, knows users, and does not know what is not',
    run: async (site) => {
      (await site.as('ada').call(`${API}.session_state`, { sessions: [], users: [] })).va(403, 'FORBIDDEN');
      (await site.admin.call(`${API}.session_state`, { sessions: [], users: [] })).va(403, 'FORBIDDEN');
      const { user } = site.person('ada');
      const answer = (
        await site.service.call(`${API}.session_state`, { sessions: ['none'], users: [user, 'nobody@contract.test'] })
      ).ok();
      assert.equal(at(answer.data, 'sessions', 'none', 'active'), false);
      assert.equal(at(answer.data, 'users', user, 'enabled'), true);
      assert.equal(at(answer.data, 'users', 'nobody@contract.test', 'enabled'), false);
    },
  },
  {
    id: 'tokens.secrets-hidden',
    title: 'the hashes of a session are not readable by a System Manager',
    run: async (site) => {
      const { session } = await site.token('ada');
      const row = (await site.as('sys').read('VA Session', session)).ok().row();
      assert.equal('refresh_hash' in row, false);
      (await site.as('ada').read('VA Session', session)).is(403, 'PermissionError');
    },
  },
  {
    id: 'tokens.password-grant-service',
    title: 'password_grant is for the service alone',
    run: async (site) => {
      const args = { usr: site.person('ada').user, pwd: PASSWORD, ip: '127.0.0.9' };
      (await site.as('ada').call(`${API}.password_grant`, args)).va(403, 'FORBIDDEN');
      assert.ok([401, 403].includes((await site.guest.call(`${API}.password_grant`, args)).status));
    },
  },
  {
    id: 'tokens.password-grant',
    title: 'password_grant gives a token for the right password, one 401 for all else, and counts the tries',
    needs: 'embedded',
    run: async (site) => {
      const grant = (usr: string, pwd: string, ip: string) =>
        site.service.call(`${API}.password_grant`, { usr, pwd, ip });
      const { user } = site.person('cyd');
      const row = (await grant(user, PASSWORD, '127.0.1.1')).ok().row();
      assert.equal(claimsOf(String(row['access_token']))['sub'], user);
      for (const [usr, pwd] of [
        [user, 'wrong'],
        ['nobody@contract.test', PASSWORD],
        ['Administrator', PASSWORD],
      ] as const) {
        (await grant(usr, pwd, '127.0.1.2')).va(401, 'UNAUTHORIZED');
      }
      const statuses: number[] = [];
      for (let index = 0; index < 7; index += 1)
        statuses.push((await grant(site.person('bea').user, 'wrong', `127.0.2.${index}`)).status);
      assert.equal(statuses.at(-1), 429, statuses.join());
    },
  },
];
