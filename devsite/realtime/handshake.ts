import { Context } from '../engine/context.ts';
import type { Engine, Transaction } from '../engine/internal.ts';
import { SiteError } from '../engine/site-error.ts';
import type { SiteRequest } from '../engine/types.ts';
import { userFacts } from '../engine/user-facts.ts';
import { authenticate, readCookies } from '../http/authenticate.ts';

export interface SocketUser {
  readonly user: string;
  readonly userType: string;
}

type Headers = SiteRequest['headers'];

function hostname(address: string | undefined): string {
  if (!address) return '';
  try {
    return new URL(address.includes('://') ? address : `http://${address}`).hostname;
  } catch {
    return '';
  }
}

function siteOf(headers: Headers, defaultSite: string): string {
  if (headers['x-frappe-site-name']) return hostname(headers['x-frappe-site-name']);
  const host = hostname(headers['host']);
  if (host === 'localhost' || host === '127.0.0.1') return defaultSite;
  return hostname(headers['origin']) || host;
}

/** A look at the database outside any request: nothing is written, no transaction is opened. */
export function observer(engine: Engine, user: string): Context {
  const tx: Transaction = {
    mode: 'read',
    messages: [],
    extra: new Map(),
    events: new Map(),
    afterCommit: [],
    touchedAccess: false,
  };
  return new Context(engine, tx, { user, auth: 'guest', sid: null, ip: '', verb: 'GET' });
}

/**
 * Who connects, as Frappe's realtime server decides (15 and 16): site name equals the namespace, Host and Origin agree, then
 * `Authorization` or the `sid` cookie (a dummy cookie may travel along, as 15 demands one).
 * @throws Error whose message goes to the client's `connect_error`
 */
export function recognise(engine: Engine, namespace: string, headers: Headers, ip: string): SocketUser {
  const site = siteOf(headers, engine.site.name);
  if (site !== namespace || site !== engine.site.name) throw new Error('Invalid namespace');
  if (hostname(headers['host']) !== hostname(headers['origin'])) throw new Error('Invalid origin');
  const sid = readCookies(headers['cookie']).get('sid');
  const authorization = headers['authorization'];
  if (!headers['cookie'] && !authorization) throw new Error('No cookie transmitted.');
  if (!sid && !authorization) throw new Error('No authentication method used. Use cookie or authorization header.');
  // Node asks the web server with one of the two; the header wins.
  const credentials: Headers = authorization ? { authorization } : { cookie: `sid=${sid}` };
  const request: SiteRequest = {
    verb: 'GET',
    segments: ['api', 'method', 'frappe.realtime.get_user_info'],
    query: {},
    headers: credentials,
    hasBody: false,
    hasCookie: !authorization,
    ip,
  };
  try {
    const { user } = authenticate(observer(engine, 'Guest'), request, {});
    return { user, userType: userFacts(engine, user).userType };
  } catch (error) {
    throw new Error(`Unauthorized: ${error instanceof SiteError ? error.excType : 'the site did not answer'}`, {
      cause: error,
    });
  }
}
