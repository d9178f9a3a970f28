import { connect, createServer, type Socket } from 'node:net';

/** A network between a browser and a service that can be pulled out and plugged in again. */
export interface CuttingProxy {
  readonly url: string;
  /** Where it leads; known after it listens, because the service wants to know the address of its pages. */
  to(target: string): void;
  /** Ends all connections without a word; new ones are refused until `mend`. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function cuttingProxy(): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let target: URL | null = null;
  let isCut = false;
  const server = createServer((client) => {
    if (target === null || isCut) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(target.port), target.hostname);
    client.pipe(upstream);
    upstream.pipe(client);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    to(url) {
      target = new URL(url);
    },
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      isCut = false;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
