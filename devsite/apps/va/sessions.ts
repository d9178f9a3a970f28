import { createHash, randomBytes } from 'node:crypto';
import { mintUserToken, SCOPE, TokenError, USER_LIFETIME_S, verifyUserToken } from '../../core/tokens.ts';
import { SiteError } from '../../engine/site-error.ts';
import type { Ctx, Doc, Row, Site } from '../../engine/types.ts';
import { checked, isObject, number, parsed, rowsOf, text, textOrNull } from '../values.ts';
import { vaError } from './errors.ts';
import { newName, optionalArg, requirePerson, requireService, serviceUser, textArg } from './identity.ts';
import { siteKeySet, siteKeys } from './keys.ts';

const REFRESH_LIFETIME_S = 30 * 86_400;
const GRANTS_A_MINUTE = 5;
/** An office shares one address, so it gets more than one account does. */
const GRANTS_OF_ADDRESS_A_MINUTE = 30;
/** How many former refresh tokens of a family are remembered, to recognise a stolen one. */
const REMEMBERED = 50;
const ENGINE = { ignorePermissions: true, flags: { vaEngine: true } } as const;

export interface Tokens {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly refresh_token: string;
  readonly refresh_expires_in: number;
  readonly scope: string;
}

/** The session's number of a user: tokens with another one are refused. */
export function epochOf(ctx: Ctx, user: string): number {
  return number(ctx.getValue('VA User Epoch', user, 'epoch'));
}

/** Ends every token of the user, and says so to the sidecar: sign-out, disabling, password or role change. */
export function bumpEpoch(ctx: Ctx, user: string, reason: string): void {
  const epoch = epochOf(ctx, user) + 1;
  if (ctx.exists('VA User Epoch', user)) ctx.setValue('VA User Epoch', user, { epoch }, { updateModified: true });
  else ctx.insert({ doctype: 'VA User Epoch', user, epoch }, ENGINE);
  const ended = { status: 'Revoked', revoked_at: ctx.nowText(), revoke_reason: reason };
  for (const row of ctx.getAll('VA Session', { fields: ['name'], filters: { user, status: 'Active' } })) {
    ctx.setValue('VA Session', text(row['name']), ended);
  }
  const service = serviceUser(ctx);
  if (service !== '') ctx.publish('dartwing_va', { kind: 'session', user, epoch }, `user:${service}`);
}

/** True while the session was not revoked and its epoch is the user's. */
export function isActive(ctx: Ctx, session: Row, user: string): boolean {
  return (
    session['user'] === user &&
    session['status'] === 'Active' &&
    text(session['expires_at']) > ctx.nowText() &&
    number(session['epoch']) === epochOf(ctx, user) &&
    isEnabled(ctx, user)
  );
}

/** Registers the token methods and what ends sessions. */
export function addSessionMethods(site: Site): void {
  const post = { verbs: ['POST'] } as const;
  site.addMethod('dartwing_va.api.token', post, token);
  site.addMethod('dartwing_va.api.password_grant', post, passwordGrant);
  site.addMethod('dartwing_va.api.refresh', { ...post, allowGuest: true }, refresh);
  site.addMethod('dartwing_va.api.revoke', { ...post, allowGuest: true }, revoke);
  site.addMethod('dartwing_va.api.session_state', post, sessionState);
  site.onSessionEvent((ctx, event, user) => {
    if (event === 'logout' && isPersonal(ctx, user)) bumpEpoch(ctx, user, 'logout');
  });
  site.addController('User', {
    validate({ ctx, doc }) {
      // The role opens nothing by itself; that it names one user only keeps anybody from trusting it.
      const isBearer = rowsOf(doc['roles']).some((row) => row['role'] === 'VA Sidecar');
      if (isBearer && doc['email'] !== serviceUser(ctx)) {
        throw new SiteError('PermissionError', 'The role VA Sidecar belongs to the service user alone.');
      }
    },
    onUpdate({ ctx, doc, before, flags }) {
      if (before === null || !isPersonal(ctx, doc.name)) return;
      if (checked(before['enabled']) && !checked(doc['enabled'])) bumpEpoch(ctx, doc.name, 'disabled');
      else if (roleNames(before) !== roleNames(doc)) bumpEpoch(ctx, doc.name, 'roles');
      else if (textOrNull(flags['newPassword']) !== null) bumpEpoch(ctx, doc.name, 'password');
    },
  });
}

function roleNames(user: Doc): string {
  return rowsOf(user['roles'])
    .map((row) => text(row['role']))
    .sort()
    .join('\n');
}

function token(ctx: Ctx): Tokens {
  const user = requirePerson(ctx);
  return mint(ctx, user, ctx.auth === 'cookie' ? 'session' : 'api_key');
}

// Tries by account and address over the last minute, of each site that runs here; in memory, as a limit need not outlive the process.
const triesOf = new WeakMap<Site, Map<string, number[]>>();

function passwordGrant(ctx: Ctx, args: Row): Tokens {
  requireService(ctx);
  if (!checked(ctx.site.config['dartwing_va_password_grant'])) throw vaError('FORBIDDEN');
  const usr = textArg(args, 'usr');
  const pwd = textArg(args, 'pwd', 1000);
  const ip = optionalArg(args, 'ip') ?? '';
  countTry(ctx, `user|${usr.toLowerCase()}`, GRANTS_A_MINUTE);
  countTry(ctx, `ip|${ip}`, GRANTS_OF_ADDRESS_A_MINUTE);
  let user: string;
  try {
    user = ctx.checkLogin(usr, pwd);
  } catch {
    // Wrong, unknown, disabled: one answer for all.
    throw vaError('UNAUTHORIZED');
  }
  if (!isPersonal(ctx, user)) throw vaError('UNAUTHORIZED');
  return mint(ctx, user, 'password', ip);
}

function countTry(ctx: Ctx, key: string, most: number): void {
  const since = ctx.now() - 60_000;
  const tries = triesOf.get(ctx.site) ?? new Map<string, number[]>();
  triesOf.set(ctx.site, tries);
  const recent = (tries.get(key) ?? []).filter((at) => at > since);
  if (recent.length >= most) throw vaError('RATE_LIMITED', { limit: 'minute', retry_after_s: 60 });
  tries.set(key, [...recent, ctx.now()]);
}

function mint(ctx: Ctx, user: string, grant: 'session' | 'api_key' | 'password', ip = ctx.ip): Tokens {
  if (!isEnabled(ctx, user)) throw vaError('USER_DISABLED');
  const refreshToken = randomBytes(32).toString('base64url');
  const session = ctx.insert(
    {
      doctype: 'VA Session',
      name: newName(ctx, 'ses'),
      user,
      status: 'Active',
      epoch: epochOf(ctx, user),
      grant_type: grant,
      created_at: ctx.nowText(),
      last_used_at: ctx.nowText(),
      expires_at: ctx.nowText(ctx.now() + REFRESH_LIFETIME_S * 1000),
      ip_address: ip,
      refresh_hash: fingerprint(refreshToken),
      site_sid_hash: ctx.sid === null ? null : fingerprint(ctx.sid),
    },
    ENGINE,
  );
  return answer(ctx, session, refreshToken);
}

function answer(ctx: Ctx, session: Row, refreshToken: string): Tokens {
  const [key] = siteKeys(ctx.site);
  const access = mintUserToken({
    d: key.d,
    kid: key.kid,
    site: ctx.site.name,
    user: text(session['user']),
    sid: text(session['name']),
    epoch: number(session['epoch']),
    now: Math.floor(ctx.now() / 1000),
    jti: randomBytes(16).toString('base64url'),
  });
  return {
    access_token: access,
    token_type: 'Bearer',
    expires_in: USER_LIFETIME_S,
    refresh_token: refreshToken,
    refresh_expires_in: REFRESH_LIFETIME_S,
    scope: SCOPE,
  };
}

function refresh(ctx: Ctx, args: Row): Tokens {
  const given = textArg(args, 'refresh_token', 200);
  const found = familyOf(ctx, given);
  if (found === null) throw vaError('UNAUTHORIZED');
  const { session, isCurrent } = found;
  const user = text(session['user']);
  if (!isCurrent) {
    // Two holders of one token: one of them stole it, so both lose it.
    end(ctx, session, 'refresh token used twice');
    ctx.commit();
    throw vaError('TOKEN_REUSED');
  }
  if (!isActive(ctx, session, user)) throw vaError('UNAUTHORIZED');
  const refreshToken = randomBytes(32).toString('base64url');
  const older = parsed(textOrNull(session['previous_hashes']) ?? '[]');
  const former = [text(session['refresh_hash']), ...(Array.isArray(older) ? older.map(String) : [])];
  ctx.setValue('VA Session', text(session['name']), {
    refresh_hash: fingerprint(refreshToken),
    previous_hashes: JSON.stringify(former.slice(0, REMEMBERED)),
    last_used_at: ctx.nowText(),
    expires_at: ctx.nowText(ctx.now() + REFRESH_LIFETIME_S * 1000),
  });
  return answer(ctx, session, refreshToken);
}

function familyOf(ctx: Ctx, refreshToken: string): { readonly session: Doc; readonly isCurrent: boolean } | null {
  const hash = fingerprint(refreshToken);
  const current = ctx.getAll('VA Session', { fields: ['name'], filters: { refresh_hash: hash }, limit: 1 })[0];
  if (current !== undefined) return { session: ctx.getDoc('VA Session', text(current['name'])), isCurrent: true };
  const former = ctx.getAll('VA Session', {
    fields: ['name'],
    filters: [['previous_hashes', 'like', `%${hash}%`]],
    limit: 1,
  })[0];
  return former === undefined ? null : { session: ctx.getDoc('VA Session', text(former['name'])), isCurrent: false };
}

function revoke(ctx: Ctx, args: Row): { readonly revoked: true } {
  const given = textArg(args, 'token', 8192);
  const session = sessionOfToken(ctx, given);
  if (session !== null && session['status'] === 'Active') end(ctx, session, 'revoked');
  return { revoked: true };
}

function sessionOfToken(ctx: Ctx, given: string): Doc | null {
  if (!given.includes('.')) return familyOf(ctx, given)?.session ?? null;
  try {
    const claims = verifyUserToken(given, {
      keys: siteKeySet(ctx),
      site: ctx.site.name,
      now: issuedAt(given) ?? ctx.now() / 1000,
    });
    const name = text(claims['sid']);
    return ctx.exists('VA Session', name) ? ctx.getDoc('VA Session', name) : null;
  } catch (error) {
    if (error instanceof TokenError) return null;
    throw error;
  }
}

// An expired token may still end its session; its signature is checked at its own time.
function issuedAt(given: string): number | null {
  const body = parsed(Buffer.from(given.split('.')[1] ?? '', 'base64url').toString('utf8'));
  return isObject(body) && typeof body['iat'] === 'number' ? body['iat'] : null;
}

function end(ctx: Ctx, session: Row, reason: string): void {
  const user = text(session['user']);
  ctx.setValue('VA Session', text(session['name']), {
    status: 'Revoked',
    revoked_at: ctx.nowText(),
    revoke_reason: reason,
  });
  const service = serviceUser(ctx);
  const message = { kind: 'session', user, epoch: epochOf(ctx, user), session: text(session['name']) };
  if (service !== '') ctx.publish('dartwing_va', message, `user:${service}`);
}

function sessionState(ctx: Ctx, args: Row): Row {
  requireService(ctx);
  const sessions: Row = {};
  for (const name of namesArg(args, 'sessions')) {
    const session = ctx.exists('VA Session', name) ? ctx.getDoc('VA Session', name) : null;
    const active = session !== null && isActive(ctx, session, text(session['user']));
    sessions[name] = { active, epoch: session === null ? -1 : number(session['epoch']) };
  }
  const users: Row = {};
  for (const user of namesArg(args, 'users')) {
    users[user] = { enabled: isEnabled(ctx, user), epoch: epochOf(ctx, user) };
  }
  return { sessions, users };
}

function namesArg(args: Row, key: string): string[] {
  const list = parsed(args[key] ?? []);
  if (!Array.isArray(list) || list.length > 1000 || !list.every((item) => typeof item === 'string')) {
    throw vaError('INVALID_FORMAT');
  }
  return list.map(String);
}

/** True for a login that exists and is switched on. */
export function isEnabled(ctx: Ctx, user: string): boolean {
  return checked(ctx.getValue('User', user, 'enabled'));
}

function isPersonal(ctx: Ctx, user: string): boolean {
  return user !== 'Guest' && user !== 'Administrator' && user !== serviceUser(ctx);
}

function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
