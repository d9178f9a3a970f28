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
