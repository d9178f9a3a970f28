import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { orAborted } from '../../lib/async.ts';

/** An idle connection is kept so long, ms. The fetch of Node lets go of it after four seconds: sooner than people speak. */
const IDLE_MS = 60_000;
const IDLE_PER_HOST = 8;
/** A host that takes longer to be reached is not there, ms. */
const WARM_MS = 5000;
/** Statuses whose responses have no body. */
const BODILESS = new Set([101, 204, 205, 304]);

const options = {
  keepAlive: true,
  timeout: IDLE_MS,
  maxFreeSockets: IDLE_PER_HOST,
  // As the fetch of Node does it.
  ...(process.env['NODE_USE_ENV_PROXY'] === '1' ? { proxyEnv: process.env } : {}),
};
const agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) };

/**
 * `fetch` over connections that are kept; what SDKs take as theirs. Bodies are texts, nothing is followed or unpacked, and an
 * abort closes the connection at once, whether the headers, the body or nothing has come.
 */
export const keptFetch: typeof fetch = async (input, init = {}) => {
  const url = new URL(input instanceof Request ? input.url : input);
  const { body = null } = init;
  if (body !== null && typeof body !== 'string') throw new TypeError('only texts are sent');
  const message = await request(url, init, body, true);
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const status = message.statusCode ?? 500;
  const isBodiless = BODILESS.has(status);
  // Read to its end all the same, so that the connection is free again.
  if (isBodiless) message.resume();
  const content = isBodiless ? null : (Readable.toWeb(message) as ReadableStream<Uint8Array>);
  return new Response(content, { status, statusText: message.statusMessage ?? '', headers });
};

function request(url: URL, init: RequestInit, body: string | null, mayRepeat: boolean): Promise<IncomingMessage> {
  const { signal } = init;
  signal?.throwIfAborted();
  const { request: open } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const asked = open(url, {
      agent: url.protocol === 'https:' ? agents['https:'] : agents['http:'],
      method: init.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(signal ? { signal } : {}),
    });
    asked.once('response', resolve);
    asked.once('error', (error: NodeJS.ErrnoException) => {
      // The server let go of a kept connection in the same moment: nothing of the request was read.
      if (mayRepeat && asked.reusedSocket && error.code === 'ECONNRESET' && signal?.aborted !== true) {
        request(url, init, body, false).then(resolve, reject);
      } else reject(signal?.aborted ? signal.reason : new TypeError('fetch failed', { cause: error }));
    });
    asked.end(body ?? undefined);
  });
}

const warming = new Map<string, Promise<void>>();

/**
 * Sees to it that a connection to the host is open and idle; says nothing of keys. Who asks while it is being opened waits for
 * the same one.
 * @throws when the host cannot be reached in time.
 */
export async function warmConnection(address: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const url = new URL(address);
  if (hasIdle(url)) return;
  const opening =
    warming.get(url.origin) ?? openIdle(url, AbortSignal.timeout(WARM_MS)).finally(() => warming.delete(url.origin));
  warming.set(url.origin, opening);
  await orAborted(opening, signal);
}

function hasIdle(url: URL): boolean {
  const agent = url.protocol === 'https:' ? agents['https:'] : agents['http:'];
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const name = agent.getName({ host: url.hostname, port });
  return Object.entries(agent.freeSockets).some(([key, sockets]) => key.startsWith(name) && sockets?.length);
}

async function openIdle(url: URL, signal: AbortSignal): Promise<void> {
  const message = await request(url, { method: 'OPTIONS', signal }, null, true);
  message.resume();
  // Only then is the connection free. (After a HEAD it would not be: Node closes it.)
  await once(message, 'close', { signal });
}
