import { randomBytes } from 'node:crypto';
import type { EngineCtx } from './internal.ts';
import { matchesPassword, readSecretField, storedHash, storeHash, storeSecretField } from './passwords.ts';
import { tableName } from './schema.ts';
import { SiteError } from './site-error.ts';
import { userFacts } from './user-facts.ts';

const KEY_LENGTH = 15;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** A hash no password has: an unknown user costs the same time as a wrong password. */
const NO_USER = `scrypt$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(32, 1).toString('base64')}`;

function token(length: number): string {
  let text = '';
  while (text.length < length)
    for (const byte of randomBytes(length)) if (byte < 252 && text.length < length) text += ALPHABET[byte % 36] ?? '';
  return text;
}

/** @throws SiteError AuthenticationError, the same for every reason. */
export function checkLogin(ctx: EngineCtx, usr: string, pwd: string): string {
  const row = ctx.engine.db.get(
    `SELECT name, enabled FROM ${tableName('User')} WHERE name = ?1 OR username = ?1 ORDER BY name = ?1 DESC LIMIT 1`,
    [usr.trim()],
  );
  const name = String(row?.['name'] ?? '');
  const matches = matchesPassword(pwd, (row ? storedHash(ctx.engine, name) : null) ?? NO_USER);
  if (!matches || row?.['enabled'] !== 1 || name === 'Guest')
    throw new SiteError('AuthenticationError', 'Invalid login credentials', { shown: { messages: [] } });
  return name;
}

export function setPassword(ctx: EngineCtx, user: string, password: string): void {
  if (password.length === 0 || password.length > 512)
    throw new SiteError('ValidationError', 'Password must have 1 to 512 characters');
  storeHash(ctx.engine, userFacts(ctx.engine, user).name, password);
}

/** @throws SiteError DoesNotExistError */
export function generateKeys(ctx: EngineCtx, user: string): { readonly api_key: string; readonly api_secret: string } {
  const row = ctx.engine.db.get(`SELECT name, api_key FROM ${tableName('User')} WHERE name = ?`, [user]);
  if (!row) throw new SiteError('DoesNotExistError', `User ${user} not found`);
  const name = String(row['name']);
  const apiKey = row['api_key'] ? String(row['api_key']) : token(KEY_LENGTH);
  const apiSecret = token(KEY_LENGTH);
  storeSecretField(ctx.engine, 'User', name, 'api_secret', apiSecret);
  ctx.engine.db.run(`UPDATE ${tableName('User')} SET api_key = ?, api_secret = ? WHERE name = ?`, [
    apiKey,
    '*'.repeat(KEY_LENGTH),
    name,
  ]);
  return { api_key: apiKey, api_secret: apiSecret };
}

/** The enabled user this key pair belongs to, null for a wrong pair. */
export function userOfKey(ctx: EngineCtx, apiKey: string, apiSecret: string): string | null {
  if (!apiKey) return null;
  const row = ctx.engine.db.get(`SELECT name, enabled FROM ${tableName('User')} WHERE api_key = ? COLLATE BINARY`, [
    apiKey,
  ]);
  if (row?.['enabled'] !== 1) return null;
  const stored = readSecretField(ctx.engine, 'User', String(row['name']), 'api_secret');
  if (stored === null) return null;
  const [given, wanted] = [Buffer.from(apiSecret), Buffer.from(stored)];
  let difference = given.length ^ wanted.length;
  for (let index = 0; index < wanted.length; index++) difference |= (given[index] ?? 0) ^ (wanted[index] ?? 0);
  return difference === 0 ? String(row['name']) : null;
}

export interface Session {
  readonly sid: string;
  readonly user: string;
  readonly csrfToken: string | null;
}

/** System Settings.session_expiry `HHH:MM`, Frappe's default 170:00. */
function sessionLifetimeMs(ctx: EngineCtx): number {
  const text = String(
    ctx.engine.db.get("SELECT value FROM tabSingles WHERE doctype = 'System Settings' AND field = 'session_expiry'")?.[
      'value'
    ] ?? '170:00',
  );
  const [hours = '170', minutes = '0'] = text.split(':');
  return (Number(hours) * 60 + Number(minutes)) * 60_000 || 170 * 3_600_000;
}

export function openSession(ctx: EngineCtx, user: string): string {
  const sid = randomBytes(28).toString('hex');
  const now = ctx.now();
  ctx.engine.db.run('INSERT INTO __sessions (sid, user, csrf_token, created, last_seen) VALUES (?, ?, NULL, ?, ?)', [
    sid,
    user,
    now,
    now,
  ]);
  for (const listener of ctx.engine.sessionListeners) listener(ctx, 'login', user, sid);
  return sid;
}

/** The live session of a sid; null when unknown, expired, or its user is disabled or gone. */
export function resumeSession(ctx: EngineCtx, sid: string): Session | null {
  const row = ctx.engine.db.get('SELECT user, csrf_token, last_seen FROM __sessions WHERE sid = ?', [sid]);
  if (!row || ctx.now() - Number(row['last_seen']) > sessionLifetimeMs(ctx)) return null;
  const facts = userFacts(ctx.engine, String(row['user']));
  if (!facts.exists || !facts.enabled) return null;
  return { sid, user: facts.name, csrfToken: row['csrf_token'] === null ? null : String(row['csrf_token']) };
}

/** Made when a page is rendered; from then on writes of this session must carry it. */
export function ensureCsrfToken(ctx: EngineCtx, sid: string): string {
  const row = ctx.engine.db.get('SELECT csrf_token FROM __sessions WHERE sid = ?', [sid]);
  if (row?.['csrf_token']) return String(row['csrf_token']);
  const fresh = randomBytes(28).toString('hex');
  ctx.engine.db.run('UPDATE __sessions SET csrf_token = ? WHERE sid = ?', [fresh, sid]);
  return fresh;
}

/** Notes activity at most every ten minutes, as Frappe does. */
export function touchSession(ctx: EngineCtx, sid: string): void {
  ctx.engine.db.run('UPDATE __sessions SET last_seen = ?1 WHERE sid = ?2 AND last_seen < ?1 - 600000', [
    ctx.now(),
    sid,
  ]);
}

export function endSession(ctx: EngineCtx, sid: string): void {
  const row = ctx.engine.db.get('DELETE FROM __sessions WHERE sid = ? RETURNING user', [sid]);
  if (row) for (const listener of ctx.engine.sessionListeners) listener(ctx, 'logout', String(row['user']), sid);
}

/** Ends every session of the user but `except`; listeners hear of each. */
export function endSessions(ctx: EngineCtx, user: string, except?: string): void {
  for (const row of ctx.engine.db.all('SELECT sid FROM __sessions WHERE user = ? AND sid <> ?', [user, except ?? '']))
    endSession(ctx, String(row['sid']));
}
