import { io } from 'socket.io-client';

/** What the site tells: that something is new, never what (docs/site-api.md, "The bus"). */
export interface SiteNotice {
  readonly conversation?: string;
}
export interface SiteBus {
  on(event: string, handler: (message: SiteNotice) => void): void;
  off(event: string, handler: (message: SiteNotice) => void): void;
}

/** Where the portal page finds the site's realtime server. `port` is null behind a proxy, where it shares the page's origin. */
export interface BusAddress {
  readonly siteName: string;
  readonly port: number | null;
}

interface PageGlobals {
  readonly location: { readonly protocol: string; readonly hostname: string; readonly host: string };
}

/**
 * The site's realtime bus: Desk's connection when there is one, else one of our own with the person's cookie.
 * @returns null when the page knows none; then rows are asked for from time to time
 */
export function siteBus(address: BusAddress | null): SiteBus | null {
  const desk = (globalThis as { frappe?: { realtime?: SiteBus } }).frappe?.realtime;
  if (desk) return desk;
  if (!address) return null;
  const { protocol, hostname, host } = (globalThis as unknown as PageGlobals).location;
  // Frappe compares Host with Origin, which a browser leaves out of a GET to its own origin, but never of a WebSocket.
  const socket = io(
    `${protocol}//${address.port === null ? host : `${hostname}:${address.port}`}/${address.siteName}`,
    {
      transports: ['websocket'],
      withCredentials: true,
      reconnectionDelayMax: 30_000,
    },
  );
  let listeners = 0;
  return {
    on(event, handler) {
      listeners += 1;
      socket.on(event, handler);
    },
    off(event, handler) {
      listeners -= 1;
      socket.off(event, handler);
      if (listeners === 0) socket.disconnect();
    },
  };
}
