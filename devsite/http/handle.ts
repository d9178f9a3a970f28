import { Context } from '../engine/context.ts';
import type { Engine, EngineCtx, RegisteredMethod, Transaction } from '../engine/internal.ts';
import { sanitizeHtml } from '../engine/sanitize.ts';
import { runTransaction } from '../engine/site.ts';
import { SiteError } from '../engine/site-error.ts';
import { databaseError } from '../engine/storage.ts';
import type { Row, SiteRequest } from '../engine/types.ts';
import { authenticate, clearedCookies, type Identity, sessionCookies } from './authenticate.ts';
import { runDocMethodCall } from './doc-methods.ts';
import { type Answer, failure, html, RawAnswer, success, wantsJson } from './envelope.ts';
import { downloadFile, serveFile, uploadFile } from './files.ts';
import { type Form, readForm } from './form.ts';
import { login, logout } from './login.ts';
import { resource } from './resource.ts';
import { servePage } from './site-pages.ts';

export interface RawRequest {
  readonly verb: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer | null;
  readonly ip: string;
  /** For what no Frappe exception explains. */
  readonly logError: (error: unknown) => void;
}

interface Parsed {
  readonly raw: RawRequest;
  readonly path: string;
  readonly request: SiteRequest;
  readonly form: Form;
}

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

function parse(raw: RawRequest): Parsed {
  const url = new URL(`http://site${raw.target.startsWith('/') ? raw.target : '/'}`);
  // A trailing slash changes nothing; an empty segment in between makes another path.
  const inner = url.pathname.replace(/^\/|\/$/g, '');
  const segments = inner === '' ? [] : inner.split('/').map(decodeURIComponent);
  const query: Record<string, string> = Object.fromEntries(url.searchParams);
  const hasBody = raw.body !== null && raw.body.length > 0;
  const request: SiteRequest = {
    verb: raw.verb,
    segments,
    query,
    headers: raw.headers,
    hasBody,
    hasCookie: raw.headers['cookie'] !== undefined,
    ip: raw.ip,
  };
  return {
    raw,
    path: `/${segments.join('/')}`,
    request,
    form: readForm(url.searchParams, raw.headers['content-type'] ?? '', raw.body),
  };
}

function guestSafe(ctx: EngineCtx, args: Row): Row {
  if (ctx.user !== 'Guest') return args;
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [key, typeof value === 'string' ? sanitizeHtml(value) : value]),
  );
}

function unknownMethod(ctx: EngineCtx, name: string): SiteError {
  const app = name.split('.')[0] ?? '';
  const isApp = [...ctx.engine.methods.keys()].some((known) => known.startsWith(`${app}.`));
  const reason = isApp
    ? `module '${name.split('.').slice(0, -1).join('.')}' has no attribute`
    : `App ${app} is not installed`;
  if (!isApp) ctx.message(reason);
  return new SiteError('ValidationError', `Failed to get method for command ${name} with ${reason}`);
}

function checkMethod(ctx: EngineCtx, name: string, method: RegisteredMethod | undefined): RegisteredMethod {
  if (!method) throw unknownMethod(ctx, name);
  if (!(method.options.verbs as readonly string[]).includes(ctx.verb))
    throw new SiteError('PermissionError', 'Not permitted');
  if (ctx.user === 'Guest' && !method.options.allowGuest)
    throw new SiteError(
      'PermissionError',
      `<details><summary>You are not permitted to access this resource.</summary>Function <strong>${name}</strong> is not whitelisted.</details>`,
    );
  return method;
}

function callMethod(ctx: EngineCtx, name: string, form: Form): Answer {
  const { cmd: _cmd, ignore_permissions: _ignored, flags: _flags, ...args } = form.values;
  if (name === 'login') {
    if (ctx.verb !== 'POST') throw new SiteError('PermissionError', 'Not permitted');
    const session = login(ctx, args);
    return { ...success(session.answer, ctx.tx), cookies: sessionCookies(ctx, session.user, session.sid) };
  }
  if (name === 'logout') {
    logout(ctx);
    ctx.commit();
    return { ...success({}, ctx.tx), cookies: clearedCookies() };
  }
  if (name === 'upload_file') return success({ message: uploadFile(ctx, form) }, ctx.tx);
  if (name === 'download_file') return downloadFile(ctx, String(args['file_url'] ?? ''));
  const result =
    name === 'run_doc_method' && ctx.user !== 'Guest'
      ? runDocMethodCall(ctx, args)
      : checkMethod(ctx, name, ctx.engine.methods.get(name)).run(ctx, guestSafe(ctx, args));
  if (result instanceof RawAnswer) return result.answer;
  return success(result === undefined || result === null ? {} : { message: result }, ctx.tx);
}

function route(ctx: EngineCtx, parsed: Parsed): Answer {
  const { form } = parsed;
  if (form.values['cmd'] !== undefined && form.values['cmd'] !== '')
    return callMethod(ctx, String(form.values['cmd']), form);
  const [first, ...rest] = parsed.request.segments;
  if (first !== 'api') {
    if (first === 'private' || first === 'files') return serveFile(ctx, parsed.path);
    return servePage(ctx, parsed.request, form.values);
  }
  const [kind, name, ...tail] = rest[0] === 'v1' ? rest.slice(1) : rest;
  if (kind === 'method' && name) return callMethod(ctx, name, form);
  if (kind === 'resource' && name)
    return resource(ctx, ctx.verb, name, tail.length > 0 ? tail.join('/') : null, form.values);
  throw new SiteError('DoesNotExistError', 'Not Found', { silent: true });
}

function asSiteError(error: unknown, raw: RawRequest): SiteError {
  const known = databaseError(error);
  if (known instanceof SiteError) return known;
  raw.logError(error);
  return new SiteError('InternalError', 'Internal Server Error', { silent: true });
}

function refused(
  error: SiteError,
  parsed: { readonly path: string; readonly accept: string },
  tx: Transaction,
): Answer {
  const answer = wantsJson(parsed.path, parsed.accept)
    ? failure(error, tx.messages, tx.extra)
    : html(error.status, error.excType, error.message);
  // Frappe clears the login on its own exception alone; a spent token of the assistant signs nobody out.
  return error.status === 401 && error.va === null ? { ...answer, cookies: clearedCookies() } : answer;
}

const emptyTransaction = (mode: Transaction['mode']): Transaction => ({
  mode,
  messages: [],
  extra: new Map(),
  events: new Map(),
  afterCommit: [],
  touchedAccess: false,
});

function run(engine: Engine, parsed: Parsed, identity: Identity, seen: { tx: Transaction }): Answer {
  const { verb, ip } = parsed.raw;
  const unsafe = UNSAFE.has(verb);
  const caller = { user: identity.user, auth: identity.auth, sid: identity.sid, ip, verb };
  const work = (tx: Transaction): Answer => {
    seen.tx = tx;
    if (identity.sessionExpired) tx.extra.set('session_expired', 1);
    return route(new Context(engine, tx, caller), parsed);
  };
  try {
    return runTransaction(engine, identity.readOnly ? 'readOnly' : unsafe ? 'write' : 'read', work, unsafe);
  } catch (error) {
    if (error instanceof RawAnswer) return error.answer;
    throw error;
  }
}

/** Answers one HTTP request: session, CSRF, credentials, one transaction (rolled back on GET), Frappe's envelopes. */
export function handle(engine: Engine, raw: RawRequest): Answer {
  if (raw.verb === 'OPTIONS') return { status: 200, contentType: 'text/plain', body: '' };
  const seen = { tx: emptyTransaction('read') };
  const place = { path: raw.target.split('?')[0] ?? '/', accept: raw.headers['accept'] ?? '' };
  try {
    const parsed = parse(raw);
    const outside = new Context(engine, emptyTransaction('read'), {
      user: 'Guest',
      auth: 'guest',
      sid: null,
      ip: raw.ip,
      verb: raw.verb,
    });
    const identity = authenticate(outside, parsed.request, parsed.form.values);
    return run(engine, parsed, identity, seen);
  } catch (error) {
    if (error instanceof URIError) return html(400, 'Bad Request', 'The address cannot be read.');
    return refused(asSiteError(error, raw), place, seen.tx);
  }
}
