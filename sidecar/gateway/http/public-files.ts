import type { FastifyReply, FastifyRequest } from 'fastify';

/** Scripts, styles and models: the same for everybody, and without any data. */
export const PUBLIC_FILES = { assets: '/assets/', vad: '/vad/' } as const;

/** Whether a request asks for such a file. Any page may load them; which pages may talk to the service is asked when they talk. */
export function isPublicFile(request: FastifyRequest): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  return Object.values(PUBLIC_FILES).some((prefix) => request.url.startsWith(prefix));
}

/** Lets pages of every origin load what is answered. */
export function forEveryPage(reply: FastifyReply): void {
  reply.header('Access-Control-Allow-Origin', '*').header('Cross-Origin-Resource-Policy', 'cross-origin');
}
