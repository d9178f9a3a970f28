import { ensureCsrfToken } from '../../engine/accounts.ts';
import { engineCtx } from '../../engine/internal.ts';
import type { Ctx, Row, Site } from '../../engine/types.ts';
import { checked, text, textOrNull } from '../values.ts';
import { employeeOf, requirePerson, serviceUser } from './identity.ts';
import { refusalCode } from './people.ts';
import { instanceOf, settingsOf } from './provisioning.ts';

/** As `app_include_js` and `web_include_js` of hooks/__init__.py name it. */
const SCRIPT = '/assets/dartwing_va/va_widget.js?v=0.1.0';

/** The widget in Desk and on portal pages, and the method `widget` that tells the latter about it. */
export function addWidget(site: Site): void {
  site.addScript({
    src: SCRIPT,
    boot: (ctx) => ({ dartwing_va: widgetSettings(ctx, ctx.user) }),
    policy: () => policyOf(site),
  });
  site.addMethod('dartwing_va.api.widget', { verbs: ['GET'] }, (ctx) => {
    const user = requirePerson(ctx);
    const token = ctx.sid === null ? '' : ensureCsrfToken(engineCtx(ctx), ctx.sid);
    // A GET is rolled back; the session's token must stay.
    ctx.commit();
    return { ...widgetSettings(ctx, user), csrf_token: token };
  });
}

function widgetSettings(ctx: Ctx, user: string): Row {
  const { site } = ctx;
  return {
    shown: isShownTo(ctx, user),
    sidecar_url: sidecarUrl(site),
    site_time_zone: site.timeZone,
    bus: { site_name: site.name, port: realtimePort(site) },
  };
}

/** Whoever has an assistant, or gets one with his first message. */
function isShownTo(ctx: Ctx, user: string): boolean {
  if (!checked(ctx.site.config['dartwing_va_widget'] ?? 1)) return false;
  if (['Guest', 'Administrator', serviceUser(ctx)].includes(user)) return false;
  const employee = employeeOf(ctx, user);
  if (employee === null) return false;
  const instance = instanceOf(ctx, employee.name);
  if (instance !== null) return refusalCode(ctx, user, employee, instance) === null;
  const settings = settingsOf(ctx, text(employee['company']));
  const offered = checked(settings['enabled'] ?? 1) && checked(settings['auto_provision'] ?? 1);
  return offered && employee['status'] === 'Active';
}

export const sidecarUrl = (site: Site): string | null => textOrNull(site.config['dartwing_va_sidecar_url']);

/** Of the realtime server, which has an address of its own here; null when there is none. */
export const realtimePort = (site: Site): number | null => Number(site.config['socketio_port']) || null;

/** Sources that the assistant needs on a page: its service and the site's realtime server. */
export function policyOf(site: Site): Readonly<Record<string, readonly string[]>> {
  const { hostname } = new URL(site.url);
  const port = realtimePort(site);
  const sidecar = sidecarUrl(site);
  const service = sidecar === null ? [] : [sidecar, sidecar.replace(/^http/, 'ws')];
  return {
    'connect-src': [...(port === null ? [] : [`ws://${hostname}:${port}`]), ...service],
    // The model of the page's own ear comes from the service and runs in WebAssembly.
    'script-src': sidecar === null ? [] : [sidecar, "'wasm-unsafe-eval'"],
  };
}
