import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Ctx, Site } from '../../engine/types.ts';
import { policyOf, realtimePort, sidecarUrl } from './widget.ts';

const APP = fileURLToPath(new URL('../../../dartwing_va/', import.meta.url));

/** The portal page `/va`, from the same template as the Frappe app's `www/va.html`, and the page's script and style. */
export function addPortal(site: Site): void {
  const template = readFileSync(`${APP}www/va.html`, 'utf8');
  site.addAssets('dartwing_va', `${APP}public`);
  site.addPage('/va', (ctx, csrfToken) => {
    if (ctx.user === 'Guest') return null;
    const settings = portalSettings(ctx, csrfToken);
    return { html: render(template, settings), policy: portalPolicy(ctx.site) };
  });
}

interface PortalSettings {
  readonly transport: 'site';
  readonly siteUrl: string;
  readonly sidecarUrl: string | null;
  readonly csrfToken: string;
  readonly siteTimeZone: string;
  readonly bus: { readonly siteName: string; readonly port: number | null };
}

/** As `dartwing_va/www/va.py` gives them. */
function portalSettings(ctx: Ctx, csrfToken: string): PortalSettings {
  const { site } = ctx;
  return {
    transport: 'site',
    siteUrl: site.url,
    sidecarUrl: sidecarUrl(site),
    csrfToken,
    siteTimeZone: site.timeZone,
    bus: { siteName: site.name, port: realtimePort(site) },
  };
}

/** The three expressions of the template; it is ours and has no others. */
function render(template: string, settings: PortalSettings): string {
  const island = JSON.stringify(settings).replaceAll('<', '\\u003c');
  return template
    .replace("{{ frappe.lang or 'en' }}", 'en')
    .replace('{{ _("Assistant") }}', 'Assistant')
    .replace('{{ settings | safe }}', () => island);
}

function portalPolicy(site: Site): string {
  const more = policyOf(site);
  const own = (directive: string, ...sources: string[]) =>
    [directive, ...sources, ...(more[directive] ?? [])].join(' ');
  return [
    own('default-src', "'self'"),
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    own('script-src', "'self'"),
    own('connect-src', "'self'"),
  ].join('; ');
}
