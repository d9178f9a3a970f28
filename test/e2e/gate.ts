import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Something between sidecar and site that can hold requests back or refuse them. */
export interface Gate {
  readonly url: string;
  /** Requests whose path matches wait until `open`. */
  hold(path: RegExp): void;
  /** Requests whose path matches are answered 503. */
  refuse(path: RegExp): void;
  /** How many requests wait. */
  waiting(): number;
  open(): void;
  close(): Promise<void>;
}

export async function openGate(siteUrl: string): Promise<Gate> {
  let held: RegExp | null = null;
  let refused: RegExp | null = null;
  let queue: (() => void)[] = [];
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/';
    if (refused?.test(path)) outgoing.writeHead(503, { 'content-type': 'text/html' }).end('<h1>maintenance</h1>');
    else if (held?.test(path)) queue.push(() => pass(siteUrl, incoming, outgoing));
    else pass(siteUrl, incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: (path) => {
      held = path;
    },
    refuse: (path) => {
      refused = path;
    },
    waiting: () => queue.length,
    open: () => {
      held = null;
      refused = null;
      for (const go of queue) go();
      queue = [];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pass(siteUrl: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, headers } = incoming;
  const onward = request(
    new URL(incoming.url ?? '/', siteUrl),
    { ...(method ? { method } : {}), headers },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}
