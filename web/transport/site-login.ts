import type { Session } from './session.ts';
import { SidecarTransport } from './sidecar-transport.ts';
import { SiteApi } from './site-api.ts';
import { SiteTransport } from './site-transport.ts';
import { type Transport, TransportError, type TransportEvents } from './transport.ts';

/** What a page of the company site knows. */
export interface SiteSettings {
  /** Where the browser reaches the sidecar; null when it cannot. */
  readonly sidecarUrl: string | null;
  /** Frappe's token against forged requests of this login. */
  readonly csrfToken: string;
}

/**
 * Signs in with the company site's own login. Streams from the sidecar when the browser can reach it; else everything
 * goes over the site: slower, but the same conversations, cards and undo.
 */
export async function connectFromSite(
  settings: SiteSettings,
  session: Session,
  events: TransportEvents,
): Promise<Transport> {
  const api = new SiteApi(settings.csrfToken);
  if (settings.sidecarUrl) {
    session.adopt(await api.post('dartwing_va.api.token', {}));
    const direct = new SidecarTransport(settings.sidecarUrl, session, events);
    try {
      await direct.me();
      return direct;
    } catch (error) {
      direct.close();
      if (!(error instanceof TransportError && error.code === 'SERVICE_UNAVAILABLE')) throw error;
    }
  }
  return new SiteTransport(api, events);
}
