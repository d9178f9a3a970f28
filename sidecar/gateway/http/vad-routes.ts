import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';
import { VAD_FILES, VAD_PATH } from '@dartwing-va/contract/vad.ts';
import type { FastifyInstance } from 'fastify';
import { forEveryPage } from './public-files.ts';

/** Where npm put each file, and as what browsers take it. */
const FILES: Readonly<Record<string, { readonly from: string; readonly type: string }>> = {
  [VAD_FILES.runtime]: { from: 'onnxruntime-web/wasm', type: 'text/javascript; charset=utf-8' },
  [VAD_FILES.wasm]: { from: `onnxruntime-web/${VAD_FILES.wasm}`, type: 'application/wasm' },
  [VAD_FILES.model]: { from: `@ricky0123/vad-web/dist/${VAD_FILES.model}`, type: 'application/octet-stream' },
};

/** The files of the browsers' voice detector, straight from their packages. They never change under their address. */
export function vadRoutes(app: FastifyInstance): void {
  for (const [name, { from, type }] of Object.entries(FILES)) {
    app.get(`${VAD_PATH}${name}`, { schema: { hide: true }, exposeHeadRoute: false }, async (request, reply) => {
      const path = fileURLToPath(import.meta.resolve(from));
      forEveryPage(reply);
      reply.type(type).header('Cache-Control', 'public, max-age=31536000, immutable').header('Vary', 'Accept-Encoding');
      // Asked for once by each browser; on its way the wasm is a quarter of itself.
      if (/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) {
        return reply.header('Content-Encoding', 'gzip').send(createReadStream(path).pipe(createGzip()));
      }
      return reply.header('Content-Length', (await stat(path)).size).send(createReadStream(path));
    });
  }
}
