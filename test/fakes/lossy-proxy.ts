import { connect, createServer, type Socket } from 'node:net';

/** Stands between a client and a server and loses what a test tells it to. */
export interface LossyProxy {
  readonly url: string;
  /** How much was lost as told. */
  readonly lost: number;
  /** The next request with this text reaches the server; its answer does not come back, the connection breaks. */
  loseAnswerTo(text: string): void;
  /** The next piece from the server with this text does not come through. */
  swallow(text: string): void;
  close(): Promise<void>;
}

export async function lossyProxy(target: string): Promise<LossyProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let fatal: string | null = null;
  let swallowed: string | null = null;
  let lost = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let breaking = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (chunk) => {
      if (fatal !== null && chunk.includes(fatal)) {
        fatal = null;
        breaking = true;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (breaking) {
        lost += 1;
        client.destroy();
      } else if (swallowed !== null && chunk.includes(swallowed)) {
        swallowed = null;
        lost += 1;
      } else client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `redis://127.0.0.1:${address.port}`,
    get lost() {
      return lost;
    },
    loseAnswerTo(text) {
      fatal = text;
    },
    swallow(text) {
      swallowed = text;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
