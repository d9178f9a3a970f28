import { randomBytes } from 'node:crypto';
import type { EngineCtx } from '../engine/internal.ts';
import type { Row } from '../engine/types.ts';
import type { Answer } from './envelope.ts';
import { escapeHtml, page } from './html.ts';
import { pageToken } from './login.ts';
import { pagePolicy } from './page-policy.ts';

interface Shown {
  readonly title: string;
  /** Markup, already escaped. */
  readonly body: string;
  /** As in Desk a script finds `frappe.boot` and the CSRF token; on a page of the website it finds neither. */
  readonly desk: boolean;
}

/** A page of a signed-in user with the scripts of the apps; from the first one on the session has a CSRF token. */
export function signedInPage(ctx: EngineCtx, { title, body, desk }: Shown): Answer {
  const { scripts } = ctx.engine;
  const csrfToken = pageToken(ctx);
  const nonce = randomBytes(16).toString('base64');
  const boot = desk && scripts.length > 0 ? bootScript(ctx, csrfToken, nonce) : '';
  const tags = scripts.map(({ src }) => `<script src="${escapeHtml(src)}"></script>`).join('');
  const policy = pagePolicy([
    ...scripts.map((script) => script.policy()),
    ...(boot ? [{ 'script-src': [`'nonce-${nonce}'`] }] : []),
  ]);
  return {
    status: 200,
    contentType: 'text/html; charset=utf-8',
    body: page({ title, user: ctx.user, body, csrfToken, scripts: boot + tags }),
    headers: { 'content-security-policy': policy },
  };
}

function bootScript(ctx: EngineCtx, csrfToken: string, nonce: string): string {
  const boot: Row = { time_zone: { system: ctx.site.timeZone }, sitename: ctx.site.name };
  for (const script of ctx.engine.scripts) Object.assign(boot, script.boot(ctx));
  const frappe = JSON.stringify({ boot, csrf_token: csrfToken }).replaceAll('<', '\\u003c');
  return `<script nonce="${nonce}">window.frappe = ${frappe};</script>`;
}
