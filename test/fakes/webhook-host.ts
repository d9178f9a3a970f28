import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from './self-signed.ts';

/** A web server of a company, on loopback, under names that lead here only for who asks the right resolver. */
export interface WebhookHost {
  readonly port: number;
  /** Its certificate, to be trusted. */
  readonly ca: string;
  readonly asked: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }[];
  /** What it does next. */
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;
  close(): Promise<void>;
}

export async function openWebhookHost(names: readonly string[]): Promise<WebhookHost> {
  const { cert, key } = selfSigned(names);
  const server = createServer({ cert, key }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      host.asked.push({ path: request.url ?? '', headers: request.headers, body });
      host.answer(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host: WebhookHost = {
    port: (server.address() as AddressInfo).port,
    ca: cert,
    asked: [],
    answer: (_request, response) => json(response, { ok: true }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return host;
}

export function json(response: ServerResponse, value: unknown): void {
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(value));
}
