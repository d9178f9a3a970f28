import type { Session } from './session.ts';
import { SidecarTransport } from './sidecar-transport.ts';
import { SiteApi } from './site-api.ts';
import { type BusAddress, siteBus } from './site-bus.ts';
import { SiteTransport } from './site-transport.ts';
import { type Transport, TransportError, type TransportEvents } from './transport.ts';

/** What a page of the company site knows. */
export interface SiteSettings {
  /** Where the browser reaches the sidecar; null when it cannot. */
  readonly sidecarUrl: string | null;
  /** Frappe's token against forged requests of this login. */
  readonly csrfToken: string;
  /** The site's realtime server, for pages without Desk's own connection to it. */
  readonly bus?: BusAddress;
  /** IANA zone of the site's moments; Desk knows it from its boot data. */
  readonly siteTimeZone?: string;
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
  return new SiteTransport(api, events, siteBus(settings.bus ?? null), settings.siteTimeZone ?? deskTimeZone());
}

function deskTimeZone(): string | null {
  const { frappe } = window as unknown as { frappe?: { boot?: { time_zone?: { system?: string } } } };
  return frappe?.boot?.time_zone?.system ?? null;
}
