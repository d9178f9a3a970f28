import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDelegations } from '../../sidecar/frappe/delegation.ts';
import { featuresOf } from '../../sidecar/frappe/site-features.ts';
import { manualClock } from '../fakes/manual-clock.ts';

let dir: string;
const clock = manualClock();
const open = () => openDelegations({ path: join(dir, 'state', 'delegation-key.json'), siteName: 'acme.test', clock });
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'va-key-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('the delegation key', () => {
  it('is made once, readable by its owner alone, also when two start together', async () => {
    const keys = await Promise.all([open(), open(), open()]);
    expect(new Set(keys.map((one) => one.publicKey.x)).size).toBe(1);
    expect((await open()).publicKey).toEqual(keys[0]?.publicKey);
    expect((await stat(join(dir, 'state', 'delegation-key.json'))).mode & 0o077).toBe(0);
    expect(await readdir(join(dir, 'state'))).toEqual(['delegation-key.json']);
  });
  it('is not used when others may read it, or when it is no key; the file stays as it is', async () => {
    const path = join(dir, 'state', 'delegation-key.json');
    await open();
    await chmod(path, 0o644);
    await expect(open()).rejects.toThrow(/chmod 600/);
    await chmod(path, 0o600);
    await writeFile(path, '{"kty":"OKP"');
    await expect(open()).rejects.toThrow(/does not hold a delegation key/);
    expect(await readFile(path, 'utf8')).toBe('{"kty":"OKP"');
  });
});

describe('a delegation', () => {
  it('names user, site, turn and DocTypes, lives two minutes, and verifies with the public key', async () => {
    const delegations = await open();
    const token = await delegations.token('priya@acme.test', ['Leave Type', 'Leave Application'], 'turn_1');
    const { kid, x } = delegations.publicKey;
    const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x }, 'EdDSA');
    const { payload } = await jwtVerify(token, key, { currentDate: new Date(clock.now()), audience: 'acme.test' });
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', typ: 'JWT', kid });
    expect(payload).toMatchObject({
      iss: 'dartwing-va',
      typ: 'va-read',
      sub: 'priya@acme.test',
      dts: ['Leave Application', 'Leave Type'],
      turn: 'turn_1',
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(120);
    expect(payload.jti).toMatch(/^.{20,}$/);
  });
  it('names methods when it is for any, and is another one then', async () => {
    const delegations = await open();
    const plain = await delegations.token('a', ['X'], 't');
    expect(decodeJwt(plain)['mts']).toBeUndefined();
    const named = await delegations.token('a', ['X'], 't', ['acme.b', 'acme.a', 'acme.b']);
    expect(decodeJwt(named)['mts']).toEqual(['acme.a', 'acme.b']);
    expect(await delegations.token('a', ['X'], 't', ['acme.a', 'acme.b'])).toBe(named);
    expect(await delegations.token('a', ['X'], 't')).toBe(plain);
  });
  it('is used again within a turn while it is fresh, and for nobody and nothing else', async () => {
    const delegations = await open();
    const first = await delegations.token('a', ['X', 'Y'], 't');
    expect(await delegations.token('a', ['Y', 'X'], 't')).toBe(first);
    for (const other of [
      delegations.token('b', ['X', 'Y'], 't'),
      delegations.token('a', ['X'], 't'),
      delegations.token('a', ['X', 'Y'], 'u'),
    ]) {
      expect(await other).not.toBe(first);
    }
    await clock.advance(80_000);
    const later = await delegations.token('a', ['X', 'Y'], 't');
    expect(later).not.toBe(first);
    expect(decodeJwt(later).exp).toBe(Math.floor(clock.now() / 1000) + 120);
  });
});

it('features of a site follow from its versions', () => {
  expect(
    featuresOf({ frappe: { version: '15.84.0' }, erpnext: { version: '15.90.0' }, hrms: { version: '15.33' } }),
  ).toMatchObject({ frappe: 15, hrms: true, crm: false, deskPath: '/app', aggregates: 'text', supported: true });
  expect(featuresOf({ frappe: { version: '16.0.0-dev' }, erpnext: { version: '16.0' } })).toMatchObject({
    frappe: 16,
    hrms: false,
    deskPath: '/desk',
    aggregates: 'object',
    supported: true,
  });
  expect(featuresOf({ frappe: { version: '14.9' }, erpnext: { version: '14' } }).supported).toBe(false);
  expect(featuresOf({}).supported).toBe(false);
});
