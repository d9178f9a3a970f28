import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { EngineCtx } from '../engine/internal.ts';
import { SiteError } from '../engine/site-error.ts';
import type { Row, SitePage, SiteRequest } from '../engine/types.ts';
import { clearedCookies, sessionCookies } from './authenticate.ts';
import { type Answer, html } from './envelope.ts';
import { helpPage } from './help-pages.ts';
import { escapeHtml, page } from './html.ts';
import { login, logout, pageToken } from './login.ts';
import { browse, press } from './pages.ts';

const HTML = 'text/html; charset=utf-8';
const ASSET_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.map': 'application/json',
};

const redirect = (to: string, cookies: readonly string[] = []): Answer => ({
  status: 303,
  contentType: HTML,
  body: '',
  headers: { location: to },
  cookies,
});

/** A path of this site, never another one. */
function ownPath(value: unknown): string {
  const path = String(value ?? '');
  return /^\/(?![/\\])[\w\-./?=&%]*$/.test(path) ? path : '/app';
}

function loginPage(status: number, problem: string, back: string): Answer {
  const body = `<form class="card" method="post" action="/login"><h1>Sign in</h1>${problem ? `<p class="bad" role="alert">${escapeHtml(problem)}</p>` : ''}
<input type="hidden" name="redirect-to" value="${escapeHtml(back)}"><label>User<input name="usr" autocomplete="username" required autofocus></label><label>Password<input name="pwd" type="password" autocomplete="current-password" required></label><p><button class="main">Sign in</button></p></form>`;
  return { status, contentType: HTML, body: page({ title: 'Sign in', user: null, body }) };
}

function signIn(ctx: EngineCtx, form: Row): Answer {
  const back = ownPath(form['redirect-to']);
  try {
    const session = login(ctx, form);
    return redirect(back, sessionCookies(ctx, session.user, session.sid));
  } catch (error) {
    if (!(error instanceof SiteError)) throw error;
    return loginPage(401, error.message, back);
  }
}

function asset(ctx: EngineCtx, app: string, file: string): Answer {
  const folder = ctx.engine.assets.get(app);
  const type = ASSET_TYPES[extname(file)];
  const path = folder && type && /^[\w][\w.-]*$/.test(file) ? join(folder, file) : '';
  if (!path || !existsSync(path)) return html(404, 'Not Found', 'There is no such file.');
  return {
    status: 200,
    contentType: type ?? '',
    body: readFileSync(path),
    headers: { 'cache-control': 'public, max-age=60' },
  };
}

function appPage(ctx: EngineCtx, made: SitePage, path: string): Answer {
  const shown = made(ctx, pageToken(ctx));
  if (!shown) return redirect(`/login?redirect-to=${encodeURIComponent(path)}`);
  return {
    status: 200,
    contentType: HTML,
    body: shown.html,
    ...(shown.policy ? { headers: { 'content-security-policy': shown.policy } } : {}),
  };
}

/** The login page, the document browser, the pages and assets of the apps. */
export function servePage(ctx: EngineCtx, request: SiteRequest, form: Row): Answer {
  const [first = '', second, ...rest] = request.segments;
  if (first === 'login' && ctx.verb === 'POST') return signIn(ctx, form);
  if (first === 'logout' && ctx.verb === 'POST') {
    logout(ctx);
    return redirect('/', clearedCookies());
  }
  if (first === 'app' && second && rest.length > 0 && ctx.verb === 'POST' && ctx.user !== 'Guest') {
    press(ctx, second, rest.join('/'), form['press']);
    return redirect(`/${request.segments.map(encodeURIComponent).join('/')}`);
  }
  if (ctx.verb !== 'GET' && ctx.verb !== 'HEAD')
    return html(405, 'Method Not Allowed', 'The method is not allowed for the requested URL.');
  const path = `/${request.segments.join('/')}`;
  const made = ctx.engine.pages.get(path);
  if (made) return appPage(ctx, made, path);
  if (first === 'assets' && second && rest.length === 1) return asset(ctx, second, rest[0] ?? '');
  if (first === '' || first === 'login')
    return ctx.user === 'Guest'
      ? loginPage(200, '', ownPath(request.query['redirect-to']))
      : redirect(ownPath(request.query['redirect-to']));
  if (first !== 'app' && first !== 'kb')
    return html(404, 'Not Found', 'The page you are looking for is gone or was never there.');
  if (ctx.user === 'Guest') return redirect(`/login?redirect-to=${encodeURIComponent(path)}`);
  if (first === 'kb') return helpPage(ctx, path.slice(1));
  return browse(ctx, second, rest.length > 0 ? rest.join('/') : null, request.query);
}
