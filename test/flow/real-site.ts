import { execSync } from 'node:child_process';
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a company of the tests lives: the embedded site, or a bench. */
export interface CompanySite {
  readonly name: string;
  readonly url: string;
  readonly socketUrl: string;
  readonly adminPassword: string;
  close(): Promise<void>;
}

/**
 * The site that the JSON file in `VA_FLOW_SITE` describes, with the demo people of decisions.md, the app installed, paired
 * and `dartwing_va_password_grant` on: `{url, name, socketio_url, api_key, api_secret, delegation_key_file, admin_password,
 * reset?}`. `reset` is a shell command that puts the site's data back before each test file.
 */
export function openRealSite(file: string, dir: string): CompanySite {
  const given = JSON.parse(readFileSync(file, 'utf8')) as Record<
    'url' | 'name' | 'socketio_url' | 'api_key' | 'api_secret' | 'delegation_key_file' | 'admin_password',
    string
  > & { reset?: string };
  if (given.reset) execSync(given.reset, { stdio: 'ignore' });
  const key = join(dir, 'delegation-key.json');
  copyFileSync(given.delegation_key_file, key);
  chmodSync(key, 0o600);
  const { api_key, api_secret } = given;
  writeFileSync(join(dir, 'sidecar.json'), JSON.stringify({ api_key, api_secret }), { mode: 0o600 });
  return {
    name: given.name,
    url: given.url,
    socketUrl: given.socketio_url,
    adminPassword: given.admin_password,
    close: async () => undefined,
  };
}
