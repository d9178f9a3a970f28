/**
 * Web addresses and scripts that tools of custom agents may reach, and how a call to an address is signed. The twin of
 * hooks/core/webhooks.py.
 */
import { createHmac } from 'node:crypto';

export const MAX_LINES = 20;
const MAX_URL = 500;
export const MIN_SECRET = 32;
/** Seconds by which the clock of the one who asks for a signature may differ. */
export const SKEW_S = 300;

/** A name with a dot whose last part is letters first: no address in figures, and no name of the own network. */
const HOST =
  /^(?=[a-z0-9.-]{4,253}(?::|$))(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9](?::[1-9][0-9]{1,4})?$/;
const INSIDE = ['localhost', 'local', 'localdomain', 'internal', 'intranet', 'lan', 'home', 'corp', 'arpa'];
const URL_FORM =
  /^https:\/\/([^/?#@\\\s:]+(?::[0-9]+)?)(?:\/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(?:\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?$/;

/** A host by its public name, in small letters, with a port where it is not 443. */
export function isHost(value: unknown): boolean {
  if (typeof value !== 'string' || !HOST.test(value)) return false;
  const name = value.split(':')[0] ?? '';
  return !INSIDE.some((end) => name.endsWith(`.${end}`));
}

/** The API method of a Server Script, one plain word: nothing else on a site is called by such a name. */
export function isScript(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z][a-z0-9_]{0,63}$/.test(value);
}

/** The lines of a list of one a line, without blanks and doubles. */
export function linesOf(text: unknown): readonly string[] {
  const lines = typeof text === 'string' ? text.split(/[\r\n]+/).map((line) => line.trim()) : [];
  return [...new Set(lines)].filter((line) => line !== '');
}

/** Why a tool may not call an address: `url` (it is none) or `host` (the company does not list it); else null. */
export function urlFault(url: unknown, hosts: readonly string[]): 'url' | 'host' | null {
  const host = typeof url === 'string' && url.length <= MAX_URL ? URL_FORM.exec(url)?.[1] : undefined;
  if (host === undefined || !isHost(host)) return 'url';
  return hosts.includes(host) ? null : 'host';
}

/** SHA-256 in hex, small letters. */
export function isDigest(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

/** `v1=` and the HMAC-SHA256 over `<timestamp>.<SHA-256 of the body>`, both in hex. */
export function signature(secret: string, timestamp: number, digest: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${digest}`).digest('hex')}`;
}
