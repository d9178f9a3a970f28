import { resumeSession, touchSession, userOfKey } from '../engine/accounts.ts';
import type { EngineCtx } from '../engine/internal.ts';
import { SiteError } from '../engine/site-error.ts';
import type { AuthKind, Row, SiteRequest } from '../engine/types.ts';
import { userFacts } from '../engine/user-facts.ts';

export interface Identity {
  readonly user: string;
  readonly auth: AuthKind;
  readonly sid: string | null;
  readonly readOnly: boolean;
  /** A sid came that no longer lives. */
  readonly sessionExpired: boolean;
}

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

export function readCookies(header: string | undefined): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at < 0) continue;
    const name = pair.slice(0, at).trim();
    if (!cookies.has(name)) cookies.set(name, decodeText(pair.slice(at + 1).trim()));
  }
  return cookies;
}

function decodeText(text: string): string {
  try {
    return decodeURIComponent(text.replace(/^"|"$/g, ''));
  } catch {
    return text;
  }
}

function keyPair(type: string, token: string): [string, string] | null {
  let pair = token;
  if (type === 'basic') {
    // Python's decoder skips what is not of the alphabet and then looks at the length.
    if (token.replace(/[^A-Za-z0-9+/=]/g, '').length % 4 !== 0) {
      throw new SiteError(
        'InvalidAuthorizationToken',
        'Failed to decode token, please provide a valid base64-encoded token.',
      );
    }
    pair = Buffer.from(token, 'base64').toString('utf8');
  } else if (type !== 'token') return null;
  const parts = pair.split(':');
  return parts.length === 2 && parts[0] && parts[1] ? [parts[0], parts[1]] : null;
}

/** A write of a session that has a CSRF token must carry it. @throws SiteError CSRFTokenError */
function checkCsrf(verb: string, expected: string | null, headers: SiteRequest['headers'], form: Row): void {
  const given = headers['x-frappe-csrf-token'] ?? form['csrf_token'];
  delete form['csrf_token'];
  if (UNSAFE.has(verb) && expected !== null && given !== expected)
    throw new SiteError('CSRFTokenError', 'Invalid Request');
}

/**
 * Who is calling, in Frappe's order: sid (cookie or parameter), CSRF, key pair (which never replaces a cookie login), auth
 * hooks, then Guest. @throws SiteError 400 or 401
 */
export function authenticate(ctx: EngineCtx, request: SiteRequest, form: Row): Identity {
  const cookies = readCookies(request.headers['cookie']);
  const sid = String(form['sid'] ?? cookies.get('sid') ?? '');
  delete form['sid'];
  const session = sid && sid !== 'Guest' ? resumeSession(ctx, sid) : null;
  const sessionExpired = sid !== '' && sid !== 'Guest' && session === null;
  checkCsrf(request.verb, session?.csrfToken ?? null, request.headers, form);
  if (session) touchSession(ctx, session.sid);
  let user = session?.user ?? 'Guest';
  let auth: AuthKind = session ? 'cookie' : 'guest';
  const parts = (request.headers['authorization'] ?? '').split(' ');
  const isPair = parts.length === 2;
  if (isPair && !session) {
    const pair = keyPair((parts[0] ?? '').toLowerCase(), parts[1] ?? '');
    const owner = pair ? userOfKey(ctx, pair[0], pair[1]) : null;
    if (owner) [user, auth] = [owner, 'api_key'];
  }
  for (const hook of ctx.engine.authHooks) {
    const found = hook(ctx.site, request);
    if (found)
      return {
        user: userFacts(ctx.engine, found.user).name,
        auth: found.kind,
        sid: null,
        readOnly: found.readOnly,
        sessionExpired,
      };
  }
  if (isPair && user === 'Guest')
    throw new SiteError('AuthenticationError', 'Authentication failed', { shown: { messages: [] } });
  return { user, auth, sid: session?.sid ?? null, readOnly: false, sessionExpired };
}

const EXPIRED = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/';

export function clearedCookies(): string[] {
  return ['sid', 'full_name', 'user_id', 'user_image', 'system_user'].map((name) => `${name}=; ${EXPIRED}`);
}

export function sessionCookies(ctx: EngineCtx, user: string, sid: string): string[] {
  const facts = userFacts(ctx.engine, user);
  const secure = ctx.site.url.startsWith('https:') ? '; Secure' : '';
  const plain = (name: string, value: string): string =>
    `${name}=${encodeURIComponent(value)}; Path=/; SameSite=Lax${secure}`;
  return [
    `sid=${sid}; HttpOnly; Path=/; SameSite=Lax; Max-Age=612000${secure}`,
    plain('system_user', facts.userType === 'System User' ? 'yes' : 'no'),
    plain('full_name', facts.fullName),
    plain('user_id', facts.name),
    plain('user_image', ''),
  ];
}
