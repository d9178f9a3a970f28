import { checkLogin, endSession, ensureCsrfToken, openSession } from '../engine/accounts.ts';
import type { EngineCtx } from '../engine/internal.ts';
import { tableName } from '../engine/schema.ts';
import { SiteError } from '../engine/site-error.ts';
import type { Row } from '../engine/types.ts';
import { userFacts } from '../engine/user-facts.ts';

interface Attempts {
  failed: number;
  since: number;
}

/** Failed logins of one user or address before further ones are refused for a while. */
const MAX_FAILED = 10;
const LOCK_MS = 60_000;
const REMEMBERED = 10_000;
const attempts = new WeakMap<object, Map<string, Attempts>>();

function book(ctx: EngineCtx): Map<string, Attempts> {
  let known = attempts.get(ctx.engine);
  if (!known) {
    known = new Map();
    attempts.set(ctx.engine, known);
  }
  return known;
}

function isLocked(ctx: EngineCtx, key: string): boolean {
  const entry = book(ctx).get(key);
  if (!entry) return false;
  if (ctx.now() - entry.since > LOCK_MS) {
    book(ctx).delete(key);
    return false;
  }
  return entry.failed >= MAX_FAILED;
}

function countFailure(ctx: EngineCtx, key: string): void {
  const entries = book(ctx);
  const entry = entries.get(key);
  if (entries.size > REMEMBERED) entries.clear();
  entries.set(key, { failed: (entry?.failed ?? 0) + 1, since: ctx.now() });
}

export interface LoggedIn {
  readonly user: string;
  readonly sid: string;
  readonly answer: Row;
}

/** Password login. @throws SiteError AuthenticationError 401, SecurityException 500 after too many failures */
export function login(ctx: EngineCtx, form: Row): LoggedIn {
  const usr = String(form['usr'] ?? '');
  const key = usr.trim().toLowerCase();
  if (isLocked(ctx, key))
    throw new SiteError('SecurityException', 'Your account has been locked and will resume after 60 seconds');
  if (ctx.getValue('System Settings', 'System Settings', 'disable_user_pass_login') === 1)
    throw new SiteError('AuthenticationError', 'Login with username and password is not allowed.');
  let user: string;
  try {
    user = checkLogin(ctx, usr, String(form['pwd'] ?? ''));
  } catch (error) {
    countFailure(ctx, key);
    ctx.respond('message', 'Invalid login credentials');
    throw error;
  }
  book(ctx).delete(key);
  const facts = userFacts(ctx.engine, user);
  const sid = openSession(ctx, user);
  ctx.engine.db.run(`UPDATE ${tableName('User')} SET last_login = ?, last_ip = ? WHERE name = ?`, [
    ctx.nowText(),
    ctx.ip,
    user,
  ]);
  const desk = facts.userType === 'System User';
  return {
    user,
    sid,
    answer: { message: desk ? 'Logged In' : 'No App', home_page: desk ? '/app' : '/', full_name: facts.fullName },
  };
}

export function logout(ctx: EngineCtx): void {
  if (ctx.sid) endSession(ctx, ctx.sid);
}

/** The session's CSRF token, made at its first page. A GET is rolled back at its end; the token must stay. */
export function pageToken(ctx: EngineCtx): string {
  if (!ctx.sid) return '';
  const token = ensureCsrfToken(ctx, ctx.sid);
  ctx.commit();
  return token;
}
