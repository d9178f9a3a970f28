import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands between sidecar and site, which can be away. */
export interface FailingProxy {
  readonly url: string;
  /** `down`: nothing reaches the site. `mute`: what is to be done is done, and the answer does not come back. */
  state: 'up' | 'down' | 'mute';
  close(): Promise<void>;
}

export async function failingProxy(target: string): Promise<FailingProxy> {
  const server = createServer((incoming, outgoing) => {
    if (proxy.state === 'down') {
      incoming.socket.destroy();
      return;
    }
    const onward = request(
      target + incoming.url,
      { method: incoming.method, headers: incoming.headers, agent: false },
      (answer: IncomingMessage) => {
        if (proxy.state === 'mute' && incoming.url?.includes('execute_action')) {
          answer.resume();
          outgoing.destroy();
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: FailingProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state: 'up',
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
