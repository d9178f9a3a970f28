import type { IncomingMessage } from 'node:http';
import { VOICE_BEARER } from '@dartwing-va/contract/limits.ts';

/** The token a connection came with: in the header or as a subprotocol; null when it comes with the first message. */
export function tokenOf(request: IncomingMessage): string | null {
  const header = /^Bearer ([A-Za-z0-9_.-]{1,4096})$/u.exec(request.headers.authorization ?? '');
  if (header?.[1]) return header[1];
  // A header that is there and wrong must not be passed over.
  if (request.headers.authorization !== undefined) return '';
  const offered = String(request.headers['sec-websocket-protocol'] ?? '').split(',');
  const token = offered.map((one) => one.trim()).find((one) => one.startsWith(VOICE_BEARER));
  return token === undefined ? null : token.slice(VOICE_BEARER.length);
}
