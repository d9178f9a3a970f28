import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, openTestSite, PASSWORD, signIn, type TestSite } from './harness.ts';

let site: TestSite;
const EVIL = '"><img src=x onerror=alert(1)>';

beforeAll(async () => {
  site = await openTestSite();
  await site.as('bob@example.test').call('POST', '/api/resource/Work Item', {
    subject: EVIL,
    remark: EVIL,
    steps: [{ title: EVIL }],
    note: '<b>bold</b>',
  });
});
afterAll(() => site.remove());

const visit = async (user: string, path: string) => {
  const { cookie } = await signIn(site.url, user);
  return client(site.url, { accept: 'text/html', cookie }).call('GET', path);
};

describe('the document browser', () => {
  it('signs in by its form and sends strangers there', async () => {
    const guest = client(site.url, { accept: 'text/html' });
    expect((await guest.call('GET', '/')).text).toContain('name="pwd"');
    expect((await guest.call('GET', '/app')).headers.get('location')).toBe('/login?redirect-to=%2Fapp');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const bad = await guest.call('POST', '/login', 'usr=bob%40example.test&pwd=no', form);
    expect([bad.status, bad.text.includes('Invalid login credentials')]).toEqual([401, true]);
    const good = await guest.call('POST', '/login', `usr=bob%40example.test&pwd=${PASSWORD}`, form);
    expect([good.status, good.headers.get('location')]).toEqual([303, '/app']);
    expect(good.headers.getSetCookie().find((line) => line.startsWith('sid='))).toMatch(/HttpOnly.*SameSite=Lax/);
  });

  it('escapes what it shows and sends security headers', async () => {
    for (const path of [
      '/app',
      '/app/Work%20Item',
      '/app/Work%20Item/WORK-2026-0001',
      `/app/Work%20Item?field=subject&op=like&value=${encodeURIComponent(EVIL)}`,
      `/app/${encodeURIComponent(EVIL)}`,
    ]) {
      const page = await visit('bob@example.test', path);
      expect(page.text).not.toContain('<img');
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('shows only what the user may read', async () => {
    expect((await visit('bob@example.test', '/app')).text).toContain('Work Item');
    expect((await visit('cy@example.test', '/app')).text).not.toContain('Work Item');
    expect((await visit('cy@example.test', '/app/Work%20Item')).status).toBe(403);
    expect((await visit('cy@example.test', '/app/Work%20Item/WORK-2026-0001')).status).toBe(403);
    const [asAna, asBob] = [
      await visit('ana@example.test', '/app/Work%20Item/WORK-2026-0001'),
      await visit('bob@example.test', '/app/Work%20Item/WORK-2026-0001'),
    ];
    expect([asAna.text.includes('Waiting'), asBob.text.includes('Waiting')]).toEqual([false, true]);
  });
});

describe('pages and assets of an app', () => {
  it('serves a page with the session and its CSRF token, and sends strangers to the login and back', async () => {
    const guest = client(site.url, { accept: 'text/html' });
    expect((await guest.call('GET', '/hello')).headers.get('location')).toBe('/login?redirect-to=%2Fhello');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const login = (back: string) =>
      guest.call(
        'POST',
        '/login',
        `usr=ana%40example.test&pwd=${PASSWORD}&redirect-to=${encodeURIComponent(back)}`,
        form,
      );
    expect((await login('/hello')).headers.get('location')).toBe('/hello');
    expect((await login('//evil.test')).headers.get('location')).toBe('/app');
    expect((await login('https://evil.test')).headers.get('location')).toBe('/app');
    const page = await visit('ana@example.test', '/hello');
    expect(page.text).toMatch(/data-token="[0-9a-f]{56}">ana@example\.test/);
    expect(page.headers.get('content-security-policy')).toBe("default-src 'self'");
  });

  it('serves files of known kinds only', async () => {
    const guest = client(site.url);
    for (const path of [
      '/assets/test_app/harness.ts',
      '/assets/test_app/..%2Fx.js',
      '/assets/other/x.js',
      '/assets/test_app/none.js',
    ]) {
      expect((await guest.call('GET', path)).status).toBe(404);
    }
  });

  it('allows other origins only as the site config says', async () => {
    const guest = client(site.url, { origin: 'http://page.test' });
    expect((await guest.call('GET', '/api/method/ping')).headers.get('access-control-allow-origin')).toBeNull();
    site.site.config['allow_cors'] = 'http://page.test';
    const preflight = await guest.call('OPTIONS', '/api/method/ping', undefined, {
      'access-control-request-headers': 'authorization',
    });
    expect([
      preflight.status,
      preflight.headers.get('access-control-allow-origin'),
      preflight.headers.get('access-control-allow-headers'),
    ]).toEqual([200, 'http://page.test', 'authorization']);
    delete site.site.config['allow_cors'];
  });
});
