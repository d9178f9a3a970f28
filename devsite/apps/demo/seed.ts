import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ctx, Site } from '../../engine/types.ts';
import { siteKeys } from '../va/keys.ts';
import { seedSubAgents } from '../va/seeds.ts';
import { isObject, text } from '../values.ts';
import { PASSWORD } from './companies.ts';
import { seedKnowledge } from './knowledge.ts';
import { seedLeave } from './leave.ts';
import { seedMoney } from './money.ts';
import { seedConsents, seedPeople } from './people.ts';
import { seedSales } from './sales.ts';
import { seedMeetings, seedWork } from './work.ts';

const SERVICE_USER = 'va-sidecar@site.test';
const SEEDED = 'dartwing_va_demo';
const CREDENTIALS = 'dartwing_va_demo_credentials';

/**
 * Makes the demo companies once and, at every start, pairs the site with the sidecar: takes its public key from
 * `<dir>/sidecar-key.pub.json` when that file is there, and writes `<dir>/sidecar.json` (0600) with the service user's key.
 */
export function seedDemo(site: Site, dir: string): void {
  site.config['dartwing_va_user'] = SERVICE_USER;
  site.config['dartwing_va_password_grant'] = 1;
  pairSidecar(site, dir);
  siteKeys(site);
  if (site.secret(SEEDED) === null) {
    site.transaction((ctx) => {
      seedAll(ctx);
      const { api_key, api_secret } = ctx.generateKeys(SERVICE_USER);
      site.setSecret(CREDENTIALS, JSON.stringify({ api_key, api_secret }));
      site.setSecret(SEEDED, ctx.nowText());
    });
  }
  writeCredentials(site, dir);
}

function seedAll(ctx: Ctx): void {
  seedServiceUser(ctx);
  ctx.save({ ...ctx.getDoc('User', 'Administrator'), new_password: PASSWORD });
  seedSubAgents(ctx);
  seedPeople(ctx);
  seedConsents(ctx);
  seedLeave(ctx);
  seedWork(ctx);
  seedMeetings(ctx);
  seedMoney(ctx);
  seedSales(ctx);
  seedKnowledge(ctx);
  seedMail(ctx);
}

/** Mail is queued and stays in the queue: nothing leaves this machine. */
function seedMail(ctx: Ctx): void {
  ctx.insert({
    doctype: 'Email Account',
    email_account_name: 'Acme Mail',
    email_id: 'mail@acme.test',
    enable_outgoing: 1,
    default_outgoing: 1,
  });
}

function seedServiceUser(ctx: Ctx): void {
  if (!ctx.exists('Role', 'VA Sidecar')) ctx.insert({ doctype: 'Role', role_name: 'VA Sidecar', desk_access: 0 });
  ctx.insert({
    doctype: 'User',
    email: SERVICE_USER,
    first_name: 'Assistant',
    last_name: 'Service',
    user_type: 'System User',
    enabled: 1,
    send_welcome_email: 0,
    roles: [{ role: 'VA Sidecar' }],
  });
}

function pairSidecar(site: Site, dir: string): void {
  const path = join(dir, 'sidecar-key.pub.json');
  if (!existsSync(path)) return;
  const key: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isObject(key) || typeof key['kid'] !== 'string' || typeof key['x'] !== 'string') {
    throw new Error(`${path} must hold the sidecar's public key as {"kid": ..., "x": ...}`);
  }
  site.config['dartwing_va_sidecar_keys'] = { [key['kid']]: key['x'] };
}

function writeCredentials(site: Site, dir: string): void {
  const credentials: unknown = JSON.parse(site.secret(CREDENTIALS) ?? '{}');
  const path = join(dir, 'sidecar.json');
  const address = new URL(site.url);
  address.port = text(site.config['socketio_port'] ?? process.env['SITE_SOCKETIO_PORT'] ?? 9000);
  const content = {
    site: site.name,
    site_name: site.name,
    url: site.url,
    socketio_url: address.origin,
    ...(isObject(credentials) ? credentials : {}),
  };
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  // The mode of writeFileSync holds for a new file only.
  chmodSync(path, 0o600);
}
