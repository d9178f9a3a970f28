import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { VAD_FILES, VAD_PATH, VAD_VERSION } from '@dartwing-va/contract/vad.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpServer } from '../../sidecar/gateway/http/server.ts';
import { systemClock } from '../../sidecar/lib/clock.ts';
import { fakeGateway } from './fakes.ts';

const ROOT = join(import.meta.dirname, '../..');
/** A page whose origin is not allowed to talk to the service. */
const STRANGER = { origin: 'https://stranger.test' };

let app: FastifyInstance;
beforeAll(async () => {
  app = await createHttpServer(fakeGateway(systemClock).deps);
});
afterAll(() => app.close());

const versionOf = (name: string): string =>
  JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version;

describe('files that any page may load', () => {
  it.each(['va_widget.js', 'va_page.js', 'va_page.css', 'va_audio.js'])('%s', async (file) => {
    for (const headers of [{}, STRANGER]) {
      const { statusCode, headers: told } = await app.inject({ url: `/assets/${file}`, headers });
      expect([statusCode, told['access-control-allow-origin'], told['cross-origin-resource-policy']]).toEqual([
        200,
        '*',
        'cross-origin',
      ]);
    }
  });

  it.each([
    [VAD_FILES.runtime, 'text/javascript; charset=utf-8', 100_000],
    [VAD_FILES.wasm, 'application/wasm', 15_000_000],
    [VAD_FILES.model, 'application/octet-stream', 2_500_000],
  ])('%s of the voice detector, for good, as %s', async (file, type, most) => {
    const plain = await app.inject({ url: `${VAD_PATH}${file}`, headers: STRANGER });
    expect(plain.statusCode).toBe(200);
    expect(plain.headers).toMatchObject({
      'content-type': type,
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-length': String(plain.rawPayload.length),
    });
    expect(plain.rawPayload.length).toBeLessThan(most);
    const packed = await app.inject({ url: `${VAD_PATH}${file}`, headers: { 'accept-encoding': 'gzip, br' } });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.rawPayload).equals(plain.rawPayload)).toBe(true);
  });

  it('nothing else lies there, and the address names the packages that the files are of', async () => {
    for (const url of [
      `${VAD_PATH}package.json`,
      `${VAD_PATH}..%2fpackage.json`,
      '/vad/old/silero_vad_v5.onnx',
      '/vad/',
    ])
      expect((await app.inject({ url })).statusCode, url).toBe(404);
    expect(VAD_VERSION).toBe(`ort-${versionOf('onnxruntime-web')}-silero-${versionOf('@ricky0123/vad-web')}`);
  });

  it('and nothing that answers for somebody: there a page must be allowed', async () => {
    for (const url of ['/api/v1/me', '/', '/openapi.json', '/assets-of-mine', '/health'])
      expect((await app.inject({ url, headers: STRANGER })).statusCode, url).toBe(403);
    expect((await app.inject({ method: 'POST', url: '/assets/va_page.js', headers: STRANGER })).statusCode).toBe(403);
  });
});
