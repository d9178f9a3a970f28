import { fromSite } from './own-script.ts';

/** What the company site tells its own pages (docs/site-api.md, `widget`). */
interface SiteWidget {
  readonly shown: boolean;
  readonly sidecar_url: string | null;
  readonly csrf_token: string;
  readonly site_time_zone: string;
  readonly bus: { readonly site_name: string; readonly port: number | null };
}
interface DeskGlobals {
  readonly boot?: { readonly dartwing_va?: { readonly shown: boolean; readonly sidecar_url: string | null } };
  readonly csrf_token?: string;
}
/** As `mount` of the assistant takes them. */
export interface SiteSettings {
  readonly sidecarUrl: string | null;
  readonly csrfToken: string;
  readonly siteTimeZone?: string;
  readonly bus?: { readonly siteName: string; readonly port: number | null };
}

const SHOWN_KEY = 'dartwing-va.widget-shown';

const desk = (): DeskGlobals | undefined => (globalThis as { frappe?: DeskGlobals }).frappe;

/**
 * Whether this is a page of the company site that shows the assistant to who is signed in. Desk knows it from its boot data;
 * a portal page, which is cached for all, asks the site once a tab.
 */
export async function siteShows(): Promise<boolean> {
  // In a frame the page around it has the assistant; on the assistant's own page it would be there twice.
  if (!fromSite || window.top !== window || document.getElementById('va-page')) return false;
  const boot = desk()?.boot?.dartwing_va;
  if (boot) return boot.shown;
  const user = signedIn();
  if (user === null) return false;
  const known = remembered();
  if (known?.user === user) return known.shown;
  const told = await askSite();
  if (told === null) return false;
  const shown = told !== 'refused' && told.shown;
  remember(user, shown);
  return shown;
}

/** What is needed to talk as who is signed in here. @throws Error when the site does not tell. */
export async function siteSettings(): Promise<SiteSettings> {
  const frappe = desk();
  const boot = frappe?.boot?.dartwing_va;
  if (boot && frappe?.csrf_token) return { sidecarUrl: boot.sidecar_url, csrfToken: frappe.csrf_token };
  const told = await askSite();
  if (told === null || told === 'refused') throw new Error('the company site does not tell what the assistant needs');
  return {
    sidecarUrl: told.sidecar_url,
    csrfToken: told.csrf_token,
    siteTimeZone: told.site_time_zone,
    bus: { siteName: told.bus.site_name, port: told.bus.port },
  };
}

/** The login as Frappe's cookies tell it to scripts; null for a visitor. */
function signedIn(): string | null {
  const user = /(?:^|; )user_id=([^;]*)/.exec(document.cookie)?.[1];
  const name = user === undefined ? '' : decodeURIComponent(user);
  return name === '' || name === 'Guest' ? null : name;
}

/** null when there is no answer; `refused` when the login is nobody's who could have an assistant. */
async function askSite(): Promise<SiteWidget | 'refused' | null> {
  try {
    const response = await fetch('/api/method/dartwing_va.api.widget', {
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { Accept: 'application/json' },
    });
    if (response.status === 401 || response.status === 403) return 'refused';
    if (!response.ok) return null;
    return ((await response.json()) as { message: SiteWidget }).message;
  } catch {
    // The page must not mind; without an answer there is no assistant on it.
    return null;
  }
}

function remembered(): { user: string; shown: boolean } | null {
  try {
    return JSON.parse(sessionStorage.getItem(SHOWN_KEY) ?? 'null') as { user: string; shown: boolean } | null;
  } catch {
    return null;
  }
}

function remember(user: string, shown: boolean): void {
  try {
    sessionStorage.setItem(SHOWN_KEY, JSON.stringify({ user, shown }));
  } catch {
    // Storage can be forbidden; then every page asks.
  }
}
