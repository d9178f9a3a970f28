import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { FakeAnswer } from './script.ts';

export interface WireServer {
  readonly origin: string;
  close(): Promise<void>;
}
export interface Arrival {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly raw: string;
  readonly headers: Readonly<Record<string, string>>;
  /** True: the client went before the answer was whole. */
  readonly abandoned: Promise<boolean>;
}

/** An HTTP server on a free port of the loopback. What `answer` throws becomes a 500 that says so. */
export async function startWireServer(answer: (arrival: Arrival) => Promise<void>): Promise<WireServer> {
  const sockets = new Set<Socket>();
  const server = createServer(async (request, response) => {
    const abandoned = new Promise<boolean>((resolve) => {
      response.once('close', () => resolve(!response.writableFinished));
    });
    response.on('error', () => response.destroy());
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(', ') : (value ?? ''),
        ]),
      );
      await answer({ request, response, raw: Buffer.concat(chunks).toString('utf8'), headers, abandoned });
    } catch (error) {
      if (response.destroyed) return;
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message: `The fake broke: ${String(error)}`, type: 'server_error' } }));
    }
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** What an answer is made of on the wire: events of the words and calls, then those that close it. */
export interface Rendered {
  readonly said: readonly string[];
  readonly closing: readonly string[];
}

/** Sends an event stream in the pieces and at the pace that the answer asks for. */
export async function sendEvents(arrival: Arrival, answer: FakeAnswer, rendered: Rendered): Promise<void> {
  const { response } = arrival;
  if (answer.gate) await Promise.race([answer.gate, arrival.abandoned]);
  if (answer.firstMs) await wait(answer.firstMs);
  if (response.destroyed) return;
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  response.flushHeaders();
  const pipe = bytePipe(response, answer);
  for (const event of [...rendered.said, ...(answer.extraEvents ?? [])]) {
    if (!(await pipe(event))) return;
    if (answer.gapMs) await wait(answer.gapMs);
  }
  if (answer.hangAfterText) return;
  if (!answer.withoutEnd) {
    for (const event of rendered.closing) if (!(await pipe(event))) return;
  }
  response.end();
}

/** Writes text; false when the connection has gone, be it by the client or as told. */
function bytePipe(response: ServerResponse, answer: FakeAnswer): (text: string) => Promise<boolean> {
  let left = answer.breakAfterBytes ?? Number.POSITIVE_INFINITY;
  return async (text) => {
    let bytes = Buffer.from(text, 'utf8');
    const breaks = bytes.length > left;
    if (breaks) bytes = bytes.subarray(0, left);
    left -= bytes.length;
    const size = answer.chunkBytes ?? bytes.length;
    for (let at = 0; at < bytes.length; at += size) {
      if (response.destroyed) return false;
      await new Promise<void>((resolve) => {
        response.write(bytes.subarray(at, at + size), () => resolve());
      });
      // A turn of the loop between pieces, so that they leave as pieces.
      if (answer.chunkBytes !== undefined) await new Promise((resolve) => setImmediate(resolve));
    }
    if (breaks) response.destroy();
    return !breaks && !response.destroyed;
  };
}
