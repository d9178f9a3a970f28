import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Engine } from '../engine/internal.ts';
import { type Answer, html } from './envelope.ts';
import { handle } from './handle.ts';
import { pagePolicy } from './page-policy.ts';

/** Frappe's default cap of a request body. */
const BODY_LIMIT = 25 * 1024 * 1024;

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store, private',
};

function send(reply: FastifyReply, answer: Answer): void {
  void reply.code(answer.status).type(answer.contentType).headers(SECURITY_HEADERS);
  if (answer.contentType.startsWith('text/html')) void reply.header('content-security-policy', pagePolicy());
  if (answer.headers) void reply.headers(answer.headers);
  if (answer.cookies) void reply.header('set-cookie', [...answer.cookies]);
  void reply.send(answer.body);
}

/** CORS headers when the site's `allow_cors` names the origin (or `*`), as Frappe sends them. */
function corsHeaders(engine: Engine, request: FastifyRequest): Record<string, string> {
  const { origin } = request.headers;
  const allowed = engine.site.config['allow_cors'];
  const list = Array.isArray(allowed) ? allowed.map(String) : [String(allowed ?? '')];
  if (!origin || !(list.includes('*') || list.includes(origin))) return {};
  const headers = { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true', vary: 'Origin' };
  if (request.method !== 'OPTIONS') return headers;
  const asked = request.headers['access-control-request-headers'];
  return {
    ...headers,
    'access-control-allow-methods': 'GET, POST, PUT, DELETE, OPTIONS',
    'access-control-max-age': '86400',
    ...(asked ? { 'access-control-allow-headers': asked } : {}),
  };
}

function header(request: FastifyRequest): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

/** The site's web server, not yet listening. Unexpected errors go to `logError` (kind and code only, never contents). */
export function createServer(engine: Engine, logError: (message: string) => void): FastifyInstance {
  const server = Fastify({
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 2_000 },
  });
  // A GET may carry a body here: Frappe lets it replace the query, and an auth hook must see that there is one.
  server.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
  server.addHttpMethod('HEAD', { hasBody: true, overrideExisting: true });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const describe = (error: unknown): string =>
    error instanceof Error ? `${error.name}: ${error.stack ?? error.message}` : typeof error;
  server.setErrorHandler((error, _request, reply) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
      send(reply, html(413, 'Request Entity Too Large', 'The data value transmitted exceeds the capacity limit.'));
      return;
    }
    const status =
      error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
    if (status >= 500) logError(describe(error));
    send(
      reply,
      status < 500
        ? html(status, 'Bad Request', 'The request cannot be read.')
        : html(500, 'Server Error', 'The site could not answer.'),
    );
  });
  server.all('/*', (request, reply) => {
    const answer = handle(engine, {
      verb: request.method,
      target: request.raw.url ?? '/',
      headers: header(request),
      body: Buffer.isBuffer(request.body) ? request.body : null,
      ip: request.ip,
      logError: (error) => logError(describe(error)),
    });
    void reply.headers(corsHeaders(engine, request));
    send(reply, answer);
  });
  return server;
}
