import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withDemoSettings } from '../../sidecar/doctor/demo-settings.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'va-doctor-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const left = { url: 'http://127.0.0.1:8000', site_name: 'va.localhost', socketio_url: 'http://127.0.0.1:9000' };
const leave = (content: unknown) => writeFileSync(join(dir, 'sidecar.json'), JSON.stringify(content));

describe('settings of a demo that runs', () => {
  it('are those that its site has left, and what is set wins', () => {
    leave({ ...left, api_key: 'k', api_secret: 's' });
    expect(withDemoSettings({ VA_DATA_DIR: dir, VA_SITE_NAME: 'mine', VA_SITE_API_KEY: '' })).toEqual({
      from: join(dir, 'sidecar.json'),
      env: {
        VA_DATA_DIR: dir,
        VA_SITE_URL: left.url,
        VA_SITE_NAME: 'mine',
        VA_SITE_SOCKETIO_URL: left.socketio_url,
        VA_SITE_API_KEY: 'k',
        VA_SITE_API_SECRET: 's',
      },
    });
  });

  it('are not looked for when a site is named, or where there was no demo', () => {
    const none = { VA_DATA_DIR: dir };
    expect(withDemoSettings(none)).toEqual({ env: none, from: null });
    leave({ ...left, api_key: 'k', api_secret: 's' });
    const own = { VA_DATA_DIR: dir, VA_SITE_URL: 'https://erp.example.com' };
    expect(withDemoSettings(own)).toEqual({ env: own, from: null });
  });

  it('of another form are told, not used', () => {
    leave({ url: 7 });
    expect(() => withDemoSettings({ VA_DATA_DIR: dir })).toThrow(/Set VA_SITE_URL/);
  });
});
